namespace EdgeNet.Pictures;

/// <summary>Resizes pictures: every new pixel is a mean of the old ones under it, of which the nearest weighs most.</summary>
internal static class TriangleFilter
{
    /// <summary>Resizes a picture.</summary>
    /// <param name="old">Its pixels, row after row.</param>
    /// <param name="oldWidth">Its columns.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="width">New number of columns.</param>
    /// <param name="height">New number of rows.</param>
    /// <returns>The new pixels.</returns>
    public static byte[] Resize(byte[] old, int oldWidth, int channels, int width, int height)
    {
        int stride = oldWidth * channels;
        Mean[] columns = Means(oldWidth, width), rows = Means(old.Length / stride, height);
        byte[] pixels = new byte[width * height * channels];
        float[] line = new float[stride];
        for (int y = 0; y < height; y++)
        {
            // Rows first: their loops are long and plain.
            Array.Clear(line);
            for (int i = 0; i < rows[y].Weights.Length; i++)
            {
                AddRow(line, old.AsSpan((rows[y].First + i) * stride, stride), rows[y].Weights[i]);
            }

            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    float sum = 0;
                    for (int i = 0; i < columns[x].Weights.Length; i++)
                    {
                        sum += line[((columns[x].First + i) * channels) + c] * columns[x].Weights[i];
                    }

                    pixels[(((y * width) + x) * channels) + c] = (byte)Math.Clamp(sum + 0.5f, 0f, 255f);
                }
            }
        }

        return pixels;
    }

    private static void AddRow(Span<float> line, ReadOnlySpan<byte> row, float weight)
    {
        row = row[..line.Length];
        for (int i = 0; i < line.Length; i++)
        {
            line[i] += weight * row[i];
        }
    }

    private static Mean[] Means(int from, int to)
    {
        double scale = (double)from / to, reach = Math.Max(1.0, scale);
        Mean[] means = new Mean[to];
        for (int t = 0; t < to; t++)
        {
            double centre = ((t + 0.5) * scale) - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - reach)), last = Math.Min(from - 1, (int)Math.Floor(centre + reach));
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(f => 1.0 - (Math.Abs(f - centre) / reach))];
            double sum = weights.Sum();
            means[t] = new Mean(first, Array.ConvertAll(weights, w => (float)(w / sum)));
        }

        return means;
    }

    // Old pixels from the first one on, and what each counts.
    private sealed record Mean(int First, float[] Weights);
}
