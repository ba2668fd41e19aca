using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>A teacher at work: says the probabilities of some samples at a time. For one thread.</summary>
/// <param name="like">Samples of the same shape and with the same classes.</param>
/// <param name="labels">The teacher's classes, in its order.</param>
internal abstract class TeacherVoice(Dataset like, string[] labels) : IDisposable
{
    /// <summary>Samples that can be asked about at a time.</summary>
    public const int Samples = SumReader.Rows;

    // Where each of its classes is in the answer.
    private readonly int[] _places = Array.ConvertAll(labels, l => Array.IndexOf(like.Labels, l));
    private readonly float[] _logits = new float[labels.Length];
    private readonly float[] _answers = new float[Samples * labels.Length];

    /// <summary>The samples that it is asked about; their values change from one time to the next.</summary>
    protected Dataset Asked { get; } = new("asked", like.Task, like.Shape, like.Kind, new float[Samples * like.Shape.Count], new float[Samples], like.Labels);

    /// <summary>Where the raw values of a sample are to be put.</summary>
    /// <param name="i">0 to Samples - 1.</param>
    public Span<float> Sample(int i) => Asked.Features.AsSpan(i * Asked.Shape.Count, Asked.Shape.Count);

    /// <summary>Says the probabilities of the first samples, at the teacher's temperature.</summary>
    /// <param name="count">How many.</param>
    /// <returns>count x classes, in the order of the classes of the data; valid until the next call.</returns>
    public ReadOnlySpan<float> Answer(int count)
    {
        Run(count);
        for (int i = 0; i < count; i++)
        {
            Logits(i, _logits);
            Soften(_logits, _answers.AsSpan(i * _logits.Length, _logits.Length));
        }

        return _answers.AsSpan(0, count * _logits.Length);
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Looks at the first samples.</summary>
    protected abstract void Run(int count);

    /// <summary>What it makes of one of them, in its own order. They are asked for one after the other.</summary>
    protected abstract void Logits(int i, Span<float> logits);

    private void Soften(ReadOnlySpan<float> logits, Span<float> answer)
    {
        float largest = float.MinValue, sum = 0f;
        foreach (float logit in logits)
        {
            largest = MathF.Max(largest, logit);
        }

        for (int o = 0; o < logits.Length; o++)
        {
            float weight = MathF.Exp((logits[o] - largest) / Teacher.Temperature);
            answer[_places[o]] = weight;
            sum += weight;
        }

        for (int o = 0; o < logits.Length; o++)
        {
            answer[o] /= sum;
        }
    }
}

/// <summary>A model file that teaches, in integers as on a board.</summary>
internal sealed class FileVoice(ModelFile model, Dataset like) : TeacherVoice(like, model.Labels)
{
    private readonly Network _network = new(model);
    private readonly float[] _raw = new float[like.Shape.Count];

    protected override void Run(int count)
    {
    }

    protected override void Logits(int i, Span<float> logits)
    {
        Sample(i).CopyTo(_raw);
        _network.Classify(_raw);
        for (int o = 0; o < logits.Length; o++)
        {
            logits[o] = _network.Logit(o) * model.Output.LogitScale;
        }
    }
}

/// <summary>A network in floating point that teaches.</summary>
internal sealed class NetworkVoice : TeacherVoice
{
    private readonly SumReader _reader;

    public NetworkVoice(FloatNetwork network, Dataset like)
        : base(like, network.Labels) => _reader = new SumReader(network, Asked);

    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    protected override void Run(int count) => _reader.Read(0, count);

    protected override void Logits(int i, Span<float> logits) => _reader.Sums(i).CopyTo(logits);
}
