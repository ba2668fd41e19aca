using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet train: from data to a model file.</summary>
internal static class TrainCommand
{
    private static readonly (string, Activation)[] Activations =
        [("relu", Activation.Relu), ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("linear", Activation.Linear)];

    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> test = new("--test") { Description = "Test data [the test part of the data, else a stratified fifth, chosen by --seed].", HelpName = "path" };
        Option<string> output = new("--out") { Description = "The model file to write.", Required = true, HelpName = "model.edgenet" };
        Option<string?> name = new("--name") { Description = "Name of the model [the name of the file]." };
        Option<string?> labelColumn = CommonOptions.LabelColumn();
        Option<TaskKind?> task = CommonOptions.Task();
        Option<(int, int)?> inputSize = CommonOptions.InputSize();
        Option<int[]> hidden = Hidden();
        Option<Activation[]> activation = ActivationList();
        Option<Architecture?> model = Model();
        Option<Loss?> loss = CommonOptions.OneOf("--loss", "Loss function [cross-entropy].", ("cross-entropy", Loss.CrossEntropy), ("squared", Loss.Squared));
        Option<OptimizerKind?> optimizer = CommonOptions.OneOf("--optimizer", "Optimiser [adam].",
            ("adam", OptimizerKind.Adam), ("sgd", OptimizerKind.Sgd), ("momentum", OptimizerKind.Momentum));
        Option<float?> rate = CommonOptions.Number("--lr", "Learning rate [adam 0.01, sgd 0.1, momentum 0.02].", 1e-7f, 100f);
        Option<Schedule?> schedule = CommonOptions.OneOf("--schedule", "How the learning rate changes over the epochs [constant for sgd, else cosine].", ("cosine", Schedule.Cosine), ("constant", Schedule.Constant));
        Option<int?> batch = CommonOptions.Whole("--batch", "Samples per step [64, or 16 for fewer than 10,000 samples].", 1, 65536);
        Option<int?> epochs = CommonOptions.Whole("--epochs", "Passes over the data [10, more for few samples].", 1, 1_000_000);
        Option<int> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Whole("--threads", "Number of threads [all cores]; it does not change the model.", 1, 256);
        Option<float?> dropout = CommonOptions.Number("--dropout", "Share of hidden units dropped in each step [0].", 0f, 0.95f);
        Option<float?> decay = CommonOptions.Number("--weight-decay", "Weight decay, as a factor of the learning rate [0.1 for classes with adam, else 0].", 0f, 100f);
        Option<Initialization?> init = CommonOptions.OneOf("--init", "Distribution of the initial weights [he for relu, else glorot].",
            ("he", Initialization.He), ("glorot", Initialization.Glorot), ("fan-in", Initialization.FanIn));
        Option<HiddenError?> hiddenError = CommonOptions.OneOf("--hidden-error",
            "How output errors reach hidden layers [split, as in teaching networks, for --batch 1 --loss squared with sigmoid outputs; else gradient].",
            ("gradient", HiddenError.Gradient), ("split", HiddenError.Split));
        Option<int?> starts = CommonOptions.Whole("--starts", "Number of trainings from different initial weights; the best is kept [8 for tiny networks, else 1].", 1, 1000);
        Option<float?> validation = CommonOptions.Number("--validation", "Share of the training samples to hold out; the network with the lowest loss on them is kept [0].", 0f, 0.9f);
        Option<int?> patience = CommonOptions.Whole("--patience", "Stop after this many epochs without a better validation loss [never].", 1, 1_000_000);
        Option<(float, float)?> inputRange = CommonOptions.Range("--input-range", "Range to scale raw values to [0:1 for pixels; CSV columns are standardised].");
        Option<(float, float)?> targetRange = CommonOptions.Range("--target-range", "Targets for no and yes with --loss squared [0:1].");
        Option<int?> inputBits = CommonOptions.Whole("--input-bits", "Bits per quantised input value [8, or 16 for at most 16 features].", 1, 16);
        Option<string?> checkpoint = new("--checkpoint") { Description = "Save the state of the training to this file every few seconds; --from continues it.", HelpName = "file.safetensors" };
        Option<string?> from = new("--from") { Description = "Continue the training that --checkpoint saved in this file. Give the other options as before.", HelpName = "file.safetensors" };
        Option<BoardProfile> board = CommonOptions.Board();
        Option<bool> allowLoss = new("--allow-loss") { Description = "Write the model even if quantisation costs more than 5 percentage points of accuracy." };
        Option<bool> strip = new("--strip") { Description = "Omit from the file what only people read: the names of the model and the data, the accuracy and the build." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();

        Command command = new("train", """
            Train a network, quantise it and write a model file. Ctrl-C ends the training early and writes the best network so far
            to --out or, if that file exists, to NAME.interrupted.edgenet beside it.

            Examples:
              edgenet train --data builtin:xor --hidden 3 --out xor.edgenet
              edgenet train --data iris.csv --hidden 16 --out iris.edgenet
              edgenet train --data mnist/ --hidden 32 --epochs 10 --out mnist.edgenet
              edgenet train --data photos/ --input-size 20x20 --hidden 64,32 --out photos.edgenet
              edgenet train --data photos/ --model "pool 2, dense 32 relu, dense 3" --out photos.edgenet
            """)
        {
            data, test, output, name, labelColumn, task, inputSize, hidden, activation, model, loss, optimizer, rate, schedule, batch, epochs, seed, threads,
            dropout, decay, init, hiddenError, starts, validation, patience, inputRange, targetRange, inputBits, checkpoint, from, board, allowLoss, strip, force, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(model) is not null && (result.GetResult(hidden) ?? (SymbolResult?)result.GetResult(activation)) is not null)
            {
                result.AddError("--model replaces --hidden and --activation; omit those");
            }
        });
        command.SetAction(parsed =>
        {
            TrainingJob job = TrainingJob.Prepare(new TrainingRequest(parsed.GetRequiredValue(data), parsed.GetRequiredValue(output))
            {
                Test = parsed.GetValue(test),
                Name = parsed.GetValue(name),
                Csv = new CsvOptions(parsed.GetValue(labelColumn), parsed.GetValue(task)),
                PictureSize = parsed.GetValue(inputSize),
                Hidden = parsed.GetResult(hidden) is null ? null : parsed.GetRequiredValue(hidden),
                Checkpoint = parsed.GetValue(checkpoint),
                From = parsed.GetValue(from),
                AllowLoss = parsed.GetValue(allowLoss),
                Strip = parsed.GetValue(strip),
                Force = parsed.GetValue(force),
                Options = new TrainingOptions
                {
                    Model = parsed.GetValue(model),
                    Activations = parsed.GetResult(activation) is null ? [Activation.Relu] : parsed.GetRequiredValue(activation),
                    Loss = parsed.GetValue(loss) ?? Loss.CrossEntropy,
                    Optimizer = parsed.GetValue(optimizer) ?? OptimizerKind.Adam,
                    LearningRate = parsed.GetValue(rate),
                    Schedule = parsed.GetValue(schedule),
                    Batch = parsed.GetValue(batch),
                    Epochs = parsed.GetValue(epochs),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads) ?? 0,
                    Dropout = parsed.GetValue(dropout) ?? 0f,
                    WeightDecay = parsed.GetValue(decay),
                    Initialization = parsed.GetValue(init) ?? Initialization.Auto,
                    HiddenError = parsed.GetValue(hiddenError),
                    Starts = parsed.GetValue(starts),
                    ValidationShare = parsed.GetValue(validation) ?? 0f,
                    Patience = parsed.GetValue(patience) ?? 0,
                    InputRange = parsed.GetValue(inputRange),
                    TargetRange = parsed.GetValue(targetRange) ?? (0f, 1f),
                    InputBits = parsed.GetValue(inputBits),
                },
            });
            using Interruption interruption = new();
            TrainedModel trained = TrainingDisplay.Run("training", progress => job.Run(progress, interruption.Token, CheckpointReport.Warn));
            InterruptionReport.Say(trained);
            HeapForecast heap = AppBoard.Forecast(parsed.GetRequiredValue(board), trained.Model.File);
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(trained, heap));
            }
            else
            {
                ModelReport.Print(trained, heap);
            }

            ModelReport.Warn(heap);
            CheckpointReport.Say(trained);
            return trained.Interrupted ? Interruption.ExitCode : trained.CheckpointFailure is null ? 0 : 1;
        });
        return command;
    }

    private static Option<int[]> Hidden() => new("--hidden")
    {
        Description = "Units per hidden layer, such as 32 or 64,32; 0 for no hidden layer [32].",
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

    private static Option<Architecture?> Model() => new("--model")
    {
        Description = "All layers, such as \"pool 2, dense 32 relu, dense 10\", instead of --hidden and --activation; the last layer has one unit per output.",
        HelpName = "text",
        CustomParser = r =>
        {
            try
            {
                return Architecture.Parse(r.Tokens[0].Value);
            }
            catch (UserException e)
            {
                return CommonOptions.Refuse<Architecture?>(r, e.Message);
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
