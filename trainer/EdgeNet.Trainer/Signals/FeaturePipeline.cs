using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>A pipeline on the desktop: the bytes of a FEAT section, and what Core's own <see cref="SignalPipeline"/> makes of recordings with them.</summary>
public sealed class FeaturePipeline : IWindowFeatures
{
    /// <summary>The key under which a model file has the text of its features, for people.</summary>
    public const string MetaKey = "features";

    private readonly SignalInfo _info;

    private FeaturePipeline(byte[] section, string text, Shape shape, string[]? columns)
    {
        Section = section;
        Text = text;
        Shape = shape;
        Columns = columns;
        _info = SignalInfo.Parse(section);
    }

    /// <summary>Payload of the FEAT section.</summary>
    public byte[] Section { get; }

    /// <inheritdoc/>
    public string Text { get; }

    /// <summary>Readings of a window. Where the text decimates the stream, they are a multiple of what becomes one reading.</summary>
    public int WindowReadings => _info.WindowReadings;

    /// <summary>Readings from the beginning of one window to that of the next. Where windows consist of frames, they are a multiple of the hop.</summary>
    public int StrideReadings => _info.StrideReadings;

    /// <inheritdoc/>
    public float Rate => _info.Rate;

    /// <inheritdoc/>
    public float SampleScale => _info.SampleScale;

    /// <inheritdoc/>
    public int Channels => _info.Channels;

    /// <inheritdoc/>
    public Shape Shape { get; }

    /// <inheritdoc/>
    public FeatureKind Kind => _info.IsPicture ? FeatureKind.Pixels : FeatureKind.Columns;

    /// <inheritdoc/>
    public string[]? Columns { get; }

    /// <summary>Heap bytes of the pipeline on a board.</summary>
    public int RamBytes => _info.RamBytes;

    /// <summary>The pipeline that made a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The pipeline; null if the data are not made of a stream.</returns>
    public static FeaturePipeline? Of(Dataset data) => data.Windows?.Features as FeaturePipeline;

    /// <summary>Puts a pipeline together.</summary>
    /// <param name="text">Its steps and features.</param>
    /// <param name="channels">Names of the stream's channels.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="sampleScale">What raw values are multiplied by to become 16-bit integers.</param>
    /// <param name="window">Readings of a window; rounded down to a multiple of what decimation makes one reading.</param>
    /// <param name="stride">Readings from one window to the next; rounded to a multiple of the hop between frames.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="UserException">The text does not fit the stream.</exception>
    public static FeaturePipeline Create(FeatureText text, IReadOnlyList<string> channels, float rate, float sampleScale, int window, int stride)
    {
        if (channels.Count > SignalFormat.MaxChannels)
        {
            throw new UserException($"{channels.Count} channels, at most {SignalFormat.MaxChannels} are allowed");
        }

        int decimation = text.Stages.Aggregate(1, (all, stage) => all * stage.Decimation);
        FeatureSpec[] stages = [.. text.Stages.Select(stage => stage.Settle(stride / decimation))];
        int grid = decimation * stages.Aggregate(1, (all, stage) => LeastCommonMultiple(all, stage.HopAt(rate / decimation)));
        window = Math.Max(1, window / decimation) * decimation;
        stride = Math.Max(1, (int)Math.Round((double)stride / grid)) * grid;
        FeaturePlan plan = new(channels, rate, window, stride);
        foreach (FeatureSpec stage in stages)
        {
            stage.Build(plan);
        }

        byte[] section = new ByteBuffer().Byte(channels.Count).Byte(plan.Count).UInt16(0).Single(rate).Single(sampleScale).Int32(window).Int32(stride).Bytes(plan.Records()).ToArray();
        try
        {
            return new FeaturePipeline(section, string.Join(", ", stages.AsEnumerable()), plan.Picture ?? Shape.Features(plan.Columns.Count), plan.Picture is null ? [.. plan.Columns] : null);
        }
        catch (ModelException e)
        {
            throw new UserException($"the features \"{text}\" do not fit windows of {window:N0} readings: {e.Message}", e);
        }
    }

    /// <summary>The pipeline of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The pipeline; null if the model takes values as they are.</returns>
    /// <exception cref="ModelException">The pipeline is not valid.</exception>
    public static FeaturePipeline? Of(ModelFile model)
    {
        if (SignalInfo.Of(model) is not { } info)
        {
            return null;
        }

        InputInfo input = model.Input;
        string[] columns = model.ReadColumns();
        return new FeaturePipeline(model.ReadSection(ModelFormat.SignalSection), model.Meta(MetaKey), new Shape(input.Rank, input.Height, input.Width, input.Channels),
            info.IsPicture || columns.Length == 0 ? null : columns);
    }

    /// <inheritdoc/>
    public float[] Compute(short[] samples)
    {
        SignalPipeline pipeline = SignalPipeline.FromSection(Section);
        List<float> values = [];
        for (int at = 0; at < samples.Length;)
        {
            at += pipeline.Add(samples, at, samples.Length - at);
            if (pipeline.IsFull)
            {
                values.AddRange(_info.IsPicture ? Array.ConvertAll(pipeline.Picture, p => (float)p) : pipeline.Features);
            }
        }

        return [.. values];
    }

    private static int LeastCommonMultiple(int a, int b)
    {
        int x = a, y = b;
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }

        return a / x * b;
    }
}
