namespace EdgeNet.Core;

/// <summary>The sensor whose readings a network was trained on, so that a board with several reads the right one.</summary>
public sealed class SensorInfo
{
    private SensorInfo()
    {
    }

    /// <summary>ThermalCamera, MotionSensor, AnalogInput or Microphone of <see cref="ModelFormat"/>.</summary>
    public int Kind { get; private set; }

    /// <summary>Readings per second; 0 if the file does not say.</summary>
    public float Rate { get; private set; }

    /// <summary>The largest value that the sensor was set to measure, in its unit; 0 if the file does not say.</summary>
    public float FullScale { get; private set; }

    /// <summary>Reads the "sens" section.</summary>
    /// <param name="reader">At its start; null if the file has none.</param>
    /// <returns>What it says, or null.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    internal static SensorInfo Read(ByteReader reader)
    {
        if (reader == null)
        {
            return null;
        }

        SensorInfo sensor = new SensorInfo();
        sensor.Kind = reader.Byte("kind");
        reader.Zero(3);
        sensor.Rate = reader.Single("rate");
        sensor.FullScale = reader.Single("full scale");
        reader.End();
        if (sensor.Kind == 0 || sensor.Rate < 0 || sensor.FullScale < 0)
        {
            throw reader.Error("sensor of kind " + sensor.Kind + " with a negative rate or full scale");
        }

        return sensor;
    }
}
