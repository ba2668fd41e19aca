using System;

namespace EdgeNet.Core;

/// <summary>
/// Runs a convolution of bytes by dot products with weights in locals: three inputs of a pixel are in the lanes of a long, as <see cref="StagePlan"/> explains, and the weights
/// of eight outputs for eleven longs pass over a piece of all positions. Every pass empties its lanes, so that only a pass's products have to fit in 20 bits,
/// which they do unless nearly all weights are as large as they can be.
/// </summary>
internal sealed partial class HeldConvolutionRunner : LayerRunner
{
    /// <summary>Outputs whose weights are held at a time.</summary>
    public const int HeldOutputs = 8;

    /// <summary>Longs whose weights are held at a time.</summary>
    public const int HeldLongs = 11;

    private const int Lanes = HeldPlan.Lanes;
    private const int LaneBits = 22;
    private const int TopShift = (Lanes - 1) * LaneBits;

    private readonly HeldPlan _plan;

    // For each block of outputs and each pass: the weights, output by output; then what the sums start with.
    private readonly long[][] _weights;

    // For each pass, from the first long of a window to those that it sees.
    private readonly int[][] _places;

    // For each block of outputs: multiplier and what is added then, in turns.
    private readonly long[][] _scales;

    // The pixels that a piece of the positions sees, and where its windows begin.
    private readonly long[] _picture;
    private readonly int[] _windows;

    // The sums of each position between passes; null if one is enough.
    private readonly long[][] _sums;

    // The outputs of a piece, if their number does not fill blocks; else null.
    private readonly byte[] _piece;

    // Where a multiplication, an addition and a shift are not enough: what is subtracted from what is too small, and 256 outputs or none.
    private readonly long[] _corrections;
    private readonly byte[] _table;
    private readonly int _passes;
    private readonly int _shift;
    private readonly int _zeroPoint;
    private readonly int _low;
    private readonly int _high;

    // Where the outputs of this piece go.
    private byte[] _target;
    private int _targetAt;
    private int _targetStep;

    /// <summary>Creates a layer.</summary>
    /// <param name="matrix">The layer's matrix.</param>
    /// <param name="plan">How it is laid out.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public HeldConvolutionRunner(MatrixInfo matrix, HeldPlan plan, LayerContext context)
        : base(context)
    {
        byte[] file = context.File;
        _plan = plan;
        _passes = plan.Passes;
        _shift = plan.Shift;
        _zeroPoint = matrix.Activation.ZeroPoint;
        _low = matrix.Activation.Low;
        _high = matrix.Activation.High;
        _corrections = plan.IsEnough ? null : new long[plan.Blocks * HeldOutputs];
        _table = new byte[matrix.Activation.HasTable ? ModelFormat.TableLength : 0];
        Array.Copy(file, matrix.TableAt, _table, 0, _table.Length);
        _windows = new int[plan.PiecePositions];
        _picture = new long[plan.PictureLongs];
        _piece = plan.IsFull ? null : new byte[plan.PiecePositions * plan.Blocks * HeldOutputs];
        _sums = plan.KeepsSums ? new long[plan.PiecePositions][] : null;
        for (int i = 0; i < plan.PiecePositions; i++)
        {
            _windows[i] = plan.StartOf(i);
            if (_sums != null)
            {
                _sums[i] = new long[HeldOutputs];
            }
        }

        _places = new int[_passes][];
        for (int pass = 0; pass < _passes; pass++)
        {
            _places[pass] = new int[HeldLongs];
            for (int i = 0; i < HeldLongs && (pass * HeldLongs) + i < plan.Longs; i++)
            {
                _places[pass][i] = plan.PlaceOf((pass * HeldLongs) + i);
            }
        }

        long packed = plan.Padding + ((long)plan.Padding << LaneBits) + ((long)plan.Padding << (2 * LaneBits));
        for (int i = 0; i < _picture.Length; i++)
        {
            _picture[i] = packed;
        }

        _weights = new long[plan.Blocks * _passes][];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = new long[(HeldLongs + 1) * HeldOutputs];
        }

        LayOut(matrix, file);
        _scales = new long[plan.Blocks][];
        for (int block = 0; block < plan.Blocks; block++)
        {
            _scales[block] = new long[2 * HeldOutputs];
        }

