using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>What a live training is doing.</summary>
public enum LiveState
{
    /// <summary>It waits: for its first epoch, or for more of them.</summary>
    Paused,

    /// <summary>It learns.</summary>
    Running,

    /// <summary>It quantises, tests and writes the model.</summary>
    Building,

    /// <summary>The model is written.</summary>
    Done,

    /// <summary>Something went wrong, such as a loss that is no number; it can go back, or on with another learning rate.</summary>
    Failed,
}

/// <summary>A network as it is after an epoch.</summary>
/// <param name="Epoch">How many epochs are done.</param>
/// <param name="Network">The network: a copy.</param>
public sealed record LiveMoment(int Epoch, FloatNetwork Network);

/// <summary>
/// A training that somebody watches, pauses, changes and takes back. It runs on a thread of its own; whatever was done, <see cref="Words"/> is the command line that trains the same bytes.
/// Settings are not chosen by cross-validation, and one network is trained (--starts 1), because that is what can be watched (<see cref="Decide"/>).
/// </summary>
public sealed class LiveTraining : IDisposable
{
    private const string Rate = "--lr", Decay = "--weight-decay", StopAfter = "--stop-after", EpochsOption = "--epochs";
    private const int MostEpochs = 4000, JudgedSamples = 1000, FewSamples = 10_000, SmallNetwork = 2000, MostSmallMoments = 200;
    private const float LeastRate = 1e-7f, Most = 100f;
    private const long MostBytes = 64 << 20;

    // Small enough for a spiral.
    private const string DecayOfFew = "0.01";

    // Between copies of the network: as often as a page can show. A small network learns fast, and copying it costs next to nothing.
    private static readonly TimeSpan BetweenMoments = TimeSpan.FromMilliseconds(50), BetweenSmallMoments = TimeSpan.FromMilliseconds(10);

    // Nothing can be watched of these, or they would need a command line of their own.
    private static readonly string[] NotLive = ["--folds", "--checkpoint", "--from", StopAfter];

    /// <summary>The most that <see cref="EpochsPerSecond"/> can be.</summary>
    public const int MostEpochsPerSecond = 1000;

    private readonly BlockingCollection<Action> _commands = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly TrainingJob _job;
    private readonly TrainingOptions _options;
    private readonly FloatNetwork _first;
    private readonly LiveHistory _history = new(MostEpochs, MostBytes);
    private readonly IReadOnlyList<string> _words;
    private readonly Dataset _judgedTrain, _judgedTest;
    private readonly Thread _thread;
    private readonly ChangingNumber _firstRate, _firstDecay;
    private readonly Queue<LiveMoment> _unseen = [];
    private CancellationTokenSource? _segment;
    private volatile LiveMoment _moment;
    private volatile Plan _plan;
    private volatile Status _status = new(LiveState.Paused, null, null);
    private volatile int _epoch;
    private byte[]? _checkpoint;
    private Teacher? _teacher;
    private volatile int _pace;
    private int _target;
    private bool _ended, _built;
    private bool _disposed;

    /// <summary>Prepares a training, which waits until it is started.</summary>
    /// <param name="words">What is behind "edgenet train", --out included.</param>
    /// <param name="read">Makes a request of such words.</param>
    /// <param name="data">The data that they are about (<see cref="Read"/>).</param>
    /// <exception cref="UserException">The words are wrong or not for a live training, or the model cannot be written.</exception>
    public LiveTraining(IReadOnlyList<string> words, Func<IReadOnlyList<string>, TrainingRequest> read, DatasetSplit data)
    {
        if (NotLive.FirstOrDefault(o => TrainWords.Of(words, o) is not null) is string option)
        {
            throw new UserException($"{option} is for the command line, not for a training that is watched; leave it out");
        }

        words = Decide(words, data);
        TrainingRequest request = read(words);
        if (request.Source.Csv.Task == TaskKind.Anomaly)
        {
            throw new UserException("--task anomaly has no epochs to watch; train it with the command line");
        }

        Request = request;
        _job = TrainingJob.Prepare(request, data);
        TrainingOptions options = _job.Options with { WideInputs = request.Anomaly is not null };
        TrainingStart start = NetworkTrainer.Start(_job.Data.Train, options);
        Epochs = start.Options.Epochs!.Value;
        _options = options with { Epochs = Epochs };
        _words = TrainWords.Of(words, EpochsOption) is null ? TrainWords.With(words, EpochsOption, $"{Epochs}") : words;
        (_firstRate, _firstDecay) = (start.Options.LearningRate!, start.Options.WeightDecay!);
        _plan = new Plan(_firstRate, _firstDecay);
        _first = start.Network;
        IsSmall = _first.Parameters <= SmallNetwork;
        _moment = new LiveMoment(0, _first);
        _unseen.Enqueue(_moment);
        _judgedTrain = Some(_job.Data.Train);
        _judgedTest = Some(_job.Data.Test);
        _thread = new Thread(Work) { IsBackground = true, Name = "live training" };
        _thread.Start();
    }

