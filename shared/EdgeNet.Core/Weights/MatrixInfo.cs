namespace EdgeNet.Core;

/// <summary>The weights of a layer as the file stores them: a matrix of terms by outputs, and the numbers that turn its sums into outputs.</summary>
public sealed class MatrixInfo
{
    /// <summary>Describes a matrix.</summary>
    /// <param name="terms">Products in a sum, 1 to 16,384.</param>
    /// <param name="outputs">Sums, 1 to 4,096.</param>
    /// <param name="weightBits">Bits of a stored weight: 8 or 4.</param>
    /// <param name="activation">What becomes of the sums.</param>
    public MatrixInfo(int terms, int outputs, int weightBits, ActivationInfo activation)
    {
        Activation = activation;
        Terms = terms;
        Outputs = outputs;
        WeightBits = weightBits;
    }

    /// <summary>Products in a sum: how many inputs an output sees.</summary>
    public int Terms { get; }

    /// <summary>Sums: how many outputs one set of inputs has.</summary>
    public int Outputs { get; }

    /// <summary>Bits of a stored weight.</summary>
    public int WeightBits { get; }

    /// <summary>What becomes of the sums.</summary>
    public ActivationInfo Activation { get; }

    /// <summary>Bytes of all outputs' weights for one term: with 4 bits two outputs share a byte, the first in its low half.</summary>
    public int RowBytes
    {
        get { return ((Outputs * WeightBits) + 7) >> 3; }
    }

    /// <summary>Bytes the weights take in the file, their padding apart.</summary>
    public int WeightBytes
    {
        get { return Terms * RowBytes; }
    }

    // Indices in the file, set while the WGHT section is checked; a table is there only for sigmoid and tanh.
    internal int WeightsAt { get; set; }

    internal int BiasAt { get; set; }

    internal int MultiplierAt { get; set; }

    internal int ShiftAt { get; set; }

    internal int TableAt { get; set; }
}
