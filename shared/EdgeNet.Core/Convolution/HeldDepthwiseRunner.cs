namespace EdgeNet.Core;

/// <summary>
/// Runs a depthwise convolution of 3x3 windows, channel by channel: its nine weights are in locals, and a long has the sums of three positions in lanes of 21 bits,
/// so that one multiplication serves three of them. They are a third of the output's rows apart: its upper, middle and lower rows are computed at once. Sums
/// of nine products of bytes are below 9 * 255 * 128, which fits; what makes them positive is added beforehand, so that no lane borrows from the next.
/// </summary>
internal sealed class HeldDepthwiseRunner : LayerRunner
{
    private const int Size = 3;
    private const int Weights = Size * Size;
    private const int LaneBits = 21;

    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _strideDown;
    private readonly int _strideAcross;
    private readonly int _top;
    private readonly int _left;

    // Rows of the output in a lane.
    private readonly int _bandRows;
    private readonly byte _low;
    private readonly byte _high;

    // For each channel its weights and what its sums start with.
    private readonly long[][] _held;
    private readonly long[] _multipliers;
    private readonly long[] _starts;
    private readonly int _shift;

    // A channel of the input with its padding: in each lane the rows that one third of the output sees.
    private readonly long[][] _picture;

    // What is outside.
    private readonly byte[] _padding;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    /// <param name="shift">The common shift of its outputs.</param>
    public HeldDepthwiseRunner(DepthwiseInfo info, LayerContext context, int shift)
        : base(context)
    {
        byte[] file = context.File;
        MatrixInfo matrix = info.Matrix;
        LayerWindow window = info.Window;
        _channels = matrix.Outputs;
        _height = info.Input.Height;
        _width = info.Input.Width;
        _rows = info.Output.Height;
        _columns = info.Output.Width;
        _strideDown = window.StrideDown;
        _strideAcross = window.StrideAcross;
        _top = window.Top;
        _left = window.Left;
        _bandRows = BandRows(info);
        _low = (byte)matrix.Activation.Low;
        _high = (byte)matrix.Activation.High;
        _shift = shift;
        _padding = new byte[] { (byte)info.PaddingValue };
        _multipliers = new long[_channels];
        _starts = new long[_channels];
        _held = new long[_channels][];
        for (int c = 0; c < _channels; c++)
        {
            _held[c] = new long[Weights + 1];
        }

        byte[] row = new byte[_channels];
        for (int i = 0; i < Weights; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int c = 0; c < _channels; c++)
            {
                _held[c][i] = (sbyte)row[c];
            }
        }

