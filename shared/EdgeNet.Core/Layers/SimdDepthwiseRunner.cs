using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>
/// Runs a depthwise convolution on vector registers: 16 channels at a time. The values of two places of the window are mixed, so that those of a channel lie
/// beside one another and are multiplied with its weights by one instruction, vpmaddwd. An odd last place is mixed with itself, with weights of zero.
/// </summary>
internal sealed class SimdDepthwiseRunner : LayerRunner
{
    private const int Count = SimdRequantizer.Count;

    // Those of 3x3, an even number.
    private const int TenPlaces = 10;

    // Sums that are kept at a time.
    private const int MaxSums = 16384;

    private readonly Requantization _requantization;
    private readonly SimdPicture _picture;
    private readonly short[] _weights;
    private readonly int[] _places;
    private readonly int[] _sums;
    private readonly int[] _starts;
    private readonly int _channels;
    private readonly int _piece;
    private readonly int _stride;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public SimdDepthwiseRunner(DepthwiseInfo info, LayerContext context)
        : base(context)
    {
        MatrixInfo matrix = info.Matrix;
        _channels = matrix.Outputs;
        _stride = (_channels + Count - 1) / Count * Count;
        _requantization = new Requantization(matrix, context.File);
        _picture = new SimdPicture(info, info.PaddingValue, _stride - _channels);
        _piece = Math.Min(_picture.Positions, Math.Max(1, MaxSums / _stride));
        _sums = GC.AllocateArray<int>(_piece * _stride, pinned: true);
        _starts = new int[_piece];
        int terms = matrix.Terms, pairs = (terms + 1) / 2;
        _places = new int[2 * pairs];
        _weights = GC.AllocateArray<short>(pairs * 2 * _stride, pinned: true);
        byte[] row = new byte[_channels];
        for (int place = 0; place < 2 * pairs; place++)
        {
            int term = Math.Min(place, terms - 1);
            _places[place] = (term / info.Window.Width * _picture.RowStep) + (term % info.Window.Width * _channels);
            if (place == term)
            {
                WeightRows.Read(context.File, matrix, term, row);
                for (int c = 0; c < _channels; c++)
                {
                    _weights[(((c / Count * pairs) + (place / 2)) * 2 * Count) + (2 * MixedPlace(c % Count)) + (place % 2)] = (sbyte)row[c];
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        _picture.Widen(tensors.Slots[InputSlot]);
        byte[] y = tensors.Slots[OutputSlot];
        for (int first = 0; first < _picture.Positions; first += _piece)
        {
            int positions = Math.Min(_piece, _picture.Positions - first);
            _picture.Find(first, positions, _starts);
            if (_places.Length == TenPlaces)
            {
                for (int channel = 0; channel < _stride; channel += Count)
                {
                    AddTen(channel, positions);
                }
            }
            else
            {
                for (int position = 0; position < positions; position++)
                {
                    Add(ref _picture.Values[_starts[position]], ref _sums[position * _stride]);
                }
            }

            _requantization.ActivateAll(_sums, _stride, positions, y, first * _channels);
        }
    }

    // Sixteen channels of all positions: the weights of most windows fit in registers.
    private void AddTen(int channel, int positions)
    {
        ref short w = ref _weights[channel * TenPlaces];
        Vector256<short> a = Vector256.LoadUnsafe(ref w), b = Vector256.LoadUnsafe(ref w, 16), c = Vector256.LoadUnsafe(ref w, 32), d = Vector256.LoadUnsafe(ref w, 48), e = Vector256.LoadUnsafe(ref w, 64);
        Vector256<short> f = Vector256.LoadUnsafe(ref w, 80), g = Vector256.LoadUnsafe(ref w, 96), h = Vector256.LoadUnsafe(ref w, 112), i = Vector256.LoadUnsafe(ref w, 128), j = Vector256.LoadUnsafe(ref w, 144);
        nuint p1 = (nuint)_places[1], p2 = (nuint)_places[2], p3 = (nuint)_places[3], p4 = (nuint)_places[4], p5 = (nuint)_places[5], p6 = (nuint)_places[6], p7 = (nuint)_places[7], p8 = (nuint)_places[8], p9 = (nuint)_places[9];
        ref short values = ref _picture.Values[channel];
        ref int starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        ref int sums = ref _sums[channel];
        for (int position = 0; position < positions; position++)
        {
            ref short x = ref Unsafe.Add(ref values, Unsafe.Add(ref starts, position));
            Vector256<short> first = Vector256.LoadUnsafe(ref x), second = Vector256.LoadUnsafe(ref x, p1);
            Vector256<int> low = Avx2.MultiplyAddAdjacent(a, Avx2.UnpackLow(first, second)), high = Avx2.MultiplyAddAdjacent(b, Avx2.UnpackHigh(first, second));
            first = Vector256.LoadUnsafe(ref x, p2);
            second = Vector256.LoadUnsafe(ref x, p3);
            low += Avx2.MultiplyAddAdjacent(c, Avx2.UnpackLow(first, second));
            high += Avx2.MultiplyAddAdjacent(d, Avx2.UnpackHigh(first, second));
            first = Vector256.LoadUnsafe(ref x, p4);
            second = Vector256.LoadUnsafe(ref x, p5);
            low += Avx2.MultiplyAddAdjacent(e, Avx2.UnpackLow(first, second));
            high += Avx2.MultiplyAddAdjacent(f, Avx2.UnpackHigh(first, second));
            first = Vector256.LoadUnsafe(ref x, p6);
            second = Vector256.LoadUnsafe(ref x, p7);
            low += Avx2.MultiplyAddAdjacent(g, Avx2.UnpackLow(first, second));
            high += Avx2.MultiplyAddAdjacent(h, Avx2.UnpackHigh(first, second));
            first = Vector256.LoadUnsafe(ref x, p8);
            second = Vector256.LoadUnsafe(ref x, p9);
            low += Avx2.MultiplyAddAdjacent(i, Avx2.UnpackLow(first, second));
            high += Avx2.MultiplyAddAdjacent(j, Avx2.UnpackHigh(first, second));
            Avx2.Permute2x128(low, high, 0x20).StoreUnsafe(ref sums);
            Avx2.Permute2x128(low, high, 0x31).StoreUnsafe(ref sums, Count / 2);
            sums = ref Unsafe.Add(ref sums, _stride);
        }
    }

    // All channels of a position.
    private void Add(ref short window, ref int sums)
    {
        ref short weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref int places = ref MemoryMarshal.GetArrayDataReference(_places);
        int count = _places.Length;
        for (int channel = 0; channel < _stride; channel += Count)
        {
            Vector256<int> low = default, high = default;
            ref short x = ref Unsafe.Add(ref window, channel);
            for (int place = 0; place < count; place += 2)
            {
                Vector256<short> first = Vector256.LoadUnsafe(ref x, (nuint)Unsafe.Add(ref places, place)), second = Vector256.LoadUnsafe(ref x, (nuint)Unsafe.Add(ref places, place + 1));
                low += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref weights), Avx2.UnpackLow(first, second));
                high += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref weights, Count), Avx2.UnpackHigh(first, second));
                weights = ref Unsafe.Add(ref weights, 2 * Count);
            }

            Avx2.Permute2x128(low, high, 0x20).StoreUnsafe(ref sums, (nuint)channel);
            Avx2.Permute2x128(low, high, 0x31).StoreUnsafe(ref sums, (nuint)(channel + (Count / 2)));
        }
    }

    // Mixing works in halves of 128 bits: the second and the third four channels change places.
    private static int MixedPlace(int channel) => (channel / 4) switch { 1 => channel + 4, 2 => channel - 4, _ => channel };
}
