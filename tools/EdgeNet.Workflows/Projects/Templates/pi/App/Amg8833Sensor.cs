using System.Device.I2c;
using EdgeNet.Device;
using Iot.Device.Amg88xx;

namespace $Name$;

/// <summary>The thermal camera AMG8833 on the I2C bus: 64 pixels, in steps of 0.25 degrees Celsius.</summary>
internal sealed class Amg8833Sensor : IInputSource
{
    private const int Bus = 1;

    // 0x69, or 0x68 if AD_SELECT is connected to ground.
    private readonly Amg88xx _camera = new(I2cDevice.Create(new I2cConnectionSettings(Bus, Amg88xx.AlternativeI2cAddress)));

    public string Name => "AMG8833";

    public int Count => Amg88xx.PixelCount;

    public string Problem { get; private set; } = "";

    public bool TryRead(float[] values)
    {
        try
        {
            _camera.ReadImage();
            for (int i = 0; i < Count; i++)
            {
                values[i] = _camera[i];
            }

            return true;
        }
        catch (IOException e)
        {
            Problem = $"AMG8833: {e.Message}";
            return false;
        }
    }
}
