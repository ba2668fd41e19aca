using System.Globalization;

namespace EdgeNet.Drawings;

/// <summary>The experiments of the introductory books: what learning rate, epochs and hidden units do to a network that learns MNIST, as measured in examples/05-mnist/experiments.csv.</summary>
internal static class MnistDrawing
{
    private const string Measured = "experiments.csv";
    private const double Left = 60, Between = 235, Wide = 190, Bottom = 250, Least = 88, PerPercent = 16;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        using StreamReader reader = new(typeof(MnistDrawing).Assembly.GetManifestResourceStream(Measured)!);
        string[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','))];
        Drawing drawing = new(310, "MNIST as in the books: percent right of 10,000 test digits");
        Panel(0, "learning rate", 1, "learning rate (5 epochs, 200 units)");
        Panel(1, "epochs", 2, "epochs (rate 0.1, 200 units)");
        Panel(2, "hidden units", 3, "hidden units (rate 0.1, 5 epochs)");
        return drawing.End();

        void Panel(int number, string experiment, int column, string caption)
        {
            double left = Left + (number * Between);
            string[][] points = [.. rows.Where(r => r[0] == experiment)];
            double[] heights = [.. points.Select(r => Height(double.Parse(r[4], CultureInfo.InvariantCulture)))];
            for (int percent = 88; percent <= 98; percent += 2)
            {
                drawing.Line(left, Height(percent), left + Wide, Height(percent));
                drawing.Text(left - 6, Height(percent) + 4, $"{percent} %", "end", Drawing.Grey, 11);
            }

            drawing.Curve(heights, left, Wide, Drawing.Blue, 1.5);
            for (int i = 0; i < points.Length; i++)
            {
                double x = left + (Wide * i / (points.Length - 1));
                drawing.Circle(x, heights[i], Drawing.Blue);
                drawing.Text(x, Bottom + 18, points[i][column], "middle", Drawing.Grey, 11);
            }

            drawing.Text(left + (Wide / 2), Bottom + 42, caption, "middle", size: 12);
        }

        static double Height(double percent) => Bottom - ((percent - Least) * PerPercent);
    }
}
