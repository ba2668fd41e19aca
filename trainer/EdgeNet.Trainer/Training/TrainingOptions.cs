using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>How to train. What is left out is chosen to suit the data.</summary>
public sealed record TrainingOptions
{
    private const int TinyNetwork = 64;
    private const int FewSamples = 10_000;

    // Weights find their places first; then the steps that suit them, and the rest of the training makes up for the rounding.
    private const float UsualQuantiseFrom = 0.35f;

    /// <summary>The layers, where they are more than <see cref="Hidden"/> and <see cref="Activations"/> can say; null to go by these.</summary>
    public Architecture? Model { get; init; }

    /// <summary>Units of the dense hidden layers where nothing else is said and no choice is made.</summary>
    internal static readonly int[] UsualHidden = [32];

    /// <summary>Units of the dense hidden layers, from input to output; null for one of 32 or, where <see cref="ModelBuilder"/> finds that this suits few samples better, none or one of 96.</summary>
    public int[]? Hidden { get; init; }

    /// <summary>Their activations; the last one given serves the rest.</summary>
    public Activation[] Activations { get; init; } = [Activation.Relu];

    /// <summary>What to make small. Regressions always use the squared error.</summary>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>How gradients change weights.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Learning rate, above 0; chosen by the optimiser where null. The schedule goes on with a rate that changes.</summary>
    public ChangingNumber? LearningRate { get; init; }

    /// <summary>How the learning rate changes; null for constant with plain gradient descent, else cosine.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>How output errors reach hidden layers; null for the classic split when a sigmoid network learns one sample at a time by squared error, else the gradient.</summary>
    public HiddenError? HiddenError { get; init; }

    /// <summary>Samples per step, 1 or more; null for 64, or 16 where there are fewer than 10,000 samples.</summary>
    public int? Batch { get; init; }

    /// <summary>How often to go through the data, 1 or more; chosen by the number of samples where null.</summary>
    public int? Epochs { get; init; }

    /// <summary>Epochs after which the training ends, 1 or more, although the schedule is made for all of <see cref="Epochs"/>; null for all.</summary>
    public int? StopAfter { get; init; }

    /// <summary>The same seed gives the same network, at any number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Networks to train from different first weights, of which the one with the smallest loss is kept; null for 8 when the network is tiny, else 1.</summary>
    public int? Starts { get; init; }

    /// <summary>Threads, 1 or more; 0 for as many as the machine has cores.</summary>
    public int Threads { get; init; }

    /// <summary>Share of the hidden units that is silenced in each step, 0 to below 1.</summary>
    public float Dropout { get; init; }

    /// <summary>Weight decay per step, as a factor of the learning rate, 0 or more; null for 0.1 when classes are learned with Adam, else 0.</summary>
    public ChangingNumber? WeightDecay { get; init; }

    /// <summary>Whether pictures are shown a little different in each epoch: shifted, turned, stretched, sheared, bent, with noise and with a piece missing.</summary>
    public bool Augment { get; init; }

    /// <summary>A network to learn from beside the labels of classes, with the cross-entropy; null for none.</summary>
    public Teacher? Teacher { get; init; }

    /// <summary>How much the samples of each class count; anything but <see cref="ClassWeighting.None"/> is for classifications.</summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>First weights.</summary>
    public Initialization Initialization { get; init; } = Initialization.Auto;

    /// <summary>Share of the training samples to watch for the best weights, 0 to below 1; 0 for none.</summary>
    public float ValidationShare { get; init; }

    /// <summary>Epochs without a better validation loss before training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Range that the raw values are brought to; null for 0..1 (pixels), as they are (shared range) or standardised (columns).</summary>
    public (float From, float To)? InputRange { get; init; }

    /// <summary>Targets of a squared error for no and for yes.</summary>
    public (float No, float Yes) TargetRange { get; init; } = (0f, 1f);

    /// <summary>Whether columns have room for values far beyond those of the training, which anomalies have.</summary>
    public bool WideInputs { get; init; }

    /// <summary>Bits of a quantised input value, 1 to 16; chosen by the data where null.</summary>
    public int? InputBits { get; init; }

    /// <summary>Bits of a stored weight, 4 or 8: one number for all layers with weights, or one for each; null for 8.</summary>
    public int[]? WeightBits { get; init; }

    /// <summary>Bits of an output, 1 to 8: one number for all hidden layers that compute outputs of their own (pooling does not), or one for each; null for 8. Sigmoid and tanh have 8.</summary>
    public int[]? ActivationBits { get; init; }

    /// <summary>Share of the training after which weights and activations are rounded as on a board, so that training makes up for it (quantisation-aware training): 0 from the start,
    /// 1 for never; null for 0.35 if any weights or activations have less than 8 bits, else 1.</summary>
    public float? QuantiseFrom { get; init; }

