using System.Globalization;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Studio.Pages;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Data;

/// <summary>Gathers and mends data: pictures that are drawn or photographed, files, readings of a board; labels, removed samples, the split.</summary>
internal sealed class DataDesk : IDesk
{
    private const string Topic = "data";
    private const int MaxThumbnails = 400, MaxChanged = 5_000;

    private readonly StudioProject _project;
    private readonly OpenPages _pages;
    private readonly ProjectData _data;
    private readonly BoardRecording _recording;
    private int _version;

    /// <summary>Opens the desk.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pages">The pages to tell.</param>
    public DataDesk(StudioProject project, OpenPages pages)
    {
        (_project, _pages, _data) = (project, pages, new ProjectData(project));
        _recording = new BoardRecording(project.Folder, pages, Changed, SerialPortLine.Open);
        IncomingFile.Sweep(project.Folder);
        project.Changed += Changed;
        Tell();
    }

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("data.overview", Overview);
        requests.Add("data.page", (PageOfSamples page) => new { total = _data.View.Of(page.Label, page.Part).Count, samples = Chosen(page, MaxChanged).Select(s => new { s.Id, s.Label, s.Part }) });
        requests.Add("data.traces", (PageOfSamples page) => _data.View is { ArePictures: false } view ? Chosen(page).Select(view.TraceOf) : []);
        requests.Add("data.relabel", (Relabelling with) => Change(with.All, with.Part, with.Label ?? throw new UserException("the label is missing")));
        requests.Add("data.delete", (Relabelling with) => Change(with.All, with.Part, null));
        requests.Add("data.undo", () =>
        {
            _data.Undo();
            Tell();
            return null;
        });
        requests.Add("data.refresh", () =>
        {
            Changed();
            return null;
        });
        requests.Add("data.choose", (Choice choice) =>
        {
            _data.LearnFrom(choice.Data);
            return null;
        });
        requests.Add("data.record", (BoardRecording.Wish wish) => _recording.Start(wish));
        requests.Add("data.stop", () => _recording.Stop());
        requests.AddDownload("data.thumbnails", (query, _) => Task.FromResult(new PageBytes(Thumbnails(query), "application/octet-stream")));
        requests.AddUpload("data.picture", Upload.Whole(PictureStore.MaxBytes, (query, picture, _) => Task.FromResult(AddPicture(query["label"].ToString(), picture))));
        requests.AddUpload("data.file", new Upload(IncomingFile.MaxBytes, AddFileAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _project.Changed -= Changed;
        await _recording.DisposeAsync();
    }

    private object? AddPicture(string label, byte[] picture)
    {
        string id = _data.Add(label, picture);
        Tell();
        return new { id };
    }

    private async Task<object?> AddFileAsync(IQueryCollection query, Stream body, CancellationToken cancellation)
    {
        string name = await IncomingFile.KeepAsync(_project.Folder, query["name"].ToString(), body, cancellation);

        // Of a folder with sub-folders, the outermost one is the data.
        string data = name.Split('/')[0];
        _data.LearnIfNothingElse(data);
        Changed();
        return new { name, data };
    }

    private object? Change(IReadOnlyList<string> samples, string? part, string? label)
    {
        if (samples.Count is 0 or > MaxChanged || samples.Any(s => s is null))
        {
            throw new UserException($"choose 1 to {MaxChanged:N0} samples");
        }

        _data.Change(samples, part, label);
        Tell();
        return null;
    }

    private object Overview()
    {
        DataView view = _data.View;
        return new
        {
            version = _version,
            classes = view.Balance,
            total = view.Samples.Count,
            arePictures = view.ArePictures,
            hasLabels = view.HasLabels,
            hasOwnTest = _data.HasOwnTest,
            isStore = _data.LearnsFromStore || _data.Training is null,
            store = _data.StoreFolder,
            problem = view.Problem,
            canUndo = _data.CanUndo,
        };
    }

    private IEnumerable<ListedSample> Chosen(PageOfSamples page, int most = MaxThumbnails) => page.From >= 0 && page.Count > 0 && page.Count <= most
        ? _data.View.Of(page.Label, page.Part).Skip(page.From).Take(page.Count)
        : throw new UserException($"a page has 1 to {most:N0} samples");

    // Of each picture its width, height and channels, a byte each, and its pixels; a width of 0 for one that cannot be read.
    private byte[] Thumbnails(IQueryCollection query)
    {
        PageOfSamples page = new(Number("from"), Number("count"), Text("label"), Text("part"));
        Picture?[] pictures = [.. Chosen(page).AsParallel().AsOrdered().Select(_data.View.ThumbnailOf)];
        return [.. pictures.SelectMany(p => p is null ? (byte[])[0, 0, 1] : [(byte)p.Width, (byte)p.Height, (byte)p.Channels, .. p.Pixels])];

        int Number(string name) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new UserException($"{name} has to be a number");

        string? Text(string name) => query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : null;
    }

    private void Changed()
    {
        _data.Forget();
        Tell();
    }

    // Pages ask for what they show of it.
    private void Tell() => _pages.Push(Topic, new { version = Interlocked.Increment(ref _version) });

    private sealed record PageOfSamples(int From, int Count, string? Label = null, string? Part = null);

    private sealed record Relabelling(string? Sample = null, IReadOnlyList<string>? Samples = null, string? Part = null, string? Label = null)
    {
        public IReadOnlyList<string> All => Samples ?? (Sample is null ? [] : [Sample]);
    }

    private sealed record Choice(string Data);
}
