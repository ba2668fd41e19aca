namespace EdgeNet.Data.BuiltIn;

/// <summary>
/// Coloured shapes drawn by a program, anywhere in a picture, of any size, on backgrounds of any faint colour: every shape comes in every
/// colour, so that neither alone tells what it is.
/// </summary>
public static class Shapes
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 24;

    private const int Channels = 3;

    // Points per pixel and direction that are looked at: edges are soft.
    private const int Samples = 3;

    private const float LeastRadius = 4.5f, MostRadius = 8f;

    // Of a turn.
    private const float HueSpread = 0.045f;
    private const float NoiseDeviation = 9f;

    private static readonly string[] Colours = ["red", "green", "blue"];

    // Whether a point is inside; the shape is in the middle and reaches from -1 to 1.
    private static readonly (string Name, Func<float, float, bool> Contains)[] Forms =
    [
        ("circle", (x, y) => (x * x) + (y * y) <= 0.9f),
        ("square", (x, y) => MathF.Abs(x) <= 0.8f && MathF.Abs(y) <= 0.8f),
        ("triangle", (x, y) => y <= 0.75f && MathF.Abs(x) <= 0.6f * (y + 0.95f)),
        ("cross", (x, y) => MathF.Max(MathF.Abs(x), MathF.Abs(y)) <= 0.95f && MathF.Min(MathF.Abs(x), MathF.Abs(y)) <= 0.3f),
    ];

    /// <summary>Draws a dataset.</summary>
    /// <param name="train">Number of pictures to learn from.</param>
    /// <param name="test">Number of pictures to test.</param>
    /// <param name="seed">The same seed draws the same pictures.</param>
    /// <returns>Pictures in red, green and blue, equally many of each class.</returns>
    public static DatasetSplit Create(int train, int test, int seed) => new(Of(train, seed, "train"), Of(test, seed, "test"));

    private static Dataset Of(int count, int seed, string part)
    {
        const int Values = Side * Side * Channels;
        int classes = Colours.Length * Forms.Length;
        float[] features = new float[count * Values];
        float[] targets = new float[count];
        Parallel.For(0, count, i =>
        {
            int label = i % classes;
            Draw(label / Forms.Length, label % Forms.Length, new SeededRandom(seed, "shapes " + part, i), features.AsSpan(i * Values, Values));
            targets[i] = label;
        });
        string[] labels = [.. Colours.SelectMany(c => Forms.Select(f => $"{c} {f.Name}"))];
        return new Dataset("shapes", TaskKind.Classification, new Shape(3, Side, Side, Channels), FeatureKind.Pixels, features, targets, labels);
    }

    private static void Draw(int colour, int form, SeededRandom random, Span<float> pixels)
    {
        float radius = random.Between(LeastRadius, MostRadius);
        float centreX = random.Between(radius, Side - radius), centreY = random.Between(radius, Side - radius);
        (float sine, float cosine) = MathF.SinCos(random.Between(-0.35f, 0.35f));
        Span<float> paint = stackalloc float[Channels], here = stackalloc float[Channels], there = stackalloc float[Channels];
        Colour(((float)colour / Colours.Length) + random.Between(-HueSpread, HueSpread), random.Between(0.6f, 1f), random.Between(140f, 255f), paint);

        // From one corner to the other.
        Colour(random.NextSingle(), random.Between(0f, 0.35f), random.Between(20f, 190f), here);
        Colour(random.NextSingle(), random.Between(0f, 0.35f), random.Between(20f, 190f), there);
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int inside = 0;
                for (int s = 0; s < Samples * Samples; s++)
                {
                    float dx = (x + ((s % Samples) + 0.5f) / Samples - centreX) / radius, dy = (y + ((s / Samples) + 0.5f) / Samples - centreY) / radius;
                    inside += Forms[form].Contains((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx)) ? 1 : 0;
                }

                float share = (float)inside / (Samples * Samples), across = (x + y) / (2f * (Side - 1));
                for (int c = 0; c < Channels; c++)
                {
                    float background = here[c] + (across * (there[c] - here[c]));
                    float value = background + (share * (paint[c] - background)) + (NoiseDeviation * random.NextGaussian());
                    pixels[(((y * Side) + x) * Channels) + c] = (byte)Math.Clamp(value, 0f, 255f);
                }
            }
        }
    }

    // Hue from 0 (red) over 1/3 (green) and 2/3 (blue) to 1, saturation from 0 to 1, and the largest channel.
    private static void Colour(float hue, float saturation, float value, Span<float> rgb)
    {
        for (int c = 0; c < Channels; c++)
        {
            float distance = MathF.Abs(hue - ((float)c / Channels));
            distance = MathF.Min(distance - MathF.Floor(distance), 1 - (distance - MathF.Floor(distance)));
            float share = Math.Clamp(2f - (6f * distance), 0f, 1f);
            rgb[c] = value * (1f - (saturation * (1f - share)));
        }
    }
}
