using System.Runtime.CompilerServices;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// A network whose answers another one learns beside the labels (Hinton, Vinyals and Dean 2015): they tell how much a sample looks like
/// every class.
/// </summary>
public sealed class Teacher
{
    /// <summary>What logits of both networks are divided by, so that small probabilities count.</summary>
    internal const float Temperature = 2f;

    /// <summary>Share of the teacher in the loss; the rest is for the labels.</summary>
    internal const float Share = 0.9f;

    private readonly Func<Dataset, TeacherVoice> _voiceFor;
    private readonly string[] _labels;
    private readonly Shape _shape;
    private readonly ConditionalWeakTable<Dataset, float[]> _targets = [];

    private readonly string _id;

    private Teacher(string name, string id, double accuracy, Shape shape, string[] labels, Func<Dataset, TeacherVoice> voiceFor) =>
        (Name, _id, Accuracy, _shape, _labels, _voiceFor) = (name, id, accuracy, shape, labels, voiceFor);

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
        return new Teacher(name, $"a model file with the CRC {Crc32.Compute(model.Data, 0, model.Data.Length):x8}", Evaluator.Evaluate(model, test).Accuracy, Evaluator.ShapeOf(model), model.Labels, data => new FileVoice(model, data));
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
        return new Teacher(name, name, Evaluator.Evaluate(network, test).Accuracy, network.Shape, network.Labels, data => new NetworkVoice(network, data));
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

    /// <summary>What it says of samples as they are, in the order of their labels: probabilities at its temperature. Computed once.</summary>
    internal float[] TargetsFor(Dataset data) => _targets.GetValue(data, Compute);

    /// <summary>What answers for samples like those of a dataset, one thread at a time.</summary>
    internal TeacherVoice VoiceFor(Dataset data) => _voiceFor(data);

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

    private float[] Compute(Dataset data)
    {
        int outputs = data.Labels.Length;
        float[] targets = new float[data.Count * outputs];
        Parallel.For(0, (data.Count + TeacherVoice.Samples - 1) / TeacherVoice.Samples, () => _voiceFor(data), (part, _, voice) =>
        {
            int first = part * TeacherVoice.Samples, count = Math.Min(TeacherVoice.Samples, data.Count - first);
            for (int i = 0; i < count; i++)
            {
                data.Sample(first + i).CopyTo(voice.Sample(i));
            }

            voice.Answer(count).CopyTo(targets.AsSpan(first * outputs));
            return voice;
        }, voice => voice.Dispose());
        return targets;
    }
}
