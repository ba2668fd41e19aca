using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Workflows;

/// <summary>What a model's pipeline did on a virtual board: the same readings as on the desktop, window by window.</summary>
/// <param name="Board">The board.</param>
/// <param name="Windows">Windows that were computed.</param>
/// <param name="Equal">Those whose values were all equal to the desktop's.</param>
/// <param name="WindowsPerSecond">How many a sensor at the model's rate gives.</param>
/// <param name="WindowMicroseconds">Predicted time of the pipeline from one window to the next.</param>
/// <param name="ClassificationMicroseconds">Predicted time of the network; 0 if it is not known.</param>
/// <param name="RamBytes">Heap that the pipeline takes.</param>
/// <param name="Stages">Where the time goes, most expensive first.</param>
public sealed record SignalReport(BoardProfile Board, int Windows, int Equal, double WindowsPerSecond, double WindowMicroseconds, double ClassificationMicroseconds, int RamBytes, IReadOnlyList<StageCost> Stages)
{
    private const int BlockReadings = 64;
    private const double LittleLeft = 0.8;
    private const string Pipeline = "EdgeNet.Core.SignalPipeline", FromSection = ".FromSection", Add = "Add";

    /// <summary>The share that the app measures while such readings are played into its sensor; null if it was not asked, or has no such sensor.</summary>
    public double? AppShare { get; init; }

    /// <summary>The share of the board's time that a stream takes, reading the sensor included if <see cref="AppShare"/> is known: above 1 the board cannot keep up.</summary>
    public double Share => AppShare ?? ((WindowMicroseconds + ClassificationMicroseconds) * WindowsPerSecond / 1_000_000);

    /// <summary>Whether the board cannot keep up, or only just.</summary>
    public bool IsTight => Share > LittleLeft;

    /// <summary>What the app needs besides from one window to the next, mostly for reading the sensor; 0 if it is not known.</summary>
    public double SensorMicroseconds => Math.Max(0, (Share / WindowsPerSecond * 1_000_000) - WindowMicroseconds - ClassificationMicroseconds);

    /// <summary>The message if the board cannot keep up, or only just.</summary>
    public string Problem => $"this model needs {Share:P0} of {Board.Name}: {WindowMicroseconds / 1000:N1} ms of features"
        + (ClassificationMicroseconds > 0 ? $" and {ClassificationMicroseconds / 1000:N1} ms of classification" : "")
        + $" every {1000 / WindowsPerSecond:N1} ms, most of it {(ClassificationMicroseconds > Stages[0].Microseconds ? "classification" : Stages[0].Stage)}; choose a longer --stride, a lower rate (decimate), fewer features, a smaller network or a faster board";

    /// <summary>The share of the board that one stage takes.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>0 to 1, or more.</returns>
    public double ShareOf(StageCost stage) => stage.Microseconds * WindowsPerSecond / 1_000_000;

    /// <summary>Runs a pipeline on a virtual board.</summary>
    /// <param name="section">Payload of the FEAT section.</param>
    /// <param name="board">The board.</param>
    /// <param name="windows">Recordings to run it with; null for noise.</param>
    /// <param name="classificationMicroseconds">Predicted time of the network.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="UserException">The pipeline does not fit the board's heap.</exception>
    public static SignalReport Measure(byte[] section, BoardProfile board, WindowTable? windows, double classificationMicroseconds)
    {
        SignalPipeline desktop = SignalPipeline.FromSection(section);
        SignalInfo info = desktop.Info;
        if (info.RamBytes > board.HeapBytes)
        {
            throw new UserException($"the features of this model need {info.RamBytes:N0} bytes of heap, but {board.Name} has {board.HeapBytes:N0}: choose a shorter --window or fewer features");
        }

        using Board virtualBoard = new(board) { HeapMayOverrun = true };
        virtualBoard.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(hasSignal: true));
        virtualBoard.Call("EdgeNet.Core.StraightLineFft.Install");
        BoardObject pipeline = (BoardObject)virtualBoard.Call(Pipeline + FromSection, section)!;
        short[] samples = LiveRecording.ToMeasure(info, windows).Samples;
        int done = 0, equal = 0;
        double before = 0;
        Dictionary<string, double> costs = [];
        for (int at = 0; at < samples.Length;)
        {
            int count = Math.Min(BlockReadings * info.Channels, samples.Length - at);
            int taken = desktop.Add(samples, at, count);
            virtualBoard.CallOn(pipeline, Add, samples[at..(at + count)], 0, count);
            at += taken;
            if (!desktop.IsFull)
            {
                continue;
            }

            bool same = desktop.Features.SequenceEqual((float[])virtualBoard.CallOn(pipeline, "get_Features")!) && desktop.Picture.SequenceEqual((byte[])virtualBoard.CallOn(pipeline, "get_Picture")!);
            equal += same ? 1 : 0;

            // The first window is longer than a stride, and begins from nothing: what follows is what a board does all the time.
            if (done == 0)
            {
                before = virtualBoard.BusyMicroseconds;
                costs = virtualBoard.Profile().ToDictionary(m => m.Method, m => m.Microseconds);
            }

            done++;
        }

        int measured = done - 1;
        return new SignalReport(board, done, equal, info.Rate / info.StrideReadings, (virtualBoard.BusyMicroseconds - before) / measured, classificationMicroseconds, info.RamBytes, StagesOf(info, virtualBoard, costs, measured));
    }

    private static StageCost[] StagesOf(SignalInfo info, Board board, Dictionary<string, double> before, int windows)
    {
        Dictionary<string, string> names = info.Stages.GroupBy(s => s.GetType().Name).ToDictionary(g => g.Key, g => StageNames.Of(g.First()) + (g.Count() > 1 ? $" ({g.Count()} times)" : ""));
        return
        [
            .. board.Profile().GroupBy(m => NameOf(m.Method.Split('.')[^2]))
                .Select(g => new StageCost(g.Key, g.Sum(m => m.Microseconds - before.GetValueOrDefault(m.Method)) / windows))
                .Where(s => s.Microseconds > 0).OrderByDescending(s => s.Microseconds),
        ];

        string NameOf(string type) => names.GetValueOrDefault(type) ?? StageNames.OfPart(type);
    }
}
