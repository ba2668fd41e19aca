namespace EdgeNet.Drawings;

/// <summary>What each statistic says of a window, for three windows that differ.</summary>
internal static class StatisticsDrawing
{
    private const int Count = 200;
    private const double PanelWidth = 220, Middle = 140, PerReading = 0.075;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        Random random = new(2);
        Drawing drawing = new(400, "Statistics of three windows of 200 readings");
        Panel(drawing, 0, "an even swing", Synthetic.Readings(Count, i => 150 + (550 * Math.Sin(2 * Math.PI * 4 * i / Count)) + Synthetic.Noise(random, 40)));
        Panel(drawing, 1, "short knocks to one side", Synthetic.Readings(Count, i => (1000 * Math.Exp(-i % 50 / 4.0)) + Synthetic.Noise(random, 60)));
        Panel(drawing, 2, "noise", Synthetic.Readings(Count, _ => Synthetic.Noise(random, 900)));
        drawing.Line(20, 372, 44, 372, Drawing.Orange, 1.5);
        drawing.Text(50, 376, "mean", size: 12);
        drawing.Rectangle(100, 366, 24, 12, Drawing.Orange, 0.18);
        drawing.Text(130, 376, "mean ± std", size: 12);
        drawing.Line(220, 372, 244, 372, Drawing.Grey, 1, isDashed: true);
        drawing.Text(250, 376, "min, max", size: 12);
        drawing.Circle(330, 372, Drawing.Orange);
        drawing.Text(340, 376, "peak: rises above mean + std", size: 12);
        return drawing.End();
    }

    private static void Panel(Drawing drawing, int place, string name, short[] window)
    {
        double left = 20 + (place * (PanelWidth + 25));
        string[] names = ["mean", "rms", "std", "min", "max", "range", "crossings", "peaks", "skewness", "kurtosis"];
        float[] values = Synthetic.Pipeline(string.Join(", ", names), 100, Count, Count).Compute(window);

        // Units as docs/signals.md has them.
        double[] inReadings = [.. values.Select((v, i) => i < 3 ? v / 16 : i < 8 ? v : v / 256)];
        double mean = inReadings[0], std = inReadings[2];
        double Y(double reading) => Middle - (reading * PerReading);
        drawing.Text(left, 52, name, colour: Drawing.Blue);
        drawing.Rectangle(left, Y(mean + std), PanelWidth, 2 * std * PerReading, Drawing.Orange, 0.18);
        drawing.Line(left, Y(mean), left + PanelWidth, Y(mean), Drawing.Orange, 1.5);
        drawing.Line(left, Y(inReadings[3]), left + PanelWidth, Y(inReadings[3]), Drawing.Grey, 1, isDashed: true);
        drawing.Line(left, Y(inReadings[4]), left + PanelWidth, Y(inReadings[4]), Drawing.Grey, 1, isDashed: true);
        drawing.Curve([.. window.Select(r => Y(r))], left, PanelWidth, Drawing.Blue);
        bool isBelow = true;
        for (int i = 0; i < Count; i++)
        {
            if (isBelow && window[i] > mean + std)
            {
                drawing.Circle(left + (PanelWidth * i / (Count - 1)), Y(window[i]), Drawing.Orange);
            }

            isBelow = window[i] <= mean || (isBelow && window[i] <= mean + std);
        }

        for (int i = 0; i < names.Length; i++)
        {
            double x = left + (i % 2 * 115), y = 240 + (i / 2 * 22);
            drawing.Text(x, y, names[i], colour: Drawing.Grey, size: 12);
            drawing.Text(x + 95, y, i < 8 ? $"{inReadings[i]:F0}" : FormattableString.Invariant($"{inReadings[i]:F1}"), "end", size: 12);
        }
    }
}
