using System;

namespace EdgeNet.Device;

/// <summary>
/// What a board reports to its owner. The lines go to the debugger or a terminal in every configuration: calls of Debug.WriteLine are not
/// compiled into a release build. Boards in the field have neither, so what matters is also kept for the serial line.
/// </summary>
public static class Log
{
    /// <summary>What the owner should know, sent with every answer to Hello: a roll-back, a sensor that is missing; empty for nothing.</summary>
    public static string LastEvent { get; set; } = "";

    /// <summary>Writes a line.</summary>
    /// <param name="line">Its text.</param>
    public static void Write(string line)
    {
        Console.WriteLine(line);
    }

    /// <summary>Writes a problem as a line, and keeps it as the last event.</summary>
    /// <param name="problem">What is wrong; empty for nothing.</param>
    public static void Error(string problem)
    {
        if (problem.Length > 0)
        {
            Write("error: " + problem);
            LastEvent = problem;
        }
    }
}
