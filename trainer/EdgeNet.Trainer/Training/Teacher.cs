using System.Runtime.CompilerServices;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// A network whose answers another one learns beside the labels (Hinton, Vinyals and Dean 2015): they tell how much a sample looks like
/// every class. It sees each sample once, as it is.
/// </summary>
public sealed class Teacher
{
    /// <summary>What logits of both networks are divided by, so that small probabilities count.</summary>
    internal const float Temperature = 2f;

    /// <summary>Share of the teacher in the loss; the rest is for the labels.</summary>
    internal const float Share = 0.7f;

    private const int Rows = 64;

    private readonly Func<Dataset, int, int, float[]> _logits;
    private readonly string[] _labels;
    private readonly Shape _shape;
    private readonly ConditionalWeakTable<Dataset, float[]> _targets = [];

    private readonly string _id;

    private Teacher(string name, string id, double accuracy, Shape shape, string[] labels, Func<Dataset, int, int, float[]> logits) =>
        (Name, _id, Accuracy, _shape, _labels, _logits) = (name, id, accuracy, shape, labels, logits);

    /// <summary>The model file, or the layers.</summary>
    public string Name { get; }

    /// <summary>Its accuracy on the test data.</summary>
    public double Accuracy { get; }

    /// <summary>Makes a model file a teacher.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="test">Data to test it with.</param>
    /// <returns>The teacher.</returns>
    /// <exception cref="UserException">Its input or its classes are not those of the data.</exception>
    public static Teacher Of(ModelFile model, string name, Dataset test)
    {
        CheckFit(name, (TaskKind)model.Output.Task, Evaluator.ShapeOf(model), model.Labels, test);
        return new Teacher(name, $"a model file with the CRC {Crc32.Compute(model.Data, 0, model.Data.Length):x8}", Evaluator.Evaluate(model, test).Accuracy, Evaluator.ShapeOf(model), model.Labels, (data, first, count) => Logits(new Network(model), model, data, first, count));
    }

    /// <summary>Makes a network in floating point a teacher.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its layers, for messages.</param>
    /// <param name="test">Data to test it with.</param>
    /// <returns>The teacher.</returns>
    /// <exception cref="UserException">Its input or its classes are not those of the data.</exception>
    public static Teacher Of(FloatNetwork network, string name, Dataset test)
    {
        CheckFit(name, network.Task, network.Shape, network.Labels, test);
        return new Teacher(name, name, Evaluator.Evaluate(network, test).Accuracy, network.Shape, network.Labels, (data, first, count) => Logits(network, data, first, count));
    }

    /// <summary>What it is, whatever its name: a training belongs to one teacher.</summary>
    /// <returns>Its layers, or the CRC of its file.</returns>
    public override string ToString() => _id;

    /// <summary>Makes sure that a training can have a teacher.</summary>
    /// <exception cref="UserException">It cannot.</exception>
    internal void Check(Dataset data, TrainingOptions options)
    {
        if (data.Task != TaskKind.Classification || options.Loss != Loss.CrossEntropy)
        {
            throw new UserException($"{data.Name}: --teacher is for classes that are learned with --loss cross-entropy; omit it");
        }

        CheckFit(Name, TaskKind.Classification, _shape, _labels, data);
    }

    /// <summary>What it says of samples, in the order of their labels: probabilities at its temperature.</summary>
    internal float[] TargetsFor(Dataset data) => _targets.GetValue(data, Compute);

    private static void CheckFit(string name, TaskKind task, Shape shape, string[] labels, Dataset data)
    {
        if (task != TaskKind.Classification || data.Task != TaskKind.Classification)
        {
            throw new UserException($"the teacher {name} is for {task}, and {data.Name} for {data.Task}; --teacher is for classes");
        }

        if (shape.Height != data.Shape.Height || shape.Width != data.Shape.Width || shape.Channels != data.Shape.Channels)
        {
            throw new UserException($"the teacher {name} expects samples of {shape}, but those of {data.Name} are {data.Shape}");
        }

        if (labels.Except(data.Labels).Concat(data.Labels.Except(labels)).FirstOrDefault() is string other)
        {
            throw new UserException($"the teacher {name} does not have the classes of {data.Name}: \"{UserException.Quote(other)}\" is only in one of them");
        }
    }

    private static float[] Logits(Network network, ModelFile model, Dataset data, int first, int count)
    {
        float[] logits = new float[count * model.Labels.Length], raw = new float[data.Shape.Count];
        for (int i = 0; i < count; i++)
        {
            data.Sample(first + i).CopyTo(raw);
            network.Classify(raw);
            for (int o = 0; o < model.Labels.Length; o++)
            {
                logits[(i * model.Labels.Length) + o] = network.Logit(o) * model.Output.LogitScale;
            }
        }

        return logits;
    }

    private static float[] Logits(FloatNetwork network, Dataset data, int first, int count)
    {
        using NetworkParameters parameters = new(network);
        using FloatEngine engine = FloatEngine.Create(network, parameters, data, Rows);
        int last = network.Layers.Length - 1, outputs = data.Labels.Length;
        float[] logits = new float[count * outputs];
        engine.Load([.. Enumerable.Range(first, count)], 0, count);
        for (int l = 0; l <= last; l++)
        {
            engine.Sum(l, 0, count);
            if (l < last)
            {
                engine.Activate(l, 0, count);
            }
        }

        for (int i = 0; i < count; i++)
        {
            engine.Values(last + 1, i).CopyTo(logits.AsSpan(i * outputs, outputs));
        }

        return logits;
    }

    private float[] Compute(Dataset data)
    {
        int outputs = data.Labels.Length;
        int[] place = Array.ConvertAll(_labels, l => Array.IndexOf(data.Labels, l));
        float[] targets = new float[data.Count * outputs];
        Parallel.For(0, (data.Count + Rows - 1) / Rows, part =>
        {
            int first = part * Rows, count = Math.Min(Rows, data.Count - first);
            float[] logits = _logits(data, first, count);
            for (int i = 0; i < count; i++)
            {
                Span<float> sample = logits.AsSpan(i * outputs, outputs);
                float largest = float.MinValue, sum = 0f;
                foreach (float logit in sample)
                {
                    largest = MathF.Max(largest, logit);
                }

                for (int o = 0; o < outputs; o++)
                {
                    sample[o] = MathF.Exp((sample[o] - largest) / Temperature);
                    sum += sample[o];
                }

                for (int o = 0; o < outputs; o++)
                {
                    targets[((first + i) * outputs) + place[o]] = sample[o] / sum;
                }
            }
        });
        return targets;
    }
}
