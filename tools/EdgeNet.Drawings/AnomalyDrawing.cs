using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Drawings;

/// <summary>The score of a machine that wears out, by a model that has heard it only as new.</summary>
internal static class AnomalyDrawing
{
    private const int Rate = 400, Window = 800, Windows = 90, Healthy = 30;
    private const double Left = 50, Wide = Drawing.Width - Left - 30, Bottom = 290, PerUnit = 55;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        FeaturePipeline pipeline = Synthetic.Pipeline("vibration, bands 8", Rate, Window, Window);
        float[] normal = pipeline.Compute(Synthetic.Motor(400 * Window, 5, _ => 0));
        Dataset data = new("motor", TaskKind.Anomaly, pipeline.Shape, FeatureKind.Columns, normal, new float[normal.Length / pipeline.Shape.Count], ["normal", "anomaly"]);
        byte[] file = AnomalyBuilder.Build(new DatasetSplit(data, data), new AnomalyOptions { Method = AnomalyMethod.Gaussian }, new TrainingOptions(), "motor", new ModelNotes(), null, default).File;
        Network network = new(ModelFile.Parse(file));

        // After a minute it begins to wear, evenly, until it knocks a quarter as loud as in the drawing of the bands.
        double Wear(int reading) => Math.Max(0, (reading / (double)Window) - Healthy) / (4 * (Windows - Healthy));
        float[] features = pipeline.Compute(Synthetic.Motor(Windows * Window, 6, Wear));
        double[] levels = [.. features.Chunk(pipeline.Shape.Count).Select(f =>
        {
            network.Classify(f);
            return (double)network.AnomalyLevel;
        })];

        Drawing drawing = new(345, "The score of a motor that begins to wear after a minute");
        double X(double window) => Left + (Wide * window / (Windows - 1));
        double Y(double level) => Math.Max(45, Bottom - (level * PerUnit));
        for (int level = 0; level <= 4; level++)
        {
            drawing.Line(Left, Y(level), Left + Wide, Y(level), level == 1 ? Drawing.Orange : Drawing.Pale, level == 1 ? 1.5 : 1);
            drawing.Text(Left - 8, Y(level) + 4, $"{level}", "end");
        }

        drawing.Text(Left + 8, Y(1) - 6, "threshold: 1 of 100 normal windows", colour: Drawing.Orange, size: 12);
        drawing.Line(X(Healthy), 45, X(Healthy), Bottom, Drawing.Grey, 1, isDashed: true);
        drawing.Text(X(Healthy) + 6, 60, "wear begins", colour: Drawing.Grey, size: 12);
        for (int w = 0; w < Windows; w++)
        {
            drawing.Circle(X(w), Y(levels[w]), levels[w] > 1 ? Drawing.Orange : Drawing.Blue);
        }

        for (int w = 0; w < Windows; w += 15)
        {
            drawing.Text(X(w), Bottom + 20, $"{w * 2} s", "middle", Drawing.Grey, 11);
        }

        drawing.Text(Left, Bottom + 42, $"A circle per window of 2 s. Of the {Healthy} before, {levels.Take(Healthy).Count(l => l > 1)} are above; the first after it is that of {2 * Array.FindIndex(levels, Healthy, l => l > 1)} s.", colour: Drawing.Grey, size: 12);
        return drawing.End();
    }
}
