using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What the app on a virtual board did while a recording was played into its sensor.</summary>
/// <param name="Heap">The heap that the app with the model needs.</param>
/// <param name="Sensor">The stream that the app has chosen, and how it set it.</param>
/// <param name="Recording">What was played.</param>
/// <param name="Seconds">How long it was.</param>
/// <param name="Classifications">Windows that were classified.</param>
/// <param name="BusyShare">The share of its time that the board needs for the stream, as the app measures it; above 1 if it cannot keep up.</param>
/// <param name="LostReadings">Readings that the app has lost, because it could not keep up.</param>
/// <param name="Answers">The steady answers, in order.</param>
public sealed record LiveReport(HeapForecast Heap, string Sensor, string Recording, double Seconds, int Classifications, double BusyShare, long LostReadings, IReadOnlyList<LiveAnswer> Answers)
{
    /// <summary>Measures what a stream takes, with just enough readings for it.</summary>
    /// <param name="board">The board.</param>
    /// <param name="model">A model file that listens to a stream.</param>
    /// <param name="windows">Recordings to play; null for noise.</param>
    /// <returns>What the app did.</returns>
    /// <exception cref="UserException">The app does not accept the model, or has no such sensor, or the model does not fit the board's heap.</exception>
    public static LiveReport Measure(BoardProfile board, byte[] model, WindowTable? windows)
    {
        using AppBoard app = new(board, model);
        return app.Listen(LiveRecording.ToMeasure(SignalInfo.Of(ModelFile.Parse(model)), windows), CancellationToken.None);
    }

    /// <summary>Whether the board keeps up with the sensor.</summary>
    public bool KeepsUp => BusyShare <= 1 && LostReadings == 0;

    /// <summary>The message if the board cannot keep up. It may have time enough, and yet none to read the sensor while a large network computes.</summary>
    public string Problem => $"this model needs {BusyShare * 100:F0} % of the board {Heap.Board.Name}: {LostReadings:N0} readings were lost; "
        + (BusyShare > 1 ? "choose a longer --stride, a lower rate, fewer features, a smaller network or a faster board"
            : "a single classification takes longer than the sensor keeps its readings: choose a smaller network, a lower rate or a faster board");
}

/// <summary>A steady answer of the app.</summary>
/// <param name="Seconds">When it was given, in seconds from the beginning of the recording.</param>
/// <param name="Label">The label; null if the app became unsure.</param>
public sealed record LiveAnswer(double Seconds, string? Label);
