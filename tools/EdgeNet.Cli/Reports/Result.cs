namespace EdgeNet.Cli.Reports;

/// <summary>The result of a command that needs only one line.</summary>
internal static class Result
{
    /// <summary>Prints the line or, for a command with --json, the object.</summary>
    public static void Print(bool asJson, object json, string line)
    {
        if (asJson)
        {
            Json.Print(json);
        }
        else
        {
            Console.WriteLine(line);
        }
    }
}
