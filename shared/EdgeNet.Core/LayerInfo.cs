namespace EdgeNet.Core;

/// <summary>What a model file says of one layer: its shape, and where its numbers lie in the file.</summary>
public sealed class LayerInfo
{
    internal LayerInfo(int kind, int activation, int encoding, int zeroPoint, int inputs, int outputs)
    {
        Kind = kind;
        Activation = activation;
        Encoding = encoding;
        ZeroPoint = zeroPoint;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary><see cref="ModelFormat.Dense"/>.</summary>
    public int Kind { get; private set; }

    /// <summary>Linear, Relu, Sigmoid or Tanh of <see cref="ModelFormat"/>; always Linear in the last layer, whose function the OUTP section names.</summary>
    public int Activation { get; private set; }

    /// <summary><see cref="ModelFormat.Int8"/>.</summary>
    public int Encoding { get; private set; }

    /// <summary>Added after requantisation, 0 to 255.</summary>
    public int ZeroPoint { get; private set; }

    /// <summary>Number of inputs, 1 to 16,384.</summary>
    public int Inputs { get; private set; }

    /// <summary>Number of outputs, 1 to 4,096.</summary>
    public int Outputs { get; private set; }

    /// <summary>Bytes the weights take in the file.</summary>
    public int WeightBytes
    {
        get { return Inputs * Outputs; }
    }

    /// <summary>True where the layer looks its outputs up in a table of 256 entries.</summary>
    public bool HasTable
    {
        get { return Activation == ModelFormat.Sigmoid || Activation == ModelFormat.Tanh; }
    }

    // Indices in the file, set while the WGHT section is checked.
    internal int WeightsAt { get; set; }

    internal int BiasAt { get; set; }

    internal int MultiplierAt { get; set; }

    internal int ShiftAt { get; set; }

    internal int TableAt { get; set; }
}
