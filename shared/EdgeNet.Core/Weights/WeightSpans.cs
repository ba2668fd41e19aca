namespace EdgeNet.Core;

/// <summary>How far the sums of a matrix can go down and up: inputs are 0 to M, so a sum is at least -M times the sizes of its negative weights and at most M times its positive ones.</summary>
internal sealed class WeightSpans
{
    /// <summary>The sizes of the negative weights of each output, added up.</summary>
    public readonly int[] Negative;

    /// <summary>The positive weights of each output, added up.</summary>
    public readonly int[] Positive;

    /// <summary>The sizes of all weights of the output where that is most, at least 1.</summary>
    public readonly int Largest;

    /// <summary>Adds up the weights.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its weights.</param>
    public WeightSpans(MatrixInfo matrix, byte[] file)
    {
        int outputs = matrix.Outputs;
        Negative = new int[outputs];
        Positive = new int[outputs];
        byte[] row = new byte[outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int o = outputs; o != 0;)
            {
                o--;
                int w = (sbyte)row[o];
                if (w < 0)
                {
                    Negative[o] = Negative[o] - w;
                }
                else
                {
                    Positive[o] = Positive[o] + w;
                }
            }
        }

        Largest = 1;
        for (int o = 0; o < outputs; o++)
        {
            Largest = Negative[o] + Positive[o] > Largest ? Negative[o] + Positive[o] : Largest;
        }
    }
}
