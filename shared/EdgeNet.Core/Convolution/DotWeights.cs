namespace EdgeNet.Core;

/// <summary>Lays weights out for dot products.</summary>
internal static class DotWeights
{
    /// <summary>For each output an array: what the sum starts with, the weights of each long, the multiplier, and what is added then.</summary>
    public static long[][] InRows(StagePlan plan, byte[] file)
    {
        int outputs = plan.Matrix.Outputs;
        int longs = plan.Longs;
        long[][] rows = new long[outputs][];
        for (int o = 0; o < outputs; o++)
        {
            rows[o] = new long[longs + 3];
            rows[o][0] = plan.Starts[o];
            rows[o][longs + 1] = plan.Scaled.Multipliers[o];
            rows[o][longs + 2] = plan.Scaled.Starts[o];
        }

        Fill(plan, file, rows, longs, 1);
        return rows;
    }

    /// <summary>Blocks of so many longs: first the first block of all outputs, then the second, ...; the last is filled up with zeros.</summary>
    public static long[][] InBlocks(StagePlan plan, byte[] file, int size)
    {
        int outputs = plan.Matrix.Outputs;
        long[][] blocks = new long[(plan.Longs + size - 1) / size * outputs][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new long[size];
        }

        Fill(plan, file, blocks, size, 0);
        return blocks;
    }

    /// <summary>Heap bytes of so many arrays.</summary>
    public static int RequiredRam(int arrays, int longs)
    {
        return Ram.ArrayBytes(Ram.ReferenceBytes, arrays) + (arrays * Ram.ArrayBytes(8, longs));
    }

    // The first input of a long meets the weight in the highest lane.
    private static void Fill(StagePlan plan, byte[] file, long[][] pieces, int size, int first)
    {
        MatrixInfo matrix = plan.Matrix;
        int outputs = matrix.Outputs;
        int channels = plan.Input.Channels;
        int lanes = plan.InputLanes;
        int bits = PackedPicture.BitsOf(lanes);
        byte[] row = new byte[outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            int channel = i % channels;
            int at = (i / channels * plan.Groups) + (channel / lanes);
            int shift = (lanes - 1 - (channel % lanes)) * bits;
            for (int o = 0; o < outputs; o++)
            {
                pieces[(at / size * outputs) + o][first + (at % size)] += (long)(sbyte)row[o] << shift;
            }
        }
    }
}
