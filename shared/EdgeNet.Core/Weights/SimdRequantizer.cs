using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>Requantises many sums at a time, by the same steps and with the same results as one after the other.</summary>
internal static class SimdRequantizer
{
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
        Vector512<long> zero = Vector512.Create((long)zeroPoint), one = Vector512.Create(1L), least = Vector512.Create((long)low), most = Vector512.Create((long)high);
        for (; o + 8 <= outputs; o += 8)
        {
            Vector256<int> bias = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(biases), (nuint)o);
            Vector512<long> factor = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(multipliers), (nuint)o));
            Vector512<ulong> places = Avx512F.ConvertToVector512UInt64(Vector128.CreateScalarUnsafe(System.BitConverter.ToUInt64(shifts, o)).AsByte()) - Vector512<ulong>.One;
            ref int sum = ref sums[o];
            ref byte activation = ref activations[to + o];
            for (int position = 0; position < positions; position++)
            {
                Vector512<long> wide = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref sum, (nuint)(position * stride)) + bias);
                Vector512<long> product = Avx512F.Multiply(wide.AsInt32(), factor.AsInt32());
                Vector512<long> scaled = Avx512F.ShiftRightArithmetic(Avx512F.ShiftRightArithmeticVariable(product, places) + one, 1) + zero;
                Avx512F.ConvertToVector128Byte(Vector512.Min(Vector512.Max(scaled, least), most)).GetLower().StoreUnsafe(ref activation, (nuint)(position * outputs));
            }
        }

        return o;
    }

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
        ref int multiplier = ref MemoryMarshal.GetArrayDataReference(multipliers);
        Vector512<long> zero = Vector512.Create((long)zeroPoint), one = Vector512.Create(1L), least = Vector512.Create((long)low), most = Vector512.Create((long)high);
        int o = 0;
        for (; o + 8 <= count; o += 8)
        {
            Vector512<long> wide = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref sum, (nuint)o));
            Vector512<long> factor = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref multiplier, (nuint)o));
            Vector512<ulong> places = Avx512F.ConvertToVector512UInt64(Vector128.CreateScalarUnsafe(System.BitConverter.ToUInt64(shifts, o)).AsByte());

            // vpmuldq: the product of the low halves, 64 bits wide.
            Vector512<long> product = Avx512F.Multiply(wide.AsInt32(), factor.AsInt32());
            Vector512<long> scaled = Avx512F.ShiftRightArithmetic(Avx512F.ShiftRightArithmeticVariable(product, places - Vector512<ulong>.One) + one, 1) + zero;
            Vector512<long> limited = Vector512.Min(Vector512.Max(scaled, least), most);
            Avx512F.ConvertToVector128Byte(limited).GetLower().StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(activations), (nuint)(to + o));
        }

        return o;
    }
}
