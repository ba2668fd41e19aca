using System.Diagnostics;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Studio.Pages;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>The playground: what the network costs while its layers are chosen, and a training that is watched.</summary>
internal sealed class TrainingDesk : IDesk
{
    private const string Topic = "training", ViewTopic = "training.view";

    // Ten times a second is as often as a page draws. A training that needs all processors keeps nearly all of their time; a small network learns on one of them.
    private static readonly TimeSpan BetweenNews = TimeSpan.FromMilliseconds(100);
    private const int RestPerWork = 20, LittleRestPerWork = 2;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    private readonly StudioProject _project;
    private readonly OpenPages _pages;
    private readonly TrainedData _data;
    private readonly BoardCosts _costs = new();
    private readonly SemaphoreSlim _beginning = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private volatile Session? _session;
    private volatile int _pace;

    /// <summary>Opens the desk.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pages">The pages to tell.</param>
    public TrainingDesk(StudioProject project, OpenPages pages)
    {
        _project = project;
        _pages = pages;
        _data = new TrainedData(project);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>What the last training gave; null if there was none, or it has not ended.</summary>
    public TrainedModel? Trained => _session?.Training.Trained;

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("training.plan", (Wanted wanted, CancellationToken gone) => Task.Run<object?>(() => Plan(wanted.Words, gone), gone));
        requests.Add("training.cost", (Wanted wanted, CancellationToken gone) => Task.Run<object?>(() => _costs.Of(_data.Read(wanted.Words, gone), _project.Training(wanted.Words), _project.Board), gone));
        requests.Add("training.points", (Wanted wanted, CancellationToken gone) => Task.Run<object?>(() => PlanePoints.Of(_data.Read(wanted.Words, gone)), gone));
        requests.Add("training.start", gone => BeginAsync(t => t.Start(), gone));
        requests.Add("training.step", gone => BeginAsync(t => t.Step(), gone));
        requests.Add("training.pause", _ => DoAsync(t => t.Pause()));
        requests.Add("training.finish", _ => DoAsync(t => t.Finish()));
        requests.Add("training.back", (BackTo back, CancellationToken _) => DoAsync(t => t.Back(back.Epoch)));
        requests.Add("training.change", (Change change, CancellationToken _) => DoAsync(t => t.Change(change.Rate, change.Decay)));
        requests.Add("training.pace", (Pace pace) => KeepPace(pace.EpochsPerSecond));
        requests.Add("training.wish", (Wish wish, CancellationToken gone) => Task.Run<object?>(() => _session?.Training is { } training ? WishedPicture.Of(training.Moment.Network, training.Data.Train, wish.Output) : null, gone));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        await _beginning.WaitAsync();
        _session?.Training.Dispose();
        _beginning.Dispose();
        _end.Dispose();
    }

    // What needs a training begins one, if there is none or the settings have changed since.
    private async Task<object?> BeginAsync(Action<LiveTraining> action, CancellationToken gone)
    {
        await _beginning.WaitAsync(gone);
        try
        {
            if (_session is null || IsOld(_session) || _session.Training.State == LiveState.Done)
            {
                _session = await Task.Run(() => Begin(gone), gone);
            }

            action(_session.Training);
            return null;
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task<object?> DoAsync(Action<LiveTraining> action)
    {
        await _beginning.WaitAsync();
        try
        {
            action((_session ?? throw new UserException("nothing has been trained yet")).Training);
            return null;
        }
        finally
        {
            _beginning.Release();
        }
    }

    // Of this training and of those to come.
    private object? KeepPace(int epochsPerSecond)
    {
        _pace = Math.Clamp(epochsPerSecond, 0, LiveTraining.MostEpochsPerSecond);
        if (_session is { } session)
        {
            session.Training.EpochsPerSecond = _pace;
        }

        return null;
    }

    private TrainingPlan Plan(IReadOnlyList<string> train, CancellationToken gone)
    {
        DatasetSplit data = _data.Read(train, gone);
        return TrainingPlan.Of(data, _project.Training(LiveTraining.Decide(train, data)));
    }

    private Session Begin(CancellationToken gone)
    {
        IReadOnlyList<string> train = _project.Settings.Train;
        InFolder.Check(_project.Folder, _project.ModelPath);
        DatasetSplit data = _data.Read(train, gone);
        LiveTraining training = new(train, _project.Training, data) { EpochsPerSecond = _pace };
        _session?.Training.Dispose();
        return new Session(train, data, training);
    }

    private bool IsOld(Session session) => !session.Train.SequenceEqual(_project.Settings.Train) || !ReferenceEquals(session.Data, _data.Known);

    private async Task WatchAsync()
    {
        object? told = null;
        long rested = 0;
        while (!_end.IsCancellationRequested)
        {
            await Task.Delay(BetweenNews, CancellationToken.None);
            if (_session is not { } session)
            {
                continue;
            }

            // News come also of a network that cannot be shown: one whose weights are so far apart that no integers hold them.
            LiveTraining training = session.Training;
            if (Stopwatch.GetTimestamp() >= rested || training.State != LiveState.Running)
            {
                long began = Stopwatch.GetTimestamp();
                _pages.Try(() => TellView(training));
                long ended = Stopwatch.GetTimestamp();
                long rest = (training.IsSmall ? LittleRestPerWork : RestPerWork) * (ended - began);
                rested = ended + Math.Min(rest, (long)(LongestRest.TotalSeconds * Stopwatch.Frequency));
            }

            _pages.Try(() =>
            {
                (LiveTraining, int, LiveState, bool) now = (training, training.HistoryVersion, training.State, IsOld(session));
                if (!now.Equals(told))
                {
                    told = now;
                    _pages.Push(Topic, TrainingNews.Of(training, now.Item4));
                }
            });
        }
    }

    private void TellView(LiveTraining training)
    {
        if (training.TakeMoments() is { Count: > 0 } moments)
        {
            foreach (LiveMoment moment in moments.Where(m => m.Epoch > 0))
            {
                training.Judge(moment);
            }

            _pages.Push(ViewTopic, NetworkView.Of(moments[^1], training.Data.Train));
        }
    }

    private sealed record Session(IReadOnlyList<string> Train, DatasetSplit Data, LiveTraining Training);

    private sealed record Wanted(IReadOnlyList<string?>? Train)
    {
        // A page may send anything.
        public IReadOnlyList<string> Words => Train is null || Train.Contains(null) ? throw new UserException("train has to be a list of words") : [.. Train.OfType<string>()];
    }

    private sealed record BackTo(int Epoch);

    private sealed record Change(float? Rate, float? Decay);

    private sealed record Pace(int EpochsPerSecond);

    private sealed record Wish(int Output);
}
