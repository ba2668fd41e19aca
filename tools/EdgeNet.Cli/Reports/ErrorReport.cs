using EdgeNet.Files;

namespace EdgeNet.Cli.Reports;

/// <summary>What went wrong, in one line.</summary>
internal static class ErrorReport
{
    /// <summary>Writes the line to stderr. Messages quote texts from files.</summary>
    public static void Say(string message) => Console.Error.WriteLine("edgenet: " + Line(message));

    /// <summary>Writes the line to stderr and, for a command with --json, as an object to stdout.</summary>
    /// <returns>The exit code.</returns>
    public static int Fail(string message, int exitCode, bool asJson)
    {
        Say(message);
        if (asJson && !Json.WasPrinted)
        {
            try
            {
                Json.Print(JsonReports.OfError(Line(message), exitCode));
            }
            catch (IOException)
            {
                // Nobody reads the output; stderr and the exit code say the same.
            }
        }

        return exitCode;
    }

    private static string Line(string message) => TerminalText.Of(message.ReplaceLineEndings(" "));
}
