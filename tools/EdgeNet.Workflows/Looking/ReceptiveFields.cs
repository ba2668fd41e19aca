using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Workflows;

/// <summary>What the units of a first layer look for in pictures: their weights, pixel by pixel. What speaks for the unit is above the middle, what speaks against it below.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values per pixel.</param>
/// <param name="Units">The weights of each unit, of at most 64.</param>
public sealed record ReceptiveFields(int Height, int Width, int Channels, IReadOnlyList<Surface> Units)
{
    private const int MostUnits = 64;

    /// <summary>Looks at the first layer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Its fields; null if it does not see pictures, or its first layer is of another kind than dense or convolution.</returns>
    public static ReceptiveFields? Of(FloatNetwork network)
    {
        Shape shape = network.Shape;
        return shape.Rank == 1 ? null : network.Layers[0] switch
        {
            DenseLayer dense => new ReceptiveFields(shape.Height, shape.Width, shape.Channels, WeightsOf(dense.Matrix)),
            ConvolutionLayer convolution => new ReceptiveFields(convolution.Window.Rows, convolution.Window.Columns, shape.Channels, WeightsOf(convolution.Matrix)),
            _ => null,
        };
    }

    private static IReadOnlyList<Surface> WeightsOf(FloatMatrix matrix) =>
    [
        .. Enumerable.Range(0, Math.Min(MostUnits, matrix.Outputs)).Select(o =>
        {
            // A negative factor of a normalisation turns a unit around.
            float sign = matrix.Norm?.Factor(o) < 0 ? -1f : 1f;
            return Surface.OfSigned([.. Enumerable.Range(0, matrix.Terms).Select(t => sign * matrix.Weights[(t * matrix.Outputs) + o])]);
        }),
    ];
}
