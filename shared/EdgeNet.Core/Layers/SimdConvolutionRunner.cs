using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>
/// Runs a convolution on vector registers. The values of a window's row lie beside one another in the widened picture; two at a time are multiplied with the
/// weights of 16 outputs: the instruction vpmaddwd. An odd last value of a row is multiplied together with what follows it, whose weights are zero.
/// </summary>
internal sealed class SimdConvolutionRunner : LayerRunner
{
    private const int VectorOutputs = SimdRequantizer.Count;

    // The shorts of a pair's weights.
    private const int PairStep = 2 * VectorOutputs;
    private const int Tile = 4;

    // Sums that are kept at a time.
    private const int MaxSums = 16384;

    private readonly Requantization _requantization;
    private readonly SimdPicture _picture;
    private readonly short[] _weights;
    private readonly int[] _sums;
    private readonly int[] _starts;
    private readonly int _piece;
    private readonly int _outputs;
    private readonly int _vectors;
    private readonly int _vectorStep;
    private readonly int _kernelRows;
    private readonly int _pairs;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public SimdConvolutionRunner(ConvolutionInfo info, LayerContext context)
        : base(context)
    {
        MatrixInfo matrix = info.Matrix;
        int seen = info.Window.Width * info.Input.Channels;
        _requantization = new Requantization(matrix, context.File);
        _picture = new SimdPicture(info, info.PaddingValue, 1);
        _outputs = matrix.Outputs;
        _vectors = (_outputs + VectorOutputs - 1) / VectorOutputs;
        _kernelRows = info.Window.Height;
        _pairs = (seen + 1) / 2;
        _vectorStep = _kernelRows * _pairs * PairStep;
        _weights = GC.AllocateArray<short>(_vectors * _vectorStep, pinned: true);
        int tiles = MaxSums / (_vectors * VectorOutputs * Tile);
        _piece = Math.Min(_picture.Positions, Math.Max(1, tiles) * Tile);
        _sums = GC.AllocateArray<int>(_piece * _vectors * VectorOutputs, pinned: true);
        _starts = new int[_piece];
        byte[] row = new byte[_outputs];
        for (int term = 0; term < matrix.Terms; term++)
        {
            WeightRows.Read(context.File, matrix, term, row);
            int pair = (term / seen * _pairs) + (term % seen / 2);
            for (int o = 0; o < _outputs; o++)
            {
                _weights[(o / VectorOutputs * _vectorStep) + (pair * PairStep) + (o % VectorOutputs * 2) + (term % seen % 2)] = (sbyte)row[o];
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        _picture.Widen(tensors.Slots[InputSlot]);
        byte[] y = tensors.Slots[OutputSlot];
        int stride = _vectors * VectorOutputs;
        for (int first = 0; first < _picture.Positions; first += _piece)
        {
            int positions = Math.Min(_piece, _picture.Positions - first), vector = 0;
            _picture.Find(first, positions, _starts);
            if (Avx512BW.IsSupported)
            {
                // The sums of two vectors of four positions fit in 32 registers, not in 16 of half the size.
                for (; vector + 2 <= _vectors; vector += 2)
                {
                    int position = 0;
                    for (; position + Tile <= positions; position += Tile)
                    {
                        AddEight(vector, ref _starts[position], ref _sums[(position * stride) + (vector * VectorOutputs)], stride);
                    }

                    for (; position < positions; position++)
                    {
                        AddTwo(vector, _starts[position], ref _sums[(position * stride) + (vector * VectorOutputs)]);
                    }
                }
            }

            for (; vector < _vectors; vector++)
            {
                int position = 0;
                for (; position + Tile <= positions; position += Tile)
                {
                    AddFour(vector, ref _starts[position], ref _sums[(position * stride) + (vector * VectorOutputs)], stride);
                }

                for (; position < positions; position++)
                {
                    AddOne(vector, _starts[position], ref _sums[(position * stride) + (vector * VectorOutputs)]);
                }
            }

            _requantization.ActivateAll(_sums, stride, positions, y, first * _outputs);
        }
    }

    // Both values of a pair in every place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Both(ref short values, nint at) => Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref values, at)))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(Vector512<short> weights, Vector512<short> both) => Avx512BW.IsSupported
        ? Avx512BW.MultiplyAddAdjacent(weights, both)
        : Vector512.Create(Avx2.MultiplyAddAdjacent(weights.GetLower(), both.GetLower()), Avx2.MultiplyAddAdjacent(weights.GetUpper(), both.GetUpper()));

    // Four positions share the weights that are read, and two vectors the values.
    private void AddEight(int vector, ref int starts, ref int sums, int stride)
    {
        Vector512<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        ref short weights = ref _weights[vector * _vectorStep];
        ref short row = ref _picture.Values[starts];
        nint second = Unsafe.Add(ref starts, 1) - starts, third = Unsafe.Add(ref starts, 2) - starts, fourth = Unsafe.Add(ref starts, 3) - starts, other = _vectorStep;
        for (int kernelRow = _kernelRows; kernelRow > 0; kernelRow--)
        {
            ref short x = ref row;
            for (int pair = _pairs; pair > 0; pair--)
            {
                Vector512<short> u = Vector512.LoadUnsafe(ref weights), v = Vector512.LoadUnsafe(ref weights, (nuint)other);
                Vector512<short> both = Both(ref x, 0);
                a += Products(u, both);
                e += Products(v, both);
                both = Both(ref x, second);
                b += Products(u, both);
                f += Products(v, both);
                both = Both(ref x, third);
                c += Products(u, both);
                g += Products(v, both);
                both = Both(ref x, fourth);
                d += Products(u, both);
                h += Products(v, both);
                x = ref Unsafe.Add(ref x, 2);
                weights = ref Unsafe.Add(ref weights, PairStep);
            }

            row = ref Unsafe.Add(ref row, _picture.RowStep);
        }

        a.StoreUnsafe(ref sums);
        e.StoreUnsafe(ref sums, VectorOutputs);
        sums = ref Unsafe.Add(ref sums, stride);
        b.StoreUnsafe(ref sums);
        f.StoreUnsafe(ref sums, VectorOutputs);
        sums = ref Unsafe.Add(ref sums, stride);
        c.StoreUnsafe(ref sums);
        g.StoreUnsafe(ref sums, VectorOutputs);
        sums = ref Unsafe.Add(ref sums, stride);
        d.StoreUnsafe(ref sums);
        h.StoreUnsafe(ref sums, VectorOutputs);
    }

    private void AddFour(int vector, ref int starts, ref int sums, int stride)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        ref short weights = ref _weights[vector * _vectorStep];
        ref short row = ref _picture.Values[starts];
        nint second = Unsafe.Add(ref starts, 1) - starts, third = Unsafe.Add(ref starts, 2) - starts, fourth = Unsafe.Add(ref starts, 3) - starts;
        for (int kernelRow = _kernelRows; kernelRow > 0; kernelRow--)
        {
            ref short x = ref row;
            for (int pair = _pairs; pair > 0; pair--)
            {
                Vector512<short> w = Vector512.LoadUnsafe(ref weights);
                a += Products(w, Both(ref x, 0));
                b += Products(w, Both(ref x, second));
                c += Products(w, Both(ref x, third));
                d += Products(w, Both(ref x, fourth));
                x = ref Unsafe.Add(ref x, 2);
                weights = ref Unsafe.Add(ref weights, PairStep);
            }

            row = ref Unsafe.Add(ref row, _picture.RowStep);
        }

        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, (nuint)stride);
        c.StoreUnsafe(ref sums, (nuint)(2 * stride));
        d.StoreUnsafe(ref sums, (nuint)(3 * stride));
    }

    private void AddTwo(int vector, int start, ref int sums)
    {
        AddOne(vector, start, ref sums);
        AddOne(vector + 1, start, ref Unsafe.Add(ref sums, VectorOutputs));
    }

    private void AddOne(int vector, int start, ref int sums)
    {
        Vector512<int> a = default;
        ref short weights = ref _weights[vector * _vectorStep];
        ref short row = ref _picture.Values[start];
        for (int kernelRow = _kernelRows; kernelRow > 0; kernelRow--)
        {
            ref short x = ref row;
            for (int pair = _pairs; pair > 0; pair--)
            {
                a += Products(Vector512.LoadUnsafe(ref weights), Both(ref x, 0));
                x = ref Unsafe.Add(ref x, 2);
                weights = ref Unsafe.Add(ref weights, PairStep);
            }

            row = ref Unsafe.Add(ref row, _picture.RowStep);
        }

        a.StoreUnsafe(ref sums);
    }
}
