using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>64 x 64 bits: 64 words.</summary>
internal static unsafe class BitSquare
{
    /// <summary>Words, and bits of a word.</summary>
    public const int Side = 64;

    private const int Lanes = 4;
    private const ulong LowPairs = 0x3333_3333_3333_3333, Evens = 0x5555_5555_5555_5555;

    /// <summary>Turns a square over: bit i of word k becomes bit k of word i.</summary>
    /// <param name="square">The words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ulong* square)
    {
        // Swaps the halves that are off the diagonal, then the quarters, and so on (Warren, Hacker's Delight, 7-3): first between registers of
        // four words, then within one.
        ulong low = uint.MaxValue;
        for (int half = Side / 2; half >= Lanes; half /= 2, low ^= low << half)
        {
            Vector256<ulong> mask = Vector256.Create(low);
            for (int row = 0; row < Side; row = (row + half + Lanes) & ~half)
            {
                Vector256<ulong> upper = Vector256.Load(square + row), lower = Vector256.Load(square + row + half);
                Vector256<ulong> swap = ((upper >>> half) ^ lower) & mask;
                (upper ^ (swap << half)).Store(square + row);
                (lower ^ swap).Store(square + row + half);
            }
        }

        Vector256<ulong> keptPairs = Vector256.Create(LowPairs, LowPairs, ~LowPairs, ~LowPairs), upPairs = Vector256.Create(~LowPairs, ~LowPairs, 0, 0), downPairs = Vector256.Create(0, 0, LowPairs, LowPairs);
        Vector256<ulong> kept = Vector256.Create(Evens, ~Evens, Evens, ~Evens), up = Vector256.Create(~Evens, 0, ~Evens, 0), down = Vector256.Create(0, Evens, 0, Evens);
        for (int row = 0; row < Side; row += Lanes)
        {
            Vector256<ulong> words = Vector256.Load(square + row), others = Vector256.Shuffle(words, Vector256.Create(2ul, 3, 0, 1));
            words = (words & keptPairs) | ((others << 2) & upPairs) | ((others >>> 2) & downPairs);
            others = Vector256.Shuffle(words, Vector256.Create(1ul, 0, 3, 2));
            words = (words & kept) | ((others << 1) & up) | ((others >>> 1) & down);
            words.Store(square + row);
        }
    }
}
