namespace EdgeNet.Core;

/// <summary>A dense layer: every output is a sum over all inputs, requantised.</summary>
public sealed class DenseInfo : LayerInfo
{
    private readonly MatrixInfo _matrix;

    private DenseInfo(LayerRecord record, TensorShape input)
        : base(record, input, new TensorShape(1, 1, record.Outputs))
    {
        _matrix = new MatrixInfo(input.Count, record.Outputs, record.WeightBits, record.Activation);
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "dense"; }
    }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return _matrix.Terms * _matrix.Outputs; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return _matrix; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind dense; its own fields are read to their end.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record says what is not allowed.</exception>
    internal static DenseInfo Check(LayerRecord record, TensorShape input)
    {
        record.End();
        if (record.Second != ModelFormat.NoTensor)
        {
            throw record.Error("is dense and has a second input");
        }

        if (record.WeightBits != 8)
        {
            throw record.Error("has weights of " + record.WeightBits + " bits, which this reader does not know");
        }

        if (input.Count > ModelFormat.MaxTerms || record.Outputs < 1 || record.Outputs > ModelFormat.MaxOutputs)
        {
            throw record.Error("has " + record.Outputs + " outputs of " + input.Count + " inputs, at most "
                + ModelFormat.MaxOutputs + " of " + ModelFormat.MaxTerms + " are allowed");
        }

        ActivationInfo activation = record.Activation;
        bool plain = activation.Low == 0 && activation.High == 255;
        bool fits = record.IsLast ? activation.ZeroPoint == 0 && plain
            : activation.HasTable ? activation.ZeroPoint == ModelFormat.TableCentre && plain
            : activation.ZeroPoint >= activation.Low && activation.ZeroPoint <= activation.High;
        if (!fits || (activation.Function == ModelFormat.Relu && activation.ZeroPoint != 0))
        {
            throw record.Error("has zero point " + activation.ZeroPoint + " and limits " + activation.Low + ".." + activation.High
                + ", which its activation does not allow");
        }

        return new DenseInfo(record, input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return DenseRunner.OwnRam + Requantization.RequiredRam(_matrix) + ByteWeights.RequiredRam(_matrix)
            + PackedWeights.CommonRam(_matrix, skipsZeros);
    }
}

/// <summary>Runs a dense layer: sum[o] = bias[o] + sum over i of weight[i][o] * x[i], then requantisation and activation.</summary>
internal sealed class DenseRunner : LayerRunner
{
    private readonly PackedWeights _weights;
    private readonly Requantization _requantization;

    /// <summary>Makes a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="plan">Where its tensors are.</param>
    /// <param name="index">Its index.</param>
    /// <param name="file">The model file.</param>
    /// <param name="weights">Its weights in the form to use.</param>
    public DenseRunner(DenseInfo info, MemoryPlan plan, int index, byte[] file, PackedWeights weights)
        : base(plan.SlotOf(info.First), plan.SlotOf(index + 1), info.First == 0)
    {
        _weights = weights;
        _requantization = new Requantization(info.Matrix, file);
    }

    /// <summary>Heap bytes of the object alone.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 2); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        int[] sums = tensors.Sums;
        bool fromInput = ReadsInput;
        if (fromInput && tensors.InputHigh.Length != 0)
        {
            System.Array.Clear(sums, 0, sums.Length);
            _weights.Accumulate(tensors.InputHigh, false, tensors.Active, sums);
            _requantization.BeginAgain(sums);
        }
        else
        {
            _requantization.Begin(sums);
        }

        _weights.Accumulate(tensors.Slots[InputSlot], fromInput && tensors.InputIsActive, tensors.Active, sums);
        if (OutputSlot == MemoryPlan.NoSlot)
        {
            _requantization.Finish(sums);
        }
        else
        {
            _requantization.Activate(sums, tensors.Slots[OutputSlot]);
        }
    }
}
