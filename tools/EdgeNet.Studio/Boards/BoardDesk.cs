using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Studio.Looking;
using EdgeNet.Studio.Pages;
using EdgeNet.Studio.Projects;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Boards;

/// <summary>A board beside the page: a virtual one in real time, or a real one on a serial line.</summary>
internal sealed class BoardDesk : IDesk
{
    private const string StateTopic = "board", ModelTopic = "board.model", DeliveryTopic = "board.delivery", ComparisonTopic = "board.comparison";

    // Of a log that may have more.
    private const int ShownLines = 60, MostCompared = 10_000;

    private static readonly TimeSpan BetweenPushes = TimeSpan.FromMilliseconds(100);

    private readonly StudioProject _project;
    private readonly BoardSamples _samples;
    private readonly Recordings _recordings;
    private readonly OpenPages _pages;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _telling;
    private IBoardSession? _board;
    private LoadedModel? _model;
    private CancellationTokenSource? _delivery;

    /// <summary>Opens the desk, without a board.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pages">The pages to tell.</param>
    /// <param name="judged">The project's model and its samples.</param>
    public BoardDesk(StudioProject project, OpenPages pages, JudgedModel judged)
    {
        _samples = new BoardSamples(judged);
        _recordings = new Recordings(project);
        _project = project;
        _pages = pages;
        pages.Push(StateTopic, new { });
        _telling = TellAsync();
    }

    private LiveBoard Virtual => Board as LiveBoard ?? throw new UserException("that can be done to a virtual board only");

    private IBoardSession Board
    {
        get
        {
            lock (_lock)
            {
                return _board ?? throw new UserException("there is no board yet; switch one on");
            }
        }
    }

    private LoadedModel Model
    {
        get
        {
            lock (_lock)
            {
                return _model ?? throw new UserException("there is no model yet; train one");
            }
        }
    }

