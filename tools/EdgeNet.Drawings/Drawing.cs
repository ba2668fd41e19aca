using System.Globalization;
using System.Text;

namespace EdgeNet.Drawings;

/// <summary>An SVG file: dark lines on white, so that it can be read on a light and on a dark page.</summary>
internal sealed class Drawing
{
    public const string Blue = "#1f5fa8", Orange = "#b3541e", Grey = "#888888", Dark = "#333333", Pale = "#dddddd";

    public const int Width = 760;

    private const string White = "#ffffff";

    private readonly StringBuilder _svg = new();

    /// <summary>An empty drawing.</summary>
    /// <param name="height">Its height; the width is <see cref="Width"/>.</param>
    /// <param name="title">What it shows.</param>
    public Drawing(int height, string title)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="13">""");
        Rectangle(0, 0, Width, height, White);
        Text(20, 26, title, size: 16);
    }

    public void Line(double x1, double y1, double x2, double y2, string colour = Pale, double width = 1, bool isDashed = false) =>
        Add($"""<line x1="{x1:F1}" y1="{y1:F1}" x2="{x2:F1}" y2="{y2:F1}" stroke="{colour}" stroke-width="{width}"{(isDashed ? " stroke-dasharray=\"5 4\"" : "")}/>""");

    public void Rectangle(double x, double y, double width, double height, string fill, double opacity = 1) =>
        Add($"""<rect x="{x:F1}" y="{y:F1}" width="{width:F1}" height="{height:F1}" fill="{fill}"{(opacity < 1 ? FormattableString.Invariant($" fill-opacity=\"{opacity}\"") : "")}/>""");

    public void Circle(double x, double y, string stroke, string fill = White, double radius = 3.5) =>
        Add($"""<circle cx="{x:F1}" cy="{y:F1}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>""");

    public void Text(double x, double y, string text, string anchor = "start", string colour = Dark, int size = 13) =>
        Add($"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{text.Replace("<", "&lt;", StringComparison.Ordinal)}</text>""");

    /// <summary>A line through points that are evenly spaced.</summary>
    public void Curve(IReadOnlyList<double> heights, double x, double width, string colour, double stroke = 1.2)
    {
        IEnumerable<string> points = heights.Select((y, i) => FormattableString.Invariant($"{x + (width * i / (heights.Count - 1)):F1},{y:F1}"));
        Add($"""<polyline points="{string.Join(' ', points)}" fill="none" stroke="{colour}" stroke-width="{stroke}"/>""");
    }

    /// <summary>A picture of bytes, time from left to right and rows from bottom to top, in 16 shades from its smallest byte to its largest, which is dark.</summary>
    /// <param name="bytes">Frame by frame.</param>
    /// <param name="rows">Bytes of a frame.</param>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Of all frames.</param>
    /// <param name="height">Of all rows.</param>
    public void Heat(byte[] bytes, int rows, double x, double y, double width, double height)
    {
        const int Shades = 16;
        int frames = bytes.Length / rows, least = bytes.Min(), range = bytes.Max() - least + 1;
        double across = width / frames, down = height / rows;

        // Neighbours overlap a little, so that no light shines through between them.
        const double More = 0.6;
        StringBuilder[] paths = [.. Enumerable.Range(0, Shades).Select(_ => new StringBuilder())];
        for (int row = 0; row < rows; row++)
        {
            for (int frame = 0, next; frame < frames; frame = next)
            {
                int shade = Shade(frame);
                for (next = frame + 1; next < frames && Shade(next) == shade; next++)
                {
                }

                paths[shade].Append(CultureInfo.InvariantCulture, $"M{x + (frame * across):F1} {y + height - ((row + 1) * down):F1}h{((next - frame) * across) + (next < frames ? More : 0):F1}v{down + (row > 0 ? More : 0):F1}H{x + (frame * across):F1}z");
            }

            int Shade(int frame) => (bytes[(frame * rows) + row] - least) * Shades / range;
        }

        // From nearly white to the blue of lines, then to nearly black.
        for (int s = 0; s < Shades; s++)
        {
            double share = s / (Shades - 1.0);
            int Mixed(int white, int blue, int black) => (int)(share < 0.6 ? white + ((blue - white) * share / 0.6) : blue + ((black - blue) * (share - 0.6) / 0.4));
            if (paths[s].Length > 0)
            {
                Add($"""<path d="{paths[s]}" fill="#{Mixed(0xf4, 0x1f, 0x08):x2}{Mixed(0xf7, 0x5f, 0x18):x2}{Mixed(0xfb, 0xa8, 0x30):x2}"/>""");
            }
        }
    }

    /// <summary>The text of the file.</summary>
    public string End() => _svg.Append("</svg>\n").ToString();

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
