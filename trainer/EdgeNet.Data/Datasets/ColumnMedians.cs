using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>The medians of the columns of a table, which take the place of missing values.</summary>
public static class ColumnMedians
{
    /// <summary>The median of each column, of the values that it has.</summary>
    /// <param name="data">The samples; a missing value is NaN.</param>
    /// <returns>One per column: the middle value, or the mean of the two in the middle.</returns>
    /// <exception cref="UserException">A column has no value.</exception>
    public static float[] Of(Dataset data)
    {
        int width = data.Shape.Count;
        float[] medians = new float[width];
        Parallel.For(0, width, () => new float[data.Count], (c, _, column) =>
        {
            int count = 0;
            for (int r = 0; r < data.Count; r++)
            {
                float value = data.Features[(r * width) + c];
                if (!float.IsNaN(value))
                {
                    column[count++] = value;
                }
            }

            // The mean of the two in the middle, added in double so that no sum overflows; NaN of none.
            Array.Sort(column, 0, count);
            medians[c] = count == 0 ? float.NaN : (float)(((double)column[(count - 1) / 2] + column[count / 2]) / 2);
            return column;
        }, _ => { });
        int empty = Array.FindIndex(medians, float.IsNaN);
        if (empty >= 0)
        {
            throw new UserException($"{data.Name}: column {(data.Columns is null ? $"{empty + 1}" : UserException.Quote(data.Columns[empty]))} has no values in the training part; leave it out with --ignore");
        }

        return medians;
    }

    /// <summary>Puts the medians where values are missing.</summary>
    /// <param name="features">Row after row; a missing value is NaN.</param>
    /// <param name="medians">One per column.</param>
    public static void Fill(Span<float> features, IReadOnlyList<float> medians)
    {
        int at = 0;
        while (features[at..].IndexOf(float.NaN) is >= 0 and int next)
        {
            at += next;
            features[at] = medians[at % medians.Count];
        }
    }
}
