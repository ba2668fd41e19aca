using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Models whose answers are seen without computing.</summary>
internal static class TinyModels
{
    /// <summary>Logits are the values, from -3 to 3: the largest value is the answer.</summary>
    /// <param name="labels">A value and a class each.</param>
    /// <param name="name">Name of the model.</param>
    public static LoadedModel Largest(string[] labels, string name = "tiny")
    {
        int count = labels.Length;
        float[] weights = new float[count * count];
        for (int i = 0; i < count; i++)
        {
            weights[(i * count) + i] = 1;
        }

        return Linear(TaskKind.Classification, weights, count, labels, name);
    }

    /// <summary>One layer without biases.</summary>
    /// <param name="task">What the outputs are.</param>
    /// <param name="weights">For each input a weight per output.</param>
    /// <param name="inputs">Number of inputs, with values from -3 to 3.</param>
    /// <param name="labels">A name per output.</param>
    /// <param name="name">Name of the model.</param>
    public static LoadedModel Linear(TaskKind task, float[] weights, int inputs, string[] labels, string name = "tiny")
    {
        Shape shape = Shape.Features(inputs);
        float[] corners = [.. Enumerable.Repeat(-3f, inputs), .. Enumerable.Repeat(3f, inputs)];
        Dataset range = new("range", task, shape, FeatureKind.SharedRange, corners, new float[task == TaskKind.Classification ? 2 : 2 * labels.Length], labels);
        Activation function = task switch { TaskKind.Classification => Activation.Softmax, TaskKind.MultiLabel => Activation.Sigmoid, _ => Activation.Linear };
        FloatNetwork network = new(task, shape, InputScaling.For(range), [new DenseLayer(shape, new FloatMatrix(inputs, labels.Length, weights, new float[labels.Length]), function)], labels, 1f, 0f);
        byte[] file = ModelWriter.Write(Quantizer.Quantize(network, range).Network, [("name", name)]);
        return new LoadedModel("tiny.edgenet", file, ModelFile.Parse(file));
    }

    /// <summary>Samples for them.</summary>
    /// <param name="task">What the targets are.</param>
    /// <param name="labels">Names of the outputs.</param>
    /// <param name="samples">Values and targets.</param>
    public static Dataset Data(TaskKind task, string[] labels, params (float[] Values, float[] Targets)[] samples) => new("samples", task, Shape.Features(samples.Length == 0 ? labels.Length : samples[0].Values.Length), FeatureKind.SharedRange,
        [.. samples.SelectMany(s => s.Values)], [.. samples.SelectMany(s => s.Targets)], labels);
}
