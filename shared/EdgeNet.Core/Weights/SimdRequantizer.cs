using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>Requantises many sums at a time, by the same steps and with the same results as one after the other.</summary>
internal static class SimdRequantizer
{
    // Sums in a register.
    private const int Count = 8;

    /// <summary>Turns as many sums as fill whole vectors into activations.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="multipliers">A multiplier each.</param>
    /// <param name="shifts">A shift each.</param>
    /// <param name="zeroPoint">Added in the end.</param>
    /// <param name="low">Activations below this become this, 0 to 255.</param>
    /// <param name="high">Activations above this become this, 0 to 255.</param>
    /// <param name="activations">Receives the activations.</param>
    /// <param name="to">Index of the first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>How many were done; 0 if the machine has no 64-bit arithmetic shifts in vectors.</returns>
    public static int Activate(int[] sums, int[] multipliers, byte[] shifts, int zeroPoint, int low, int high, byte[] activations, int to, int count)
    {
        if (!Avx512F.IsSupported || !Avx512BW.IsSupported)
        {
            return 0;
        }

        ref int sum = ref MemoryMarshal.GetArrayDataReference(sums);
        ref byte activation = ref MemoryMarshal.GetArrayDataReference(activations);
        Vector512<long> zero = Vector512.Create((long)zeroPoint), least = Vector512.Create((long)low), most = Vector512.Create((long)high);
        int o = 0;
        for (; o + Count <= count; o += Count)
        {
            Activated(Vector256.LoadUnsafe(ref sum, (nuint)o), Factors(multipliers, o), Places(shifts, o), zero, least, most).StoreUnsafe(ref activation, (nuint)(to + o));
        }

        return o;
    }

    /// <summary>The same for several positions with the same outputs, whose biases are added first.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="stride">From the sums of a position to those of the next.</param>
    /// <param name="positions">How many positions.</param>
    /// <param name="biases">A bias for each output.</param>
    /// <param name="multipliers">A multiplier each.</param>
    /// <param name="shifts">A shift each.</param>
    /// <param name="zeroPoint">Added in the end.</param>
    /// <param name="low">Activations below this become this, 0 to 255.</param>
    /// <param name="high">Activations above this become this, 0 to 255.</param>
    /// <param name="activations">Receives the activations, position by position without gaps.</param>
    /// <param name="to">Index of the first of them.</param>
    /// <returns>How many outputs of each position were done; 0 if the machine has no 64-bit arithmetic shifts in vectors.</returns>
    public static int ActivateAll(int[] sums, int stride, int positions, int[] biases, int[] multipliers, byte[] shifts, int zeroPoint, int low, int high, byte[] activations, int to)
    {
        if (!Avx512F.IsSupported || !Avx512BW.IsSupported)
        {
            return 0;
        }

        int outputs = biases.Length, o = 0;
        Vector512<long> zero = Vector512.Create((long)zeroPoint), least = Vector512.Create((long)low), most = Vector512.Create((long)high);
        for (; o + Count <= outputs; o += Count)
        {
            Vector256<int> bias = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(biases), (nuint)o);
            Vector512<long> factors = Factors(multipliers, o);
            Vector512<ulong> places = Places(shifts, o);
            ref int sum = ref sums[o];
            ref byte activation = ref activations[to + o];
            for (int position = 0; position < positions; position++)
            {
                Activated(Vector256.LoadUnsafe(ref sum, (nuint)(position * stride)) + bias, factors, places, zero, least, most).StoreUnsafe(ref activation, (nuint)(position * outputs));
            }
        }

        return o;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Factors(int[] multipliers, int o) =>
        Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(multipliers), (nuint)o));

    // By how much products are shifted before the last bit is rounded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Places(byte[] shifts, int o) =>
        Avx512F.ConvertToVector512UInt64(Vector128.CreateScalarUnsafe(System.BitConverter.ToUInt64(shifts, o)).AsByte()) - Vector512<ulong>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector64<byte> Activated(Vector256<int> sums, Vector512<long> factors, Vector512<ulong> places, Vector512<long> zero, Vector512<long> least, Vector512<long> most)
    {
        // vpmuldq: the product of the low halves, 64 bits wide.
        Vector512<long> product = Avx512F.Multiply(Avx512F.ConvertToVector512Int64(sums).AsInt32(), factors.AsInt32());
        Vector512<long> scaled = Avx512F.ShiftRightArithmetic(Avx512F.ShiftRightArithmeticVariable(product, places) + Vector512<long>.One, 1) + zero;
        return Avx512F.ConvertToVector128Byte(Vector512.Min(Vector512.Max(scaled, least), most)).GetLower();
    }
}
