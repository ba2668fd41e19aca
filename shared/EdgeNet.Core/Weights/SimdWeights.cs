using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>
/// The desktop's form: 16-bit weights in vectors. Two inputs are multiplied at a time, their products added in pairs to 32-bit sums:
/// the instruction vpmaddwd, on registers of 512 or 256 bits. Pairs of inputs that are zero are passed over. Elsewhere one input
/// at a time, on vectors of 128 bits, in whatever way the machine has.
/// </summary>
internal sealed class SimdWeights : PackedWeights
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _lanes;
    private readonly int _rowVectors;
    private readonly short[] _weights;
    private readonly int[] _rows;
    private readonly int[] _values;
    private readonly int[] _padded;

    /// <summary>Packs the weights.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file.</param>
    /// <param name="lanes">Outputs in a vector: 16, 8, or 4 for a machine without vpmaddwd.</param>
    public SimdWeights(MatrixInfo matrix, byte[] file, int lanes)
        : base(matrix, true)
    {
        _inputs = matrix.Terms;
        _outputs = matrix.Outputs;
        _lanes = lanes;
        _rowVectors = (matrix.Outputs + lanes - 1) / lanes;
        int rows = (matrix.Terms + 1) / 2;
        int rowShorts = 2 * lanes * _rowVectors;
        _weights = GC.AllocateArray<short>((rows * rowShorts) + (2 * lanes), pinned: true);
        _rows = new int[rows + Vector512<int>.Count];
        _values = new int[rows + Vector512<int>.Count];
        _padded = new int[_rowVectors * lanes];
        byte[] row = new byte[matrix.Outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int o = 0; o < matrix.Outputs; o++)
            {
                // The weights of both inputs of a pair are beside one another for each output; without pairs, one row after the other.
                int at = lanes == Vector128<int>.Count
                    ? (i / 2 * rowShorts) + (i % 2 * (rowShorts / 2)) + o
                    : (i / 2 * rowShorts) + (2 * o) + (i % 2);
                _weights[at] = (sbyte)row[o];
            }
        }
    }

    /// <summary>The widest vectors this machine multiplies in pairs, in outputs.</summary>
    public static int BestLanes
    {
        get
        {
            return Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? Vector512<int>.Count
                : Avx2.IsSupported ? Vector256<int>.Count
                : Vector128<int>.Count;
        }
    }

    /// <inheritdoc/>
    public override void Accumulate(byte[] x, bool found, ActiveInputs active, int[] sums)
    {
        int pairs = FindPairs(x);
        int row = 0;
        if (_lanes == Vector512<int>.Count)
        {
            for (; row + 4 <= _rowVectors; row += 4)
            {
                AddFour512(row, pairs);
            }

            for (; row + 2 <= _rowVectors; row += 2)
            {
                AddTwo512(row, pairs);
            }

            for (; row < _rowVectors; row++)
            {
                AddOne512(row, pairs);
            }
        }
        else if (_lanes == Vector256<int>.Count)
        {
            for (; row + 4 <= _rowVectors; row += 4)
            {
                AddFour256(row, pairs);
            }

            for (; row < _rowVectors; row++)
            {
                AddOne256(row, pairs);
            }
        }
        else
        {
            for (; row < _rowVectors; row++)
            {
                AddOne128(row, pairs);
            }
        }

        for (int o = 0; o < _outputs; o++)
        {
            sums[o] += _padded[o];
        }
    }

    // The pairs that are not both zero: where their weights begin, and both values in the halves of an int.
    private int FindPairs(byte[] x)
    {
        int found = 0;
        int rowShorts = 2 * _lanes * _rowVectors;
        ReadOnlySpan<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(x.AsSpan(0, _inputs));
        ref ushort first = ref MemoryMarshal.GetReference(pairs);
        int p = 0;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            p = CompressPairs(ref first, pairs.Length, rowShorts, ref found);
        }

        for (; p + Vector256<ushort>.Count <= pairs.Length; p += Vector256<ushort>.Count)
        {
            uint zero = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)p), Vector256<ushort>.Zero).ExtractMostSignificantBits();
            for (uint left = ~zero & 0xFFFF; left != 0; left &= left - 1)
            {
                int pair = p + BitOperations.TrailingZeroCount(left);
                Keep(pair, pairs[pair], rowShorts, ref found);
            }
        }

        for (; p < pairs.Length; p++)
        {
            if (pairs[p] != 0)
            {
                Keep(p, pairs[p], rowShorts, ref found);
            }
        }

        if ((_inputs & 1) != 0 && x[_inputs - 1] != 0)
        {
            Keep(p, x[_inputs - 1], rowShorts, ref found);
        }

        return found;
    }

    // Sixteen pairs at a time, without a branch: those that are zero are pressed out.
    private int CompressPairs(ref ushort first, int count, int rowShorts, ref int found)
    {
        Vector512<int> rows = Vector512<int>.Indices * rowShorts, step = Vector512.Create(Vector512<int>.Count * rowShorts);
        ref int rowsFound = ref MemoryMarshal.GetArrayDataReference(_rows);
        ref int valuesFound = ref MemoryMarshal.GetArrayDataReference(_values);
        int p = 0;
        for (; p + Vector512<int>.Count <= count; p += Vector512<int>.Count)
        {
            Vector512<int> bytes = Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref first, (nuint)p));
            Vector512<int> used = ~Vector512.Equals(bytes, Vector512<int>.Zero);
            Vector512<int> values = (bytes & Vector512.Create(0xFF)) | ((bytes & Vector512.Create(0xFF00)) << 8);
            Avx512F.Compress(rows, used, rows).StoreUnsafe(ref rowsFound, (nuint)found);
            Avx512F.Compress(values, used, values).StoreUnsafe(ref valuesFound, (nuint)found);
            found += BitOperations.PopCount(used.ExtractMostSignificantBits());
            rows += step;
        }

        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(int pair, int bytes, int rowShorts, ref int found)
    {
        _rows[found] = pair * rowShorts;
        _values[found++] = (bytes & 0xFF) | ((bytes & 0xFF00) << 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products512(ref short weights, Vector512<short> both)
    {
        return Avx512BW.MultiplyAddAdjacent(Vector512.LoadUnsafe(ref weights), both);
    }

    private void AddFour512(int vector, int pairs)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        ref short weights = ref _weights[vector * 2 * Vector512<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int p = 0; p < pairs; p++)
        {
            Vector512<short> both = Vector512.Create(Unsafe.Add(ref values, p)).AsInt16();
            ref short row = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p));
            a += Products512(ref row, both);
            b += Products512(ref Unsafe.Add(ref row, 32), both);
            c += Products512(ref Unsafe.Add(ref row, 64), both);
            d += Products512(ref Unsafe.Add(ref row, 96), both);
        }

        ref int sums = ref _padded[vector * Vector512<int>.Count];
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 16);
        c.StoreUnsafe(ref sums, 32);
        d.StoreUnsafe(ref sums, 48);
    }

    private void AddTwo512(int vector, int pairs)
    {
        // Two sets of sums: a chain of additions would be waited for.
        Vector512<int> a = default, b = default, c = default, d = default;
        ref short weights = ref _weights[vector * 2 * Vector512<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        int p = 0;
        for (; p + 1 < pairs; p += 2)
        {
            Vector512<short> both = Vector512.Create(Unsafe.Add(ref values, p)).AsInt16();
            Vector512<short> next = Vector512.Create(Unsafe.Add(ref values, p + 1)).AsInt16();
            ref short row = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p));
            ref short nextRow = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p + 1));
            a += Products512(ref row, both);
            b += Products512(ref Unsafe.Add(ref row, 32), both);
            c += Products512(ref nextRow, next);
            d += Products512(ref Unsafe.Add(ref nextRow, 32), next);
        }

        if (p < pairs)
        {
            Vector512<short> both = Vector512.Create(Unsafe.Add(ref values, p)).AsInt16();
            ref short row = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p));
            a += Products512(ref row, both);
            b += Products512(ref Unsafe.Add(ref row, 32), both);
        }

        ref int sums = ref _padded[vector * Vector512<int>.Count];
        (a + c).StoreUnsafe(ref sums);
        (b + d).StoreUnsafe(ref sums, 16);
    }

    private void AddOne512(int vector, int pairs)
    {
        Vector512<int> a = default;
        ref short weights = ref _weights[vector * 2 * Vector512<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int p = 0; p < pairs; p++)
        {
            a += Products512(ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p)), Vector512.Create(Unsafe.Add(ref values, p)).AsInt16());
        }

        a.StoreUnsafe(ref _padded[vector * Vector512<int>.Count]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products256(ref short weights, Vector256<short> both)
    {
        return Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref weights), both);
    }

    private void AddFour256(int vector, int pairs)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        ref short weights = ref _weights[vector * 2 * Vector256<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int p = 0; p < pairs; p++)
        {
            Vector256<short> both = Vector256.Create(Unsafe.Add(ref values, p)).AsInt16();
            ref short row = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p));
            a += Products256(ref row, both);
            b += Products256(ref Unsafe.Add(ref row, 16), both);
            c += Products256(ref Unsafe.Add(ref row, 32), both);
            d += Products256(ref Unsafe.Add(ref row, 48), both);
        }

        ref int sums = ref _padded[vector * Vector256<int>.Count];
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 8);
        c.StoreUnsafe(ref sums, 16);
        d.StoreUnsafe(ref sums, 24);
    }

    private void AddOne256(int vector, int pairs)
    {
        Vector256<int> a = default;
        ref short weights = ref _weights[vector * 2 * Vector256<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int p = 0; p < pairs; p++)
        {
            a += Products256(ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p)), Vector256.Create(Unsafe.Add(ref values, p)).AsInt16());
        }

        a.StoreUnsafe(ref _padded[vector * Vector256<int>.Count]);
    }

    private void AddOne128(int vector, int pairs)
    {
        Vector128<int> sum = default;
        ref short weights = ref _weights[vector * Vector128<int>.Count];
        ref int values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        int second = _lanes * _rowVectors;
        for (int p = 0; p < pairs; p++)
        {
            ref short row = ref Unsafe.Add(ref weights, Unsafe.Add(ref rows, p));
            sum += Vector128.WidenLower(Vector128.LoadUnsafe(ref row)) * (Unsafe.Add(ref values, p) & 0xFFFF);
            sum += Vector128.WidenLower(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, second))) * (Unsafe.Add(ref values, p) >> 16);
        }

        sum.StoreUnsafe(ref _padded[vector * Vector128<int>.Count]);
    }
}
