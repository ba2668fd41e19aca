using EdgeNet.Data;
using EdgeNet.Trainer.Networks;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>A network as a page draws it.</summary>
/// <param name="Epoch">Epochs that it has learned.</param>
/// <param name="Surfaces">What it says all over the plane; null if it has not two inputs, or these are too far apart for a plane.</param>
/// <param name="Weights">The weights between its layers, where these can be drawn as lines; null for too many.</param>
/// <param name="Fields">What its first layer looks for; null if it sees no pictures.</param>
internal sealed record NetworkView(int Epoch, PlaneView? Surfaces, IReadOnlyList<WeightLines>? Weights, ReceptiveFields? Fields)
{
    private const int Size = 40, MostLines = 1200;

    /// <summary>Looks at a network.</summary>
    /// <param name="moment">The network.</param>
    /// <param name="train">What it learns from.</param>
    /// <returns>The view.</returns>
    /// <exception cref="EdgeNet.Files.UserException">It cannot become integers.</exception>
    public static NetworkView Of(LiveMoment moment, Dataset train)
    {
        FloatNetwork network = moment.Network;
        UnitSurfaces? surfaces = UnitSurfaces.Of(network, train, Size);
        bool hasLines = surfaces is not null && Array.TrueForAll(network.Layers, l => l.Matrix is not null) && network.Parameters <= MostLines;
        return new NetworkView(moment.Epoch, surfaces is null ? null : PlaneView.Of(surfaces),
            hasLines ? [.. network.Layers.Select(l => new WeightLines(l.Matrix!.Terms, l.Matrix.Outputs, l.Matrix.Weights))] : null, ReceptiveFields.Of(network));
    }
}

/// <summary>The weights between two layers: Inputs x Outputs.</summary>
internal sealed record WeightLines(int Inputs, int Outputs, float[] Weights);

/// <summary>Surfaces, with ranges as pairs of numbers.</summary>
internal sealed record PlaneView(int Size, float[] X, float[] Y, IReadOnlyList<Surface> Float, IReadOnlyList<Surface> Integers, IReadOnlyList<IReadOnlyList<Surface>> Hidden)
{
    /// <summary>The same surfaces.</summary>
    public static PlaneView Of(UnitSurfaces s) => new(s.Size, [s.X.From, s.X.To], [s.Y.From, s.Y.To], s.Float, s.Integers, s.Hidden);
}
