using System;

namespace EdgeNet.Core;

/// <summary>Two tensors side by side, their bytes as they are.</summary>
public sealed class ConcatenationInfo : LayerInfo
{
    private const int Rows = 0;
    private const int Columns = 1;
    private const int LastAxis = 2;

    private ConcatenationInfo(LayerRecord record, TensorShape first, TensorShape second, int axis, TensorShape output)
        : base(record, first, output)
    {
        SecondInput = second;
        Axis = axis;
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "concatenation"; }
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

    /// <summary>Shape of the second tensor.</summary>
    public TensorShape SecondInput { get; }

    /// <summary>In which dimension they are side by side: 0 rows, 1 columns, 2 channels.</summary>
    public int Axis { get; }

    /// <summary>How many parts of each tensor follow one another by turns.</summary>
    internal int Parts
    {
        get { return Axis == Rows ? 1 : Axis == Columns ? Input.Height : Input.Height * Input.Width; }
    }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind concatenation.</param>
    /// <param name="input">Shape of the first tensor.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <param name="second">Shape of the second tensor; null if there is none.</param>
    /// <param name="maxSecond">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static ConcatenationInfo Check(LayerRecord record, TensorShape input, int maxInput, TensorShape second, int maxSecond)
    {
        int axis = record.Byte("axis");
        record.Zero(3);
        record.End();
        int largest = maxInput > maxSecond ? maxInput : maxSecond;
        record.CheckWithoutWeights("a concatenation", largest, true, false);
        record.CheckUnlimited("a concatenation", largest);
        bool fits = axis <= LastAxis && (axis == Rows || input.Height == second.Height) && (axis == Columns || input.Width == second.Width)
            && record.Outputs == (axis == LastAxis ? input.Channels + second.Channels : input.Channels) && (axis == LastAxis || input.Channels == second.Channels);
        if (!fits)
        {
            throw record.Error("is a concatenation of tensors that do not fit side by side in dimension " + axis);
        }

        TensorShape output = record.Shape(axis == Rows ? input.Height + second.Height : input.Height, axis == Columns ? input.Width + second.Width : input.Width);
        return new ConcatenationInfo(record, input, second, axis, output);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return ConcatenationRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new ConcatenationRunner(this, context);
    }
}

/// <summary>Runs a concatenation.</summary>
internal sealed class ConcatenationRunner : LayerRunner
{
    private readonly int _secondSlot;
    private readonly int _parts;
    private readonly int _first;
    private readonly int _second;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public ConcatenationRunner(ConcatenationInfo info, LayerContext context)
        : base(context)
    {
        _secondSlot = context.SecondSlot;
        _parts = info.Parts;
        _first = info.Inputs / _parts;
        _second = info.SecondInput.Count / _parts;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 4); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] a = tensors.Slots[InputSlot];
        byte[] b = tensors.Slots[_secondSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int first = _first;
        int second = _second;
        int to = 0;
        for (int part = 0; part < _parts; part++)
        {
            Array.Copy(a, part * first, y, to, first);
            Array.Copy(b, part * second, y, to + first, second);
            to += first + second;
        }
    }
}
