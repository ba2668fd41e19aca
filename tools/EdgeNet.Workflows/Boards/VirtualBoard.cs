using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>
/// A virtual ESP32 with the app and a model, and everything around it that a person can touch: sensors, button, power. Its time passes only in <see cref="Run"/>, and the same calls
/// give the same board on every machine. One thread at a time uses it; <see cref="LiveBoard"/> runs it in real time.
/// </summary>
public sealed class VirtualBoard : IDisposable
{
    /// <summary>Values of a picture of the thermal camera, row by row.</summary>
    public const int Pixels = 64;

    /// <summary>The coldest and the warmest that the thermal camera sees, in degrees Celsius.</summary>
    public const float Coldest = 0, Warmest = 80;

    private const float RoomTemperature = 20;
    private const int LedPin = 2, ButtonPin = 0, MostPressSeconds = 60, MostReadings = 1000;
    private const string Port = "COM2", Device = "EdgeNet.Device.";

    private readonly Board _board;
    private readonly Mpu6886 _motion;
    private readonly SampleFeeder _feeder = new();
    private readonly BoardJournal _journal;
    private readonly BoardProfile _profile;
    private float[] _picture = [.. Enumerable.Repeat(RoomTemperature, Pixels)];
    private HandMotion _hand = new();
    private SensorRecording? _played;
    private double _playedUntil, _pressedUntil;
    private int _ledChanges;
    private bool _hasSensor = true;

    /// <summary>Makes a board and switches it on: the model is in its mailbox, as nanoff puts it there.</summary>
    /// <param name="profile">The kind of board.</param>
    /// <param name="model">A model file, valid.</param>
    /// <param name="input">Where the app gets its readings; null for the sensor that the model was made for, and the feeder if there is none.</param>
    /// <param name="learns">Whether the app is the one that learns by its button. It has no streams and no feeder.</param>
    /// <exception cref="UserException">The model does not go with that input, or no app has both streams or a feeder and a button.</exception>
    public VirtualBoard(BoardProfile profile, byte[] model, BoardInput? input = null, bool learns = false)
    {
        _profile = profile;
        ModelFile parsed = ModelFile.Parse(model);
        Input = input ?? BoardInputs.Of(parsed);
        if (parsed.HasSignal != (Input is BoardInput.MotionStream or BoardInput.Sound))
        {
            throw new UserException(parsed.HasSignal ? "the model listens to a stream: its board needs a motion sensor or a microphone as a stream" : "the model listens to no stream: its board needs a camera, a motion sensor in windows or a feeder");
        }

        if (Input == BoardInput.Feeder && parsed.Input.Count > SampleFeeder.MostValues)
        {
            throw new UserException($"the model takes {parsed.Input.Count:N0} values, and a feeder holds {SampleFeeder.MostValues:N0}");
        }

        if (learns && Input is not (BoardInput.Camera or BoardInput.Motion))
        {
            throw new UserException("the app that learns by its button reads the thermal camera or windows of the motion sensor, and this model takes neither");
        }

        Learns = learns;
        _board = new Board(profile);
        _board.Storage.Capacity = profile.StorageBytes ?? _board.Storage.Capacity;
        _board.Deploy(DeviceAssemblies.Contracts, learns ? DeviceAssemblies.Learning : Input == BoardInput.Feeder ? DeviceAssemblies.Bench : DeviceAssemblies.ApplicationsFor(parsed.HasSignal));
        _board.Storage.Put(NanoffDeployment.BoardPath, model);
        _motion = new Mpu6886(Feel);
        _board.I2c.Attach(AppBoard.I2cBus, AppBoard.ThermalAddress, new Amg8833(_ => _picture));
        _board.I2c.Attach(AppBoard.I2cBus, AppBoard.MotionAddress, _motion);
        _board.I2c.Attach(AppBoard.I2cBus, SampleFeeder.Address, _feeder);

        // A feeder is no sensor: it stays on the bus, and only its sample is taken away.
        _board.I2c.Fails = _ => !_hasSensor && Input != BoardInput.Feeder;
        _board.I2s.Bus(AppBoard.SoundBus).Sound = seconds => _hasSensor ? _played?.SoundAt(seconds) ?? 0 : (short)0;
        _board.Gpio.Line(ButtonPin).Input = microseconds => microseconds >= _pressedUntil;
        _journal = new BoardJournal(_board);
        _board.Watch(Device + "ModelStore.Start", (_, network) => Fit(network as BoardObject));
    }

    /// <summary>Where the app gets its readings.</summary>
    public BoardInput Input { get; }

    /// <summary>Whether its app learns by its button.</summary>
    public bool Learns { get; }

    /// <summary>Whether it has power and its app runs.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>Why it has stopped by itself; null if it has not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Board time since the power came, in seconds.</summary>
    public double Seconds => _board.NowMicroseconds / 1e6;

