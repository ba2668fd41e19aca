using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;

namespace EdgeNet.Trainer.Engine;

/// <summary>The samples of a batch as they look in an epoch: what a network learns from, and what its teacher sees.</summary>
internal abstract class AugmentedBatch
{
    /// <summary>Whether some samples stay as they are.</summary>
    public abstract bool KeepsSome { get; }

    /// <summary>Prepares for the batches of a training.</summary>
    /// <param name="data">Pictures, or windows of recordings.</param>
    /// <param name="parameters">Weights and biases of the network that learns them.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="rows">Samples in a batch.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="UserException">The data are neither, or their pixels are no bytes.</exception>
    public static AugmentedBatch Create(Dataset data, int parameters, int seed, int rows) =>
        data.Windows is null ? new AugmentedPictures(data, new PictureAugmentation(data, parameters, seed), rows) : new AugmentedWindows(data, data.Windows, seed, rows);

    /// <summary>Makes the samples of some rows. Threads may share the rows in any way.</summary>
    /// <param name="samples">Index of each row's sample.</param>
    /// <param name="epoch">Epoch of the training, from 0.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    public abstract void Draw(ReadOnlySpan<int> samples, int epoch, int from, int to);

    /// <summary>Whether what a row shows is not the sample as it is.</summary>
    public abstract bool IsChanged(int row);

    /// <summary>The raw values of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="raw">Receives them.</param>
    public abstract void CopyRaw(int row, Span<float> raw);
}
