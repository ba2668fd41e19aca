using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A model on a kind of board.</summary>
/// <param name="Heap">What the app with the model takes of its heap.</param>
/// <param name="Report">What it did there; null where the board cannot hold it.</param>
public sealed record BoardRow(HeapForecast Heap, EmulationReport? Report)
{
    /// <summary>Compares all kinds of boards that are built in. One that cannot hold the model is a row too.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="maxSamples">How many of them to take, spread evenly.</param>
    /// <param name="progress">Told after every sample how many are done, from the start for every board.</param>
    /// <param name="cancellation">Ends the run; the rows that are done are given.</param>
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
