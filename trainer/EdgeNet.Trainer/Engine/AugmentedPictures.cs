using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;

namespace EdgeNet.Trainer.Engine;

/// <summary>The pictures of a batch as they look in an epoch.</summary>
internal sealed unsafe class AugmentedPictures : AugmentedBatch
{
    private readonly PictureAugmentation _augmentation;
    private readonly int _width;
    private readonly byte[] _originals;
    private readonly byte[] _pictures;
    private readonly bool[] _isChanged;

    /// <summary>Prepares for the batches of a training.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="augmentation">How they change.</param>
    /// <param name="rows">Pictures in a batch.</param>
    /// <exception cref="UserException">They are from a camera, and their pixels are no bytes.</exception>
    public AugmentedPictures(Dataset data, PictureAugmentation augmentation, int rows)
    {
        _augmentation = augmentation;
        _width = data.Shape.Count;
        (Black, float white) = data.CommonRange();
        Step = (white - Black) / byte.MaxValue;
        _originals = (data.Kind == FeatureKind.Pixels ? PixelBytes.Of(data, PictureAugmentation.SlackBytes) : PixelBytes.Spread(data, Black, Step, PictureAugmentation.SlackBytes))
            ?? throw new UserException($"{data.Name}: --augment is for pixels that are whole numbers from 0 to 255; omit it");
        _pictures = new byte[rows * _width];
        _isChanged = new bool[rows];
    }

    /// <summary>The raw value of a pixel 0.</summary>
    public float Black { get; }

    /// <summary>How much a pixel more is in raw values: of values that share a range, a 255th of it.</summary>
    public float Step { get; }

    /// <inheritdoc/>
    public override bool KeepsSome => _augmentation.KeepsSome;

    /// <inheritdoc/>
    public override void Draw(ReadOnlySpan<int> samples, int epoch, int from, int to)
    {
        fixed (byte* originals = _originals, pictures = _pictures)
        {
            for (int row = from; row < to; row++)
            {
                _isChanged[row] = _augmentation.Apply(originals + ((long)samples[row] * _width), epoch, samples[row], pictures + (row * _width));
            }
        }
    }

    /// <inheritdoc/>
    public override bool IsChanged(int row) => _isChanged[row];

    /// <summary>The pixels of a row's picture.</summary>
    public ReadOnlySpan<byte> Pixels(int row) => _pictures.AsSpan(row * _width, _width);

    /// <inheritdoc/>
    public override void CopyRaw(int row, Span<float> raw)
    {
        ReadOnlySpan<byte> pixels = Pixels(row);
        for (int p = 0; p < pixels.Length; p++)
        {
            raw[p] = Black + (pixels[p] * Step);
        }
    }
}
