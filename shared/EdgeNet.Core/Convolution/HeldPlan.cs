using System;

namespace EdgeNet.Core;

/// <summary>How <see cref="HeldConvolutionRunner"/> lays out a convolution, and the proof that it is exact: see <see cref="StagePlan"/>.</summary>
internal sealed class HeldPlan
{
    /// <summary>Inputs in a long.</summary>
    public const int Lanes = 3;

    /// <summary>The highest lane holds sums of 20 bits: from minus this to this.</summary>
    public const int HalfLane = 1 << 19;

    private const int LaneBits = 22;

    // Positions that share the weights in locals, at least: reading the weights costs as much as one of them.
    private const int LeastPositions = 32;

    // Native instructions that a board's interpreter executes for eight outputs of a position in a pass, and for a long of inputs.
    private const int PassCost = 25000;
    private const int LongCost = 1000;

    private readonly int _groups;
    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly int _columns;
    private readonly int _strideDown;
    private readonly int _top;

    // Of a single channel, three pixels beside one another share a long, and every pixel begins one.
    private readonly bool _isThin;

    // Terms that follow one another in longs: a pixel's channels, or a row of pixels.
    private readonly int _lineTerms;

    // In longs: from a position to the next, a row of a window, and the padding on the left.
    private readonly int _step;
    private readonly int _run;
    private readonly int _left;

    // Output rows of a piece, the rows that those see, and the longs of a row with its padding. A single row of all pixels if each window sees one.
    private readonly bool _isPointwise;
    private readonly int _pieceRows;
    private readonly int _pictureRows;
    private readonly int _rowLongs;
    private readonly int[] _offsets;

    private HeldPlan(ConvolutionInfo layer, byte[] file, int maxInput)
    {
        LayerWindow window = layer.Window;
        MatrixInfo matrix = layer.Matrix;
        Outputs = matrix.Outputs;
        MaxInput = maxInput;
        Padding = layer.PaddingValue;
        _strideDown = window.StrideDown;
        _top = window.Top;
        _channels = layer.Input.Channels;
        _height = layer.Input.Height;
        _width = layer.Input.Width;
        _columns = layer.Output.Width;
        _groups = GroupsOf(layer);
        _step = window.StrideAcross * _groups;
        _isThin = _channels == 1;
        _lineTerms = _isThin ? window.Width : _channels;
        _run = RunOf(layer);
        _left = window.Left * _groups;
        _isPointwise = window.IsTiling(1);
        Positions = layer.Output.Height * layer.Output.Width;
        Longs = window.Height * _run;
        Passes = PassesOf(layer);
        Blocks = BlocksOf(layer);
        int rows = (LeastPositions + _columns - 1) / _columns;
        _pieceRows = _isPointwise ? 1 : rows < layer.Output.Height ? rows : layer.Output.Height;
        PiecePositions = !_isPointwise ? _pieceRows * _columns : Positions < LeastPositions ? Positions : LeastPositions;
        _pictureRows = ((_pieceRows - 1) * window.StrideDown) + window.Height;
        _rowLongs = _isPointwise ? PiecePositions * _groups : (window.Left + _width + window.Right) * _groups;
        _offsets = new int[Outputs];
        IsEnough = !matrix.Activation.HasTable && CommonShift.IsEnough(matrix.Activation, false);
        int[] sizes = new int[_offsets.Length];
        if (Prove(matrix, file))
        {
            for (int o = 0; o < sizes.Length; o++)
            {
                sizes[o] = -_offsets[o];
            }

            Shift = CommonShift.Of(matrix, file, sizes, (long)Passes * 2 * HalfLane);
        }
    }

    /// <summary>Outputs of a position.</summary>
    public readonly int Outputs;

    /// <summary>Largest value of an input.</summary>
    public readonly int MaxInput;

    /// <summary>What it reads outside of the picture.</summary>
    public readonly int Padding;

    /// <summary>Positions of the window.</summary>
    public readonly int Positions;

    /// <summary>Longs that a window sees.</summary>
    public readonly int Longs;

    /// <summary>Passes over the positions of a piece for a block of outputs.</summary>
    public readonly int Passes;

    /// <summary>Blocks of outputs.</summary>
    public readonly int Blocks;

    /// <summary>Positions that are computed at a time.</summary>
    public readonly int PiecePositions;

    /// <summary>From sums to outputs; 0 if the layer cannot be run like this.</summary>
    public readonly int Shift;

    /// <summary>Whether a multiplication, an addition and a shift are enough for that.</summary>
    public readonly bool IsEnough;

    /// <summary>Whether outputs fill all blocks.</summary>
    public bool IsFull
    {
        get { return Outputs % HeldConvolutionRunner.HeldOutputs == 0; }
    }

    /// <summary>Whether sums are kept between passes, or after the last one.</summary>
    public bool KeepsSums
    {
        get { return Passes > 1 || !IsEnough; }
    }

    /// <summary>Longs of the pixels that a piece sees.</summary>
    public int PictureLongs
    {
        get { return _pictureRows * _rowLongs; }
    }

    /// <summary>About how many native instructions a board's interpreter executes for a position.</summary>
    public static long CostOf(ConvolutionInfo layer)
    {
        long groups = GroupsOf(layer);
        return (BlocksOf(layer) * PassesOf(layer) * (long)PassCost) + (layer.Window.StrideDown * layer.Window.StrideAcross * groups * LongCost);
    }

    /// <summary>Plans a convolution.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="file">The model file.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <returns>The plan; null if it would not be exact.</returns>
    public static HeldPlan Of(ConvolutionInfo layer, byte[] file, int maxInput)
    {
        HeldPlan plan = new HeldPlan(layer, file, maxInput);
        return plan.Shift == 0 ? null : plan;
    }

