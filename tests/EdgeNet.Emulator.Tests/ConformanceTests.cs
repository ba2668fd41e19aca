using System.Globalization;
using EdgeNet.Emulator;

namespace EdgeNet.Emulator.Tests;

/// <summary>One program, three runtimes: the desktop, the virtual board and, where it is at hand, nanoFramework's own interpreter.</summary>
public class ConformanceTests
{
    /// <summary>What nanoFramework's own interpreter printed where that is not what the desktop prints; recorded from a build of its main branch of July 2026, 64 bits.</summary>
    private static readonly Dictionary<string, string> Differences = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Differences.txt")).ToDictionary(NameOf);

    [Fact]
    public void The_board_computes_what_the_desktop_computes_but_for_the_listed_differences()
    {
        string[] desktop = DesktopLines(Conformance.Program.Main);
        string[] board = BoardLines("EdgeNet.Conformance");
        Assert.Equal(desktop.Length, board.Length);
        Assert.InRange(desktop.Length, 200, 10_000);
        Assert.Equal($"EN|done|{desktop.Length - 1}", desktop[^1]);
        Assert.Empty(Differences.Keys.Except(board.Select(NameOf)));
        for (int i = 0; i < desktop.Length; i++)
        {
            Assert.Equal(Differences.GetValueOrDefault(NameOf(board[i]), desktop[i]), board[i]);
            Assert.Equal(Differences.ContainsKey(NameOf(board[i])), desktop[i] != board[i]);
        }
    }

    [Fact]
    public void The_board_classifies_bit_for_bit_as_the_desktop()
    {
        string[] desktop = DesktopLines(Classification.Program.Main);
        Assert.Equal(51, desktop.Length);
        Assert.Equal(desktop, BoardLines("EdgeNet.Classification"));
    }

    [RealInterpreterFact]
    public void NanoFrameworks_interpreter_computes_what_the_board_computes() =>
        Assert.Equal(RealInterpreterFactAttribute.Run("EdgeNet.Conformance"), BoardLines("EdgeNet.Conformance"));

    [RealInterpreterFact]
    public void NanoFrameworks_interpreter_classifies_bit_for_bit_as_the_desktop() =>
        Assert.Equal(DesktopLines(Classification.Program.Main), RealInterpreterFactAttribute.Run("EdgeNet.Classification"));

    private static string NameOf(string line) => line.Split('|')[1];

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
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        main();
        return written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
