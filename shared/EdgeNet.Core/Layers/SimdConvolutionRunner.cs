using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>
/// Runs a convolution on vector registers. The picture is widened to 16 bits with its padding around it, so that the values of a window's row
/// lie beside one another; two at a time are multiplied with the weights of 16 outputs: the instruction vpmaddwd. An odd last value of a row is
/// multiplied together with what follows it, whose weights are zero.
/// </summary>
internal sealed class SimdConvolutionRunner : LayerRunner
{
    private const int VectorOutputs = 16;
    private const int Tile = 4;
    private const int MaxValues = 4 * ModelFormat.MaxTensor;

    // Sums that are kept at a time: a long row of windows is computed in pieces.
    private const int MaxSums = 16384;

    private readonly Requantization _requantization;
    private readonly short[] _picture;
    private readonly short[] _weights;
    private readonly int[] _sums;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _piece;
    private readonly int _outputs;
    private readonly int _vectors;
    private readonly int _kernelRows;
    private readonly int _pairs;
    private readonly int _stepDown;
    private readonly int _stepAcross;
    private readonly int _inputRows;
    private readonly int _rowValues;
    private readonly int _paddedRow;
    private readonly int _first;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public SimdConvolutionRunner(ConvolutionInfo info, LayerContext context)
        : base(context)
    {
        MatrixInfo matrix = info.Matrix;
        LayerWindow window = info.Window;
        int channels = info.Input.Channels, seen = window.Width * channels;
        _requantization = new Requantization(matrix, context.File);
        _rows = info.Output.Height;
        _columns = info.Output.Width;
        _outputs = matrix.Outputs;
        _vectors = (_outputs + VectorOutputs - 1) / VectorOutputs;
        _kernelRows = window.Height;
        _pairs = (seen + 1) / 2;
        _inputRows = info.Input.Height;
        _rowValues = info.Input.Width * channels;
        _paddedRow = (window.Left + info.Input.Width + window.Right) * channels;
        _stepDown = window.StrideDown * _paddedRow;
        _stepAcross = window.StrideAcross * channels;
        _first = (window.Top * _paddedRow) + (window.Left * channels);
        _picture = GC.AllocateUninitializedArray<short>(((window.Top + _inputRows + window.Bottom) * _paddedRow) + 1, pinned: true);
        Array.Fill(_picture, (short)info.PaddingValue);
        _weights = GC.AllocateArray<short>(_vectors * _kernelRows * _pairs * 2 * VectorOutputs, pinned: true);
        int tiles = MaxSums / (_vectors * VectorOutputs * Tile);
        _piece = Math.Min(_columns, Math.Max(1, tiles) * Tile);
        _sums = GC.AllocateArray<int>(_piece * _vectors * VectorOutputs, pinned: true);
        byte[] row = new byte[_outputs];
        for (int term = 0; term < matrix.Terms; term++)
        {
            WeightRows.Read(context.File, matrix, term, row);
            int pair = (term / seen * _pairs) + (term % seen / 2);
            for (int o = 0; o < _outputs; o++)
            {
                int vector = (o / VectorOutputs * _kernelRows * _pairs) + pair;
                _weights[(((vector * VectorOutputs) + (o % VectorOutputs)) * 2) + (term % seen % 2)] = (sbyte)row[o];
            }
        }
    }

    /// <summary>Whether this machine has the instructions, and the padding does not make the picture too large: a small file must not take much memory.</summary>
    public static bool Allows(ConvolutionInfo info)
    {
        LayerWindow window = info.Window;
        long values = (long)(window.Top + info.Input.Height + window.Bottom) * (window.Left + info.Input.Width + window.Right) * info.Input.Channels;
        return Avx2.IsSupported && values <= MaxValues;
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        Widen(tensors.Slots[InputSlot]);
        byte[] y = tensors.Slots[OutputSlot];
        int stride = _vectors * VectorOutputs;
        for (int row = 0; row < _rows; row++)
        {
            for (int first = 0; first < _columns; first += _piece)
            {
                int columns = Math.Min(_piece, _columns - first);
                for (int vector = 0; vector < _vectors; vector++)
                {
                    int at = (row * _stepDown) + (first * _stepAcross), column = 0;
                    ref int sums = ref _sums[vector * VectorOutputs];
                    for (; column + Tile <= columns; column += Tile)
                    {
                        AddFour(vector, at, ref Unsafe.Add(ref sums, column * stride), stride);
                        at += Tile * _stepAcross;
                    }

                    for (; column < columns; column++)
                    {
                        AddOne(vector, at, ref Unsafe.Add(ref sums, column * stride));
                        at += _stepAcross;
                    }
                }

                _requantization.ActivateAll(_sums, stride, columns, y, ((row * _columns) + first) * _outputs);
            }
        }
    }

    private void Widen(byte[] x)
    {
        ref byte from = ref MemoryMarshal.GetArrayDataReference(x);
        for (int row = 0; row < _inputRows; row++)
        {
            ref short to = ref _picture[_first + (row * _paddedRow)];
            ref byte values = ref Unsafe.Add(ref from, row * _rowValues);
            int i = 0;
            for (; i + Vector128<byte>.Count <= _rowValues; i += Vector128<byte>.Count)
            {
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref values, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < _rowValues; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref values, i);
            }
        }
    }

    // Both values of a pair in every place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Both(ref short value) => Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref value))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(Vector512<short> weights, Vector512<short> both) => Avx512BW.IsSupported
        ? Avx512BW.MultiplyAddAdjacent(weights, both)
        : Vector512.Create(Avx2.MultiplyAddAdjacent(weights.GetLower(), both.GetLower()), Avx2.MultiplyAddAdjacent(weights.GetUpper(), both.GetUpper()));

    // Four positions beside one another share the weights that are read.
    private void AddFour(int vector, int at, ref int sums, int stride)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        ref short weights = ref _weights[vector * _kernelRows * _pairs * 2 * VectorOutputs];
        for (int kernelRow = 0; kernelRow < _kernelRows; kernelRow++)
        {
            ref short x = ref _picture[at + (kernelRow * _paddedRow)];
            for (int pair = 0; pair < _pairs; pair++)
            {
                Vector512<short> w = Vector512.LoadUnsafe(ref weights);
                a += Products(w, Both(ref x));
                b += Products(w, Both(ref Unsafe.Add(ref x, _stepAcross)));
                c += Products(w, Both(ref Unsafe.Add(ref x, 2 * _stepAcross)));
                d += Products(w, Both(ref Unsafe.Add(ref x, 3 * _stepAcross)));
                x = ref Unsafe.Add(ref x, 2);
                weights = ref Unsafe.Add(ref weights, 2 * VectorOutputs);
            }
        }

        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, (nuint)stride);
        c.StoreUnsafe(ref sums, (nuint)(2 * stride));
        d.StoreUnsafe(ref sums, (nuint)(3 * stride));
    }

    private void AddOne(int vector, int at, ref int sums)
    {
        Vector512<int> a = default;
        ref short weights = ref _weights[vector * _kernelRows * _pairs * 2 * VectorOutputs];
        for (int kernelRow = 0; kernelRow < _kernelRows; kernelRow++)
        {
            ref short x = ref _picture[at + (kernelRow * _paddedRow)];
            for (int pair = 0; pair < _pairs; pair++)
            {
                a += Products(Vector512.LoadUnsafe(ref weights), Both(ref x));
                x = ref Unsafe.Add(ref x, 2);
                weights = ref Unsafe.Add(ref weights, 2 * VectorOutputs);
            }
        }

        a.StoreUnsafe(ref sums);
    }
}
