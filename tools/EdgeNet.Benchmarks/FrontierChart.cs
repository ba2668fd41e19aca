using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EdgeNet.Benchmarks;

/// <summary>Draws accuracy against bytes or time as SVG. Both axes are logarithmic: the vertical one in the share of wrong answers.</summary>
internal sealed class FrontierChart
{
    private const int Width = 760, Height = 460, Left = 70, Right = 30, Top = 56, Bottom = 56;
    private const double LowestAccuracy = 0.95, HighestAccuracy = 0.9975;

    private static readonly double[] AccuracyMarks = [0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 0.997];

    private readonly StringBuilder _svg = new();
    private readonly double _from;
    private readonly double _to;

    private FrontierChart(double from, double to) => (_from, _to) = (from, to);

    /// <summary>Draws accuracy against the length of the file.</summary>
    /// <param name="lines">What was measured.</param>
    /// <returns>The drawing.</returns>
    public static string OfBytes(IReadOnlyList<JsonObject> lines)
    {
        FrontierChart chart = new(1_000, 80_000);
        chart.Frame("MNIST: test accuracy against the length of the model file", "bytes of the model file", [1_000, 2_000, 5_000, 10_000, 20_000, 50_000], m => $"{m:N0}");
        chart.Draw(lines, "modelBytes", 1, r => r.MostBytes);

        // TinyMaix's MNIST example, and the dense network of the README on MNIST.
        chart.Reference(2_400 * 1.024, 0.9557, "TinyMaix example");
        chart.Reference(26_052, 0.9745, "784-32-10, int8");
        return chart.End();
    }

    /// <summary>Draws accuracy against the predicted time on an ESP32.</summary>
    /// <param name="lines">What was measured.</param>
    /// <returns>The drawing.</returns>
    public static string OfTime(IReadOnlyList<JsonObject> lines)
    {
        FrontierChart chart = new(4, 6_000);
        chart.Frame("MNIST: test accuracy against the time of a classification", "milliseconds on an ESP32, predicted by the virtual board", [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000], m => $"{m:N0}");
        chart.Draw(lines, "predictedMicroseconds", 1e-3, r => r.Milliseconds);
        chart.Reference(10.3, 0.9745, "784-32-10, int8");
        return chart.End();
    }

    private static double Y(double accuracy) =>
        Top + ((Height - Top - Bottom) * Math.Log((1 - Math.Clamp(accuracy, LowestAccuracy, HighestAccuracy)) / (1 - HighestAccuracy)) / Math.Log((1 - LowestAccuracy) / (1 - HighestAccuracy)));

    private double X(double value) => Left + ((Width - Left - Right) * Math.Log(Math.Clamp(value, _from, _to) / _from) / Math.Log(_to / _from));

    private void Frame(string title, string across, double[] marks, Func<double, string> text)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">""");
        Add($"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Text(Left, 24, title, "start", size: 16);
        foreach (double mark in AccuracyMarks)
        {
            Add($"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(mark):F1}" y2="{Y(mark):F1}" stroke="#dddddd"/>""");
            Text(Left - 8, Y(mark) + 4, mark.ToString("P1", CultureInfo.InvariantCulture), "end");
        }

        foreach (double mark in marks)
        {
            Add($"""<line x1="{X(mark):F1}" x2="{X(mark):F1}" y1="{Top}" y2="{Height - Bottom}" stroke="#dddddd"/>""");
            Text(X(mark), Height - Bottom + 18, text(mark).Replace(",", " ", StringComparison.Ordinal), "middle");
        }

        Text((Left + Width - Right) / 2.0, Height - 14, across, "middle");
        Circle(Width - 286, 42, "#ffffff");
        Text(Width - 276, 46, "goal", "start");
        Circle(Width - 226, 42, "#1f5fa8");
        Text(Width - 216, 46, "EdgeNet, mean of the seeds", "start");
    }

    private void Draw(IReadOnlyList<JsonObject> lines, string key, double unit, Func<FrontierRow, double?> goal)
    {
        List<string> path = [];
        foreach (FrontierRow row in FrontierRow.All)
        {
            if (goal(row) is double wanted)
            {
                Circle(X(wanted), Y(row.Accuracy), "#ffffff");
            }

            JsonObject[] own = [.. lines.Where(l => FrontierLines.Name(l) == row.Name && l[key] is not null)];
            if (own.Length > 0)
            {
                double x = X(own.Average(l => (double)l[key]!) * unit), y = Y(own.Average(l => (double)l["quantisedTestAccuracy"]!));
                path.Add(Invariant($"{x:F1},{y:F1}"));
                Circle(x, y, "#1f5fa8");

                // Neighbours may be close together: names are in turn above on the left and below on the right.
                if (path.Count % 2 == 1)
                {
                    Text(x - 8, y - 8, row.Name, "end", "#1f5fa8");
                }
                else
                {
                    Text(x + 9, y + 16, row.Name, "start", "#1f5fa8");
                }
            }
        }

        Add($"""<polyline points="{string.Join(' ', path)}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>""");
    }

    private void Reference(double across, double accuracy, string name)
    {
        Add($"""<path d="M{X(across) - 4:F1} {Y(accuracy) - 4:F1} l8 8 m0 -8 l-8 8" stroke="#b3541e" stroke-width="2"/>""");
        Text(X(across) + 7, Y(accuracy) - 7, name, "start", "#b3541e");
    }

    private void Circle(double x, double y, string fill) => Add($"""<circle cx="{x:F1}" cy="{y:F1}" r="4.5" fill="{fill}" stroke="#1f5fa8" stroke-width="1.5"/>""");

    private void Text(double x, double y, string text, string anchor, string colour = "#333333", int size = 13) =>
        Add($"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{text}</text>""");

    private string End() => _svg.Append("</svg>\n").ToString();

    private void Add(FormattableString line) => _svg.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
