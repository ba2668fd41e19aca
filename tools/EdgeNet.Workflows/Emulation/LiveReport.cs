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
    /// <summary>Whether the board keeps up with the sensor.</summary>
    public bool KeepsUp => BusyShare <= 1 && LostReadings == 0;

    /// <summary>The message if the board cannot keep up.</summary>
    public string Problem => $"this model needs {BusyShare * 100:F0} % of the board {Heap.Board.Name}: {LostReadings:N0} readings were lost; choose a longer --stride, a lower rate, fewer features or a faster board";
}

/// <summary>A steady answer of the app.</summary>
/// <param name="Seconds">When it was given, in seconds from the beginning of the recording.</param>
/// <param name="Label">The label; null if the app became unsure.</param>
public sealed record LiveAnswer(double Seconds, string? Label);
