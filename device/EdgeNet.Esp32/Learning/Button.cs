using System.Device.Gpio;

namespace EdgeNet.Esp32;

/// <summary>The button that teaches the board. docs/learning.md says how it is used.</summary>
internal static class Button
{
    /// <summary>GPIO of the button, which connects it to ground: 0 is the BOOT button that nearly every ESP32 board has.</summary>
    public const int Pin = 0;

    private static GpioPin pin;

    /// <summary>Looks at the button.</summary>
    /// <returns>True while it is pressed.</returns>
    public static bool IsPressed()
    {
        if (pin == null)
        {
            pin = new GpioController().OpenPin(Pin, PinMode.InputPullUp);
        }

        return !(bool)pin.Read();
    }
}
