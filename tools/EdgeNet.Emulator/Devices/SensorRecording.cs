namespace EdgeNet.Emulator.Devices;

/// <summary>Readings that a sensor is made to see, at the rate at which they were recorded.</summary>
/// <param name="values">Readings one after the other, the channels of each side by side; one or more.</param>
/// <param name="channels">Values of a reading, 1 or more.</param>
/// <param name="rate">Readings per second.</param>
/// <param name="startSeconds">Board time of the first reading; null if it is the first one that is asked for.</param>
public sealed class SensorRecording(short[] values, int channels, double rate, double? startSeconds = null)
{
    // Times that should be equal differ in the last bits.
    private const double Nearly = 1e-6;

    private double? _start = startSeconds;

    /// <summary>The reading at a time.</summary>
    /// <param name="seconds">Board time.</param>
    /// <returns>A value per channel: the first reading before the recording, and the last one after it.</returns>
    public short[] At(double seconds)
    {
        int reading = (int)Math.Clamp(PlaceOf(seconds), 0, (values.Length / channels) - 1);
        return values[(reading * channels)..((reading + 1) * channels)];
    }

    /// <summary>The sound at a time: the first channel.</summary>
    /// <param name="seconds">Board time.</param>
    /// <returns>Its value; silence, 0, before the recording and after it.</returns>
    public short SoundAt(double seconds)
    {
        double reading = PlaceOf(seconds);
        return reading >= 0 && reading < values.Length / channels ? values[(int)reading * channels] : (short)0;
    }

    private double PlaceOf(double seconds)
    {
        _start ??= seconds;
        return Math.Floor(((seconds - _start.Value) * rate) + Nearly);
    }
}
