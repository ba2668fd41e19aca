using EdgeNet.Trainer.Signals;

namespace EdgeNet.Drawings;

/// <summary>A stream, the windows that are cut from it, and a feature of each.</summary>
internal static class WindowsDrawing
{
    private const int Rate = 100, Count = 800, Window = 200, Stride = 50;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        const double Left = 40, Wide = Drawing.Width - Left - 30, Middle = 90, PerReading = 0.045, FirstBar = 165, BarStep = 15;
        short[] stream = Synthetic.Waving(Count, 300, 620);
        FeaturePipeline pipeline = Synthetic.Pipeline("std", Rate, Window, Stride);
        float[] features = pipeline.Compute(stream);
        Drawing drawing = new(420, "A stream of readings in windows of 2 s with a stride of 0.5 s, and the std of each window");
        double X(double reading) => Left + (Wide * reading / Count);
        drawing.Curve([.. stream.Select(r => Middle - (r * PerReading))], Left, Wide, Drawing.Blue);
        for (int second = 0; second <= Count / Rate; second++)
        {
            drawing.Line(X(second * Rate), 140, X(second * Rate), 146, Drawing.Grey);
            drawing.Text(X(second * Rate), 158, $"{second} s", "middle", Drawing.Grey, 11);
        }

        for (int w = 0; w < features.Length; w++)
        {
            // Darker where more moves. A step of std is a sixteenth of a reading.
            double share = features[w] / features.Max(), y = FirstBar + (w * BarStep);
            drawing.Rectangle(X(w * Stride), y, Wide * Window / Count, 11, Drawing.Orange, Math.Round(0.15 + (0.75 * share), 2));
            drawing.Text(X((w * Stride) + Window) + 6, y + 10, $"{features[w] / 16:F0}", size: 11);
        }

        drawing.Text(Left, 402, "Neighbours share readings: when data are split, the windows of a recording stay on one side.", colour: Drawing.Grey);
        return drawing.End();
    }
}
