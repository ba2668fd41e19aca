using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>
/// Requantises sixteen sums at a time, with the same results as one after the other. For shifts of 31 + e the product is shifted by 31 first, which leaves
/// 32 bits, then by e: rounding once, halves are only added the second time, of rounding twice both times. The second half is added before the last of the
/// e bits is shifted out, where it is 1 and nothing overflows.
/// </summary>
internal sealed class SimdRequantizer
{
    /// <summary>Sums in a register.</summary>
    public const int Count = 16;

    private const int FirstShift = 31;

    private readonly int _outputs;
    private readonly Vector512<int> _zeroPoint;

    // The limits before the zero point is added, which could overflow.
    private readonly Vector512<int> _low;
    private readonly Vector512<int> _high;

    // For each output, filled up to whole registers: see Activate.
    private readonly int[] _biases;
    private readonly int[] _multipliers;
    private readonly int[] _firstHalves;
    private readonly int[] _negatives;
    private readonly int[] _places;
    private readonly int[] _ones;

    /// <summary>Prepares a layer's numbers.</summary>
    /// <param name="biases">A bias for each output.</param>
    /// <param name="multipliers">A multiplier each.</param>
    /// <param name="shifts">A shift each, all of which must be allowed.</param>
    /// <param name="activation">What becomes of the scaled sums.</param>
    public SimdRequantizer(int[] biases, int[] multipliers, byte[] shifts, ActivationInfo activation)
    {
        _outputs = biases.Length;
        _zeroPoint = Vector512.Create(activation.ZeroPoint);
        _low = Vector512.Create(activation.Low - activation.ZeroPoint);
        _high = Vector512.Create(activation.High - activation.ZeroPoint);
        int padded = (_outputs + Count - 1) / Count * Count;
        _biases = new int[padded];
        _multipliers = new int[padded];
        _firstHalves = new int[padded];
        _negatives = new int[padded];
        _places = new int[padded];
        _ones = new int[padded];
        biases.CopyTo(_biases, 0);
        multipliers.CopyTo(_multipliers, 0);
        for (int o = 0; o < _outputs; o++)
        {
            bool isWhole = shifts[o] == FirstShift, twice = !isWhole && activation.Rounding == ModelFormat.RoundTwice;
            _firstHalves[o] = isWhole || twice ? 1 << (FirstShift - 1) : 0;
            _negatives[o] = twice ? -1 : 0;
            _places[o] = isWhole ? 0 : shifts[o] - FirstShift - 1;
            _ones[o] = isWhole ? 0 : 1;
        }
    }

    /// <summary>Whether this machine has the instructions, and no output is scaled up.</summary>
    /// <param name="shifts">A shift for each output.</param>
    public static bool Allows(byte[] shifts) => Avx2.IsSupported && Array.TrueForAll(shifts, shift => shift >= FirstShift);

    /// <summary>Turns the sums of one position into activations, as many as fill whole registers.</summary>
    /// <param name="sums">The sums, which have their biases.</param>
    /// <param name="activations">Receives the activations.</param>
    /// <param name="to">Index of the first of them.</param>
    /// <returns>How many were done.</returns>
    public int Activate(int[] sums, byte[] activations, int to)
    {
        int done = 0;
        for (; done + Count <= _outputs; done += Count)
        {
            Activate(ref sums[done], 0, 1, Vector512<int>.Zero, done, activations, to + done);
        }

        return done;
    }

    /// <summary>Adds the biases to the sums of several positions and turns them into activations.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="stride">From the sums of a position to those of the next: whole registers.</param>
    /// <param name="positions">How many positions.</param>
    /// <param name="activations">Receives the activations, position by position without gaps. What is beyond them may be written to.</param>
    /// <param name="to">Index of the first of them.</param>
    public void ActivateAll(int[] sums, int stride, int positions, byte[] activations, int to)
    {
        // The last outputs first: of a register that is not full, the rest is written over by the next position's first outputs.
        for (int o = _biases.Length - Count; o >= 0; o -= Count)
        {
            Activate(ref sums[o], stride, positions, Vector512.LoadUnsafe(ref _biases[o]), o, activations, to + o);
        }
    }

    private void Activate(ref int sums, int stride, int positions, Vector512<int> biases, int o, byte[] activations, int to)
    {
        Vector512<int> multipliers = Vector512.LoadUnsafe(ref _multipliers[o]), oddMultipliers = Odd(multipliers);
        Vector512<int> halves = Vector512.LoadUnsafe(ref _firstHalves[o]);
        Vector512<long> evenHalves = halves.AsInt64() & Vector512.Create(0xFFFFFFFFL), oddHalves = Odd(halves).AsInt64();
        Vector512<int> negatives = Vector512.LoadUnsafe(ref _negatives[o]), ones = Vector512.LoadUnsafe(ref _ones[o]);
        Vector512<uint> places = Vector512.LoadUnsafe(ref _places[o]).AsUInt32();
        Vector512<int> isEven = Vector512.Create(0xFFFFFFFFL).AsInt32(), zeroPoint = _zeroPoint, low = _low, high = _high;
        ref byte activation = ref MemoryMarshal.GetArrayDataReference(activations);
        for (int position = 0; position < positions; position++)
        {
            Vector512<int> sum = Vector512.LoadUnsafe(ref sums) + biases;
            Vector512<long> even = Multiply(sum, multipliers) + evenHalves, odd = Multiply(Odd(sum), oddMultipliers) + oddHalves;
            Vector512<int> once = Vector512.ConditionalSelect(isEven, Vector512.ShiftRightLogical(even, FirstShift).AsInt32(), (odd << 1).AsInt32());
            Vector512<int> scaled = ShiftRight(ShiftRight(once + ((once >> 31) & negatives), places) + ones, ones.AsUInt32());
            Vector128<byte> bytes = Narrow(Vector512.Min(Vector512.Max(scaled, low), high) + zeroPoint);
            if (to + Count <= activations.Length)
            {
                bytes.StoreUnsafe(ref activation, (nuint)to);
            }
            else
            {
                for (int i = 0; i < activations.Length - to; i++)
                {
                    activations[to + i] = bytes[i];
                }
            }

            sums = ref Unsafe.Add(ref sums, stride);
            to += _outputs;
        }
    }

    // Every second number, in the place of the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Odd(Vector512<int> values) => Vector512.ShiftRightLogical(values.AsInt64(), 32).AsInt32();

    // The products of every second number, 64 bits wide: vpmuldq.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Multiply(Vector512<int> a, Vector512<int> b) => Avx512F.IsSupported
        ? Avx512F.Multiply(a, b)
        : Vector512.Create(Avx2.Multiply(a.GetLower(), b.GetLower()), Avx2.Multiply(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> ShiftRight(Vector512<int> values, Vector512<uint> places) => Avx512F.IsSupported
        ? Avx512F.ShiftRightArithmeticVariable(values, places)
        : Vector512.Create(Avx2.ShiftRightArithmeticVariable(values.GetLower(), places.GetLower()), Avx2.ShiftRightArithmeticVariable(values.GetUpper(), places.GetUpper()));

    // Numbers from 0 to 255 as bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector512<int> values)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector128Byte(values.AsUInt32());
        }

        // Packing works in halves of 128 bits, whose quarters are put in order.
        Vector256<short> shorts = Avx2.Permute4x64(Avx2.PackSignedSaturate(values.GetLower(), values.GetUpper()).AsInt64(), 0b11_01_10_00).AsInt16();
        return Sse2.PackUnsignedSaturate(shorts.GetLower(), shorts.GetUpper());
    }
}
