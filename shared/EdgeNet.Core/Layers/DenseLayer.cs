namespace EdgeNet.Core;

/// <summary>A dense layer: every output is a sum over all inputs, requantised.</summary>
public sealed class DenseInfo : LayerInfo
{
    private readonly MatrixInfo _matrix;

    private DenseInfo(LayerRecord record, TensorShape input)
        : base(record, input, new TensorShape(1, 1, record.Outputs))
    {
        _matrix = record.MatrixOf(input.Count);
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
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static DenseInfo Check(LayerRecord record, TensorShape input)
    {
        record.End();
        return new DenseInfo(record, input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return DenseRunner.OwnRam + Requantization.RequiredRam(_matrix) + ByteWeights.RequiredRam(_matrix)
            + PackedWeights.CommonRam(_matrix, skipsZeros);
    }

    internal override LayerRunner Load(LayerContext context)
    {
#if NET10_0_OR_GREATER
        return new DenseRunner(context, _matrix, new SimdWeights(_matrix, context.File, SimdWeights.BestLanes));
#else
        // Most pixels of a picture are zero, and half of what a ReLU gives.
        int terms = _matrix.Terms;
        int used = !context.SkipsZeros ? terms : context.ReadsInput ? terms / 5 : terms / 2;
        if (terms <= SmallPlan.MaxTerms && context.MaxInput <= 255)
        {
            SmallPlan plan = new SmallPlan(_matrix, context.File, context.MaxInput, context.OutputSlot == Tensors.NoSlot);
            int extra = SmallDenseRunner.RequiredRam(_matrix, plan) - RequiredRam(context.SkipsZeros);
            bool isFaster = plan.Cost < WeightForms.LeastCost(_matrix, context.MaxInput, context.SkipsZeros, context.ReadsInput, used);
            if (isFaster && extra <= context.SpareBytes && plan.Shift != 0)
            {
                context.SpareBytes -= extra;
                return new SmallDenseRunner(context, _matrix, plan);
            }
        }

        // Of a byte: wide inputs are two planes of them.
        int maxByte = context.MaxInput < 255 ? context.MaxInput : 255;
        PackedWeights weights = WeightForms.Choose(_matrix, context.File, maxByte, context.SkipsZeros, used, context.SpareBytes);
        context.SpareBytes -= WeightForms.ExtraRam(weights, _matrix, maxByte);
        return new DenseRunner(context, _matrix, weights);
#endif
    }
}

/// <summary>Runs a dense layer: sum[o] = bias[o] + sum over i of weight[i][o] * x[i], then requantisation and activation.</summary>
internal sealed class DenseRunner : LayerRunner
{
    private readonly PackedWeights _weights;
    private readonly Requantization _requantization;

    /// <summary>Creates a layer.</summary>
    /// <param name="context">The model file, and where its tensors are.</param>
    /// <param name="matrix">Its matrix.</param>
    /// <param name="weights">Its weights in the form to use.</param>
    public DenseRunner(LayerContext context, MatrixInfo matrix, PackedWeights weights)
        : base(context)
    {
        _weights = weights;
        _requantization = new Requantization(matrix, context.File);
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
        if (OutputSlot == Tensors.NoSlot)
        {
            _requantization.Finish(sums);
        }
        else
        {
            _requantization.Activate(sums, tensors.Slots[OutputSlot], 0);
        }
    }
}
