using EdgeNet.Emulator;

namespace EdgeNet.Emulator.Tests;

/// <summary>One program, three runtimes: the desktop, the virtual board and, where it is at hand, nanoFramework's own interpreter.</summary>
public class ConformanceTests
{
    /// <summary>Where a board differs from the desktop, and what it says: facts of nanoFramework 1.x.</summary>
    private static readonly Dictionary<string, (string Board, string Desktop)> Differences = new()
    {
        ["differsFloatTooLargeForInt"] = ("1410065408", "2147483647"), // 10^10 modulo 2^32; the desktop saturates
        ["differsCheckedWraps"] = ("-2147483648", "throws"),
        ["differsFloatDivisionByZero"] = ("throws", "yes"),
        ["differsEnumToString"] = ("3", "Red"),
        ["differsNotANumberCompares"] = ("7", "0"), // greater both ways
        ["differsHidingIsOverriding"] = ("hiding", "base"),
        ["differsStructInStructIsShared"] = ("9", "0"),
        ["differsArgumentOutOfRange"] = ("Value does not fall within the expected range. (Parameter 'x')", "Specified argument was out of the range of valid values. (Parameter 'x')"),
        ["differsCopyBetweenTypes"] = ("throws", "2"),
    };

    [Fact]
    public void The_board_computes_what_the_desktop_computes_but_for_the_listed_differences()
    {
        string[] desktop = DesktopLines(Conformance.Program.Main);
        string[] board = BoardLines("EdgeNet.Conformance");
        Assert.Equal(desktop.Length, board.Length);
        Assert.InRange(desktop.Length, 200, 10_000);
        Assert.Equal($"EN|done|{desktop.Length - 1}", desktop[^1]);
        int differences = 0;
        for (int i = 0; i < desktop.Length; i++)
        {
            string test = desktop[i].Split('|')[1];
            if (Differences.TryGetValue(test, out (string Board, string Desktop) expected))
            {
                Assert.StartsWith($"EN|{test}|{expected.Desktop}|", desktop[i]);
                Assert.StartsWith($"EN|{test}|{expected.Board}|", board[i]);
                differences++;
            }
            else
            {
                Assert.Equal(desktop[i], board[i]);
            }
        }

        Assert.Equal(Differences.Count, differences);
    }

    [Fact]
    public void The_board_classifies_bit_for_bit_as_the_desktop()
    {
        string[] desktop = DesktopLines(Classification.Program.Main);
        Assert.Equal(51, desktop.Length);
        Assert.Equal(desktop, BoardLines("EdgeNet.Classification"));
    }

    [RealInterpreterFact]
    public void NanoFrameworks_interpreter_computes_what_the_board_computes()
    {
        string[] real = RealInterpreterFactAttribute.Run("EdgeNet.Conformance");

        // The one thing that the virtual board does not imitate: a uint that became an int without any arithmetic is
        // still unsigned when it is widened to a long, because the interpreter's values carry their types.
        string reinterpreted = Assert.Single(real, l => l.StartsWith("EN|realUInt32ToInt32|", StringComparison.Ordinal));
        Assert.StartsWith("EN|realUInt32ToInt32|0|1|2|7|1000003|2147483647|2147483648|4294967294|4294967295|", reinterpreted);
        Assert.Equal(
            BoardLines("EdgeNet.Conformance").Where(l => !l.StartsWith("EN|realUInt32ToInt32|", StringComparison.Ordinal)),
            real.Where(l => l != reinterpreted));
    }

    [RealInterpreterFact]
    public void NanoFrameworks_interpreter_classifies_bit_for_bit_as_the_desktop() =>
        Assert.Equal(DesktopLines(Classification.Program.Main), RealInterpreterFactAttribute.Run("EdgeNet.Classification"));

    private static string[] BoardLines(string program)
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32Psram, program);
        BoardRun run = board.Run(TimeSpan.FromHours(1));
        Assert.Null(run.UnhandledException);
        Assert.True(run.Completed, run.StopReason);
        return [.. board.Output];
    }

    private static string[] DesktopLines(Action main)
    {
        using StringWriter written = new();
        PrintedText.Written = written;
        main();
        return written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
