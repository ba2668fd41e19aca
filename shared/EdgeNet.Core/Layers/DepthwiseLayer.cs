namespace EdgeNet.Core;

/// <summary>A depthwise convolution: every channel is a sum over the same channel of a window, requantised.</summary>
public sealed class DepthwiseInfo : WindowLayerInfo
{
    private readonly MatrixInfo _matrix;

    private DepthwiseInfo(LayerRecord record, LayerWindow window, int padding, TensorShape input)
        : base(record, window, input, record.Through(window, input))
    {
        PaddingValue = padding;
        _matrix = record.MatrixOf((long)window.Height * window.Width);
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "depthwise"; }
    }

    /// <summary>What is read outside of the picture: the byte that means 0.</summary>
    public int PaddingValue { get; }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return Outputs * _matrix.Terms; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return _matrix; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind depthwise.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static DepthwiseInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        LayerWindow window = record.ReadWindow();
        int padding = record.ReadPaddingValue(maxInput);
        record.CheckChannels("a depthwise convolution", input);
        return new DepthwiseInfo(record, window, padding, input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return DepthwiseRunner.OwnRam(_matrix) + Requantization.RequiredRam(_matrix);
    }

    internal override LayerRunner Load(LayerContext context)
    {
#if NET10_0_OR_GREATER
        if (SimdPicture.Allows(this))
        {
            return new SimdDepthwiseRunner(this, context);
        }
#else
        int shift = HeldDepthwiseRunner.ShiftOf(this, context.File);
        int extra = HeldDepthwiseRunner.RequiredRam(this) - RequiredRam(false);
        if (shift != 0 && extra <= context.SpareBytes)
        {
            context.SpareBytes -= extra;
            return new HeldDepthwiseRunner(this, context, shift);
        }
#endif

        return new DepthwiseRunner(this, context);
    }
}

/// <summary>Runs a depthwise convolution.</summary>
internal sealed class DepthwiseRunner : WindowRunner
{
    // All terms of channel 0, then those of channel 1, ...
    private readonly sbyte[] _weights;

    private readonly Requantization _requantization;
    private readonly int _windowWidth;
    private readonly int _terms;
    private readonly int _padding;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public DepthwiseRunner(DepthwiseInfo info, LayerContext context)
        : base(info, context)
    {
        MatrixInfo matrix = info.Matrix;
        _requantization = new Requantization(matrix, context.File);
        _windowWidth = info.Window.Width;
        _terms = matrix.Terms;
        _padding = info.PaddingValue;
        _weights = new sbyte[matrix.Terms * matrix.Outputs];
        byte[] row = new byte[matrix.Outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(context.File, matrix, i, row);
            for (int o = 0; o < matrix.Outputs; o++)
            {
                _weights[(o * matrix.Terms) + i] = (sbyte)row[o];
            }
        }
    }

    /// <summary>Heap bytes of the object and its weights.</summary>
    public static int OwnRam(MatrixInfo matrix)
    {
        return Ram.ObjectBytes(WindowFieldCount + 5) + Ram.ArrayBytes(1, matrix.Terms * matrix.Outputs);
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        int[] sums = tensors.Sums;
        sbyte[] weights = _weights;
        _requantization.Begin(sums);
        int channels = Channels;
        int twoChannels = 2 * channels;
        int threeChannels = 3 * channels;
        int nextRow = (Width - columns) * channels;
        int skipped = _windowWidth - columns;
        int padding = rows * columns < _terms ? _padding : 0;
        int place = (above * _windowWidth) + before;
        for (int c = 0; c < channels; c++)
        {
            int from = at + c;
            int i = (c * _terms) + place;
            int sum = sums[c];
            for (int row = rows; row > 0; row--)
            {
                int column = columns;

                // Three at a time: most windows are that wide.
                for (; column > 2; column -= 3)
                {
                    sum += (weights[i] * (x[from] - padding)) + (weights[i + 1] * (x[from + channels] - padding)) + (weights[i + 2] * (x[from + twoChannels] - padding));
                    i += 3;
                    from += threeChannels;
                }

                for (; column > 0; column--)
                {
                    sum += weights[i++] * (x[from] - padding);
                    from += channels;
                }

                i += skipped;
                from += nextRow;
            }

            if (padding != 0)
            {
                // Inside of the picture it was subtracted; now it is added to all places.
                int end = (c + 1) * _terms;
                for (int k = c * _terms; k < end; k++)
                {
                    sum += weights[k] * padding;
                }
            }

            sums[c] = sum;
        }

        _requantization.Activate(sums, y, to);
    }
}
