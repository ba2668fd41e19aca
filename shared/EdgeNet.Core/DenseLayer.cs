using System;

namespace EdgeNet.Core;

/// <summary>
/// A dense layer: sum[o] = bias[o] + sum over i of weight[i][o] * x[i]. Weights are kept in pieces of eight outputs by up to
/// 2,048 inputs, because a board's heap has no room for one large array; eight sums live in locals while the inputs
/// that are not zero pass by, because an interpreter pays for every load and store.
/// </summary>
internal sealed class DenseLayer
{
    internal const int Lanes = 8;
    internal const int PieceInputs = 2048;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _chunks;
    private readonly sbyte[][] _pieces;
    private readonly int[] _bias;
    private readonly int[] _multiplier;
    private readonly byte[] _shift;
    private readonly int _zeroPoint;
    private readonly byte[] _table;

    public DenseLayer(LayerInfo info, byte[] file)
    {
        _inputs = info.Inputs;
        _outputs = info.Outputs;
        _zeroPoint = info.ZeroPoint;
        _chunks = Chunks(info);
        int blocks = Blocks(info);
        _pieces = new sbyte[blocks * _chunks][];
        for (int block = 0; block < blocks; block++)
        {
            for (int chunk = 0; chunk < _chunks; chunk++)
            {
                _pieces[(block * _chunks) + chunk] = Piece(info, file, block, chunk);
            }
        }

        _bias = new int[_outputs];
        _multiplier = new int[_outputs];
        _shift = new byte[_outputs];
        for (int o = 0; o < _outputs; o++)
        {
            _bias[o] = LittleEndian.Int32At(file, info.BiasAt + (4 * o));
            _multiplier[o] = LittleEndian.Int32At(file, info.MultiplierAt + (4 * o));
            _shift[o] = file[info.ShiftAt + o];
        }

        _table = new byte[info.HasTable ? ModelFormat.TableLength : 0];
        if (info.HasTable)
        {
            Array.Copy(file, info.TableAt, _table, 0, ModelFormat.TableLength);
        }
    }

    public static int RequiredRam(LayerInfo info)
    {
        int blocks = Blocks(info);
        int chunks = Chunks(info);
        int lastPiece = info.Inputs - ((chunks - 1) * PieceInputs);
        return Ram.ObjectBytes(9)
            + Ram.ArrayBytes(Ram.ReferenceBytes, blocks * chunks)
            + (blocks * (chunks - 1) * Ram.ArrayBytes(1, PieceInputs * Lanes))
            + (blocks * Ram.ArrayBytes(1, lastPiece * Lanes))
            + (2 * Ram.ArrayBytes(4, info.Outputs))
            + Ram.ArrayBytes(1, info.Outputs)
            + Ram.ArrayBytes(1, info.HasTable ? ModelFormat.TableLength : 0);
    }

    /// <summary>Computes the sums of all outputs.</summary>
    /// <param name="low">The inputs.</param>
    /// <param name="high">High bytes of wide inputs; empty for bytes.</param>
    /// <param name="scratch">Room for the inputs that are not zero.</param>
    /// <param name="sums">Receives the sums, one an output.</param>
    public void Sum(byte[] low, byte[] high, NonZeroInputs scratch, int[] sums)
    {
        Array.Clear(sums, 0, _outputs);
        if (high.Length != 0)
        {
            Accumulate(high, scratch, sums);
            for (int o = 0; o < _outputs; o++)
            {
                sums[o] <<= 8;
            }
        }

        Accumulate(low, scratch, sums);
        for (int o = 0; o < _outputs; o++)
        {
            sums[o] += _bias[o];
        }
    }

    /// <summary>Turns sums into the bytes of the next layer's input.</summary>
    public void Activate(int[] sums, byte[] activations)
    {
        for (int o = 0; o < _outputs; o++)
        {
            long scaled = Requantizer.Requantize(sums[o], _multiplier[o], _shift[o]) + _zeroPoint;
            int value = scaled < 0 ? 0 : scaled > 255 ? 255 : (int)scaled;
            activations[o] = _table.Length != 0 ? _table[value] : (byte)value;
        }
    }

