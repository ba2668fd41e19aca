namespace EdgeNet.Core;

/// <summary>Addition: two tensors of one shape, value by value, each brought to the scale of the output.</summary>
public sealed class AddInfo : LayerInfo
{
    private AddInfo(LayerRecord record, TensorShape input)
        : base(record, input, input)
    {
        FirstMultiplier = record.Multiplier("first multiplier");
        SecondMultiplier = record.Multiplier("second multiplier");
        FirstZero = record.Byte("first zero point");
        SecondZero = record.Byte("second zero point");
        Shift = record.Shift("shift");
        record.Zero(1);
        record.End();
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

    /// <summary>The sum of both products is divided by 2 to this power, 1 to 62.</summary>
    public int Shift { get; }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind add.</param>
    /// <param name="input">Shape of the first tensor.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <param name="second">Shape of the second tensor; null if there is none.</param>
    /// <param name="maxSecond">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static LayerInfo Check(LayerRecord record, TensorShape input, int maxInput, TensorShape second, int maxSecond)
    {
        CheckCommon(record, input, maxInput, second, maxSecond);
        if (record.Activation.Rounding == ModelFormat.RoundTwice)
        {
            return new AddTwiceInfo(record, input);
        }

        return new AddInfo(record, input);
    }

    private static void CheckCommon(LayerRecord record, TensorShape input, int maxInput, TensorShape second, int maxSecond)
    {
        if (record.IsLast)
        {
            throw record.Error("is an addition, which cannot be the last layer");
        }

        if (second == null)
        {
            throw record.Error("is an addition without a second tensor");
        }

        if (input.Height != second.Height || input.Width != second.Width || input.Channels != second.Channels || record.Outputs != input.Channels)
        {
            throw record.Error("adds tensors of different shapes");
        }

        if (maxInput > 255 || maxSecond > 255)
        {
            throw record.Error("adds values of more than 8 bits");
        }

        ActivationInfo activation = record.Activation;
        if (record.WeightBits != 0 || activation.HasTable || (activation.Rounding == ModelFormat.RoundTwice && activation.Function != ModelFormat.Linear))
        {
            throw record.Error("is an addition with fields that it does not use");
        }

        record.CheckZeroPoint();
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return AddRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new AddRunner(this, context);
    }
}

/// <summary>Runs an addition.</summary>
internal sealed class AddRunner : LayerRunner
{
    private readonly int _secondSlot;
    private readonly int _count;
    private readonly long _first;
    private readonly long _second;
    private readonly long _start;
    private readonly int _shift;
    private readonly long _zeroPoint;
    private readonly long _low;
    private readonly long _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public AddRunner(AddInfo info, LayerContext context)
        : base(context)
    {
        _secondSlot = context.SecondSlot;
        _count = info.Outputs;
        _first = info.FirstMultiplier;
        _second = info.SecondMultiplier;
        _shift = info.Shift;
        _start = (1L << (info.Shift - 1)) - (_first * info.FirstZero) - (_second * info.SecondZero);
        _zeroPoint = info.Activation.ZeroPoint;
        _low = info.Activation.Low;
        _high = info.Activation.High;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 9); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] a = tensors.Slots[InputSlot];
        byte[] b = tensors.Slots[_secondSlot];
        byte[] y = tensors.Slots[OutputSlot];
        long first = _first;
        long second = _second;
        long start = _start;
        int shift = _shift;
        long zeroPoint = _zeroPoint;
        long low = _low;
        long high = _high;
        for (int i = _count; i != 0;)
        {
            i--;

            // As int first: an interpreter takes a byte that was widened to a long for unsigned.
            int x = a[i];
            int z = b[i];
            long scaled = (((x * first) + (z * second) + start) >> shift) + zeroPoint;
            y[i] = scaled < low ? (byte)low : scaled > high ? (byte)high : (byte)scaled;
        }
    }
}
