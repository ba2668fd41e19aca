namespace EdgeNet.Core;

/// <summary>What a model file says of one layer. Each kind of layer derives its own from this.</summary>
public abstract class LayerInfo
{
    internal LayerInfo(LayerRecord record, TensorShape input, TensorShape output)
    {
        Kind = record.Kind;
        First = record.First;
        Second = record.Second;
        Activation = record.Activation;
        Input = input;
        Output = output;
    }

    /// <summary>One of the layer kinds of <see cref="ModelFormat"/>.</summary>
    public int Kind { get; }

    /// <summary>The tensor it reads: 0 is the network's input, n the output of layer n.</summary>
    public int First { get; }

    /// <summary>A second tensor that it reads, or <see cref="ModelFormat.NoTensor"/>.</summary>
    public int Second { get; }

    /// <summary>What becomes of its sums.</summary>
    public ActivationInfo Activation { get; }

    /// <summary>Shape of the first tensor that it reads.</summary>
    public TensorShape Input { get; }

    /// <summary>Shape of what it gives.</summary>
    public TensorShape Output { get; }

    /// <summary>Number of values it reads.</summary>
    public int Inputs
    {
        get { return Input.Count; }
    }

    /// <summary>Number of values it gives.</summary>
    public int Outputs
    {
        get { return Output.Count; }
    }

    /// <summary>The kind's name, such as "dense".</summary>
    public abstract string KindName { get; }

    /// <summary>Multiply-adds of one run.</summary>
    public abstract int Macs { get; }

    /// <summary>Values that one run reads, each as often as it does: what its time grows with.</summary>
    internal virtual long Steps
    {
        get { return Macs; }
    }

    /// <summary>The layer's weights; null if the kind has none.</summary>
    public abstract MatrixInfo Matrix { get; }

    /// <summary>Finds and checks what the WGHT section has of the layer.</summary>
    /// <param name="reader">At its first number; afterwards behind the last.</param>
    /// <param name="file">The model file.</param>
    /// <param name="name">The layer's name, for messages.</param>
    /// <param name="isLast">Whether it is the last layer.</param>
    /// <param name="maxInput">Largest value that it reads.</param>
    /// <exception cref="ModelException">A number is missing or not allowed.</exception>
    internal virtual void ReadNumbers(ByteReader reader, byte[] file, string name, bool isLast, int maxInput)
    {
        if (Matrix != null)
        {
            MatrixReader.Read(Matrix, reader, file, name, isLast, maxInput);
        }
    }

    /// <summary>Heap bytes of the layer once it is loaded, its tensors apart.</summary>
    /// <param name="skipsZeros">Whether enough of its inputs are zero to be worth skipping.</param>
    internal abstract int RequiredRam(bool skipsZeros);

    /// <summary>Loads the layer.</summary>
    /// <param name="context">What it has to know.</param>
    /// <returns>The layer, ready to run.</returns>
    internal abstract LayerRunner Load(LayerContext context);
}
