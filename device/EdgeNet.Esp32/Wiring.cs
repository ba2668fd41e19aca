namespace EdgeNet.Esp32;

/// <summary>Everything that depends on how the board is wired and what it shall do. docs/hardware.md shows the wires.</summary>
internal static class Wiring
{
    /// <summary>Bus of the sensor.</summary>
    public const int I2cBus = 1;

    /// <summary>GPIO of the bus's data line.</summary>
    public const int DataPin = 21;

    /// <summary>GPIO of the bus's clock line.</summary>
    public const int ClockPin = 22;

    /// <summary>Address of the AMG8833: 0x69, or 0x68 where AD_SELECT is tied to ground.</summary>
    public const int SensorAddress = 0x69;

    /// <summary>GPIO of the LED that is lit while the board sees <see cref="LitLabel"/>.</summary>
    public const int LedPin = 2;

    /// <summary>What the board calls itself.</summary>
    public const string BoardName = "EdgeNet on ESP32";

    /// <summary>Serial port for models and readings; the first one belongs to the debugger.</summary>
    public const string LinkPort = "COM2";

    /// <summary>GPIO on which that port receives.</summary>
    public const int LinkReceivePin = 16;

    /// <summary>GPIO on which it sends.</summary>
    public const int LinkTransmitPin = 17;

    /// <summary>Its speed; what edgenet uses if nothing else is said.</summary>
    public const int LinkBaudRate = 115200;

    /// <summary>Where "edgenet serve" offers models, such as http://192.168.1.5:8080/models/person; empty for nowhere.</summary>
    public const string ModelUrl = "";

    /// <summary>Pause between two questions for a new model.</summary>
    public const int HttpPollMilliseconds = 300000;

    /// <summary>Index of the label that lights the LED.</summary>
    public const int LitLabel = 1;

    /// <summary>The drive with the models.</summary>
    public const string Storage = "I:\\";

    /// <summary>Where a new model is put, by nanoff for instance; it moves into the store from there.</summary>
    public const string NewModelPath = "I:\\model.edgenet";

    /// <summary>Classifications after which a new model is trusted.</summary>
    public const int ConfirmAfter = 20;

    /// <summary>Answers that are looked at together.</summary>
    public const int FilterWindow = 5;

    /// <summary>A label is taken at this score,</summary>
    public const int EnterPercent = 60;

    /// <summary>and given up below this one.</summary>
    public const int LeavePercent = 40;

    /// <summary>The sensor takes ten pictures a second.</summary>
    public const int PauseMilliseconds = 100;

    /// <summary>Pause before the board looks for a model again where it has none.</summary>
    public const int RetryMilliseconds = 5000;
}
