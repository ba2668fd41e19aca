namespace EdgeNet.Trainer;

/// <summary>The sensor whose readings a network was trained on, so that a board with several reads the right one and sets it as it was.</summary>
/// <param name="Kind">Of <see cref="Core.ModelFormat"/>: ThermalCamera, MotionSensor, AnalogInput or Microphone.</param>
/// <param name="Rate">Readings per second; 0 if unknown.</param>
/// <param name="FullScale">The largest value that the sensor was set to measure, in its unit; 0 if unknown.</param>
public sealed record TrainedSensor(int Kind, float Rate, float FullScale);
