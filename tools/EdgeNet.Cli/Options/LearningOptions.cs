using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say how a network is built and trained.</summary>
internal sealed class LearningOptions
{
    private static readonly (string, Activation)[] Activations =
        [("relu", Activation.Relu), ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("linear", Activation.Linear)];

    private readonly Option<int[]> _hidden = Hidden();
    private readonly Option<Activation[]> _activation = ActivationList();
    private readonly Option<ModelChoice?> _model = Model();
    private readonly Option<Loss?> _loss = CommonOptions.OneOf("--loss", "Loss function [cross-entropy].", ("cross-entropy", Loss.CrossEntropy), ("squared", Loss.Squared));
    private readonly Option<OptimizerKind?> _optimizer = CommonOptions.OneOf("--optimizer", "Optimiser [adam].",
        ("adam", OptimizerKind.Adam), ("sgd", OptimizerKind.Sgd), ("momentum", OptimizerKind.Momentum));
    private readonly Option<ChangingNumber?> _rate = CommonOptions.Changing("--lr", "Learning rate; with changes: 0.01,0.003@12 is 0.003 after 12 epochs [adam 0.01, less for many large inputs such as colour pictures, sgd 0.1, momentum 0.02].", 1e-7f, 100f);
    private readonly Option<Schedule?> _schedule = CommonOptions.OneOf("--schedule", "How the learning rate changes over the epochs [constant for sgd, else cosine].", ("cosine", Schedule.Cosine), ("constant", Schedule.Constant));
    private readonly Option<int?> _batch = CommonOptions.Whole("--batch", "Samples per step [64, or 16 for fewer than 10,000 samples].", 1, 65536);
    private readonly Option<int?> _epochs = CommonOptions.Whole("--epochs", "Passes over the data [chosen by cross-validation for 30 to 10,000 samples, else 10 or more].", 1, 1_000_000);
    private readonly Option<int?> _stopAfter = CommonOptions.Whole("--stop-after", "End after this many of the epochs, with the learning rates as if there were all of them [none].", 1, 1_000_000);
    private readonly Option<int> _seed = CommonOptions.Seed();
    private readonly Option<int?> _threads = CommonOptions.Whole("--threads", "Number of threads [all cores]; it does not change the model.", 1, 256);
    private readonly Option<float?> _dropout = CommonOptions.Number("--dropout", "Share of hidden units dropped in each step [0].", 0f, 0.95f);
    private readonly Option<ChangingNumber?> _decay = CommonOptions.Changing("--weight-decay", "Weight decay, as a factor of the learning rate; changes as in --lr [chosen by cross-validation for 30 to 10,000 samples; else 0.1 for classes with adam, or 0].", 0f, 100f);
    private readonly Option<bool> _augment = new("--augment") { Description = "Pictures: show each a little different in every epoch: shifted, turned, stretched, sheared, bent, with noise, with a piece missing. Recordings: windows shifted, faster or slower, larger or smaller, with noise." };
    private readonly Option<string?> _teacher = new("--teacher") { Description = "Learn from a larger network too: a model file with the same classes, or layers (or tiny, small, accurate) of a network that is trained first [none].", HelpName = "big.edgenet|text" };
    private readonly Option<ClassWeighting?> _classWeights = CommonOptions.OneOf("--class-weights", "Weights of classes in the loss; balanced makes rare classes count as much as frequent ones [none].", ("none", ClassWeighting.None), ("balanced", ClassWeighting.Balanced));
    private readonly Option<Initialization?> _init = CommonOptions.OneOf("--init", "Distribution of the initial weights [he for relu, else glorot].",
        ("he", Initialization.He), ("glorot", Initialization.Glorot), ("fan-in", Initialization.FanIn));
    private readonly Option<HiddenError?> _hiddenError = CommonOptions.OneOf("--hidden-error",
        "How output errors reach hidden layers [split, as in teaching networks, for --batch 1 --loss squared with sigmoid outputs; else gradient].",
        ("gradient", HiddenError.Gradient), ("split", HiddenError.Split));
    private readonly Option<int?> _starts = CommonOptions.Whole("--starts", "Number of trainings from different initial weights; the best is kept [8 for tiny networks, else 1].", 1, 1000);
    private readonly Option<float?> _validation = CommonOptions.Number("--validation", "Share of the training samples to hold out; the network with the lowest loss on them is kept [none: few samples are cross-validated].", 0f, 0.9f);
    private readonly Option<int?> _patience = CommonOptions.Whole("--patience", "Stop after this many epochs without a better validation loss [never].", 1, 1_000_000);
    private readonly Option<int?> _folds = CommonOptions.Whole("--folds",
        "Cross-validate first: train this many times, each time test a different part of the training samples, and report mean and spread. The model is then trained as usual [none].", 2, 100);
    private readonly Option<(float, float)?> _inputRange = CommonOptions.Range("--input-range", "Range to scale raw values to [0:1 for pixels; CSV columns are standardised].");
    private readonly Option<(float, float)?> _targetRange = CommonOptions.Range("--target-range", "Targets for no and yes with --loss squared [0:1].");
    private readonly Option<int?> _inputBits = CommonOptions.Whole("--input-bits", "Bits per quantised input value [8, or 16 for at most 16 features].", 1, 16);
    private readonly Option<int[]?> _weightBits = BitList("--weight-bits", "Bits of a stored weight, 8 or 4: one number for all layers, or one for each layer with weights [8].", "8|4[,...]", "8 or 4", bits => bits is 8 or 4);
    private readonly Option<int[]?> _activationBits = BitList("--activation-bits", "Bits of an output of a relu or linear hidden layer, 1 to 8: one number for all, or one for each hidden layer [8].", "N[,...]",
        "a number from 1 to 8", bits => bits is >= 1 and <= 8);
    private readonly Option<float?> _quantiseFrom = CommonOptions.Number("--quantise-from",
        "Share of the training after which weights and activations are rounded as on a board, so that training makes up for it; 1 for never [0.35 if --weight-bits or --activation-bits are below 8, else 1].", 0f, 1f);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _hidden,
            _activation,
            _model,
            _loss,
            _optimizer,
            _rate,
            _schedule,
            _batch,
            _epochs,
            _stopAfter,
            _seed,
            _threads,
            _dropout,
            _decay,
            _augment,
            _teacher,
            _classWeights,
            _init,
            _hiddenError,
            _starts,
            _validation,
            _patience,
            _folds,
            _inputRange,
            _targetRange,
            _inputBits,
            _weightBits,
            _activationBits,
            _quantiseFrom,
        ];
        Array.ForEach(options, command.Add);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_model) is not null && (result.GetResult(_hidden) ?? (SymbolResult?)result.GetResult(_activation)) is not null)
            {
                result.AddError("--model replaces --hidden and --activation; omit those");
            }

            foreach (Option<int[]?> bits in (Option<int[]?>[])[_weightBits, _activationBits])
            {
                if (result.GetResult(bits)?.Tokens is [{ Value: string list }] && list.Contains(',') && result.GetResult(_model) is null && result.GetResult(_hidden) is null)
                {
                    result.AddError($"{bits.Name} {list} is for certain layers; give the layers with --hidden or --model");
                }
            }
        });
    }

    /// <summary>Parts to cross-validate with; null if none were requested.</summary>
    public int? FoldsOf(ParseResult parsed) => parsed.GetValue(_folds);

    /// <summary>What was given with --model; null for nothing.</summary>
    public ModelChoice? ModelOf(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>What to learn from beside the labels; null for nothing.</summary>
    public string? TeacherOf(ParseResult parsed) => parsed.GetValue(_teacher);

    /// <summary>What was given; the rest as the trainer chooses it.</summary>
    public TrainingOptions Of(ParseResult parsed) => new()
    {
        Hidden = parsed.GetResult(_hidden) is null ? null : parsed.GetRequiredValue(_hidden),
        Activations = parsed.GetResult(_activation) is null ? [Activation.Relu] : parsed.GetRequiredValue(_activation),
        Loss = parsed.GetValue(_loss) ?? Loss.CrossEntropy,
        Optimizer = parsed.GetValue(_optimizer) ?? OptimizerKind.Adam,
        LearningRate = parsed.GetValue(_rate),
        Schedule = parsed.GetValue(_schedule),
        Batch = parsed.GetValue(_batch),
        Epochs = parsed.GetValue(_epochs),
        StopAfter = parsed.GetValue(_stopAfter),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads) ?? 0,
        Dropout = parsed.GetValue(_dropout) ?? 0f,
        WeightDecay = parsed.GetValue(_decay),
        Augment = parsed.GetValue(_augment),
        ClassWeighting = parsed.GetValue(_classWeights) ?? ClassWeighting.None,
        Initialization = parsed.GetValue(_init) ?? Initialization.Auto,
        HiddenError = parsed.GetValue(_hiddenError),
        Starts = parsed.GetValue(_starts),
        ValidationShare = parsed.GetValue(_validation) ?? 0f,
        Patience = parsed.GetValue(_patience) ?? 0,
        InputRange = parsed.GetValue(_inputRange),
        TargetRange = parsed.GetValue(_targetRange) ?? (0f, 1f),
        InputBits = parsed.GetValue(_inputBits),
        WeightBits = parsed.GetResult(_weightBits) is null ? null : parsed.GetValue(_weightBits),
        QuantiseFrom = parsed.GetValue(_quantiseFrom),
        ActivationBits = parsed.GetResult(_activationBits) is null ? null : parsed.GetValue(_activationBits),
    };

    private static Option<int[]> Hidden() => new("--hidden")
    {
        Description = "Units per hidden layer, such as 32 or 64,32; 0 for no hidden layer [32; for 30 to 10,000 samples 0, 32 or 96, chosen by cross-validation].",
        HelpName = "32[,16]",
        CustomParser = r =>
        {
            string text = r.Tokens[0].Value;
            if (text is "0" or "none")
            {
                return [];
            }

            string[] parts = text.Split(',');
            int[] units = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (!int.TryParse(parts[i], out units[i]) || units[i] < 1 || units[i] > ModelFormat.MaxOutputs || parts.Length >= ModelFormat.MaxLayers)
                {
                    return CommonOptions.Refuse<int[]>(r, $"--hidden must be up to {ModelFormat.MaxLayers - 1} numbers from 1 to {ModelFormat.MaxOutputs} such as 64,32, not {text}");
                }
            }

            return units;
        },
    };

    private static Option<int[]?> BitList(string name, string description, string help, string allowed, Func<int, bool> isAllowed) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = r =>
        {
            string[] parts = r.Tokens[0].Value.Split(',');
            int[] bits = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bits[i]) || !isAllowed(bits[i]))
                {
                    return CommonOptions.Refuse<int[]?>(r, $"{name} must be {allowed}{(parts.Length > 1 ? " for each layer" : "")}, not \"{r.Tokens[0].Value}\"");
                }
            }

            return bits;
        },
    };

    private static Option<ModelChoice?> Model() => new("--model")
    {
        Description = "All layers, such as \"conv 8 3x3 stride 2, pool 2, dense 10\", instead of --hidden and --activation; the last layer has one unit per output. Or how large the network is to be, if the shape of the data decides its layers: convolutions for pictures, dense layers for tables.",
        HelpName = "text|tiny|small|accurate",
        CustomParser = r =>
        {
            try
            {
                return ModelChoice.Parse(r.Tokens[0].Value);
            }
            catch (UserException e)
            {
                return CommonOptions.Refuse<ModelChoice?>(r, e.Message);
            }
        },
    };

    private static Option<Activation[]> ActivationList() => new("--activation")
    {
        Description = "Activations of the hidden layers, such as relu or tanh,relu; the last one is used for the rest [relu].",
        HelpName = "relu|sigmoid|tanh|linear[,...]",
        CustomParser = r =>
        {
            List<Activation> list = [];
            foreach (string word in r.Tokens[0].Value.Split(','))
            {
                if (CommonOptions.Choose(r, "--activation", word, Activations) is not (true, Activation activation))
                {
                    return [];
                }

                list.Add(activation);
            }

            return [.. list];
        },
    };
}
