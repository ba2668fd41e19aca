namespace EdgeNet.Trainer.Layers;

/// <summary>A layer in integers, as the model file states it. Each kind of layer derives its own from this.</summary>
public abstract record QuantizedLayer
{
    /// <summary>What the file's record says about the layer.</summary>
    public abstract LayerFields Fields { get; }

    /// <summary>The numbers the file has of it; null if the kind has none.</summary>
    public virtual QuantizedMatrix? Matrix => null;

    /// <summary>What the file has of a layer without weights: a table of 256 bytes, or one after the other for each channel; empty if the kind has none.</summary>
    public virtual byte[] Entries => [];

    /// <summary>Computes the layer in the plain way: the reference that Core must match bit for bit.</summary>
    /// <param name="inputs">The tensors that it reads.</param>
    /// <param name="saturated">How many outputs were cut off at a limit that they should have passed.</param>
    /// <returns>Its outputs.</returns>
    internal abstract int[] Run(int[][] inputs, out int saturated);
}
