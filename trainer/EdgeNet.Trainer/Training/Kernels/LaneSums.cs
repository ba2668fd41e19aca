using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Adds up the sixteen samples of a group, in one order whatever a register's width: eight apart, four apart, then two neighbours and two.</summary>
internal static unsafe class LaneSums
{
    private const int Size = SampleGroup.Size;

    /// <summary>sums[i] = the sum of sixteen numbers.</summary>
    /// <param name="lanes">Sixteen numbers after the other.</param>
    /// <param name="count">Sums.</param>
    /// <param name="sums">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fold(float* lanes, int count, float* sums)
    {
        float* four = stackalloc float[Size];
        int i = 0;
        for (; i + 4 <= count; i += 4, lanes += 4 * Size)
        {
            Quarter(lanes).Store(four);
            Quarter(lanes + Size).Store(four + 4);
            Quarter(lanes + (2 * Size)).Store(four + 8);
            Quarter(lanes + (3 * Size)).Store(four + 12);
            (Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) = Transposition.Square(four, 4);
            ((a + b) + (c + d)).Store(sums + i);
        }

        for (; i < count; i++, lanes += Size)
        {
            Vector128<float> rest = Quarter(lanes);
            sums[i] = (rest[0] + rest[1]) + (rest[2] + rest[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(float* lanes) =>
        (Vector128.Load(lanes) + Vector128.Load(lanes + 8)) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));
}