    /// <summary>Reads the data of a training.</summary>
    /// <param name="request">The training.</param>
    /// <returns>What to learn from, and what to test with.</returns>
    /// <exception cref="UserException">The data are missing or damaged.</exception>
    public static DatasetSplit Read(TrainingRequest request) => request.Source.LoadSplit(request.Data, request.Test, request.Options.Seed);

    /// <summary>Decides what the command line would choose by cross-validation, and what can be watched of several trainings: one.</summary>
    /// <param name="words">What is behind "edgenet train".</param>
    /// <param name="data">The data.</param>
    /// <returns>The words of the training that is watched, except for the number of its epochs.</returns>
    public static IReadOnlyList<string> Decide(IReadOnlyList<string> words, DatasetSplit data)
    {
        words = TrainWords.With(words, "--starts", "1");
        return TrainWords.Of(words, Decay) is null && data.Train.Count <= FewSamples ? TrainWords.With(words, Decay, DecayOfFew) : words;
    }

    /// <summary>What is trained.</summary>
    public TrainingRequest Request { get; }

    /// <summary>What it learns from, and is tested with.</summary>
    public DatasetSplit Data => _job.Data;

    /// <summary>How many epochs there will be.</summary>
    public int Epochs { get; }

    /// <summary>The network of a moment ago: at most 50 ms and an epoch.</summary>
    public LiveMoment Moment => _moment;

    /// <summary>Whether the network is so small that watching it closely costs nothing: it learns on one processor, and is copied often.</summary>
    public bool IsSmall { get; }

    /// <summary>Takes the networks that nobody has taken yet: of a small network up to 200, otherwise the last one. To be called by one who watches.</summary>
    /// <returns>From earlier to later.</returns>
    public IReadOnlyList<LiveMoment> TakeMoments()
    {
        lock (_unseen)
        {
            LiveMoment[] moments = [.. _unseen];
            _unseen.Clear();
            return moments;
        }
    }

    /// <summary>What it is doing.</summary>
    public LiveState State => _status.State;

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Problem => _status.Problem;

    /// <summary>The model that was written; null before.</summary>
    public TrainedModel? Trained => _status.Trained;

    /// <summary>The learning rate with its changes so far.</summary>
    public ChangingNumber LearningRate => _plan.Rate;

    /// <summary>The weight decay with its changes so far.</summary>
    public ChangingNumber WeightDecay => _plan.Decay;

    /// <summary>The most epochs that it learns in a second, for those who want to watch a small network; 0 for as many as it can, which is the default. It changes nothing of what is learned.</summary>
    /// <exception cref="UserException">It is set to less than 0 or more than 1,000.</exception>
    public int EpochsPerSecond
    {
        get => _pace;
        set => _pace = value is >= 0 and <= MostEpochsPerSecond ? value : throw new UserException($"a training can be slowed to 1 to {MostEpochsPerSecond:N0} epochs a second, or 0 for no limit");
    }

    /// <summary>Changes whenever something else is known of the epochs.</summary>
    public int HistoryVersion => _history.Version;

    /// <summary>The epochs so far, from first to last; of long trainings only every second, fourth and so on.</summary>
    public IReadOnlyList<LiveEpoch> History => _history.Epochs;

