using EdgeNet.Data;

namespace EdgeNet.Trainer.Engine;

/// <summary>The windows of a batch as they could have been recorded. Each has a number of variants, whose features are computed once; every epoch shows one of them, or the window as it is.</summary>
/// <param name="data">The windows.</param>
/// <param name="windows">Where they come from.</param>
/// <param name="seed">The user's seed.</param>
/// <param name="rows">Windows in a batch.</param>
internal sealed class AugmentedWindows(Dataset data, WindowTable windows, int seed, int rows) : AugmentedBatch
{
    private readonly int _width = data.Shape.Count;
    private readonly float[] _values = new float[rows * data.Shape.Count];
    private readonly bool[] _isChanged = new bool[rows];
    private readonly int[] _background = windows.Background(data.Origins!);

    /// <inheritdoc/>
    public override bool KeepsSome => true;

    /// <inheritdoc/>
    public override void Draw(ReadOnlySpan<int> samples, int epoch, int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            int sample = samples[row];
            WindowOrigin origin = data.Origins![sample];
            int variant = new SeededRandom(seed, "variant", ((long)epoch << 32) ^ ((long)origin.Recording << 20) ^ origin.Reading).Next(WindowTable.Variants + 1);
            _isChanged[row] = variant > 0;
            ReadOnlySpan<float> values = variant > 0 ? windows.Variant(origin, seed, variant - 1, Behind(origin, variant)) : data.Sample(sample);
            values.CopyTo(_values.AsSpan(row * _width));
        }
    }

    // Half of the variants have a recording behind them that is learned from too; the others have noise.
    private int Behind(WindowOrigin origin, int variant)
    {
        SeededRandom random = new(seed, "behind", ((long)variant << 52) ^ ((long)origin.Recording << 20) ^ origin.Reading);
        return _background.Length == 0 || windows.IsBackground(origin) || random.Next(2) == 0 ? -1 : _background[random.Next(_background.Length)];
    }

    /// <inheritdoc/>
    public override bool IsChanged(int row) => _isChanged[row];

    /// <summary>The values of a row.</summary>
    public ReadOnlySpan<float> Raw(int row) => _values.AsSpan(row * _width, _width);

    /// <inheritdoc/>
    public override void CopyRaw(int row, Span<float> raw) => Raw(row).CopyTo(raw);
}
