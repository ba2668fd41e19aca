using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The results of a model on a kind of board.</summary>
/// <param name="Heap">The heap that the app with the model needs.</param>
/// <param name="Report">The report; null if the board cannot hold the model.</param>
public sealed record BoardRow(HeapForecast Heap, EmulationReport? Report)
{
    /// <summary>Compares all built-in boards. A board that cannot hold the model is a row too.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="maxSamples">How many of them to use, spread evenly.</param>
    /// <param name="progress">Called after every sample with the number done and the total; counts from the start for every board.</param>
    /// <param name="cancellation">Ends the run; the finished rows are returned.</param>
    /// <returns>A row for each board.</returns>
    /// <exception cref="UserException">The data do not fit the model, or no board accepts it.</exception>
    public static IReadOnlyList<BoardRow> Compare(byte[] file, Dataset data, int maxSamples, Action<int, int>? progress, CancellationToken cancellation)
    {
        List<BoardRow> rows = [];
        foreach (BoardProfile profile in BoardProfile.All)
        {
            (HeapForecast heap, EmulationReport? report) = EmulatedModel.TryRun(file, data, maxSamples, profile, null, progress, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            rows.Add(new BoardRow(heap, report));
        }

        return rows;
    }
}