    /// <summary>What is behind "edgenet train" on the command line that trains the same bytes as this training has until now.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            int epoch = _epoch;
            return WordsAfter(_plan, epoch > 0 && epoch < Epochs && !_ended ? epoch : null);
        }
    }

    /// <summary>Learns until all epochs are done, and writes the model then.</summary>
    public void Start() => Do(() => _target = Epochs);

    /// <summary>Learns one more epoch.</summary>
    public void Step() => Do(() => _target = Math.Min(Epochs, _epoch + 1));

    /// <summary>Stops learning until more is asked for; an epoch that has begun is left out.</summary>
    public void Pause() => Do(() => _target = 0);

    /// <summary>Changes the learning rate or the weight decay from the next epoch on.</summary>
    /// <param name="rate">The learning rate, 1e-7 to 100; null to leave it.</param>
    /// <param name="decay">The weight decay, 0 to 100; null to leave it.</param>
    /// <exception cref="UserException">One of them is out of range.</exception>
    public void Change(float? rate, float? decay)
    {
        if (rate is not (null or (>= LeastRate and <= Most)) || decay is not (null or (>= 0f and <= Most)))
        {
            throw new UserException($"the learning rate must be from {LeastRate} to {Most}, the weight decay from 0 to {Most}");
        }

        Do(() =>
        {
            int epoch = _epoch;
            if (epoch < Epochs)
            {
                _built = false;
                _plan = new Plan(rate is { } r ? _plan.Rate.With(epoch, r) : _plan.Rate, decay is { } d ? _plan.Decay.With(epoch, d) : _plan.Decay);
                _teacher = epoch == 0 ? null : _teacher;
            }
        });
    }

    /// <summary>Takes everything back that was learned or changed after an epoch, and waits there.</summary>
    /// <param name="epoch">How many epochs stay, 0 for none; later ones than there are change nothing.</param>
    public void Back(int epoch) => Do(() =>
    {
        epoch = Math.Max(0, epoch);
        if (epoch >= _epoch)
        {
            return;
        }

        // The epoch itself is learned again, which gives the same bytes and its network. Nothing but the end of all work interrupts that: what comes next begins there.
        (_epoch, _checkpoint) = _history.Before(epoch);
        _plan = new Plan(_plan.Rate.Until(epoch), _plan.Decay.Until(epoch));
        (_target, _ended, _built) = (epoch, false, false);
        _status = new Status(LiveState.Paused, null, null);
        if (epoch == 0)
        {
            _history.Truncate(0);
            Show(new LiveMoment(0, _first));
        }
        else
        {
            Learn(CancellationTokenSource.CreateLinkedTokenSource(_closing.Token));
        }
    });

    /// <summary>Ends the training where it is, and writes the model. Before the first epoch there is none.</summary>
    public void Finish() => Do(() =>
    {
        _target = 0;
        if (_epoch > 0 && !_built)
        {
            Build();
        }
    });

    /// <summary>Finds out how a network does on up to 1,000 samples that it learns from and on as many that it does not, for the history. To be called by those who watch, on their thread.</summary>
    /// <param name="moment">The network.</param>
    /// <returns>How it does.</returns>
    public LiveJudgement Judge(LiveMoment moment)
    {
        Score test = Evaluator.Evaluate(moment.Network, _judgedTest);
        bool counts = _job.Data.Train.Task != TaskKind.Regression;

        // Its curve is beside that of the training, which must be of the same loss.
        double testLoss = counts && _options.Loss == Loss.Squared ? double.NaN : Evaluator.MeanLoss(moment.Network, _judgedTest);
        LiveJudgement judgement = new(counts ? Evaluator.Evaluate(moment.Network, _judgedTrain).Accuracy : double.NaN, testLoss, counts ? test.Accuracy : double.NaN);
        if (moment.Epoch <= _epoch)
        {
            _history.Judge(moment.Epoch, judgement);
        }

        return judgement;
    }

    /// <summary>Ends all work; nothing is written.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        Do(() => _target = 0);
        _disposed = true;
        _closing.Cancel();
        _commands.CompleteAdding();
        _thread.Join();
        _commands.Dispose();
        _closing.Dispose();
    }

    private static Dataset Some(Dataset data) => data.Count <= JudgedSamples ? data : data.Subset(EvenSpread.Of(data.Count, JudgedSamples));

    private void Do(Action command)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _commands.Add(command);
            _segment?.Cancel();
        }
    }

    private void Work()
    {
        foreach (Action command in _commands.GetConsumingEnumerable())
        {
            try
            {
                command();
                while (_epoch < _target && !_ended && BeginSegment() is { } segment)
                {
                    Learn(segment);
                }

                if (_target == Epochs && (_epoch == Epochs || _ended) && !_built)
                {
                    Build();
                }

                _status = _status.State == LiveState.Running ? new Status(LiveState.Paused, null, null) : _status;
            }
            catch (Exception e) when (e is UserException or ModelException or IOException or UnauthorizedAccessException or OutOfMemoryException)
            {
                Fail(e.Message);
            }
            catch (Exception e)
            {
                // Our fault, and one training's: nobody waits for this thread, and the process goes on.
                Fail(InternalError.TextOf(e));
            }
        }
    }

    private void Fail(string problem) => (_target, _status) = (0, new Status(LiveState.Failed, problem, null));

    // Null if something else is to be done first.
    private CancellationTokenSource? BeginSegment()
    {
        lock (_lock)
        {
            return _segment = _commands.Count > 0 ? null : new CancellationTokenSource();
        }
    }

    private void Learn(CancellationTokenSource segment)
    {
        (_built, _status) = (false, new Status(LiveState.Running, null, null));
        _history.Truncate(_epoch);
        long last = 0;
        try
        {
            _teacher ??= _job.BringTeacher(OptionsOf(_plan), segment.Token);
            TrainingResult result = NetworkTrainer.Train(_job.Data.Train, OptionsOf(_plan) with { StopAfter = _target, Teacher = _teacher }, Report, segment.Token, new Continuation { From = _checkpoint });
            _ended = !result.Cancelled && result.Epochs < _target;
        }
        catch (OperationCanceledException)
        {
            // Not one epoch was whole.
        }
        finally
        {
            lock (_lock)
            {
                _segment = null;
            }

            segment.Dispose();
        }

        _history.Truncate(_epoch);

        void Report(TrainingProgress p)
        {
            _history.Add(new LiveEpoch(p.Epoch, p.Loss, p.ValidationLoss));
            if (p.Epoch == _target || segment.IsCancellationRequested || Stopwatch.GetElapsedTime(last) >= (IsSmall ? BetweenSmallMoments : BetweenMoments))
            {
                last = Stopwatch.GetTimestamp();
                _checkpoint = p.Checkpoint()!;
                _history.Keep(p.Epoch, _checkpoint);
                Show(new LiveMoment(p.Epoch, p.Network()!));
                _epoch = p.Epoch;
            }

            if (_pace > 0)
            {
                segment.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1.0 / _pace));
            }
        }
    }

    private void Show(LiveMoment moment)
    {
        _moment = moment;
        lock (_unseen)
        {
            _unseen.Enqueue(moment);
            if (_unseen.Count > (IsSmall ? MostSmallMoments : 1))
            {
                _unseen.Dequeue();
            }
        }
    }

    private void Build()
    {
        _status = new Status(LiveState.Building, null, null);
        int epoch = _epoch;
        TrainingOptions options = OptionsOf(_plan) with { StopAfter = epoch < Epochs && !_ended ? epoch : null };
        _status = new Status(LiveState.Done, null, _job.Finish(options, _teacher, new Continuation { From = _checkpoint }));
        _built = true;
    }

    // As the command line has them: what was not changed is not said.
    private TrainingOptions OptionsOf(Plan plan) => _options with
    {
        LearningRate = plan.Rate.Equals(_firstRate) ? _options.LearningRate : plan.Rate,
        WeightDecay = plan.Decay.Equals(_firstDecay) ? _options.WeightDecay : plan.Decay,
    };

    private IReadOnlyList<string> WordsAfter(Plan plan, int? stopAfter)
    {
        IReadOnlyList<string> words = plan.Rate.Equals(_firstRate) ? _words : TrainWords.With(_words, Rate, plan.Rate.ToString());
        words = plan.Decay.Equals(_firstDecay) ? words : TrainWords.With(words, Decay, plan.Decay.ToString());
        return stopAfter is null ? words : TrainWords.With(words, StopAfter, $"{stopAfter}");
    }

    private sealed record Plan(ChangingNumber Rate, ChangingNumber Decay);

    private sealed record Status(LiveState State, string? Problem, TrainedModel? Trained);
}
