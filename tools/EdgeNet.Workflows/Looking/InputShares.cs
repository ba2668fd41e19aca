using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Workflows;

/// <summary>
/// Which inputs spoke for an answer, by occlusion (Zeiler and Fergus 2014): each part of the input in turn is replaced by what says nothing, and the network of integers answers again.
/// Of a picture a part is a square around a pixel, which becomes the background: the median of the picture's edge. Of other inputs it is a value, or the values of a step,
/// which become the median of the training or, where the model file does not say, the middle of the range. The same input gives the same integers on every machine.
/// </summary>
/// <param name="Output">The output that it is about: the answer.</param>
/// <param name="Lead">Classes: by how much its logit is ahead of the second. Yes-or-no outputs and regressions: its logit. Anomalies: the score.</param>
/// <param name="Drops">By how much the lead is smaller without each part; negative if the part spoke against the answer.</param>
/// <param name="Rows">Rows of the map that the parts of a picture are; 0 for other inputs.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Names">Names of the parts; empty for a picture.</param>
public sealed record InputShares(int Output, int Lead, int[] Drops, int Rows, int Columns, string[] Names)
{
    // Runs of the network, and multiply-adds of all of them together.
    private const int MostParts = 1024, FewestParts = 64, MostMacs = 400_000_000;

    // A square is this part of the shorter side of a picture.
    private const int SquaresPerSide = 9;

    /// <summary>The parts that spoke for the answer, the strongest first.</summary>
    /// <param name="most">How many of them at most.</param>
    /// <returns>Their indices.</returns>
    public IEnumerable<int> Strongest(int most) => Enumerable.Range(0, Drops.Length).Where(p => Drops[p] > 0).OrderByDescending(p => Drops[p]).Take(most);

    /// <summary>Asks a network.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">Its network, whose last run is another afterwards.</param>
    /// <param name="raw">The input, in the units of the training data; as it was afterwards.</param>
    /// <returns>The shares.</returns>
    public static InputShares Of(ModelFile model, Network network, float[] raw)
    {
        Shape shape = Evaluator.ShapeOf(model);
        int output = network.Classify(raw), lead = LeadOf(model, network, output), most = Math.Clamp(MostMacs / Math.Max(1, model.Macs), FewestParts, MostParts);
        return SampleView.IsPicture(shape) ? OfPicture(model, network, raw, shape, output, lead, most) : OfValues(model, network, raw, shape, output, lead, most);
    }

    private static InputShares OfPicture(ModelFile model, Network network, float[] raw, Shape shape, int output, int lead, int most)
    {
        int step = 1;
        while (Ceiling(shape.Height, step) * Ceiling(shape.Width, step) > most)
        {
            step++;
        }

        int rows = Ceiling(shape.Height, step), columns = Ceiling(shape.Width, step), reach = Math.Min(shape.Height, shape.Width) / SquaresPerSide / 2;
        float[] background = BackgroundOf(raw, shape), without = new float[raw.Length];
        int[] drops = new int[rows * columns];
        for (int p = 0; p < drops.Length; p++)
        {
            raw.CopyTo(without, 0);
            int top = p / columns * step, left = p % columns * step;
            for (int y = Math.Max(0, top - reach); y < Math.Min(shape.Height, top + step + reach); y++)
            {
                for (int x = Math.Max(0, left - reach); x < Math.Min(shape.Width, left + step + reach); x++)
                {
                    background.CopyTo(without, ((y * shape.Width) + x) * shape.Channels);
                }
            }

            drops[p] = lead - LeadWithout(model, network, without, output);
        }

        return new InputShares(output, lead, drops, rows, columns, []);
    }

    private static InputShares OfValues(ModelFile model, Network network, float[] raw, Shape shape, int output, int lead, int most)
    {
        int together = shape.Rank == 1 ? 1 : shape.Width * shape.Channels;
        while (Ceiling(raw.Length, together) > most)
        {
            together++;
        }

        float[] nothing = ColumnStatistics.Read(model)?.Median ?? [.. raw.Select((value, i) => MiddleOf(model.Input, i, value))], without = new float[raw.Length];
        string[] columns = model.ReadColumns(), names = new string[Ceiling(raw.Length, together)];
        int[] drops = new int[names.Length];
        for (int p = 0; p < drops.Length; p++)
        {
            int first = p * together, last = Math.Min(raw.Length, first + together) - 1;
            raw.CopyTo(without, 0);
            Array.Copy(nothing, first, without, first, last - first + 1);
            drops[p] = lead - LeadWithout(model, network, without, output);
            names[p] = columns.Length == 0 ? first == last ? $"value {first + 1}" : $"values {first + 1} to {last + 1}" : first == last ? columns[first] : $"{columns[first]} to {columns[last]}";
        }

        return new InputShares(output, lead, drops, 0, 0, names);
    }

    private static int LeadWithout(ModelFile model, Network network, float[] raw, int output)
    {
        network.Classify(raw);
        return LeadOf(model, network, output);
    }

    // Sums of logits fit, since a model file limits them to 31 bits; their difference may not.
    private static int LeadOf(ModelFile model, Network network, int output)
    {
        if (model.Output.Task == ModelFormat.Anomaly)
        {
            return network.AnomalyScore;
        }

        long second = 0;
        if (model.Output.Task == ModelFormat.Classification && network.OutputCount > 1)
        {
            second = Enumerable.Range(0, network.OutputCount).Where(o => o != output).Max(network.Logit);
        }

        return (int)Math.Clamp(network.Logit(output) - second, int.MinValue / 2, int.MaxValue / 2);
    }

    private static float[] BackgroundOf(float[] raw, Shape shape)
    {
        float[] background = new float[shape.Channels];
        for (int c = 0; c < shape.Channels; c++)
        {
            List<float> edge = [];
            for (int i = 0; i < shape.Height * shape.Width; i++)
            {
                int y = i / shape.Width, x = i % shape.Width;
                if (y == 0 || x == 0 || y == shape.Height - 1 || x == shape.Width - 1)
                {
                    edge.Add(raw[(i * shape.Channels) + c]);
                }
            }

            edge.Sort();
            background[c] = edge[edge.Count / 2];
        }

        return background;
    }

    // The raw value of the middle of what a network can read: the mean of a column that was standardised.
    private static float MiddleOf(InputInfo input, int i, float value)
    {
        int pair = input.PerFeature ? i : 0;
        float middle = ((input.MaxValue / 2f) - input.Offset[pair]) / input.Scale[pair];
        return float.IsFinite(middle) ? middle : value;
    }

    private static int Ceiling(int count, int of) => (count + of - 1) / of;
}
