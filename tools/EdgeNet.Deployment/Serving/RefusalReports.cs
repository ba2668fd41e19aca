using System.Net;

namespace EdgeNet.Deployment.Serving;

/// <summary>Reports once that a model is not sent to a board: a board asks every few minutes. It may be used from many threads.</summary>
/// <param name="report">Called for each.</param>
internal sealed class RefusalReports(Action<string>? report)
{
    // Whoever has many addresses must not fill the memory; what is forgotten is reported once more.
    private const int MaxRemembered = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(IPAddress? Board, string Model)> _reported = [];

    /// <summary>A model is not sent.</summary>
    /// <param name="board">Address of the board.</param>
    /// <param name="entry">The model.</param>
    /// <param name="problem">Why not.</param>
    public void Add(IPAddress? board, CatalogEntry entry, string problem)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = !_reported.Contains((board, entry.ETag));
            if (isNew && _reported.Count == MaxRemembered)
            {
                _reported.Clear();
            }

            _reported.Add((board, entry.ETag));
        }

        if (isNew)
        {
            report?.Invoke($"{board}: {entry.Name} is not sent: {problem}");
        }
    }
}
