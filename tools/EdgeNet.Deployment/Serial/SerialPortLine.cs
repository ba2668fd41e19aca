using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>Opens serial ports of this machine.</summary>
public static class SerialPortLine
{
    /// <summary>Speed of the ESP32 app's line.</summary>
    public const int DefaultBaudRate = 115200;

    /// <summary>Opens a port: 8 bits, no parity, one stop bit, no flow control.</summary>
    /// <param name="port">/dev/ttyUSB0 or COM3.</param>
    /// <param name="baudRate">Bits per second.</param>
    /// <returns>The line.</returns>
    /// <exception cref="UserException">The port does not exist, is in use, or cannot be set so; the message says what to do.</exception>
    public static ISerialLine Open(string port, int baudRate) =>
        OperatingSystem.IsWindows() ? WindowsSerialPort.Open(port, baudRate) : UnixSerialPort.Open(port, baudRate);
}
