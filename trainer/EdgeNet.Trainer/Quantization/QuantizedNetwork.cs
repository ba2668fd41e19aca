using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Quantization;

/// <summary>A network in integers: all that a model file says, before it is bytes.</summary>
public sealed record QuantizedNetwork
{
    private readonly int[][]? _reads;

    /// <summary>What it finds.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Shape of its input.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Bits of a quantised input value, 1 to 16.</summary>
    public required int InputBits { get; init; }

    /// <summary>Quantised = round(raw * scale + offset), limited; one pair for all values or one each.</summary>
    public required float[] InputScale { get; init; }

    /// <summary>As many as scales.</summary>
    public required float[] InputOffset { get; init; }

    /// <summary>From input to output; the last one is dense or an answer.</summary>
    public required QuantizedLayer[] Layers { get; init; }

    /// <summary>The tensors that each layer reads: 0 is the network's input, n the output of layer n; where not set, each reads the one before.</summary>
    public int[][] Reads
    {
        get => _reads ?? [.. Enumerable.Range(0, Layers.Length).Select(l => new[] { l })];
        init => _reads = value;
    }

    /// <summary>What turns the last layer's logits into values for people.</summary>
    public required Activation OutputFunction { get; init; }

    /// <summary>
    /// The 256 entries of <see cref="Activation.LiteRtSoftmax"/>, exponentials in Q0.31 of a logit that is so much below the largest, the first above 0;
    /// or of <see cref="Activation.Lookup"/>, the byte 0 to 255 of a logit plus the zero point of the answer. Empty for other functions, whose tables follow from the scale.
    /// </summary>
    public int[] OutputEntries { get; init; } = [];

    /// <summary>The real number that a logit of 1 means.</summary>
    public required float LogitScale { get; init; }

    /// <summary>Factor of values for people.</summary>
    public required float ValueScale { get; init; }

    /// <summary>Added to values for people.</summary>
    public required float ValueOffset { get; init; }

    /// <summary>One text per output.</summary>
    public required string[] Labels { get; init; }

    /// <summary>How it finds anomalies; null if it does not.</summary>
    public QuantizedAnomaly? Anomaly { get; init; }

    /// <summary>What its tensors were in the network that it was imported from; empty if it was not, or the file shall not say.</summary>
    public IReadOnlyList<OriginalTensor> Originals { get; init; } = [];

    /// <summary>Seeds of the inputs whose logits the file vouches for.</summary>
    public required int[] GoldenSeeds { get; init; }

    /// <summary>Quantises a sample as Core does.</summary>
    internal int[] QuantizeInput(ReadOnlySpan<float> raw)
    {
        int most = (1 << InputBits) - 1;
        int[] x = new int[raw.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int k = InputScale.Length == 1 ? 0 : i;
            float scaled = (raw[i] * InputScale[k]) + InputOffset[k];
            x[i] = scaled <= 0f ? 0 : scaled >= most ? most : (int)(scaled + 0.5f);
        }

        return x;
    }

    /// <summary>Draws a quantised input from a seed, as Core does.</summary>
    internal int[] DrawInput(int seed)
    {
        byte[] low = new byte[Shape.Count], high = new byte[InputBits > 8 ? Shape.Count : 0];
        DrawnInput.Fill(seed, Shape.Count, (1 << InputBits) - 1, low, high);
        return [.. low.Select((b, i) => b | (high.Length == 0 ? 0 : high[i] << 8))];
    }

    /// <summary>The logits of a quantised input, computed the plain way; with what finds anomalies also the score.</summary>
    internal int[] Logits(int[] x)
    {
        int[] logits = Layers.Length == 0 ? [] : LayerLogits(x);
        return Anomaly is null ? logits : Task == TaskKind.Anomaly ? [Anomaly.Threshold, Anomaly.Score(x, logits)] : [.. logits, Anomaly.Score(x, logits)];
    }

    private int[] LayerLogits(int[] x)
    {
        int[][] tensors = new int[Layers.Length][], reads = Reads;
        tensors[0] = x;
        for (int l = 0; l < Layers.Length - 1; l++)
        {
            tensors[l + 1] = Layers[l].Run(Array.ConvertAll(reads[l], t => tensors[t]), out _);
        }

        return ((ILogitsLayer)Layers[^1]).Logits(tensors[reads[^1][0]]);
    }
}
