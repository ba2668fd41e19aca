using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer;

/// <summary>The sensor whose readings a network was trained on, so that a board with several reads the right one and sets it as it was.</summary>
/// <param name="Kind">Of <see cref="ModelFormat"/>: ThermalCamera, MotionSensor, AnalogInput or Microphone.</param>
/// <param name="Rate">Readings per second; 0 if unknown.</param>
/// <param name="FullScale">The largest value that the sensor was set to measure, in its unit; 0 if unknown.</param>
public sealed record TrainedSensor(int Kind, float Rate, float FullScale)
{
    private const int Axes = 3, AxesAndRates = 6;

    /// <summary>What recordings tell of their sensor: sound is a microphone's; three or six channels are a motion sensor's, one is a voltage.</summary>
    /// <param name="windows">Where the samples come from; null if they are no windows of recordings.</param>
    /// <param name="fullScale">What the user says of the full scale; null for nothing.</param>
    /// <returns>The sensor; null if there is nothing to tell it by.</returns>
    public static TrainedSensor? Of(WindowTable? windows, float? fullScale)
    {
        RecordingSet? recordings = windows?.Recordings;
        int kind = recordings switch
        {
            null => 0,
            { IsSound: true } => ModelFormat.Microphone,
            { Channels.Count: Axes or AxesAndRates } => ModelFormat.MotionSensor,
            { Channels.Count: 1 } => ModelFormat.AnalogInput,
            _ => 0,
        };
        return kind == 0 ? null : new TrainedSensor(kind, recordings!.Rate, kind == ModelFormat.Microphone ? 0 : fullScale ?? 0);
    }
}
