using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Drawings;

/// <summary>Teaching by button: a network that has never seen one of three gestures, after each round of presses.</summary>
internal static class PressesDrawing
{
    private const int Known = 2, Rounds = 8, TrainSamples = 60, TestSamples = 200;
    private const double Left = 60, Wide = Drawing.Width - Left - 170, Bottom = 290, PerPercent = 2.2;

    private static readonly string[] Names = ["rest", "wave", "circle"];

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("motion"), ["x", "y", "z"], 100, 1, 200, 200);
        Random random = new(1);
        DatasetSplit split = new(Gestures(TrainSamples), Gestures(TrainSamples));
        ModelFile model = ModelFile.Parse(ModelBuilder.Build(split, new TrainingOptions { Hidden = [16], Epochs = 30, Starts = 1, Seed = 1 }, "gestures", true, null, default).File);
        float[][][] others = [.. Names.Select((_, label) => Enumerable.Range(0, TestSamples).Select(_ => Features(label)).ToArray())];
        Network network = new(model);
        Learner learner = new(model, network, Names.Length - Known, Names.Length * Rounds);
        List<double[]> right = [Right()];
        int switched = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            for (int label = 0; label < Names.Length; label++)
            {
                network.Classify(Features(label));
                learner.Answer();
                learner.Press(Names[label]);
            }

            while (learner.Work())
            {
            }

            switched = switched == 0 && learner.Active != Learner.AsItCame ? round : switched;
            right.Add(Right());
        }

        Drawing drawing = new(350, "Teaching by button: a network that knows rest and wave learns circle");
        for (int percent = 0; percent <= 100; percent += 25)
        {
            drawing.Line(Left, Bottom - (percent * PerPercent), Left + Wide, Bottom - (percent * PerPercent));
            drawing.Text(Left - 8, Bottom - (percent * PerPercent) + 4, $"{percent} %", "end", Drawing.Grey, 11);
        }

        for (int round = 0; round <= Rounds; round++)
        {
            drawing.Text(Left + (Wide * round / Rounds), Bottom + 18, $"{round}", "middle", Drawing.Grey, 11);
        }

        drawing.Text(Left + (Wide / 2), Bottom + 40, $"presses per gesture; accuracy on {TestSamples * Names.Length} other gestures", "middle", size: 12);
        Curve("rest and wave", Drawing.Blue, r => r[..Known].Average(), -2);
        Curve("circle", Drawing.Orange, r => r[Known], 14);
        double x = Left + (Wide * switched / Rounds);
        drawing.Line(x, Bottom - (100 * PerPercent), x, Bottom, Drawing.Grey, 1, isDashed: true);
        drawing.Text(x + 6, Bottom - 30, "enough evidence:", colour: Drawing.Grey, size: 12);
        drawing.Text(x + 6, Bottom - 14, "what was learned answers", colour: Drawing.Grey, size: 12);
        return drawing.End();

        void Curve(string name, string colour, Func<double[], double> share, double below)
        {
            double[] heights = [.. right.Select(r => Bottom - (share(r) * PerPercent))];
            drawing.Curve(heights, Left, Wide, colour, 1.5);
            for (int round = 0; round <= Rounds; round++)
            {
                drawing.Circle(Left + (Wide * round / Rounds), heights[round], colour);
            }

            drawing.Text(Left + Wide + 12, heights[^1] + below, FormattableString.Invariant($"{name}: {share(right[^1]):F0} %"), colour: colour);
        }

        // Percent of each gesture.
        double[] Right() => [.. others.Select((samples, label) => 100 * samples.Average(s =>
        {
            network.Classify(s);
            return learner.Answer() == label ? 1 : 0;
        }))];

        float[] Features(int label) => pipeline.Compute(Synthetic.Gesture(label, random));

        Dataset Gestures(int count)
        {
            int[] labels = [.. Enumerable.Range(0, Known * count).Select(i => i % Known)];
            return new Dataset("gestures", TaskKind.Classification, pipeline.Shape, FeatureKind.Columns, [.. labels.SelectMany(Features)], [.. labels.Select(l => (float)l)], Names[..Known]);
        }
    }
}
