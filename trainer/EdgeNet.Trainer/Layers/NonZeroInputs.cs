using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>Which values of a tensor are not 0, the 1 behind them included: a bit for each, by samples and by values.</summary>
/// <param name="tensor">The tensor, in rows.</param>
internal sealed unsafe class NonZeroInputs(Tensor tensor)
{
    private const int WordBits = BitSquare.Side;

    private readonly int _terms = tensor.Count + 1;
    private readonly ulong[] _ofSamples = GC.AllocateArray<ulong>(WordsOf(tensor.Rows) * WordBits * WordsOf(tensor.Count + 1), pinned: true);
    private readonly ulong[] _ofValues = GC.AllocateArray<ulong>(WordsOf(tensor.Rows) * (tensor.Count + 1), pinned: true);

    /// <summary>Words for each sample.</summary>
    public int WordsOfSample => WordsOf(_terms);

    /// <summary>Words for each value.</summary>
    public int WordsOfValue => WordsOf(tensor.Rows);

    /// <summary>The values of a sample that are not 0, then those of the next.</summary>
    public ulong* OfSamples(int row) => (ulong*)Unsafe.AsPointer(ref _ofSamples[0]) + ((long)row * WordsOfSample);

    /// <summary>The samples in which a value is not 0, then those of the next value.</summary>
    public ulong* OfValues(int value) => (ulong*)Unsafe.AsPointer(ref _ofValues[0]) + ((long)value * WordsOfValue);

    /// <summary>Looks at some samples. Threads may share them in any way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindInSamples<T>(int from, int to)
        where T : struct, IFloatVector<T>
    {
        for (int row = from; row < to; row++)
        {
            float* x = tensor.Values(row);
            ulong* words = OfSamples(row);
            for (int first = 0; first < _terms; first += WordBits)
            {
                int count = Math.Min(WordBits, tensor.Stride - first);
                ulong word = 0;
                for (int i = 0; i < count; i += T.Count)
                {
                    word |= (ulong)T.NonZeros(T.Load(x + first + i)) << i;
                }

                words[first / WordBits] = word;
            }

            // Nothing behind the 1.
            words[WordsOfSample - 1] &= ulong.MaxValue >> ((WordsOfSample * WordBits) - _terms);
        }
    }

    /// <summary>Turns what was found in the first samples over, for some values. Threads may share the values in any way.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="from">First value.</param>
    /// <param name="to">Value after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindInValues(int samples, int from, int to)
    {
        ulong* square = stackalloc ulong[WordBits];
        int words = WordsOfValue, stride = WordsOfSample;
        for (int w = 0; w < words; w++)
        {
            int rows = Math.Clamp(samples - (w * WordBits), 0, WordBits);
            for (int first = from / WordBits * WordBits; first < to; first += WordBits)
            {
                ulong* found = OfSamples(w * WordBits) + (first / WordBits);
                for (int row = 0; row < rows; row++)
                {
                    square[row] = found[(long)row * stride];
                }

                new Span<ulong>(square + rows, WordBits - rows).Clear();
                BitSquare.Transpose(square);
                ulong* turned = OfValues(first) + w;
                int end = Math.Min(to - first, WordBits);
                for (int value = Math.Max(from - first, 0); value < end; value++)
                {
                    turned[(long)value * words] = square[value];
                }
            }
        }
    }

    private static int WordsOf(int bits) => (bits + WordBits - 1) / WordBits;
}
