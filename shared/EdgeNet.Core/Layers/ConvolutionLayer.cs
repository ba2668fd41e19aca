using System;

namespace EdgeNet.Core;

/// <summary>A convolution: at every position of a window, every filter is a sum over all channels of the window, requantised.</summary>
public sealed class ConvolutionInfo : WindowLayerInfo
{
    private readonly MatrixInfo _matrix;

    private ConvolutionInfo(LayerRecord record, LayerWindow window, int padding, TensorShape input)
        : base(record, window, input, record.Through(window, input))
    {
        PaddingValue = padding;
        _matrix = record.MatrixOf((long)window.Height * window.Width * input.Channels);
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "convolution"; }
    }

    /// <summary>What is read outside of the picture: the byte that means 0.</summary>
    public int PaddingValue { get; }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return Output.Height * Output.Width * _matrix.Terms * _matrix.Outputs; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return _matrix; }
    }

    internal override long Steps
    {
        get { return Macs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind convolution.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static ConvolutionInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        LayerWindow window = record.ReadWindow();
        return new ConvolutionInfo(record, window, record.ReadPaddingValue(maxInput), input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return ConvolutionRunner.OwnRam(_matrix) + Requantization.RequiredRam(_matrix) + ByteWeights.RequiredRam(_matrix)
            + PackedWeights.CommonRam(_matrix, skipsZeros);
    }

    internal override LayerRunner Load(LayerContext context)
    {
#if NET10_0_OR_GREATER
        return SimdPicture.Allows(this)
            ? new SimdConvolutionRunner(this, context)
            : new ConvolutionRunner(this, context, new SimdWeights(_matrix, context.File, SimdWeights.BestLanes));
#else
        // Where another byte than 0 means 0, zeros are rare.
        int notZero = PaddingValue == 0 ? _matrix.Terms / 2 : _matrix.Terms;
        bool isFaster = HeldPlan.CostOf(this) <= WeightForms.LeastCost(_matrix, context.MaxInput, true, false, notZero);
        HeldPlan plan = isFaster ? HeldPlan.Of(this, context.File, context.MaxInput) : null;
        int extra = plan == null ? 0 : HeldConvolutionRunner.RequiredRam(_matrix, plan) - RequiredRam(context.SkipsZeros);
        if (plan != null && extra <= context.SpareBytes)
        {
            context.SpareBytes -= extra;
            return new HeldConvolutionRunner(_matrix, plan, context);
        }

        int used = !context.SkipsZeros ? _matrix.Terms : context.ReadsInput ? _matrix.Terms / 5 : _matrix.Terms / 2;
        PackedWeights weights = WeightForms.Choose(_matrix, context.File, context.MaxInput, context.SkipsZeros, used, context.SpareBytes);
        context.SpareBytes -= WeightForms.ExtraRam(weights, _matrix, context.MaxInput);
        return new ConvolutionRunner(this, context, weights);
#endif
    }
}

/// <summary>Runs any convolution: copies what a window sees into a row, which is multiplied as a dense layer's input is.</summary>
internal sealed class ConvolutionRunner : WindowRunner
{
    private readonly PackedWeights _weights;
    private readonly Requantization _requantization;
    private readonly byte[] _seen;
    private readonly int _rowBytes;
    private readonly int _windowBytes;
    private readonly byte _padding;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    /// <param name="weights">Its weights in the form to use.</param>
    public ConvolutionRunner(ConvolutionInfo info, LayerContext context, PackedWeights weights)
        : base(info, context)
    {
        _weights = weights;
        _requantization = new Requantization(info.Matrix, context.File);
        _seen = new byte[info.Matrix.Terms];
        _rowBytes = info.Input.Width * info.Input.Channels;
        _windowBytes = info.Window.Width * info.Input.Channels;
        _padding = (byte)info.PaddingValue;
    }

    /// <summary>Heap bytes of the object and what a window sees.</summary>
    public static int OwnRam(MatrixInfo matrix)
    {
        return Ram.ObjectBytes(WindowFieldCount + 6) + Ram.ArrayBytes(1, matrix.Terms);
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        byte[] seen = _seen;
        int bytes = columns * Channels;
        if (rows * bytes < seen.Length)
        {
            byte padding = _padding;
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = padding;
            }
        }

        int place = (above * _windowBytes) + (before * Channels);
        for (int row = rows; row > 0; row--)
        {
            Array.Copy(x, at, seen, place, bytes);
            at += _rowBytes;
            place += _windowBytes;
        }

        int[] sums = tensors.Sums;
        _requantization.Begin(sums);
        _weights.Accumulate(seen, false, tensors.Active, sums);
        _requantization.Activate(sums, y, to);
    }
}
