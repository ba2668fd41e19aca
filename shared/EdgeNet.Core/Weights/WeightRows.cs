using System;

namespace EdgeNet.Core;

/// <summary>Where stored weights become numbers; nothing else knows how they are stored.</summary>
public static class WeightRows
{
    /// <summary>Whether weights of so many bits are known: 8, or 4.</summary>
    internal static bool Knows(int bits)
    {
        return bits == 8 || bits == 4;
    }

    /// <summary>Reads the weights that one input is multiplied with.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="matrix">The matrix, checked.</param>
    /// <param name="term">Index of the input, 0 to Terms - 1.</param>
    /// <param name="row">Receives a weight for each output as a byte in two's complement; what is beyond them stays as it is.</param>
    public static void Read(byte[] file, MatrixInfo matrix, int term, byte[] row)
    {
        int at = matrix.WeightsAt + (term * matrix.RowBytes);
        int outputs = matrix.Outputs;
        if (matrix.WeightBits == 8)
        {
            Array.Copy(file, at, row, 0, outputs);
            return;
        }

        for (int o = 0; o < outputs; o += 2)
        {
            int both = file[at++];
            row[o] = (byte)FromNibble(both);
            if (o + 1 < outputs)
            {
                row[o + 1] = (byte)FromNibble(both >> 4);
            }
        }
    }

    /// <summary>Whether what fills up the last byte of each row is zero.</summary>
    internal static bool IsPaddedWithZeros(byte[] file, MatrixInfo matrix)
    {
        bool isFull = ((matrix.Outputs * matrix.WeightBits) & 7) == 0;
        for (int i = 1; i <= matrix.Terms && !isFull; i++)
        {
            if (file[matrix.WeightsAt + (i * matrix.RowBytes) - 1] >> 4 != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of |w| over all inputs of an output: times the largest input it bounds the sum of products.</summary>
    internal static long SumOfSizes(byte[] file, MatrixInfo matrix, int output)
    {
        long sum = 0;
        int perByte = 8 / matrix.WeightBits;
        int at = matrix.WeightsAt + (output / perByte);
        int shift = (output % perByte) * matrix.WeightBits;
        for (int i = 0; i < matrix.Terms; i++)
        {
            int w = perByte == 1 ? (sbyte)file[at] : FromNibble(file[at] >> shift);
            sum += w < 0 ? -w : w;
            at += matrix.RowBytes;
        }

        return sum;
    }

    // Its lowest four bits, -8 to 7.
    private static int FromNibble(int bits)
    {
        return ((bits & 15) ^ 8) - 8;
    }
}