    /// <summary>The hand that holds its motion sensor.</summary>
    /// <exception cref="UserException">Set to something that is no number.</exception>
    public HandMotion Hand
    {
        get => _hand;
        set => _hand = value.IsFinite ? value : throw new UserException("a hand is moved by numbers of degrees, g and hertz");
    }

    /// <summary>Whether its sensor is there. One that comes back has lost its settings, as it had no power meanwhile.</summary>
    public bool HasSensor
    {
        get => _hasSensor;
        set
        {
            if (value && !_hasSensor)
            {
                _motion.PowerCycle();
            }

            _hasSensor = _feeder.IsInPlace = value;
        }
    }

    /// <summary>The other end of the board's serial line. It may be used from any thread.</summary>
    internal UartPort Link => _board.Uart.Port(Port);

    /// <summary>The bus of its sensors.</summary>
    internal I2cBus I2c => _board.I2c;

    /// <summary>Its flash.</summary>
    internal Storage Storage => _board.Storage;

    /// <summary>Puts a picture before the thermal camera.</summary>
    /// <param name="celsius">64 temperatures, row by row; what is colder or warmer than the camera sees counts as <see cref="Coldest"/> or <see cref="Warmest"/>.</param>
    /// <exception cref="UserException">There are not 64 of them, or one is no number.</exception>
    public void Paint(IReadOnlyList<float> celsius)
    {
        if (celsius.Count != Pixels || celsius.Any(c => !float.IsFinite(c)))
        {
            throw new UserException($"the thermal camera sees {Pixels} temperatures in degrees Celsius, not {celsius.Count} values or such that are no numbers");
        }

        _picture = [.. celsius.Select(c => Math.Clamp(c, Coldest, Warmest))];
    }

    /// <summary>Warms or cools one pixel of the thermal camera's picture.</summary>
    /// <param name="column">From the left, 0 to 7.</param>
    /// <param name="row">From the top, 0 to 7.</param>
    /// <param name="celsius">Its temperature.</param>
    /// <exception cref="UserException">There is no such pixel, or that is no number.</exception>
    public void Paint(int column, int row, float celsius)
    {
        if (column is < 0 or > 7 || row is < 0 or > 7)
        {
            throw new UserException("the thermal camera has columns and rows from 0 to 7");
        }

        float[] picture = [.. _picture];
        picture[(8 * row) + column] = celsius;
        Paint(picture);
    }

    /// <summary>Puts a sample into the feeder.</summary>
    /// <param name="sample">Raw values, as in the training data.</param>
    /// <exception cref="UserException">The board has no feeder, or its model takes another number of values, or one is no number.</exception>
    public void Feed(IReadOnlyList<float> sample)
    {
        if (Input != BoardInput.Feeder)
        {
            throw new UserException("this board reads a sensor, and no feeder");
        }

        // Before the app has loaded its model nobody knows how many it will be.
        if ((_feeder.Count > 0 && sample.Count != _feeder.Count) || sample.Count > SampleFeeder.MostValues || sample.Any(v => !float.IsFinite(v)))
        {
            throw new UserException($"the board's model takes {_feeder.Count} values, not {sample.Count} or such that are no numbers");
        }

        _feeder.Put([.. sample]);
    }

    /// <summary>Plays a recording into the motion sensor or the microphone, from now on, in place of what was played before.</summary>
    /// <param name="recording">Raw readings of the sensor: 3 or 6 values for a motion sensor, 1 for a microphone. After it the motion sensor is in the hand again, and the microphone hears nothing.</param>
    /// <exception cref="UserException">The board reads neither, or the recording has another number of values.</exception>
    public void Play(LiveRecording recording)
    {
        bool fits = Input switch
        {
            BoardInput.Motion or BoardInput.MotionStream => recording.Channels is 3 or 6,
            BoardInput.Sound => recording.Channels == 1,
            _ => throw new UserException("a recording is played into a motion sensor or a microphone, and this board's model reads neither"),
        };
        if (!fits || recording.Samples.Length < recording.Channels || !(recording.Rate > 0))
        {
            throw new UserException($"{recording.Name}: has {recording.Channels} values a reading, but {(Input == BoardInput.Sound ? "a microphone gives 1" : "a motion sensor gives 3 or 6")}");
        }

        _played = new SensorRecording(recording.Samples, recording.Channels, recording.Rate, Seconds);
        _playedUntil = Seconds + recording.Seconds;
    }

