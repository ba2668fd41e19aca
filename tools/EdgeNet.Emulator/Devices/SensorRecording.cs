namespace EdgeNet.Emulator.Devices;

/// <summary>Readings that a sensor is made to see, at the rate at which they were recorded.</summary>
/// <param name="values">Readings one after the other, the channels of each side by side.</param>
/// <param name="channels">Values of a reading, 1 or more.</param>
/// <param name="rate">Readings per second.</param>
/// <param name="startSeconds">Board time of the first reading.</param>
public sealed class SensorRecording(short[] values, int channels, double rate, double startSeconds)
{
    // Times that should be equal differ in the last bits.
    private const double Nearly = 1e-6;

    /// <summary>Board time at which it ends.</summary>
    public double EndSeconds => startSeconds + (values.Length / channels / rate);

    /// <summary>The reading at a time.</summary>
    /// <param name="seconds">Board time.</param>
    /// <returns>A value per channel; zeros before the recording and after it.</returns>
    public short[] At(double seconds) => PlaceOf(seconds) is int at ? values[at..(at + channels)] : new short[channels];

    /// <summary>The first channel at a time.</summary>
    /// <param name="seconds">Board time.</param>
    /// <returns>Its value; 0 before the recording and after it.</returns>
    public short FirstAt(double seconds) => PlaceOf(seconds) is int at ? values[at] : (short)0;

    private int? PlaceOf(double seconds)
    {
        double reading = Math.Floor(((seconds - startSeconds) * rate) + Nearly);
        return reading >= 0 && reading < values.Length / channels ? (int)reading * channels : null;
    }
}
