using Microsoft.Win32;

namespace EdgeNet.Deployment.Serial;

/// <summary>The serial ports of this machine to which a board may be connected.</summary>
public static class SerialPorts
{
    private const string WindowsKey = @"HARDWARE\DEVICEMAP\SERIALCOMM", Devices = "/dev";

    private static readonly string[] Linux = ["ttyUSB*", "ttyACM*"], MacOS = ["cu.usb*", "cu.SLAB*", "cu.wch*"];

    /// <summary>Lists them. A port that is listed may still be in use.</summary>
    /// <returns>Their names, such as /dev/ttyUSB0 or COM3.</returns>
    public static IReadOnlyList<string> List()
    {
        try
        {
            return OperatingSystem.IsWindows() ? OnWindows() : In(Devices, OperatingSystem.IsMacOS() ? MacOS : Linux);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return [];
        }
    }

    internal static string[] In(string folder, string[] patterns) => [.. patterns.SelectMany(p => Directory.GetFiles(folder, p)).Order(StringComparer.Ordinal)];

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static string[] OnWindows()
    {
        using RegistryKey? key = Registry.LocalMachine.OpenSubKey(WindowsKey);
        return key is null ? [] : [.. key.GetValueNames().Select(n => key.GetValue(n)).OfType<string>().Order(StringComparer.Ordinal)];
    }
}
