using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Deployment;

/// <summary>What a model asks of the app that is to run it, and whether a board's app has that.</summary>
/// <param name="Format">Version of the model file.</param>
/// <param name="LayerKinds">The kinds of its layers and their names, each once.</param>
/// <param name="LoadBytes">Bytes of heap that loading it takes at least.</param>
public sealed record ModelNeeds(int Format, IReadOnlyList<(int Kind, string Name)> LayerKinds, int LoadBytes)
{
    /// <summary>What a model asks for.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Its needs.</returns>
    public static ModelNeeds Of(ModelFile model) => new(model.Version, [.. model.Layers.Select(l => (l.Kind, l.KindName)).Distinct()], model.LoadBytes);

    /// <summary>Why a board cannot run the model. What is certain counts: a model that just about fits is for the board to judge.</summary>
    /// <param name="board">What the board's app runs.</param>
    /// <returns>One line of ASCII that says what is wrong and what to do; null if nothing is.</returns>
    public string? Problem(BoardCapabilities board)
    {
        (int Kind, string Name)[] unknown = [.. LayerKinds.Where(k => !board.LayerKinds.Contains((byte)k.Kind))];
        return FormatProblem(board.OldestFormat, board.NewestFormat)
            ?? (unknown.Length > 0
                ? $"the board's app does not run layers of kind {string.Join(", ", unknown.Select(k => $"{k.Kind} ({k.Name})"))}; update the app, or train the model without them"
                : LoadBytes > board.HeapBytes
                ? $"loading the model takes {LoadBytes:N0} bytes of heap, but the board has {board.HeapBytes:N0} for it; train one with fewer or smaller layers, or use a board with more memory"
                : null);
    }

    /// <summary>Why an app cannot read the model file.</summary>
    /// <param name="oldest">The oldest version that the app reads.</param>
    /// <param name="newest">The newest one.</param>
    /// <returns>One line of ASCII that says what is wrong and what to do; null if nothing is.</returns>
    public string? FormatProblem(int oldest, int newest)
    {
        string read = oldest == newest ? $"version {newest}" : $"versions {oldest} to {newest}";
        return Format > newest ? $"the model file has version {Format}, but the board's app reads {read}; update the app"
            : Format < oldest ? $"the model file has version {Format}, but the board's app reads {read}; train the model again with this edgenet"
            : null;
    }
}
