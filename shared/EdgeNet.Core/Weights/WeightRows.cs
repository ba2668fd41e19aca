using System;

namespace EdgeNet.Core;

/// <summary>Where stored weights become numbers; nothing else knows how they are stored.</summary>
public static class WeightRows
{
    /// <summary>Reads the weights that one input is multiplied with.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="matrix">The matrix, checked.</param>
    /// <param name="term">Index of the input, 0 to Terms - 1.</param>
    /// <param name="row">Receives a weight for each output as a byte in two's complement; what is beyond them stays as it is.</param>
    public static void Read(byte[] file, MatrixInfo matrix, int term, byte[] row)
    {
        Array.Copy(file, matrix.WeightsAt + (term * matrix.Outputs), row, 0, matrix.Outputs);
    }

    /// <summary>The sum of |w| over all inputs of an output: times the largest input it bounds the sum of products.</summary>
    internal static long SumOfSizes(byte[] file, MatrixInfo matrix, int output)
    {
        long sum = 0;
        int at = matrix.WeightsAt + output;
        for (int i = 0; i < matrix.Terms; i++)
        {
            int w = (sbyte)file[at];
            sum += w < 0 ? -w : w;
            at += matrix.Outputs;
        }

        return sum;
    }
}