        int[] offsets = Offsets(matrix, file);
        for (int c = 0; c < _channels; c++)
        {
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * c));
            long offset = offsets[c];
            _held[c][Weights] = offset + (offset << LaneBits) + (offset << (2 * LaneBits));
            _multipliers[c] = CommonShift.Multiplier(matrix, file, c, shift);
            _starts[c] = ((bias - offset) * _multipliers[c]) + ((long)matrix.Activation.ZeroPoint << shift) + CommonShift.Rounding(matrix, file, c, shift);
        }

        _picture = new long[PictureRows(info)][];
        for (int i = 0; i < _picture.Length; i++)
        {
            _picture[i] = new long[PictureColumns(info)];
            for (int k = 0; k < _picture[i].Length; k++)
            {
                _picture[i][k] = info.PaddingValue + ((long)info.PaddingValue << LaneBits) + ((long)info.PaddingValue << (2 * LaneBits));
            }
        }
    }

    /// <summary>The common shift of a layer's outputs; 0 if the layer cannot be run like this.</summary>
    public static int ShiftOf(DepthwiseInfo info, byte[] file)
    {
        LayerWindow window = info.Window;
        bool fits = window.Height == Size && window.Width == Size && !info.Activation.HasTable && CommonShift.IsEnough(info.Activation, false);
        return fits ? CommonShift.Of(info.Matrix, file, Offsets(info.Matrix, file), 1L << LaneBits) : 0;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(DepthwiseInfo info)
    {
        int channels = info.Matrix.Outputs;
        return Ram.ObjectBytes(FieldCount + 18) + Ram.ArrayBytes(1, 1) + (2 * Ram.ArrayBytes(8, channels)) + DotWeights.RequiredRam(channels, Weights + 1)
            + DotWeights.RequiredRam(PictureRows(info), PictureColumns(info));
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        for (int c = 0; c < _channels; c++)
        {
            Read(x, c);
            Write(c, y);
        }
    }

    private static int BandRows(DepthwiseInfo info)
    {
        return (info.Output.Height + 2) / 3;
    }

    private static int PictureRows(DepthwiseInfo info)
    {
        return ((BandRows(info) - 1) * info.Window.StrideDown) + Size;
    }

    private static int PictureColumns(DepthwiseInfo info)
    {
        return info.Window.Left + info.Input.Width + info.Window.Right;
    }

    // What makes the sums of each channel positive.
    private static int[] Offsets(MatrixInfo matrix, byte[] file)
    {
        int[] offsets = new WeightSpans(matrix, file).Negative;
        for (int c = 0; c < offsets.Length; c++)
        {
            offsets[c] *= 255;
        }

        return offsets;
    }

    private void Read(byte[] x, int channel)
    {
        int channels = _channels;
        int rowBytes = _width * channels;
        int band = _bandRows * _strideDown;
        int first = _left;
        int end = _left + _width;
        for (int i = 0; i < _picture.Length; i++)
        {
            int row = i - _top;
            byte[] upper = x, middle = x, lower = x;
            int at = (row * rowBytes) + channel, middleAt = at + (band * rowBytes), lowerAt = middleAt + (band * rowBytes);
            int step = channels, middleStep = channels, lowerStep = channels;
            if (row < 0 || row >= _height)
            {
                upper = _padding;
                at = 0;
                step = 0;
            }

            if (row + band < 0 || row + band >= _height)
            {
                middle = _padding;
                middleAt = 0;
                middleStep = 0;
            }

            if (row + band + band >= _height)
            {
                lower = _padding;
                lowerAt = 0;
                lowerStep = 0;
            }

            long[] to = _picture[i];
            for (int k = first; k != end; k++)
            {
                to[k] = upper[at] + ((long)middle[middleAt] << LaneBits) + ((long)lower[lowerAt] << (2 * LaneBits));
                at += step;
                middleAt += middleStep;
                lowerAt += lowerStep;
            }
        }
    }

    private void Write(int channel, byte[] y)
    {
        long[] held = _held[channel];
        long w0 = held[0], w1 = held[1], w2 = held[2], w3 = held[3], w4 = held[4], w5 = held[5], w6 = held[6], w7 = held[7], w8 = held[8];
        long start = held[9];
        long multiplier = _multipliers[channel];
        long added = _starts[channel];
        long mask = (1L << LaneBits) - 1;
        int shift = _shift;
        int across = _strideAcross;
        int channels = _channels;
        int band = _bandRows * _columns * channels;
        long low = _low;
        long high = _high;
        byte lowest = _low;
        byte highest = _high;
        int to = channel;
        int rows = _bandRows;
        for (int i = 0; i < rows; i++)
        {
            int at = i * _strideDown;
            long[] first = _picture[at], second = _picture[at + 1], third = _picture[at + 2];
            bool hasMiddle = i + rows < _rows;
            bool hasLower = i + rows + rows < _rows;
            int left = 0, centre = 1, right = 2;
            for (int column = _columns; column != 0; column--)
            {
                long sums = start + (w0 * first[left]) + (w1 * first[centre]) + (w2 * first[right])
                    + (w3 * second[left]) + (w4 * second[centre]) + (w5 * second[right])
                    + (w6 * third[left]) + (w7 * third[centre]) + (w8 * third[right]);
                left += across;
                centre += across;
                right += across;
                long scaled = (((sums & mask) * multiplier) + added) >> shift;
                y[to] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                if (hasMiddle)
                {
                    scaled = ((((sums >> LaneBits) & mask) * multiplier) + added) >> shift;
                    y[to + band] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                }

                if (hasLower)
                {
                    scaled = (((sums >> (2 * LaneBits)) * multiplier) + added) >> shift;
                    y[to + band + band] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                }

                to += channels;
            }
        }
    }
}