        for (int o = 0; o < matrix.Outputs; o++)
        {
            long[] scales = _scales[o / HeldOutputs];
            int i = o % HeldOutputs * 2;
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o)) - plan.OffsetOf(o);
            scales[i] = CommonShift.Multiplier(matrix, file, o, _shift);
            scales[i + 1] = (bias * scales[i]) + ((long)matrix.Activation.ZeroPoint << _shift) + CommonShift.Rounding(matrix, file, o, _shift);
            if (_corrections != null)
            {
                _corrections[o] = CommonShift.Correction(matrix, file, o, _shift);
            }
        }
    }

    /// <summary>Heap bytes of it.</summary>
    /// <param name="matrix">The layer's matrix.</param>
    /// <param name="plan">How it is laid out.</param>
    public static int RequiredRam(MatrixInfo matrix, HeldPlan plan)
    {
        int arrays = plan.Blocks * plan.Passes;
        return Ram.ObjectBytes(FieldCount + 18) + plan.RequiredRam()
            + DotWeights.RequiredRam(arrays, (HeldLongs + 1) * HeldOutputs)
            + Ram.ArrayBytes(Ram.ReferenceBytes, plan.Passes) + (plan.Passes * Ram.ArrayBytes(4, HeldLongs))
            + DotWeights.RequiredRam(plan.Blocks, 2 * HeldOutputs)
            + Ram.ArrayBytes(8, plan.PictureLongs) + Ram.ArrayBytes(4, plan.PiecePositions)
            + (plan.KeepsSums ? DotWeights.RequiredRam(plan.PiecePositions, HeldOutputs) : 0)
            + (plan.IsFull ? 0 : Ram.ArrayBytes(1, plan.PiecePositions * plan.Blocks * HeldOutputs))
            + (plan.IsEnough ? 0 : Ram.ArrayBytes(8, plan.Blocks * HeldOutputs)) + Ram.ArrayBytes(1, matrix.Activation.HasTable ? ModelFormat.TableLength : 0);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int outputs = _plan.Outputs;
        int positions = _plan.Positions;
        _targetStep = _plan.Blocks * HeldOutputs;
        for (int first = 0; first < positions; first += _windows.Length)
        {
            int count = positions - first < _windows.Length ? positions - first : _windows.Length;
            _plan.Read(x, first, count, _picture);
            _target = _piece ?? y;
            _targetAt = _piece == null ? first * outputs : 0;
            for (int block = 0; block < _plan.Blocks; block++)
            {
                for (int pass = 0; pass < _passes; pass++)
                {
                    AddEight(block, pass, count);
                }

                if (_corrections != null)
                {
                    Finish(block, count);
                }
            }

            for (int i = 0; i < count && _piece != null; i++)
            {
                Array.Copy(_piece, i * _targetStep, y, (first + i) * outputs, outputs);
            }
        }
    }

    private void LayOut(MatrixInfo matrix, byte[] file)
    {
        HeldPlan plan = _plan;
        int outputs = plan.Outputs;
        byte[] row = new byte[outputs];
        int[] least = new int[outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            int at = plan.LongOf(i);
            int pass = at / HeldLongs;
            int shift = plan.ShiftOf(i);
            bool isEnd = i == matrix.Terms - 1 || plan.LongOf(i + 1) / HeldLongs != pass;
            for (int o = 0; o < outputs; o++)
            {
                int weight = (sbyte)row[o];
                long[] weights = _weights[(o / HeldOutputs * _passes) + pass];
                int lane = o % HeldOutputs;
                weights[(lane * HeldLongs) + (at % HeldLongs)] += (long)weight << shift;
                least[o] = weight < 0 ? least[o] - (weight * plan.MaxInput) : least[o];
                if (isEnd)
                {
                    // What makes the lower lanes positive, and brings the highest one's least value to the least that it can hold.
                    weights[(HeldLongs * HeldOutputs) + lane] = ((long)(least[o] - HeldPlan.HalfLane) << TopShift) + least[o] + ((long)least[o] << LaneBits);
                    least[o] = 0;
                }
            }
        }
    }

    // Turns sums into outputs with a correction or a table.
    private void Finish(int block, int count)
    {
        long[] scales = _scales[block];
        long[] corrections = _corrections;
        byte[] table = _table;
        byte[] y = _target;
        int shift = _shift;
        long low = _low;
        long high = _high;
        int first = block * HeldOutputs;
        long zero = (1L << (shift - 1)) + ((long)_zeroPoint << shift);
        for (int i = 0; i < count; i++)
        {
            long[] sums = _sums[i];
            int to = _targetAt + (i * _targetStep) + first;
            for (int o = 0; o < HeldOutputs; o++)
            {
                long scaled = (sums[o] * scales[2 * o]) + scales[(2 * o) + 1];
                scaled = (scaled < zero ? scaled - corrections[first + o] : scaled) >> shift;
                byte limited = scaled <= low ? (byte)low : scaled >= high ? (byte)high : (byte)scaled;
                y[to + o] = table.Length == 0 ? limited : table[limited];
            }
        }
    }
}
