using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Studio.Looking;
using EdgeNet.Studio.Pages;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Workflows;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Trying;

/// <summary>The network of integers answers what a person draws, shows to a camera or sets, while they do.</summary>
/// <param name="judged">The model, and samples to try.</param>
internal sealed class TryDesk(JudgedModel judged) : IDesk
{
    private const int MostRecordings = 500;

    private const string Drawn = "drawn";

    private TriedModel? _tried;

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("try.open", async (OpenRequest request, CancellationToken cancellation) => Describe(await TriedAsync(request.Again, cancellation)));
        requests.Add("try.values", async (ValuesRequest request, CancellationToken cancellation) => (await TriedAsync(again: false, cancellation)).Answer([.. request.Values]));
        requests.Add("try.sample", async (SampleRequest request, CancellationToken cancellation) =>
        {
            TriedModel tried = await TriedAsync(again: false, cancellation);
            return request.Sample >= 0 && request.Sample < tried.Samples.Count
                ? new { answer = tried.Answer(tried.Samples.Sample(request.Sample).ToArray()), expected = SampleList.LabelOf(tried.Samples, request.Sample), view = SeenSample.Of(tried.Samples, request.Sample), raw = tried.Samples.Shape.Count <= SampleView.MostValues ? tried.Samples.Sample(request.Sample).ToArray() : null }
                : throw new UserException($"there is no sample {request.Sample}: there are {tried.Samples.Count}");
        });
        requests.AddUpload("try.picture", Upload.Whole(Upload.MaxPictureBytes, PictureAsync));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<object?> PictureAsync(IQueryCollection query, byte[] picture, CancellationToken cancellation)
    {
        TriedModel tried = await TriedAsync(again: false, cancellation);
        return tried.Answer(tried.Prepare(PictureFile.Read(picture, "the picture"), query.ContainsKey(Drawn)));
    }

    private async Task<TriedModel> TriedAsync(bool again, CancellationToken cancellation)
    {
        (LoadedModel model, TestData test) = await judged.ReadAsync(again, cancellation);
        if (_tried is not { } tried || tried.Model != model)
        {
            _tried = tried = new TriedModel(model, test.Samples);
        }

        return tried;
    }

    private static object Describe(TriedModel tried)
    {
        ModelFile model = tried.Model.Model;
        Shape shape = Evaluator.ShapeOf(model);
        ColumnStatistics? statistics = ColumnStatistics.Read(model);
        string[] columns = model.ReadColumns();
        (float low, float high) = tried.Samples.Count > 0 ? tried.Samples.CommonRange() : (0, 1);
        return new
        {
            task = (TaskKind)model.Output.Task,
            labels = model.Labels,
            kind = model.HasSignal ? "recording" : tried.Model.Picture is not null && SampleView.IsPicture(shape) && tried.Samples.Kind == FeatureKind.Pixels ? "picture" : "values",
            columns = model.HasSignal || model.Input.Count > TriedModel.MostColumns ? [] : Enumerable.Range(0, model.Input.Count).Select(c => new
            {
                name = columns.Length > 0 ? columns[c] : $"value {c + 1}",
                low = statistics?.Low[c] ?? low,
                high = statistics?.High[c] ?? high,
                start = statistics?.Median[c] ?? (low + high) / 2,
            }).ToArray(),
            samples = tried.Samples.Count,
            recordings = RecordingsOf(tried.Samples),
            step = tried.Samples.Windows is { } windows ? windows.Features.StrideReadings / (double)windows.Features.Rate : 0,
        };
    }

    private static object[] RecordingsOf(Dataset samples) => samples.Windows is null ? []
        : [.. Enumerable.Range(0, samples.Count).GroupBy(s => samples.Files![s]).Take(MostRecordings).Select(g => new { name = g.Key, label = samples.Labels[samples.ClassOf(g.First())], samples = g.ToArray() })];

    private sealed record OpenRequest(bool Again = false);

    private sealed record ValuesRequest(IReadOnlyList<float> Values);

    private sealed record SampleRequest(int Sample);
}
