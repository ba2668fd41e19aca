using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Workflows;

/// <summary>What a network of two inputs says all over the plane: in floating point, with the integers of a board beside it, and each hidden unit on its own. The first row has the largest second input.</summary>
/// <param name="Size">Rows, and columns.</param>
/// <param name="X">Range of the first input.</param>
/// <param name="Y">Range of the second input.</param>
/// <param name="Float">The outputs in floating point.</param>
/// <param name="Integers">The outputs as a board computes them.</param>
/// <param name="Hidden">The units of each hidden layer; a layer of more than 32 shows the first 32.</param>
public sealed record UnitSurfaces(int Size, (float From, float To) X, (float From, float To) Y, IReadOnlyList<Surface> Float, IReadOnlyList<Surface> Integers, IReadOnlyList<IReadOnlyList<Surface>> Hidden)
{
    private const int MostUnits = 32;
    private const float Margin = 0.08f;

    /// <summary>Runs a network all over the plane in which its data lie.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="size">Rows and columns, 2 or more.</param>
    /// <returns>The surfaces; null if the network has not two inputs, or no float holds all between the ends of their ranges.</returns>
    /// <exception cref="Files.UserException">The network cannot become integers.</exception>
    public static UnitSurfaces? Of(FloatNetwork network, Dataset train, int size)
    {
        if (network.Shape.Count != 2 || Range(train, 0) is not { } x || Range(train, 1) is not { } y)
        {
            return null;
        }

        Network integers = new(ModelFile.Parse(ModelBuilder.BuildAsItIs(network, train)));
        int cells = size * size, outputs = network.Labels.Length;
        float[][] floats = Grid(outputs), answers = Grid(outputs);
        float[][][] hidden = [.. network.Layers.SkipLast(1).Select(l => Grid(Math.Min(MostUnits, l.Output.Count)))];
        for (int cell = 0; cell < cells; cell++)
        {
            float[] input = [At(x, cell % size, size), At(y, size - 1 - (cell / size), size)];
            float[][] tensors = network.RunLayers(input);
            for (int l = 0; l < hidden.Length; l++)
            {
                for (int unit = 0; unit < hidden[l].Length; unit++)
                {
                    hidden[l][unit][cell] = tensors[l + 1][unit];
                }
            }

            integers.Classify(input);
            for (int o = 0; o < outputs; o++)
            {
                floats[o][cell] = (tensors[^1][o] * network.ValueScale) + network.ValueOffset;
                answers[o][cell] = integers.Value(o);
            }
        }

        Func<float[], Surface> output = network.Task == TaskKind.Regression ? Surface.OfRange : Surface.OfShares;
        return new UnitSurfaces(size, x, y, [.. floats.Select(output)], [.. answers.Select(output)], [.. hidden.Select(layer => (IReadOnlyList<Surface>)[.. layer.Select(Surface.OfSigned)])]);

        float[][] Grid(int count) => [.. Enumerable.Range(0, count).Select(_ => new float[cells])];
    }

    private static float At((float From, float To) range, int step, int size) => range.From + ((range.To - range.From) * (step + 0.5f) / size);

    // Null where it is too wide for a float.
    private static (float From, float To)? Range(Dataset data, int input)
    {
        IEnumerable<float> values = Enumerable.Range(0, data.Count).Select(s => data.Sample(s)[input]);
        (float low, float high) = (values.Min(), values.Max());
        float margin = high > low ? Margin * (high - low) : 1f;
        (float from, float to) = (low - margin, high + margin);
        return float.IsFinite(to - from) ? (from, to) : null;
    }
}
