namespace EdgeNet.Core;

/// <summary>
/// Addition as LiteRT's reference kernels compute it: two tensors of one shape, each brought to a common fine scale by <see cref="Requantizer.RequantizeTwice"/>, and their
/// sum brought to that of the output by another.
/// </summary>
public sealed class AddTwiceInfo : LayerInfo
{
    // As many bits as a difference of two bytes leaves room for.
    private const int LeftShift = 20;

    /// <summary>Reads what only this kind has; the common fields have been checked.</summary>
    /// <param name="record">The record.</param>
    /// <param name="input">Shape of both tensors.</param>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal AddTwiceInfo(LayerRecord record, TensorShape input)
        : base(record, input, input)
    {
        FirstMultiplier = record.Multiplier("first multiplier");
        SecondMultiplier = record.Multiplier("second multiplier");
        FirstZero = record.Byte("first zero point");
        SecondZero = record.Byte("second zero point");
        FirstShift = record.Shift("first shift");
        SecondShift = record.Shift("second shift");
        Multiplier = record.Multiplier("multiplier of the sum");
        Shift = record.Shift("shift of the sum");
        record.Zero(3);
        record.End();
        if (FirstScaled(0) + SecondScaled(0) < int.MinValue || FirstScaled(255) + SecondScaled(255) > int.MaxValue)
        {
            throw record.Error("adds with multipliers and shifts by which a sum could overflow");
        }
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "add"; }
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

    /// <summary>Factor of the first tensor, 0 to 2^31 - 1.</summary>
    public int FirstMultiplier { get; }

    /// <summary>Factor of the second tensor, 0 to 2^31 - 1.</summary>
    public int SecondMultiplier { get; }

    /// <summary>The byte that means 0 in the first tensor.</summary>
    public int FirstZero { get; }

    /// <summary>The byte that means 0 in the second tensor.</summary>
    public int SecondZero { get; }

    /// <summary>The product of the first tensor is divided by 2 to this power, 1 to 62.</summary>
    public int FirstShift { get; }

    /// <summary>The product of the second tensor is divided by 2 to this power, 1 to 62.</summary>
    public int SecondShift { get; }

    /// <summary>Factor of the sum, 0 to 2^31 - 1.</summary>
    public int Multiplier { get; }

    /// <summary>The product of the sum is divided by 2 to this power, 1 to 62.</summary>
    public int Shift { get; }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>What a byte of the first tensor brings to the sum. It grows with the byte.</summary>
    internal long FirstScaled(int value)
    {
        return Requantizer.RequantizeTwice((value - FirstZero) << LeftShift, FirstMultiplier, FirstShift);
    }

    /// <summary>What a byte of the second tensor brings to the sum. It grows with the byte.</summary>
    internal long SecondScaled(int value)
    {
        return Requantizer.RequantizeTwice((value - SecondZero) << LeftShift, SecondMultiplier, SecondShift);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return AddTwiceRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
#if NET10_0_OR_GREATER
        if (SimdAddTwiceRunner.Allows(this))
        {
            return new SimdAddTwiceRunner(this, context);
        }
#endif

        return new AddTwiceRunner(this, context);
    }
}

/// <summary>Runs an addition that rounds twice: what each byte brings to the sum is looked up.</summary>
internal sealed class AddTwiceRunner : LayerRunner
{
    private readonly int _secondSlot;
    private readonly int _count;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly int _multiplier;
    private readonly int _shift;
    private readonly int _zeroPoint;
    private readonly int _low;
    private readonly int _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public AddTwiceRunner(AddTwiceInfo info, LayerContext context)
        : base(context)
    {
        _secondSlot = context.SecondSlot;
        _count = info.Outputs;
        _first = new int[ModelFormat.TableLength];
        _second = new int[ModelFormat.TableLength];
        _multiplier = info.Multiplier;
        _shift = info.Shift;
        _zeroPoint = info.Activation.ZeroPoint;
        _low = info.Activation.Low;
        _high = info.Activation.High;
        for (int q = 0; q < ModelFormat.TableLength; q++)
        {
            _first[q] = (int)info.FirstScaled(q);
            _second[q] = (int)info.SecondScaled(q);
        }
    }

    /// <summary>Heap bytes of the object and its tables.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 9) + (2 * Ram.ArrayBytes(4, ModelFormat.TableLength)); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] a = tensors.Slots[InputSlot];
        byte[] b = tensors.Slots[_secondSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int[] first = _first;
        int[] second = _second;
        int multiplier = _multiplier;
        int shift = _shift;
        int zeroPoint = _zeroPoint;
        int low = _low;
        int high = _high;
        for (int i = _count; i != 0;)
        {
            i--;
            long scaled = Requantizer.RequantizeTwice(first[a[i]] + second[b[i]], multiplier, shift) + zeroPoint;
            y[i] = scaled < low ? (byte)low : scaled > high ? (byte)high : (byte)scaled;
        }
    }
}
