using EdgeNet.Pictures;

namespace EdgeNet.Data.BuiltIn;

/// <summary>
/// Handwritten digits drawn by a program: a skeleton of strokes, bent, slanted, stretched, drawn with a pen of random
/// width, then brought to size and centred by its mass as the pictures of MNIST are.
/// </summary>
public static class Digits
{
    private const int PointsPerSegment = 6;

    /// <summary>Draws a dataset.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="side">Rows and columns of a picture: 28, or less.</param>
    /// <param name="train">Number of pictures to learn from.</param>
    /// <param name="test">Number of pictures to test.</param>
    /// <param name="seed">The same seed draws the same pictures.</param>
    /// <returns>The pictures, equally many of each digit.</returns>
    public static DatasetSplit Create(string name, int side, int train, int test, int seed) =>
        new(Of(name, side, train, seed, "train"), Of(name, side, test, seed, "test"));

    private static Dataset Of(string name, int side, int count, int seed, string part)
    {
        float[] features = new float[count * side * side];
        float[] targets = new float[count];
        Parallel.For(0, count, i =>
        {
            SeededRandom random = new(seed, "digits " + part, i);
            int digit = i % 10;
            Picture picture = Draw(digit, side, random);
            for (int p = 0; p < picture.Pixels.Length; p++)
            {
                features[(i * side * side) + p] = picture.Pixels[p];
            }

            targets[i] = digit;
        });
        string[] labels = [.. Enumerable.Range(0, 10).Select(d => d.ToString())];
        return new Dataset(name, TaskKind.Classification, Shape.Grey(side, side), FeatureKind.Pixels, features, targets, labels);
    }

    private static Picture Draw(int digit, int side, SeededRandom random)
    {
        // A small picture shows the digit larger in its frame, as the 8x8 digits of UCI are cut.
        bool small = side < 16;
        int canvas = small ? 4 * side : side;
        float box = small ? 0.94f * canvas : canvas * 20f / 28f;
        List<(float X, float Y)[]> strokes = [.. DigitSkeletons.Pick(digit, random).Select(Smooth)];
        Bend(strokes, digit, random);
        float pen = Math.Clamp(1.38f + (0.42f * random.NextGaussian()), 0.6f, 2.7f) * box / 20f;
        Fit(strokes, box - (2f * pen), canvas, pen, random);
        Picture drawn = Ink(strokes, canvas, pen, random);
        return small ? drawn.Resize(side, side) : drawn;
    }

    // A Catmull-Rom curve through the points of a stroke.
    private static (float X, float Y)[] Smooth(float[] stroke)
    {
        int points = stroke.Length / 2;
        float At(int p, int axis) => stroke[(2 * Math.Clamp(p, 0, points - 1)) + axis];
        List<(float, float)> curve = [];
        for (int p = 0; p < points - 1; p++)
        {
            for (int k = 0; k < PointsPerSegment; k++)
            {
                float t = k / (float)PointsPerSegment;
                curve.Add((Blend(At(p - 1, 0), At(p, 0), At(p + 1, 0), At(p + 2, 0), t), Blend(At(p - 1, 1), At(p, 1), At(p + 1, 1), At(p + 2, 1), t)));
            }
        }

        curve.Add((At(points - 1, 0), At(points - 1, 1)));
        return [.. curve];
    }

    private static float Blend(float a, float b, float c, float d, float t) =>
        0.5f * ((2f * b) + ((c - a) * t) + (((2f * a) - (5f * b) + (4f * c) - d) * t * t) + (((3f * b) - a - (3f * c) + d) * t * t * t));

    // The hand: a slow wobble of the plane (so that joined strokes stay joined), then stretch, slant and turn.
    private static void Bend(List<(float X, float Y)[]> strokes, int digit, SeededRandom random)
    {
        float wobble = 0.05f + (0.05f * random.NextSingle());
        float[] phase = [.. Enumerable.Range(0, 8).Select(_ => random.Between(0f, 2f * MathF.PI))];
        float[] size = [.. Enumerable.Range(0, 4).Select(_ => wobble * random.NextGaussian())];
        float stretch = (digit == 1 ? 0.75f : 0.84f) * MathF.Exp(0.2f * random.NextGaussian());
        float slant = 0.12f + (0.24f * random.NextGaussian());
        float turn = 0.1f * random.NextGaussian();
        (float sin, float cos) = MathF.SinCos(turn);
        foreach ((float X, float Y)[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                (float x, float y) = stroke[i];
                float bentX = x + (size[0] * MathF.Sin((3.2f * y) + phase[0])) + (size[1] * MathF.Sin((6.1f * y) + (2.7f * x) + phase[1]));
                float bentY = y + (size[2] * MathF.Sin((3.2f * x) + phase[2])) + (size[3] * MathF.Sin((6.1f * x) + (2.7f * y) + phase[3]));
                bentX = (bentX - 0.5f) * stretch;
                bentY -= 0.5f;
                bentX -= slant * bentY;
                stroke[i] = ((cos * bentX) - (sin * bentY), (sin * bentX) + (cos * bentY));
            }
        }
    }

