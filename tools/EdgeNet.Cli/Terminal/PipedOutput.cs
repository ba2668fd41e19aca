using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeNet.Cli.Terminal;

/// <summary>Standard output for a command that prints until it is stopped. Console ignores that a pipe's reader has gone ("| head"); this throws an IOException.</summary>
internal static class PipedOutput
{
    private const int StandardOutput = 1;

    /// <summary>Opens it: UTF-8, line by line.</summary>
    public static TextWriter Open()
    {
        Stream stream = Console.IsOutputRedirected && !OperatingSystem.IsWindows()
            ? new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0)
            : Console.OpenStandardOutput();
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
    }
}
