namespace EdgeNet.Core;

/// <summary>Lays weights out for dot products.</summary>
internal static class DotWeights
{
    /// <summary>Blocks of so many longs: first the first block of all outputs, then the second, ...; the last is filled up with zeros.</summary>
    public static long[][] InBlocks(StagePlan plan, byte[] file, int size)
    {
        MatrixInfo matrix = plan.Matrix;
        int outputs = matrix.Outputs;
        long[][] blocks = new long[(plan.Longs + size - 1) / size * outputs][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new long[size];
        }

        byte[] row = new byte[outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            int at = plan.LongOf(i);
            int shift = plan.ShiftOf(i);
            for (int o = 0; o < outputs; o++)
            {
                blocks[(at / size * outputs) + o][at % size] += (long)(sbyte)row[o] << shift;
            }
        }

        return blocks;
    }

    /// <summary>Heap bytes of so many arrays.</summary>
    public static int RequiredRam(int arrays, int longs)
    {
        return Ram.ArrayBytes(Ram.ReferenceBytes, arrays) + (arrays * Ram.ArrayBytes(8, longs));
    }
}
