using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>A virtual board with the ESP32 app, its sensors, and a model in its mailbox as nanoff puts it there.</summary>
public sealed class AppBoard : IDisposable
{
    private const string MailboxPath = BoardFiles.Drive + BoardFiles.Mailbox;
    private const string ChooseStream = Streams + "Listener.Choose", LoadMethod = "EdgeNet.Device.ModelStore.Start";
    internal const int I2cBus = 1, ThermalAddress = 0x69, MotionAddress = 0x68, SoundBus = 1;
    private const int ThermalValues = 64, MotionValues = 6;

    // From power-on until the app listens: longer than any model takes to load. And from the last reading to the last answer.
    private const double StartSeconds = 20, LastAnswerSeconds = 1;
    private const string Streams = "EdgeNet.Device.Streams.", Answer = "answer: ", Unsure = "unsure", Loaded = "model loaded", Reads = "reads ";

    // Besides the mailbox and the slot: selectors.
    private const int OtherFilesBytes = 4096;

    private static readonly TimeSpan LoadLimit = TimeSpan.FromHours(1);

    // Long enough to be confirmed, too short to look for a model again.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    private readonly BoardProfile _profile;
    private readonly byte[] _model;

    /// <summary>Deploys the app.</summary>
    /// <param name="profile">The board.</param>
    /// <param name="model">The model file.</param>
    public AppBoard(BoardProfile profile, byte[] model)
    {
        _profile = profile;
        _model = model;
        Board = new Board(profile) { HeapMayOverrun = true };
        Board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(ModelFile.Parse(model).HasSignal));
        Board.Storage.Capacity = Math.Max(Board.Storage.Capacity, (2 * model.Length) + OtherFilesBytes);
        Board.Storage.Put(MailboxPath, model);
        Board.I2c.Attach(I2cBus, ThermalAddress, new Amg8833(_ => new float[ThermalValues]));
        Board.I2c.Attach(I2cBus, MotionAddress, new Mpu6886(_ => new short[MotionValues]));
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>Why none of the app's streams will do for the model; null if one does, or none is needed.</summary>
    public string? StreamProblem { get; private set; }

    /// <summary>The heap that the app with a model needs: a run of the app, the same every time.</summary>
    /// <param name="profile">The board.</param>
    /// <param name="model">The model file.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="UserException">The app does not accept the model, for a reason other than memory.</exception>
    public static HeapForecast Forecast(BoardProfile profile, byte[] model)
    {
        using AppBoard app = new(profile, model);
        return app.Start();
    }

    /// <summary>Runs the app with the new model until it has settled.</summary>
    /// <returns>What it takes of the heap.</returns>
    /// <exception cref="UserException">The app does not accept the model, for a reason other than memory.</exception>
    public HeapForecast Start()
    {
        if (_model.Length > _profile.HeapBytes)
        {
            // The app reads the whole file before it builds the network. A run would only show that this takes too long.
            return new HeapForecast(_profile, ModelFile.Parse(_model).LoadBytes, IsLowerBound: true);
        }

        CheckGolden();
        bool loaded = false;
        if (ModelFile.Parse(_model).HasSignal)
        {
            Board.Watch(ChooseStream, (_, problem) => StreamProblem = problem is string { Length: > 0 } text ? text : null);
        }

        Board.Watch(LoadMethod, (_, network) =>
        {
            loaded |= network is not null;
            Board.StopAfter(loaded ? Settling : TimeSpan.Zero);
        });
        BoardRun run = Board.Run(LoadLimit);
        return loaded ? new HeapForecast(_profile, Board.HeapPeakBytes)
            : throw new UserException($"the app on the virtual board does not accept this model of {ModelFile.Parse(_model).Macs:N0} multiply-adds: {run.UnhandledException ?? Board.Output.LastOrDefault(l => l.StartsWith("error", StringComparison.Ordinal)) ?? run.StopReason}");
    }

    /// <summary>Measures what a model's stream takes of the board's time, in another run of the app. To be called after <see cref="Start"/>, if the board has room for the model.</summary>
    /// <param name="windows">Recordings to play; null for noise.</param>
    /// <returns>The share; null if the model listens to no stream, or the app has no such sensor, or the windows are so long that measuring takes minutes.</returns>
    /// <exception cref="UserException">The app does not accept the model.</exception>
    public double? ShareOfStream(WindowTable? windows) =>
        StreamProblem is null && SignalInfo.Of(ModelFile.Parse(_model)) is { } info && LiveRecording.CanMeasure(info) ? LiveReport.Measure(_profile, _model, windows).BusyShare : null;

