using System;
using System.Device.Adc;

namespace EdgeNet.Device;

/// <summary>Analogue pins, one value each, as the converter gives them (0 to 4095 on an ESP32).</summary>
public sealed class AnalogSource : IInputSource
{
    private readonly AdcChannel[] _channels;

    /// <summary>Creates the source.</summary>
    /// <param name="channels">Open channels, in the order of the training data's columns.</param>
    public AnalogSource(AdcChannel[] channels)
    {
        _channels = channels;
        Problem = "";
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "analogue"; }
    }

    /// <inheritdoc/>
    public int Count
    {
        get { return _channels.Length; }
    }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        try
        {
            for (int i = 0; i < _channels.Length; i++)
            {
                values[i] = _channels[i].ReadValue();
            }

            return true;
        }
        catch (Exception e)
        {
            Problem = "analogue input: " + e.Message;
            return false;
        }
    }
}
