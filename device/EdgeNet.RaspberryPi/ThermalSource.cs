using EdgeNet.Device;
using Iot.Device.Amg88xx;

namespace EdgeNet.RaspberryPi;

/// <summary>The thermal camera AMG8833 on the Pi's I2C bus, in steps of 0.25 degrees Celsius.</summary>
/// <param name="sensor">The binding.</param>
internal sealed class ThermalSource(Amg88xx sensor) : IInputSource
{
    /// <inheritdoc/>
    public string Name => "AMG8833";

    /// <inheritdoc/>
    public int Count => Amg88xx.PixelCount;

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        try
        {
            // On Linux a transfer that fails throws.
            sensor.ReadImage();
            for (int i = 0; i < Count; i++)
            {
                values[i] = sensor[i];
            }

            return true;
        }
        catch (IOException e)
        {
            Problem = "AMG8833: " + e.Message;
            return false;
        }
    }
}
