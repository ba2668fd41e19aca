namespace EdgeNet.Core;

/// <summary>The last layer of a network whose outputs are bytes: each less the zero point is a logit.</summary>
public sealed class AnswerInfo : LayerInfo
{
    private AnswerInfo(LayerRecord record, TensorShape input)
        : base(record, input, new TensorShape(1, 1, record.Outputs))
    {
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "answer"; }
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
    /// <param name="record">A record of kind answer.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static AnswerInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        record.End();
        if (!record.IsLast)
        {
            throw record.Error("is an answer, which must be the last layer");
        }

        ActivationInfo activation = record.Activation;
        bool plain = record.Second == ModelFormat.NoTensor && record.WeightBits == 0 && activation.Rounding == ModelFormat.RoundOnce
            && activation.Bits == 8 && activation.Low == 0 && activation.High == 255;
        if (!plain)
        {
            throw record.Error("is an answer with fields that it does not use");
        }

        if (maxInput > 255)
        {
            throw record.Error("is an answer of values up to " + maxInput + ", at most 255 are allowed");
        }

        if (record.Outputs != input.Count || record.Outputs > ModelFormat.MaxOutputs)
        {
            throw record.Error("is an answer of " + record.Outputs + " outputs for " + input.Count + " values, at most " + ModelFormat.MaxOutputs + " are allowed");
        }

        return new AnswerInfo(record, input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return AnswerRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new AnswerRunner(this, context);
    }
}

/// <summary>Makes logits of bytes.</summary>
internal sealed class AnswerRunner : LayerRunner
{
    private readonly int _count;
    private readonly int _zero;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public AnswerRunner(AnswerInfo info, LayerContext context)
        : base(context)
    {
        _count = info.Outputs;
        _zero = info.Activation.ZeroPoint;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 2); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        int[] logits = tensors.Sums;
        for (int i = _count; i != 0;)
        {
            i--;
            logits[i] = x[i] - _zero;
        }
    }
}
