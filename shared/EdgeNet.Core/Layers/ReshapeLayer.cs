using System;

namespace EdgeNet.Core;

/// <summary>The same values in the same order, in another shape.</summary>
public sealed class ReshapeInfo : LayerInfo
{
    private ReshapeInfo(LayerRecord record, TensorShape input, TensorShape output)
        : base(record, input, output)
    {
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "reshape"; }
    }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return 0; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return null; }
    }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind reshape.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static ReshapeInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        int height = record.Byte("height") | (record.Byte("height") << 8);
        int width = record.Byte("width") | (record.Byte("width") << 8);
        record.End();
        record.CheckWithoutWeights("a reshape", maxInput, false, false);
        record.CheckUnlimited("a reshape", maxInput);
        if ((long)height * width * record.Outputs != input.Count)
        {
            throw record.Error("is a reshape of " + input.Count + " values into " + height + "x" + width + "x" + record.Outputs);
        }

        return new ReshapeInfo(record, input, new TensorShape(height, width, record.Outputs));
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return ReshapeRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new ReshapeRunner(this, context);
    }
}

/// <summary>Runs a reshape.</summary>
internal sealed class ReshapeRunner : LayerRunner
{
    private readonly int _count;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public ReshapeRunner(ReshapeInfo info, LayerContext context)
        : base(context)
    {
        _count = info.Outputs;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 1); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        Array.Copy(tensors.Slots[InputSlot], 0, tensors.Slots[OutputSlot], 0, _count);
    }
}
