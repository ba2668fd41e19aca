using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;

namespace EdgeNet.Trainer.Engine;

/// <summary>The pictures of a batch as they look in an epoch: what a network learns from, and what its teacher sees.</summary>
internal sealed unsafe class AugmentedBatch
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
    /// <exception cref="UserException">Their pixels are no bytes.</exception>
    public AugmentedBatch(Dataset data, PictureAugmentation augmentation, int rows)
    {
        _augmentation = augmentation;
        _width = data.Shape.Count;
        _originals = PixelBytes.Of(data, PictureAugmentation.SlackBytes)
            ?? throw new UserException($"{data.Name}: --augment is for pixels that are whole numbers from 0 to 255; omit it");
        _pictures = new byte[rows * _width];
        _isChanged = new bool[rows];
    }

    /// <summary>Whether some pictures stay as they are.</summary>
    public bool KeepsSome => _augmentation.KeepsSome;

    /// <summary>Makes the pictures of some rows. Threads may share the rows in any way.</summary>
    /// <param name="samples">Index of each row's sample.</param>
    /// <param name="epoch">Epoch of the training, from 0.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    public void Draw(ReadOnlySpan<int> samples, int epoch, int from, int to)
    {
        fixed (byte* originals = _originals, pictures = _pictures)
        {
            for (int row = from; row < to; row++)
            {
                _isChanged[row] = _augmentation.Apply(originals + ((long)samples[row] * _width), epoch, samples[row], pictures + (row * _width));
            }
        }
    }

    /// <summary>Whether the picture of a row is not the sample as it is.</summary>
    public bool IsChanged(int row) => _isChanged[row];

    /// <summary>The pixels of a row's picture.</summary>
    public ReadOnlySpan<byte> Pixels(int row) => _pictures.AsSpan(row * _width, _width);
}
