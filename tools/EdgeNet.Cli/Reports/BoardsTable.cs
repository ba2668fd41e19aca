using EdgeNet.Emulator;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>Tables of boards: their figures, and a model's results on each.</summary>
internal static class BoardsTable
{
    private const string Unknown = "?", Estimated = "~";

    /// <summary>Prints the boards that are built in.</summary>
    public static void Print()
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("--board", "MHz", "cycles", "heap", "code", "files", "board");
        foreach (BoardProfile board in BoardProfile.All)
        {
            table.AddRow(board.Name, $"{board.ClockMegahertz}", Mark(board, BoardProfileJson.Cycles, $"{board.CyclesPerInstruction}"),
                Mark(board, BoardProfileJson.Heap, Kilobytes(board.HeapBytes)), Mark(board, BoardProfileJson.Flash, Kilobytes(board.FlashBytes)), Mark(board, BoardProfileJson.Storage, Kilobytes(board.StorageBytes)), Markup.Escape(board.Title));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"""
            Clock cycles per native instruction; heap, and flash for code and files, in KB.
            {Estimated} is an estimate. "edgenet boards NAME" prints the source of every figure.
            """);
    }

    /// <summary>Prints a model's results on each board.</summary>
    public static void Print(IReadOnlyList<BoardRow> rows)
    {
        bool listens = rows.Any(r => r.Report?.Signal is not null);
        Table table = new Table().Border(TableBorder.Rounded).AddColumns(["board", "fits", "bytes of peak heap", "load ms", "each ms", .. listens ? (string[])["stream"] : [], "cycles"]);
        foreach (BoardRow row in rows)
        {
            BoardProfile board = row.Heap.Board;
            table.AddRow([board.Name, row.Heap.Fits ? "yes" : "no", $"{row.Heap.Needed} of {board.HeapBytes:N0}",
                row.Report is null ? "" : $"{row.Report.LoadMicroseconds / 1000:N0}", row.Report is null ? "" : $"{row.Report.PredictedMicroseconds / 1000:N1}",
                .. listens ? (string[])[row.Report?.Signal is { } signal ? $"{signal.Share:P0}" : ""] : [], $"{board.CyclesPerInstruction}, {BasisOf(board, BoardProfileJson.Cycles)}"]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>The basis of a figure, in one word.</summary>
    public static string BasisOf(BoardProfile board, string figure) => board.Sources.GetValueOrDefault(figure)?.Basis switch
    {
        FigureBasis.Measured => "measured",
        FigureBasis.Documented => "documented",
        _ => "estimate",
    };

    private static string Mark(BoardProfile board, string figure, string text) => board.Sources.GetValueOrDefault(figure)?.Basis == FigureBasis.Estimate ? Estimated + text : text;

    private static string Kilobytes(int? bytes) => bytes is int known ? $"{known / 1024:N0}" : Unknown;
}
