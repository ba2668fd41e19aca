namespace EdgeNet.Device;

/// <summary>Where the loop reports on this machine: the desktop's own Debug is silent in a release build.</summary>
internal static class Debug
{
    public static void WriteLine(string text) => Console.WriteLine(text);
}
