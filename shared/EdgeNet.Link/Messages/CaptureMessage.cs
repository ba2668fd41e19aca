using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of capture: how many readings (2 bytes), 0 to stop; then the name of a sensor or nothing.</summary>
public static class CaptureMessage
{
    /// <summary>Largest number of readings that a request can ask for.</summary>
    public const int MaxReadings = 1000;

    /// <summary>Longest name of a sensor.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Bytes before the sensor's name.</summary>
    public const int PrefixBytes = 2;

    /// <summary>Reads how many readings are wanted.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has at least 2 bytes.</param>
    /// <returns>0 to <see cref="MaxReadings"/>, whatever was sent.</returns>
    public static int Readings(byte[] bytes, int at)
    {
        int wanted = LittleEndian.UInt16At(bytes, at);
        return wanted < MaxReadings ? wanted : MaxReadings;
    }

    /// <summary>Creates a body.</summary>
    /// <param name="readings">How many readings, 0 to <see cref="MaxReadings"/>.</param>
    /// <param name="sensor">Name of the sensor, ASCII, at most <see cref="MaxNameLength"/> characters; empty for the one that the board reads.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int readings, string sensor)
    {
        byte[] body = new byte[PrefixBytes + sensor.Length];
        LittleEndian.SetUInt16(body, 0, readings);
        for (int i = 0; i < sensor.Length; i++)
        {
            body[PrefixBytes + i] = (byte)(sensor[i] < 128 ? sensor[i] : '?');
        }

        return body;
    }
}