    /// <summary>Turns sums into logits: all outputs on one common scale.</summary>
    public void Finish(int[] sums)
    {
        for (int o = 0; o < _outputs; o++)
        {
            sums[o] = (int)Requantizer.Requantize(sums[o], _multiplier[o], _shift[o]);
        }
    }

    private static int Blocks(LayerInfo info)
    {
        return (info.Outputs + Lanes - 1) / Lanes;
    }

    private static int Chunks(LayerInfo info)
    {
        return (info.Inputs + PieceInputs - 1) / PieceInputs;
    }

    private static sbyte[] Piece(LayerInfo info, byte[] file, int block, int chunk)
    {
        int first = chunk * PieceInputs;
        int count = info.Inputs - first < PieceInputs ? info.Inputs - first : PieceInputs;
        int lanes = info.Outputs - (block * Lanes) < Lanes ? info.Outputs - (block * Lanes) : Lanes;
        sbyte[] piece = new sbyte[count * Lanes];
        int from = info.WeightsAt + (first * info.Outputs) + (block * Lanes);
        int to = 0;
        for (int i = 0; i < count; i++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                piece[to + lane] = (sbyte)file[from + lane];
            }

            from += info.Outputs;
            to += Lanes;
        }

        return piece;
    }

    private void Accumulate(byte[] x, NonZeroInputs nonZero, int[] sums)
    {
        for (int chunk = 0; chunk < _chunks; chunk++)
        {
            int first = chunk * PieceInputs;
            nonZero.Collect(x, first, _inputs - first < PieceInputs ? _inputs - first : PieceInputs);
            for (int o = 0; o < _outputs; o += Lanes)
            {
                AddBlock(_pieces[(o / Lanes * _chunks) + chunk], nonZero, sums, o);
            }
        }
    }

    private void AddBlock(sbyte[] w, NonZeroInputs nonZero, int[] sums, int o)
    {
        int s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        short[] positions = nonZero.Positions;
        byte[] values = nonZero.Values;
        int n = nonZero.Count - 1;

        // Two inputs a turn: every sum is loaded and stored half as often.
        for (; n > 0; n -= 2)
        {
            int p = positions[n];
            int x = values[n];
            int q = positions[n - 1];
            int y = values[n - 1];
            s0 += (w[p] * x) + (w[q] * y);
            s1 += (w[p + 1] * x) + (w[q + 1] * y);
            s2 += (w[p + 2] * x) + (w[q + 2] * y);
            s3 += (w[p + 3] * x) + (w[q + 3] * y);
            s4 += (w[p + 4] * x) + (w[q + 4] * y);
            s5 += (w[p + 5] * x) + (w[q + 5] * y);
            s6 += (w[p + 6] * x) + (w[q + 6] * y);
            s7 += (w[p + 7] * x) + (w[q + 7] * y);
        }

        if (n == 0)
        {
            int p = positions[0];
            int x = values[0];
            s0 += w[p] * x;
            s1 += w[p + 1] * x;
            s2 += w[p + 2] * x;
            s3 += w[p + 3] * x;
            s4 += w[p + 4] * x;
            s5 += w[p + 5] * x;
            s6 += w[p + 6] * x;
            s7 += w[p + 7] * x;
        }

        int lanes = _outputs - o;
        sums[o] += s0;
        if (lanes > 1) sums[o + 1] += s1;
        if (lanes > 2) sums[o + 2] += s2;
        if (lanes > 3) sums[o + 3] += s3;
        if (lanes > 4) sums[o + 4] += s4;
        if (lanes > 5) sums[o + 5] += s5;
        if (lanes > 6) sums[o + 6] += s6;
        if (lanes > 7) sums[o + 7] += s7;
    }
}