    /// <summary>The learning rate to start from, where the inputs do not ask for a smaller one (<see cref="LearningRates"/>).</summary>
    public ChangingNumber EffectiveLearningRate => LearningRate ?? Optimizer switch
    {
        OptimizerKind.Adam => 0.01f,
        OptimizerKind.Momentum => 0.02f,
        _ => 0.1f,
    };

    /// <summary>The number of networks to train. A handful of hidden units easily gets stuck, as XOR with three of them shows; trying again costs nothing there.</summary>
    /// <param name="parameters">Weights and biases of the network.</param>
    /// <returns>1 or more.</returns>
    public int EffectiveStarts(long parameters) => Starts ?? (parameters <= TinyNetwork ? 8 : 1);

    /// <summary>The schedule that is used.</summary>
    public Schedule EffectiveSchedule => Schedule ?? (Optimizer == OptimizerKind.Sgd ? Training.Schedule.Constant : Training.Schedule.Cosine);

    /// <summary>The weight decay that is used.</summary>
    /// <param name="task">What is learned.</param>
    /// <returns>0 or more.</returns>
    public ChangingNumber EffectiveWeightDecay(TaskKind task) => WeightDecay ?? (task == TaskKind.Classification && Optimizer == OptimizerKind.Adam ? 0.1f : 0f);

    /// <summary>How output errors reach hidden layers in a network with the given output activation.</summary>
    /// <param name="output">Activation of the last layer.</param>
    /// <returns>The way that is used.</returns>
    public HiddenError EffectiveHiddenError(Activation output) => HiddenError
        ?? (Batch == 1 && Loss == Loss.Squared && output == Activation.Sigmoid ? Training.HiddenError.Split : Training.HiddenError.Gradient);

    /// <summary>The number of samples per step.</summary>
    /// <param name="samples">Samples to train on.</param>
    /// <returns>1 or more, at most the number of samples.</returns>
    public int EffectiveBatch(int samples) => Math.Min(samples, Batch ?? (samples < FewSamples ? 16 : 64));

    /// <summary>The number of epochs: enough for about 200,000 samples in all, at least 10 and at most 2,000.</summary>
    /// <param name="samples">Samples to train on.</param>
    /// <returns>Epochs.</returns>
    public int EffectiveEpochs(int samples) => Epochs ?? Math.Clamp(200_000 / Math.Max(1, samples), 10, 2000);

    /// <summary>Whether weights and activations are rounded in training, with steps that are learned.</summary>
    public bool LearnsSteps => EffectiveQuantiseFrom < 1f;

    /// <summary>Share of the training after which weights and activations are rounded.</summary>
    public float EffectiveQuantiseFrom => QuantiseFrom ?? ((WeightBits ?? []).Concat(ActivationBits ?? []).Any(bits => bits < 8) ? UsualQuantiseFrom : 1f);

    /// <summary>The loss that is used: a regression has no classes to be right about.</summary>
    /// <param name="task">What is learned.</param>
    /// <returns>The loss.</returns>
    public Loss EffectiveLoss(TaskKind task) => task == TaskKind.Regression ? Loss.Squared : Loss;

    /// <summary>Whether outputs are probabilities, of which held-out samples can show whether they are right.</summary>
    internal bool IsCalibrated(TaskKind task) => task != TaskKind.Regression && Loss == Loss.CrossEntropy;

    /// <summary>The layers of the network, the last one's activation included.</summary>
    /// <param name="data">The training part: decides the outputs.</param>
    /// <returns>The layers.</returns>
    /// <exception cref="UserException">The last layer does not have as many outputs as the data.</exception>
    public Architecture ArchitectureFor(Dataset data)
    {
        int outputs = data.Labels.Length;
        DenseSpec last = new(outputs, OutputActivation(data.Task));
        if (Model is null)
        {
            return new Architecture([.. (Hidden ?? UsualHidden).Select((units, l) => new DenseSpec(units, Activations[Math.Min(l, Activations.Length - 1)])), last]);
        }

        return Model.Layers[^1] is DenseSpec dense && dense.Units == outputs
            ? new Architecture([.. Model.Layers.SkipLast(1), last])
            : throw new UserException($"the model ends with \"{Model.Layers[^1]}\", but {data.Name} has {outputs} {(data.Task == TaskKind.Classification ? "classes" : "outputs")}: end it with \"dense {outputs}\"");
    }

    private Activation OutputActivation(TaskKind task) => task switch
    {
        TaskKind.Regression => Activation.Linear,
        TaskKind.Classification when Loss == Loss.CrossEntropy => Activation.Softmax,
        _ => Activation.Sigmoid,
    };
}