    // As MNIST was made: the longer side fills the box, the centre of mass is in the centre of the picture.
    private static void Fit(List<(float X, float Y)[]> strokes, float box, int canvas, float pen, SeededRandom random)
    {
        IEnumerable<(float X, float Y)> all = strokes.SelectMany(s => s);
        float width = all.Max(p => p.X) - all.Min(p => p.X);
        float height = all.Max(p => p.Y) - all.Min(p => p.Y);
        float scale = box / MathF.Max(width, height) * random.Between(0.96f, 1.02f);
        float massX = 0, massY = 0, mass = 0;
        foreach ((float X, float Y)[] stroke in strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                float length = MathF.Sqrt(Square(stroke[i].X - stroke[i - 1].X) + Square(stroke[i].Y - stroke[i - 1].Y));
                massX += length * (stroke[i].X + stroke[i - 1].X) / 2f;
                massY += length * (stroke[i].Y + stroke[i - 1].Y) / 2f;
                mass += length;
            }
        }

        float shiftX = (canvas / 2f) - (scale * massX / mass) + random.Between(-0.6f, 0.6f);
        float shiftY = (canvas / 2f) - (scale * massY / mass) + random.Between(-0.6f, 0.6f);
        if (canvas != 28)
        {
            // A tight frame has no room to centre by mass: centre the box.
            shiftX = (canvas / 2f) - (scale * (all.Max(p => p.X) + all.Min(p => p.X)) / 2f) + random.Between(-pen, pen);
            shiftY = (canvas / 2f) - (scale * (all.Max(p => p.Y) + all.Min(p => p.Y)) / 2f) + (random.Between(-pen, pen) / 2f);
        }

        foreach ((float X, float Y)[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                stroke[i] = ((stroke[i].X * scale) + shiftX, (stroke[i].Y * scale) + shiftY);
            }
        }
    }

    private static Picture Ink(List<(float X, float Y)[]> strokes, int canvas, float pen, SeededRandom random)
    {
        float[] nearest = new float[canvas * canvas];
        Array.Fill(nearest, float.MaxValue);
        float reach = pen + 1f;
        foreach ((float X, float Y)[] stroke in strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                Stamp(nearest, canvas, stroke[i - 1], stroke[i], reach);
            }
        }

        float black = random.Between(0.85f, 1.1f);
        float soft = random.Between(0.7f, 1.3f);
        float noise = random.NextSingle() < 0.5f ? 0f : random.Between(0f, 10f);
        byte[] pixels = new byte[canvas * canvas];
        for (int i = 0; i < pixels.Length; i++)
        {
            if (nearest[i] == float.MaxValue)
            {
                continue;
            }

            float ink = 255f * black * Math.Clamp(0.5f + ((pen - MathF.Sqrt(nearest[i])) / soft), 0f, 1f);
            pixels[i] = (byte)Math.Clamp(ink + (ink > 0f ? noise * random.NextGaussian() : 0f), 0f, 255f);
        }

        return new Picture(canvas, canvas, pixels);
    }

    // Keeps, for every pixel near a segment, the square of the smallest distance to any segment.
    private static void Stamp(float[] nearest, int canvas, (float X, float Y) a, (float X, float Y) b, float reach)
    {
        int left = Math.Max(0, (int)(MathF.Min(a.X, b.X) - reach)), right = Math.Min(canvas - 1, (int)(MathF.Max(a.X, b.X) + reach));
        int top = Math.Max(0, (int)(MathF.Min(a.Y, b.Y) - reach)), bottom = Math.Min(canvas - 1, (int)(MathF.Max(a.Y, b.Y) + reach));
        float dx = b.X - a.X, dy = b.Y - a.Y;
        float squared = MathF.Max(1e-9f, Square(dx) + Square(dy));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float px = x + 0.5f - a.X, py = y + 0.5f - a.Y;
                float t = Math.Clamp(((px * dx) + (py * dy)) / squared, 0f, 1f);
                float distance = Square(px - (t * dx)) + Square(py - (t * dy));
                ref float pixel = ref nearest[(y * canvas) + x];
                pixel = MathF.Min(pixel, distance);
            }
        }
    }

    private static float Square(float v) => v * v;
}