    private SignalInfo Signal => SignalInfo.Of(Model.Model) ?? throw new UserException("the model listens to no stream");

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("board.ports", () => SerialPorts.List());
        requests.Add("board.start", (Start start) =>
        {
            LoadedModel model = ReadModel();
            Place(new LiveBoard(new VirtualBoard(_project.Board, model.Bytes, start.Input, start.Learns)), model);
            return null;
        });
        requests.Add("board.connect", (Connection to) =>
        {
            Place(new SerialBoard(to.Port is { Length: > 0 } port ? port : throw new UserException("choose a serial port"), to.Baud ?? SerialPortLine.DefaultBaudRate), Path.Exists(_project.ModelPath) ? ReadModel() : null);
            return null;
        });
        requests.Add("board.stop", () =>
        {
            Place(null, null);
            return null;
        });
        AddSurroundings(requests);
        requests.Add("board.send", SendModel);
        requests.Add("board.cancel", () =>
        {
            lock (_lock)
            {
                _delivery?.Cancel();
            }

            return null;
        });
        requests.Add<Sample>("board.classify", (sample, cancellation) => Task.FromResult<object?>(Classify(sample.Values ?? [], cancellation)));
        requests.Add("board.compare", async (Comparing wanted, CancellationToken cancellation) => await CompareAsync(wanted.Count, cancellation));
        requests.Add("board.sample", async (Numbered wanted, CancellationToken cancellation) =>
        {
            Dataset samples = await _samples.OfDataAsync(Model, cancellation);
            int number = ((wanted.Number % samples.Count) + samples.Count) % samples.Count;
            return Put(samples.Sample(number).ToArray(), SampleList.LabelOf(samples, number));
        });
        requests.AddUpload("board.picture", Upload.Whole(Upload.MaxPictureBytes, async (query, picture, cancellation) =>
            Put(await _samples.OfPictureAsync(Model, PictureFile.Read(picture, "the picture"), query.ContainsKey("drawn"), cancellation), null)));
        requests.Add<Capturing>("board.record", (wanted, cancellation) => Task.FromResult<object?>(Record(wanted, cancellation)));
        requests.Add("board.recordings", () => _recordings.For(Signal));
        requests.Add("board.play", (Recording played) =>
        {
            LiveRecording recording = LiveRecording.Read(_recordings.Find(played.File), Signal);
            Virtual.Do(board => board.Play(recording));
            return new { recording.Seconds };
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _telling;
        Place(null, null);
        _ended.Dispose();
    }

    // What a person can do to a virtual board.
    private void AddSurroundings(Requests requests)
    {
        Do("board.paint", (Picture picture, VirtualBoard board) => board.Paint(picture.Celsius ?? []));
        Do("board.hand", (HandMotion hand, VirtualBoard board) => board.Hand = hand);
        Do("board.move", (Movement movement, VirtualBoard board) => board.Move(movement.Readings ?? [], movement.Rate));
        Do("board.feed", (Sample sample, VirtualBoard board) => board.Feed(sample.Values ?? []));
        Do("board.press", (Press press, VirtualBoard board) => board.Press(TimeSpan.FromSeconds(Math.Clamp(press.Seconds, 0, 60))));
        Do("board.sensor", (Switch sensor, VirtualBoard board) => board.HasSensor = sensor.On);
        Do("board.unplug", (Plug plug, VirtualBoard board) =>
        {
            if (plug.AtWrite)
            {
                board.UnplugAtNextWrite(tornShare: 0.5);
            }
            else
            {
                board.Unplug();
            }
        });
        requests.Add("board.stay", () => OnVirtual(board => board.StayPluggedIn()));
        requests.Add("board.plug", () => OnVirtual(board => board.PlugIn()));

        void Do<TWith>(string name, Action<TWith, VirtualBoard> action) => requests.Add(name, (TWith with) => OnVirtual(board => action(with, board)));

        object? OnVirtual(Action<VirtualBoard> action)
        {
            Virtual.Do(action);
            return null;
        }
    }

    private LoadedModel ReadModel() => Path.Exists(_project.ModelPath) ? LoadedModel.Read(_project.ModelPath) : throw new UserException("this project has no model yet; train one first");

    private void Place(IBoardSession? board, LoadedModel? model)
    {
        IBoardSession? before;
        lock (_lock)
        {
            _delivery?.Cancel();
            (before, _board, _model) = (_board, board, model);
        }

        before?.Dispose();
        _pages.Push(DeliveryTopic, new { });
        _pages.Push(ComparisonTopic, new { });
        TellModel();
    }

    // The page goes on meanwhile, or may be closed: what happens is told to all pages.
    private object? SendModel()
    {
        IBoardSession board = Board;
        LoadedModel model = ReadModel();
        CancellationTokenSource delivery = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        lock (_lock)
        {
            if (_delivery is not null)
            {
                delivery.Dispose();
                throw new UserException("a model is being sent already");
            }

            _delivery = delivery;
        }

        _ = Task.Run(() => Send(board, model, delivery), CancellationToken.None);
        return null;
    }

    private void Send(IBoardSession board, LoadedModel model, CancellationTokenSource delivery)
    {
        string? problem = null;
        try
        {
            Tell(DeliveryStage.Sending, 0);
            board.Send(model, Tell, delivery.Token);
            lock (_lock)
            {
                _model = _board == board ? model : _model;
            }

            TellModel();
        }
        catch (OperationCanceledException)
        {
            problem = "stopped; the board keeps a working model";
        }
        catch (Exception e) when (e is UserException or IOException or ObjectDisposedException)
        {
            problem = e.Message;
        }
        catch (Exception e)
        {
            problem = InternalError.TextOf(e);
        }

        lock (_lock)
        {
            _delivery = null;
        }

        delivery.Dispose();
        _pages.Push(DeliveryTopic, new { done = problem is null, problem, total = model.Bytes.Length });

        void Tell(DeliveryStage stage, int bytes) => _pages.Push(DeliveryTopic, new { stage, bytes, total = model.Bytes.Length });
    }

    private object Classify(IReadOnlyList<float> values, CancellationToken cancellation)
    {
        LoadedModel model = Model;
        float[] raw = [.. values];
        if (raw.Length != model.Model.Input.Count || raw.Any(v => !float.IsFinite(v)))
        {
            throw new UserException($"the model takes {model.Model.Input.Count} values, not {raw.Length} or such that are no numbers");
        }

        BoardAnswer answer = Board.Classify(model, raw, cancellation);
        Network desktop = new(model.Model);
        desktop.Classify(raw);
        int[] logits = [.. Enumerable.Range(0, desktop.OutputCount).Select(desktop.Logit)];
        return new { label = desktop.Label(answer.Label), answer.ConfidencePercent, answer.Microseconds, answer.Logits, desktop = logits, equal = answer.Logits.SequenceEqual(logits) };
    }

    private async Task<object?> CompareAsync(int count, CancellationToken cancellation)
    {
        LoadedModel model = Model;
        Dataset samples = await _samples.OfDataAsync(model, cancellation);
        return Board.Compare(model, samples, Math.Clamp(count, 1, MostCompared), agreement => _pages.Push(ComparisonTopic, agreement), cancellation);
    }

    // Into the feeder, and back to the page, which shows what the board sees.
    private object Put(float[] values, string? label)
    {
        Virtual.Do(board => board.Feed(values));
        Shape shape = Evaluator.ShapeOf(Model.Model);
        return new { values, label, seen = SampleView.IsPicture(shape) ? SeenSample.DataUrlOf(SampleView.PictureOf(values, shape, (byte.MinValue, byte.MaxValue))) : null };
    }

    private object Record(Capturing wanted, CancellationToken cancellation)
    {
        string name = wanted.File ?? "recorded.csv";
        if (!PlainName.Is(name) || !name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserException($"\"{UserException.Quote(name)}\" is no name of a table in the project's folder, such as recorded.csv");
        }

        CaptureResult result = Board.Record(InFolder.Check(_project.Folder, Path.Combine(_project.Folder, name)), wanted.Label ?? "", Math.Clamp(wanted.Count, 1, 10_000), null, cancellation);
        return new { result.Recorded, result.Lost, file = name };
    }

    private async Task TellAsync()
    {
        using PeriodicTimer timer = new(BetweenPushes);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                IBoardSession? board;
                lock (_lock)
                {
                    board = _board;
                }

                if (board is not null)
                {
                    _pages.Try(() => TellState(board));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void TellState(IBoardSession board)
    {
        BoardState state = board.State;
        _pages.Push(StateTopic, state with { Log = [.. state.Log.TakeLast(ShownLines)] });
    }

    private void TellModel()
    {
        LoadedModel? model;
        IBoardSession? board;
        lock (_lock)
        {
            (model, board) = (_model, _board);
        }

        if (board is null)
        {
            _pages.Push(StateTopic, new { });
        }

        _pages.Push(ModelTopic, model is null ? new { } : new
        {
            name = model.Model.Meta("name"),
            bytes = model.Bytes.Length,
            inputs = model.Model.Input.Count,
            columns = model.Model.ReadColumns(),
            height = model.Picture?.Size.Height,
            width = model.Picture?.Size.Width,
            colour = model.Picture?.IsColour,
            labels = model.Model.Labels,
            isVirtual = board is LiveBoard,
        });
    }

    private sealed record Start(BoardInput? Input = null, bool Learns = false);

    private sealed record Connection(string? Port, int? Baud = null);

    private sealed record Picture(IReadOnlyList<float>? Celsius);

    private sealed record Movement(IReadOnlyList<IReadOnlyList<float>>? Readings, float Rate);

    private sealed record Sample(IReadOnlyList<float>? Values);

    private sealed record Press(double Seconds);

    private sealed record Switch(bool On);

    private sealed record Plug(bool AtWrite = false);

    private sealed record Comparing(int Count);

    private sealed record Numbered(int Number);

    private sealed record Capturing(string? Label, int Count, string? File = null);

    private sealed record Recording(string? File);
}
