using EdgeNet.Data;
using EdgeNet.Studio.Pages;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Looking;

/// <summary>Where the model is wrong, and what its layers take.</summary>
/// <param name="judged">The model and what it is judged by.</param>
internal sealed class LookDesk(JudgedModel judged) : IDesk
{
    private const int MostAtOnce = 24;

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("look.open", async (LookRequest request, CancellationToken cancellation) => Describe(await judged.LookAsync(request.Again, cancellation)));
        requests.Add("look.cell", async (CellRequest request, CancellationToken cancellation) =>
        {
            ModelLook look = await judged.LookAsync(again: false, cancellation);
            IReadOnlyList<int> samples = look.Confusion.FirstOrDefault(c => c.Row == request.Row && c.Column == request.Column)?.Samples ?? [];
            return new { count = samples.Count, samples = samples.OrderByDescending(s => look.Answers[s].Severity).ThenBy(s => s).Skip(Math.Max(0, request.From)).Take(MostAtOnce).Select(s => SeenSample.Of(look, s)).ToList() };
        });
        requests.Add("look.mistakes", async (MistakesRequest request, CancellationToken cancellation) =>
        {
            ModelLook look = await judged.LookAsync(again: false, cancellation);
            return new { count = look.Mistakes.Count, samples = look.Mistakes.Skip(Math.Max(0, request.From)).Take(MostAtOnce).Select(s => SeenSample.Of(look, s)).ToList() };
        });
        requests.AddDownload("look.report", async (_, cancellation) => new PageBytes(LookPage.Write(await judged.LookAsync(again: false, cancellation)), "text/html", "report.html"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static object Describe(ModelLook look)
    {
        bool isNumbers = look.Samples.Task == TaskKind.Regression;
        (double low, double high) = look.Score.AccuracyInterval();
        return new
        {
            task = look.Samples.Task,
            data = look.Samples.Name,
            origin = look.Evaluation.Origin,
            labels = look.Samples.Labels,
            samples = look.Score.Samples,
            accuracy = isNumbers ? (double?)null : look.Score.Accuracy,
            low,
            high,
            macroF1 = isNumbers ? (double?)null : look.Score.MacroF1(look.Samples.Task),
            error = isNumbers ? look.Score.Error : (double?)null,
            largestError = isNumbers ? look.Score.LargestError : (double?)null,
            r2 = isNumbers ? look.Score.R2 : (double?)null,
            calibrationError = look.Score.CalibrationError,
            recordings = look.Score.Recordings,
            anomalies = look.Evaluation.Anomalies,
            cells = look.Confusion.Select(c => new { c.Row, c.Column, c.IsRight, count = c.Samples.Count }),
            classes = look.Classes,
            mistakes = look.Mistakes.Count,
            reliability = look.Reliability,
            board = look.Board.Heap.Board.Name,
            heapBytes = look.Board.Heap.NeededBytes,
            heapSizeBytes = look.Board.Heap.Board.HeapBytes,
            fits = look.Board.Heap.Fits,
            modelBytes = look.File.Bytes.Length,
            ramBytes = look.File.Model.RamBytes,
            macs = look.File.Model.Macs,
            microseconds = look.Board.Emulation?.PredictedMicroseconds,
            times = look.Board.Emulation?.LayerTimes,
            layers = look.Layers,
        };
    }

    private sealed record LookRequest(bool Again = false);

    private sealed record CellRequest(int Row, int Column, int From = 0);

    private sealed record MistakesRequest(int From = 0);
}
