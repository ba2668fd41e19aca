namespace EdgeNet.Core;

/// <summary>The weights of a layer as the file stores them: a matrix of terms by outputs, and the numbers that turn its sums into outputs.</summary>
public sealed class MatrixInfo
{
    /// <summary>Describes a matrix.</summary>
    /// <param name="terms">Products in a sum, 1 to 16,384.</param>
    /// <param name="outputs">Sums, 1 to 4,096.</param>
    /// <param name="weightBits">Bits of a stored weight: 8.</param>
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

    /// <summary>Bytes of all outputs' weights for one term.</summary>
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

    /// <summary>Finds its numbers in the WGHT section and checks them.</summary>
    /// <param name="reader">At the first weight; afterwards behind the last number.</param>
    /// <param name="file">The model file.</param>
    /// <param name="layer">The layer's name, for messages.</param>
    /// <param name="givesLogits">Whether its sums become the logits.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <exception cref="ModelException">A number is missing, or lets a sum or a logit overflow 32 bits.</exception>
    internal void Read(ByteReader reader, byte[] file, string layer, bool givesLogits, int maxInput)
    {
        WeightsAt = reader.Skip(WeightBytes, layer + " weights");
        reader.Pad(WeightBytes);
        BiasAt = reader.Skip(4 * Outputs, layer + " biases");
        MultiplierAt = reader.Skip(4 * Outputs, layer + " multipliers");
        ShiftAt = reader.Skip(Outputs, layer + " shifts");
        reader.Pad(Outputs);
        if (Activation.HasTable)
        {
            TableAt = reader.Skip(ModelFormat.TableLength, layer + " table");
            CheckTable(reader, file, layer);
        }

        for (int o = 0; o < Outputs; o++)
        {
            int bias = LittleEndian.Int32At(file, BiasAt + (4 * o));
            if (Bound(file, o, bias, maxInput) > int.MaxValue)
            {
                throw reader.Error(layer + ", output " + o + ": the sum could overflow with bias " + bias);
            }

            int multiplier = LittleEndian.Int32At(file, MultiplierAt + (4 * o));
            int shift = file[ShiftAt + o];
            if (multiplier < 0 || shift < 1 || shift > Requantizer.MaxShift)
            {
                throw reader.Error(layer + ", output " + o + ": multiplier " + multiplier + " with shift " + shift);
            }

            // A logit is stored in 32 bits, as the sum it comes from, so its scale may only shrink.
            if (givesLogits && shift < 31 && multiplier > 1 << shift)
            {
                throw reader.Error(layer + ", output " + o + ": the logit could overflow");
            }
        }
    }

    // The largest size that a sum can reach. The weights are only added up where the largest weights there could be would not do.
    private long Bound(byte[] file, int output, int bias, int maxInput)
    {
        long size = bias;
        size = size < 0 ? -size : size;
        long largest = size + ((long)Terms << (WeightBits - 1)) * maxInput;
        return largest <= int.MaxValue ? largest : size + (WeightRows.SumOfSizes(file, this, output) * maxInput);
    }

    private void CheckTable(ByteReader reader, byte[] file, string layer)
    {
        for (int i = 0; Activation.Bits < 8 && i < ModelFormat.TableLength; i++)
        {
            if (file[TableAt + i] >> Activation.Bits != 0)
            {
                throw reader.Error(layer + ": entry " + i + " of the table has more than " + Activation.Bits + " bits");
            }
        }
    }
}