    /// <summary>
    /// Runs the app while a recording is played into the sensor that the model listens to. It begins when the app begins to listen, so that the windows are those
    /// of the desktop. What the app says of later windows does not count.
    /// </summary>
    /// <param name="recording">The recording, of a window or more.</param>
    /// <param name="cancellation">Ends the run; what was done so far is reported.</param>
    /// <returns>What the app did.</returns>
    /// <exception cref="UserException">The app does not accept the model, or it does not fit the board's heap.</exception>
    public LiveReport Listen(LiveRecording recording, CancellationToken cancellation)
    {
        CheckGolden();
        SignalInfo info = SignalInfo.Of(ModelFile.Parse(_model));
        SensorRecording played = new(recording.Samples, recording.Channels, recording.Rate);
        Mpu6886 motion = new(_ => new short[MotionValues]);
        Board.I2c.Attach(I2cBus, MotionAddress, motion);
        List<LiveAnswer> answers = [];
        string? sensor = null, problem = null;
        double? begun = null;
        double busy = 0;
        long lost = 0;
        int windows = recording.WindowsOf(info), classifications = 0;
        Board.OutputWritten = (microseconds, line) =>
        {
            sensor ??= line.StartsWith(Loaded, StringComparison.Ordinal) ? line[(line.IndexOf(Reads, StringComparison.Ordinal) + Reads.Length)..] : null;
            problem ??= sensor is null && line.StartsWith("error", StringComparison.Ordinal) ? line : null;
            if (line.StartsWith(Answer, StringComparison.Ordinal) && IsPlaying())
            {
                answers.Add(new LiveAnswer(Seconds(), line[Answer.Length..] is var label && label == Unsure ? null : label));
            }
        };
        Board.Watch(Streams + "Mpu6886Stream.Start", (_, started) => Begin(started));
        Board.Watch(Streams + "I2sMicrophone.Start", (_, started) => Begin(started));
        Board.Watch("EdgeNet.Device.AppLoop.Answer", (_, _) => classifications += IsPlaying() ? 1 : 0);
        Board.Watch(Streams + "SignalLoop.Turn", (loop, _) =>
        {
            if (begun is not null && classifications < windows)
            {
                lost = (long)Board.CallOn(loop!, "get_Lost")!;
                busy = (long)Board.CallOn(loop!, "get_BusyMicroseconds")! / 1e6;
            }
        });
        BoardRun run = Board.Run(TimeSpan.FromSeconds(StartSeconds + recording.Seconds + LastAnswerSeconds), cancellation);
        HeapForecast heap = new(_profile, Board.HeapPeakBytes);
        return sensor is not null && heap.Fits ? new LiveReport(heap, sensor, recording.Name, recording.Seconds, classifications, busy, lost, answers)
            : throw new UserException(heap.Fits ? $"the app on the virtual board does not accept this model: {run.UnhandledException ?? problem?["error: ".Length..] ?? run.StopReason}" : heap.Problem);

        double Seconds() => (Board.NowMicroseconds / 1e6) - begun!.Value;

        // Of lost readings nobody knows which windows they belonged to.
        bool IsPlaying() => begun is not null && classifications < windows && (lost == 0 || Seconds() <= recording.Seconds);

        void Begin(object? started)
        {
            if (begun is null && started is not null and not 0L and not false)
            {
                begun = Board.NowMicroseconds / 1e6;
                motion.Motion = played.At;
                Board.I2s.Bus(SoundBus).Sound = played.SoundAt;
                Board.StopAfter(TimeSpan.FromSeconds(recording.Seconds + LastAnswerSeconds));
            }
        }
    }

    // The app refuses such a model too, but cannot say why in a line.
    private void CheckGolden()
    {
        try
        {
            _ = new Network(ModelFile.Parse(_model));
        }
        catch (ModelException e)
        {
            throw new UserException($"no board accepts this model: {e.Message}", e);
        }
    }

    /// <summary>Switches the board off and on again, and hands out the network that the app has loaded, while the app is stopped.</summary>
    /// <param name="use">Gets the network.</param>
    /// <exception cref="UserException">The app does not start the model again.</exception>
    public void Use(Action<BoardObject> use)
    {
        Board.PowerCycle();
        Board.Watch(LoadMethod, (_, network) =>
        {
            use(network as BoardObject ?? throw new UserException("the app on the virtual board does not start this model a second time"));
            Board.StopAfter(TimeSpan.Zero);
        });
        Board.Run(LoadLimit);
    }

    /// <inheritdoc/>
    public void Dispose() => Board.Dispose();
}
