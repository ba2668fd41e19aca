using System;

namespace EdgeNet.Core;

/// <summary>A frame around a picture.</summary>
public sealed class PadInfo : LayerInfo
{
    private PadInfo(LayerRecord record, TensorShape input, int top, int left, int bottom, int right, int value)
        : base(record, input, record.Shape(top + input.Height + bottom, left + input.Width + right))
    {
        Top = top;
        Left = left;
        Bottom = bottom;
        Right = right;
        Value = value;
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "pad"; }
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

    /// <summary>Rows above the picture.</summary>
    public int Top { get; }

    /// <summary>Columns before it.</summary>
    public int Left { get; }

    /// <summary>Rows below it.</summary>
    public int Bottom { get; }

    /// <summary>Columns after it.</summary>
    public int Right { get; }

    /// <summary>What the frame consists of.</summary>
    public int Value { get; }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind pad.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static PadInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        PadInfo info = new PadInfo(record, input, record.Byte("rows above"), record.Byte("columns before"), record.Byte("rows below"), record.Byte("columns after"), record.Byte("value"));
        record.Zero(3);
        record.End();
        record.CheckWithoutWeights("a pad", maxInput, false, false);
        record.CheckUnlimited("a pad", info.Value > maxInput ? info.Value : maxInput);
        record.CheckChannels("a pad", input);
        return info;
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return PadRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new PadRunner(this, context);
    }
}

/// <summary>Runs a pad.</summary>
internal sealed class PadRunner : LayerRunner
{
    private readonly byte _value;
    private readonly int _rows;
    private readonly int _rowBytes;

    // Bytes of the frame before the first row of the picture, between two rows, and after the last.
    private readonly int _before;
    private readonly int _between;
    private readonly int _after;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public PadRunner(PadInfo info, LayerContext context)
        : base(context)
    {
        int channels = info.Input.Channels;
        int outputRow = info.Output.Width * channels;
        _value = (byte)info.Value;
        _rows = info.Input.Height;
        _rowBytes = info.Input.Width * channels;
        _before = (info.Top * outputRow) + (info.Left * channels);
        _between = (info.Left + info.Right) * channels;
        _after = (info.Bottom * outputRow) + (info.Right * channels);
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 6); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int rowBytes = _rowBytes;
        int last = (_rows - 1) * rowBytes;
        int to = Fill(y, 0, _before);
        for (int from = 0; from <= last; from += rowBytes)
        {
            Array.Copy(x, from, y, to, rowBytes);
            to = Fill(y, to + rowBytes, from < last ? _between : _after);
        }
    }

    private int Fill(byte[] y, int from, int count)
    {
        byte value = _value;
        int end = from + count;
        for (int i = from; i < end; i++)
        {
            y[i] = value;
        }

        return end;
    }
}