    /// <summary>Moves the motion sensor as another one was moved, that of a phone for instance, from now on; after that it is in the hand again.</summary>
    /// <param name="readings">Readings of six numbers: acceleration x, y, z in g, rotation x, y, z in degrees per second.</param>
    /// <param name="rate">Readings per second.</param>
    /// <exception cref="UserException">There are none or too many, or they are no such readings.</exception>
    public void Move(IReadOnlyList<IReadOnlyList<float>> readings, float rate)
    {
        if (readings.Count is 0 or > MostReadings || !(rate is > 0 and <= MostReadings) || readings.Any(r => r is not { Count: HandMotion.Axes } || r.Any(v => !float.IsFinite(v))))
        {
            throw new UserException($"a movement is 1 to {MostReadings:N0} readings of {HandMotion.Axes} numbers, and how many there are a second");
        }

        Play(new LiveRecording("movement", [.. readings.SelectMany(r => HandMotion.Registers([.. r.Select(v => (double)v)], _motion))], HandMotion.Axes, rate));
    }

    /// <summary>Presses the button.</summary>
    /// <param name="time">For how long, up to a minute; a press while it is pressed makes it longer.</param>
    public void Press(TimeSpan time) => _pressedUntil = Math.Max(_pressedUntil, _board.NowMicroseconds + Math.Min(time.TotalMicroseconds, MostPressSeconds * 1e6));

    /// <summary>Pulls the plug at this instant. Files that the app is writing are lost, as on a board.</summary>
    public void Unplug()
    {
        IsOn = false;
        Fault = null;
        _journal.Forget();
    }

    /// <summary>Pulls the plug when the app next changes its flash, in the middle of that write.</summary>
    /// <param name="tornShare">The share of the file's new contents that is in the flash afterwards, 0 to 1; null if the file stays as it was.</param>
    public void UnplugAtNextWrite(double? tornShare)
    {
        Storage.TornShare = tornShare;
        Storage.CutPowerAtWrite = Storage.Writes + 1;
    }

    /// <summary>Takes <see cref="UnplugAtNextWrite"/> back.</summary>
    public void StayPluggedIn() => Storage.CutPowerAtWrite = 0;

    /// <summary>Puts the plug in: the app starts from its flash. If the board is on, it is switched off before.</summary>
    public void PlugIn()
    {
        Unplug();
        (Storage.CutPowerAtWrite, _pressedUntil, _played, _ledChanges) = (0, 0, null, _board.Gpio.Line(LedPin).Changes.Count);
        _motion.PowerCycle();
        _board.PowerCycle();
        _board.ClearOutput();
        IsOn = true;
    }

    /// <summary>Lets time pass. A board without power does nothing.</summary>
    /// <param name="time">Board time, not negative.</param>
    public void Run(TimeSpan time)
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            BoardRun run = _board.RunFor(time);
            if (run.WantsRestart)
            {
                PlugIn();
                _journal.Note("the app has restarted the board");
            }
            else if (!run.IsRunning)
            {
                Stop(run.UnhandledException is null && Storage.Writes >= Storage.CutPowerAtWrite && Storage.CutPowerAtWrite > 0 ? null : run.UnhandledException ?? run.StopReason ?? "the app has ended");
            }
        }
        catch (EmulatorException e)
        {
            Stop($"the virtual board does not imitate what the app does: {e.Message}");
        }
    }

    /// <summary>What can be seen of the board now.</summary>
    /// <param name="behindSeconds">How far it is behind the wall's clock.</param>
    /// <returns>The state; it does not change afterwards.</returns>
    public BoardState State(double behindSeconds = 0)
    {
        GpioLine led = _board.Gpio.Line(LedPin);
        return new BoardState($"virtual {_profile.Name}", Input, IsOn, HasSensor, Learns, Fault, IsOn ? Seconds : 0, behindSeconds, IsOn && led.Changes.Count > _ledChanges && led.Level, _journal.Answer, _journal.Last,
            IsOn ? HeapNow() : new BoardHeap(0, 0, _board.HeapBytes), _journal.Stored(), _journal.Lines())
        {
            UnplugsAtNextWrite = IsOn && Storage.CutPowerAtWrite > 0,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _board.Dispose();

    // The frames of what runs now are in use too, and are not in the peak.
    private BoardHeap HeapNow()
    {
        long used = _board.HeapUsedBytes;
        return new BoardHeap(used, Math.Max(used, _board.HeapPeakBytes), _board.HeapBytes);
    }

    private void Stop(string? fault)
    {
        Unplug();
        Fault = fault;
        _journal.Note(fault is null ? "the plug was pulled in the middle of a write" : $"stopped: {fault}");
    }

    private short[] Feel(double seconds) =>
        _played is not null && seconds < _playedUntil ? _played.At(seconds) : Hand.At(seconds, _motion);

    // Samples of the size that the loaded model takes lie in the feeder. The app chooses among its sensors just after this.
    private void Fit(BoardObject? network)
    {
        if (network is not null)
        {
            _feeder.Count = (int)(long)_board.CallOn(network, "get_InputCount")!;
            _board.Release(network);
        }
    }
}
