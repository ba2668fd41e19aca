using EdgeNet.Data;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>What the pictures of a training have in common if they are drawings: a new drawing must have it too, or the network sees something that it has never seen.</summary>
/// <param name="Background">What their edges are, 0 black to 255 white.</param>
/// <param name="Centre">Where the centre of mass of what is drawn always is, as shares of height and width; null if it is anywhere.</param>
/// <param name="Size">The larger side of what is drawn, which is always about the same, as a share of the height; null if sizes differ.</param>
public sealed record DrawingStyle(byte Background, (double Down, double Across)? Centre, double? Size)
{
    // Samples that are looked at, spread evenly, and how far from the background ink is.
    private const int MostSamples = 300, Ink = 64;

    // Centres and sizes whose standard deviation is below this share of a side are always the same.
    private const double Same = 0.05;

    // Drawings have an edge: at least this share of it is background.
    private const double LeastEdge = 0.8;

    /// <summary>Whether ink is darker than paper.</summary>
    public bool IsDarkOnLight => Background >= 128;

    /// <summary>Finds out what pictures have in common.</summary>
    /// <param name="data">Grey pictures from 0 to 255, at least one.</param>
    /// <returns>Their style.</returns>
    public static DrawingStyle Of(Dataset data)
    {
        Picture[] pictures = [.. EvenSpread.Of(data.Count, MostSamples).Select(s => SampleView.PictureOf(data.Sample(s), data.Shape, (0, 255)))];
        byte[] edges = [.. pictures.SelectMany(EdgeOf).Order()];
        byte background = edges[edges.Length / 2];
        Drawn[] drawn = [.. pictures.Select(p => Drawn.Of(p, background)).OfType<Drawn>()];
        if (drawn.Length == 0 || edges.Count(e => Math.Abs(e - background) < Ink) < LeastEdge * edges.Length)
        {
            return new DrawingStyle(background, null, null);
        }

        (double down, double downSpread) = Spread(drawn.Select(d => d.CentreDown / data.Shape.Height));
        (double across, double acrossSpread) = Spread(drawn.Select(d => d.CentreAcross / data.Shape.Width));
        (double size, double sizeSpread) = Spread(drawn.Select(d => (double)d.LargerSide / data.Shape.Height));
        return new DrawingStyle(background, downSpread < Same && acrossSpread < Same ? (down, across) : null, sizeSpread < Same ? size : null);
    }

    /// <summary>Makes a drawing one of these pictures.</summary>
    /// <param name="drawing">Grey, of any size, on this background.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="width">Their columns.</param>
    /// <returns>The picture.</returns>
    public Picture Prepare(Picture drawing, int height, int width)
    {
        if ((Centre is null && Size is null) || Drawn.Of(drawing, Background) is not { } drawn)
        {
            return drawing.Resize(width, height);
        }

        double scale = Size is double size ? size * height / drawn.LargerSide : (double)height / drawing.Height;
        Picture part = drawn.Cut(drawing).Resize(Math.Clamp((int)Math.Round(drawn.Width * scale), 1, width), Math.Clamp((int)Math.Round(drawn.Height * scale), 1, height));
        Drawn scaled = Drawn.Of(part, Background) ?? new Drawn(0, 0, part.Height, part.Width, part.Height / 2.0, part.Width / 2.0);
        (double down, double across) = Centre is { } centre ? (centre.Down * height, centre.Across * width)
            : (drawn.CentreDown * height / drawing.Height, drawn.CentreAcross * width / drawing.Width);
        byte[] pixels = new byte[height * width];
        Array.Fill(pixels, Background);
        int top = Math.Clamp((int)Math.Round(down - scaled.CentreDown), 0, height - part.Height), left = Math.Clamp((int)Math.Round(across - scaled.CentreAcross), 0, width - part.Width);
        for (int y = 0; y < part.Height; y++)
        {
            part.Pixels.AsSpan(y * part.Width, part.Width).CopyTo(pixels.AsSpan(((top + y) * width) + left));
        }

        return new Picture(width, height, pixels);
    }

    private static IEnumerable<byte> EdgeOf(Picture picture) =>
        picture.Pixels.Where((_, i) => i < picture.Width || i >= picture.Pixels.Length - picture.Width || i % picture.Width == 0 || i % picture.Width == picture.Width - 1);

    private static (double Mean, double Deviation) Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return (mean, Math.Sqrt(all.Average(v => (v - mean) * (v - mean))));
    }

    // Where there is ink, and its centre of mass, in pixels.
    private sealed record Drawn(int Top, int Left, int Height, int Width, double CentreDown, double CentreAcross)
    {
        public int LargerSide => Math.Max(Height, Width);

        public static Drawn? Of(Picture picture, byte background)
        {
            int top = int.MaxValue, left = int.MaxValue, bottom = -1, right = -1;
            double mass = 0, down = 0, across = 0;
            for (int i = 0; i < picture.Pixels.Length; i++)
            {
                int y = i / picture.Width, x = i % picture.Width, ink = Math.Abs(picture.Pixels[i] - background);
                (mass, down, across) = (mass + ink, down + (ink * (y + 0.5)), across + (ink * (x + 0.5)));
                if (ink >= Ink)
                {
                    (top, bottom, left, right) = (Math.Min(top, y), Math.Max(bottom, y), Math.Min(left, x), Math.Max(right, x));
                }
            }

            return bottom < 0 ? null : new Drawn(top, left, bottom - top + 1, right - left + 1, down / mass, across / mass);
        }

        public Picture Cut(Picture picture)
        {
            byte[] pixels = new byte[Height * Width];
            for (int y = 0; y < Height; y++)
            {
                picture.Pixels.AsSpan(((Top + y) * picture.Width) + Left, Width).CopyTo(pixels.AsSpan(y * Width));
            }

            return new Picture(Width, Height, pixels);
        }
    }
}
