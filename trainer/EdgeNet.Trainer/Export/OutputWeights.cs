using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>The weights of a layer, output by output.</summary>
internal static class OutputWeights
{
    /// <summary>Reads them.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="matrix">The layer's matrix.</param>
    /// <returns>For each output a weight per term.</returns>
    public static int[][] Of(byte[] file, MatrixInfo matrix)
    {
        int[][] weights = [.. Enumerable.Range(0, matrix.Outputs).Select(_ => new int[matrix.Terms])];
        byte[] row = new byte[matrix.Outputs];
        for (int t = 0; t < matrix.Terms; t++)
        {
            WeightRows.Read(file, matrix, t, row);
            for (int o = 0; o < row.Length; o++)
            {
                weights[o][t] = (sbyte)row[o];
            }
        }

        return weights;
    }
}