    /// <summary>Heap bytes of it.</summary>
    public int RequiredRam()
    {
        return Ram.ObjectBytes(27) + Ram.ArrayBytes(4, _offsets.Length);
    }

    /// <summary>What is added to the sum of an output to bring it into the highest lane, in all passes.</summary>
    public int OffsetOf(int output)
    {
        return _offsets[output];
    }

    /// <summary>In which of the longs that a window sees a term of the matrix has its input.</summary>
    public int LongOf(int term)
    {
        return (term / _lineTerms * ((_lineTerms + Lanes - 1) / Lanes)) + (term % _lineTerms / Lanes);
    }

    /// <summary>Where a long of weights has that of a term: the first input of a long meets the weight in the highest lane.</summary>
    public int ShiftOf(int term)
    {
        return (Lanes - 1 - (term % _lineTerms % Lanes)) * LaneBits;
    }

    /// <summary>From the first long of a window to one that it sees.</summary>
    public int PlaceOf(int seen)
    {
        return (seen / _run * _rowLongs) + (seen % _run * (_isThin ? Lanes : 1));
    }

    /// <summary>The first long of a window.</summary>
    /// <param name="position">Its number in the piece.</param>
    public int StartOf(int position)
    {
        return _isPointwise ? position * _groups
            : (position / _columns * _strideDown * _rowLongs) + (position % _columns * _step);
    }

    /// <summary>Packs the pixels that a piece sees.</summary>
    /// <param name="x">All pixels.</param>
    /// <param name="first">The first position of the piece.</param>
    /// <param name="count">How many positions it has.</param>
    /// <param name="picture">Receives the pixels.</param>
    public void Read(byte[] x, int first, int count, long[] picture)
    {
        if (_isPointwise)
        {
            Pack(x, first * _channels, count, picture, 0);
            return;
        }

        // What the piece before has seen is still there.
        int step = _pieceRows * _strideDown;
        int kept = first != 0 && step < _pictureRows ? _pictureRows - step : 0;
        Array.Copy(picture, (_pictureRows - kept) * _rowLongs, picture, 0, kept * _rowLongs);
        int row = (first / _columns * _strideDown) - _top + kept;
        for (int i = kept; i < _pictureRows; i++)
        {
            if (row >= 0 && row < _height && _isThin)
            {
                PackThin(x, row * _width, picture, i * _rowLongs);
            }
            else if (row >= 0 && row < _height)
            {
                Pack(x, row * _width * _channels, _width, picture, (i * _rowLongs) + _left);
            }
            else
            {
                long packed = Padding + ((long)Padding << LaneBits) + ((long)Padding << (2 * LaneBits));
                int end = (i + 1) * _rowLongs;
                for (int k = i * _rowLongs; k < end; k++)
                {
                    picture[k] = packed;
                }
            }

            row++;
        }
    }

    private static int GroupsOf(ConvolutionInfo layer)
    {
        return (layer.Input.Channels + Lanes - 1) / Lanes;
    }

    private static int PassesOf(ConvolutionInfo layer)
    {
        return ((layer.Window.Height * RunOf(layer)) + HeldConvolutionRunner.HeldLongs - 1) / HeldConvolutionRunner.HeldLongs;
    }

    private static int RunOf(ConvolutionInfo layer)
    {
        return layer.Input.Channels == 1 ? (layer.Window.Width + Lanes - 1) / Lanes : layer.Window.Width * GroupsOf(layer);
    }

    private void PackThin(byte[] x, int from, long[] picture, int to)
    {
        // From right to left: what is shifted beyond 64 bits is lost.
        long packed = 0;
        for (int k = _rowLongs - 1; k >= 0; k--)
        {
            int column = k - _left;
            packed = (packed << LaneBits) + (column >= 0 && column < _width ? x[from + column] : Padding);
            picture[to + k] = packed;
        }
    }

    private static int BlocksOf(ConvolutionInfo layer)
    {
        return (layer.Matrix.Outputs + HeldConvolutionRunner.HeldOutputs - 1) / HeldConvolutionRunner.HeldOutputs;
    }

    private void Pack(byte[] x, int from, int pixels, long[] picture, int to)
    {
        int full = _channels / Lanes;
        int rest = _channels % Lanes;
        for (; pixels != 0; pixels--)
        {
            for (int group = full; group != 0; group--)
            {
                picture[to] = x[from] + ((long)x[from + 1] << LaneBits) + ((long)x[from + 2] << (2 * LaneBits));
                to++;
                from += Lanes;
            }

            if (rest != 0)
            {
                picture[to] = rest == 1 ? x[from] : x[from] + ((long)x[from + 1] << LaneBits);
                to++;
                from += rest;
            }
        }
    }

    // Whether the products of every pass fit; and what is added to each output's sums.
    private bool Prove(MatrixInfo matrix, byte[] file)
    {
        int outputs = Outputs;
        byte[] row = new byte[outputs];
        int[] negative = new int[outputs];
        int[] size = new int[outputs];
        bool fits = true;
        for (int i = 0; i < matrix.Terms && fits; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            bool isEnd = i == matrix.Terms - 1 || LongOf(i + 1) / HeldConvolutionRunner.HeldLongs != LongOf(i) / HeldConvolutionRunner.HeldLongs;
            for (int o = 0; o < outputs; o++)
            {
                int weight = (sbyte)row[o];
                negative[o] = weight < 0 ? negative[o] - weight : negative[o];
                size[o] = weight < 0 ? size[o] - weight : size[o] + weight;
                if (isEnd)
                {
                    fits = fits && size[o] * MaxInput < 2 * HalfLane;
                    _offsets[o] += (negative[o] * MaxInput) - HalfLane;
                    negative[o] = 0;
                    size[o] = 0;
                }
            }
        }

        return fits;
    }
}
