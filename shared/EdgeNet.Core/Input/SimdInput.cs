using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>Quantises raw values many at a time, by the same steps and with the same results as one after the other.</summary>
internal static class SimdInput
{
    /// <summary>Quantises as many values as fill whole vectors.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="scale">One scale per value, or one for all.</param>
    /// <param name="offset">As many offsets.</param>
    /// <param name="most">Largest quantised value, at most 255.</param>
    /// <param name="low">Receives the quantised values.</param>
    /// <returns>How many were done; 0 if a value is not a number, which the caller finds again and refuses.</returns>
    public static int Quantize(float[] raw, float[] scale, float[] offset, float most, byte[] low)
    {
        ref float values = ref MemoryMarshal.GetArrayDataReference(raw);
        ref float scales = ref MemoryMarshal.GetArrayDataReference(scale);
        ref float offsets = ref MemoryMarshal.GetArrayDataReference(offset);
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(low);
        bool perFeature = scale.Length > 1;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            Vector512<float> limit = Vector512.Create(most), half = Vector512.Create(0.5f), notNumbers = Vector512<float>.Zero;
            Vector512<float> s = Vector512.Create(scale[0]), o = Vector512.Create(offset[0]);
            for (; i + 16 <= raw.Length; i += 16)
            {
                if (perFeature)
                {
                    s = Vector512.LoadUnsafe(ref scales, (nuint)i);
                    o = Vector512.LoadUnsafe(ref offsets, (nuint)i);
                }

                // Multiplied, rounded, added, rounded: no fused step, which would round once.
                Vector512<float> scaled = (Vector512.LoadUnsafe(ref values, (nuint)i) * s) + o;
                notNumbers |= ~Vector512.Equals(scaled, scaled);
                Vector512<float> limited = Vector512.MinNative(Vector512.MaxNative(scaled, Vector512<float>.Zero), limit) + half;
                Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32WithTruncation(limited).AsUInt32()).StoreUnsafe(ref bytes, (nuint)i);
            }

            return Vector512.EqualsAll(notNumbers.AsInt32(), Vector512<int>.Zero) ? i : 0;
        }

        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<float> limit = Vector128.Create(most), half = Vector128.Create(0.5f), notNumbers = Vector128<float>.Zero;
            Vector128<float> s = Vector128.Create(scale[0]), o = Vector128.Create(offset[0]);
            for (; i + 4 <= raw.Length; i += 4)
            {
                if (perFeature)
                {
                    s = Vector128.LoadUnsafe(ref scales, (nuint)i);
                    o = Vector128.LoadUnsafe(ref offsets, (nuint)i);
                }

                Vector128<float> scaled = (Vector128.LoadUnsafe(ref values, (nuint)i) * s) + o;
                notNumbers |= ~Vector128.Equals(scaled, scaled);
                Vector128<int> quantized = Vector128.ConvertToInt32(Vector128.MinNative(Vector128.MaxNative(scaled, Vector128<float>.Zero), limit) + half);
                low[i] = (byte)quantized[0];
                low[i + 1] = (byte)quantized[1];
                low[i + 2] = (byte)quantized[2];
                low[i + 3] = (byte)quantized[3];
            }

            return Vector128.EqualsAll(notNumbers.AsInt32(), Vector128<int>.Zero) ? i : 0;
        }

        return 0;
    }
}
