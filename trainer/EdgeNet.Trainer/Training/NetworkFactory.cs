using EdgeNet.Trainer.Data;

namespace EdgeNet.Trainer.Training;

/// <summary>Makes the network that training starts from.</summary>
public static class NetworkFactory
{
    /// <summary>Makes a network with random weights.</summary>
    /// <param name="data">The training part: decides inputs, outputs and how values are scaled.</param>
    /// <param name="options">Hidden layers, activations, loss, initialisation and seed.</param>
    /// <param name="start">Another number gives other weights.</param>
    /// <returns>The network.</returns>
    public static FloatNetwork Create(Dataset data, TrainingOptions options, int start = 0)
    {
        int[] widths = Widths(data, options);
        FloatLayer[] layers = new FloatLayer[widths.Length - 1];
        for (int l = 0; l < layers.Length; l++)
        {
            bool last = l == layers.Length - 1;
            Activation activation = last ? OutputActivation(data.Task, options.Loss) : options.ActivationOf(l);
            layers[l] = CreateLayer(widths[l], widths[l + 1], activation, options, (start * layers.Length) + l);
        }

        (float scale, float offset) = data.Task == TaskKind.Regression ? TargetScaling(data.Targets) : (1f, 0f);
        return new FloatNetwork(data.Task, data.Shape, InputScaling.For(data, options), layers, data.Labels, scale, offset);
    }

    /// <summary>The loss that is really used: a regression has no classes to be right about.</summary>
    /// <param name="task">The task.</param>
    /// <param name="wanted">What the user asked for.</param>
    /// <returns>The loss.</returns>
    public static Loss EffectiveLoss(TaskKind task, Loss wanted) => task == TaskKind.Regression ? Loss.Squared : wanted;

    /// <summary>Number of weights and biases that a network will have.</summary>
    /// <param name="data">Decides inputs and outputs.</param>
    /// <param name="options">Hidden layers.</param>
    /// <returns>The number.</returns>
    public static int ParametersOf(Dataset data, TrainingOptions options)
    {
        int[] widths = Widths(data, options);
        return widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1) * outputs).Sum();
    }

    private static int[] Widths(Dataset data, TrainingOptions options) => [data.Shape.Count, .. options.Hidden, data.Labels.Length];

    private static Activation OutputActivation(TaskKind task, Loss loss) => task switch
    {
        TaskKind.Regression => Activation.Linear,
        TaskKind.Classification when loss == Loss.CrossEntropy => Activation.Softmax,
        _ => Activation.Sigmoid,
    };

    private static FloatLayer CreateLayer(int inputs, int outputs, Activation activation, TrainingOptions options, int index)
    {
        SeededRandom random = new(options.Seed, "weights", index);
        Initialization kind = options.Initialization != Initialization.Auto ? options.Initialization
            : activation == Activation.Relu ? Initialization.He : Initialization.Glorot;
        double deviation = kind switch
        {
            Initialization.FanIn => 1.0 / Math.Sqrt(inputs),
            Initialization.He => Math.Sqrt(2.0 / inputs),
            _ => Math.Sqrt(2.0 / (inputs + outputs)),
        };
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(deviation * random.NextGaussian());
        }

        return new FloatLayer(inputs, outputs, activation, weights, new float[outputs]);
    }

    // Targets of a regression are learned with mean 0 and deviation 1, like the inputs.
    private static (float Scale, float Offset) TargetScaling(float[] targets)
    {
        double mean = targets.Average(t => (double)t);
        double deviation = Math.Sqrt(targets.Average(t => (t - mean) * (t - mean)));
        return (deviation > 0 ? (float)deviation : 1f, (float)mean);
    }
}
