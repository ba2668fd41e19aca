using EdgeNet.Emulator;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>Boards as tables: what they have, and what a model does on each.</summary>
internal static class BoardsTable
{
    private const string Unknown = "?", Estimated = "~";

    /// <summary>Prints the boards that are built in.</summary>
    public static void Print()
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("--board", "", "MHz", "cycles", "heap", "code", "files");
        foreach (BoardProfile board in BoardProfile.All)
        {
            table.AddRow(board.Name, Markup.Escape(board.Title), $"{board.ClockMegahertz}", Mark(board, BoardProfileJson.Cycles, $"{board.CyclesPerInstruction}"),
                Mark(board, BoardProfileJson.Heap, Kilobytes(board.HeapBytes)), Mark(board, BoardProfileJson.Flash, Kilobytes(board.FlashBytes)), Mark(board, BoardProfileJson.Storage, Kilobytes(board.StorageBytes)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"cycles per native instruction; code and files: flash for these. {Estimated} an estimate: edgenet boards NAME prints what figures rest on.");
    }

    /// <summary>Prints what a model does on each board.</summary>
    public static void Print(IReadOnlyList<BoardRow> rows)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("board", "fits", "bytes of peak heap", "load ms", "each ms", "cycles");
        foreach (BoardRow row in rows)
        {
            BoardProfile board = row.Heap.Board;
            table.AddRow(board.Name, row.Heap.Fits ? "yes" : "no", $"{row.Heap.Needed} of {board.HeapBytes:N0}",
                row.Report is null ? "" : $"{row.Report.LoadMicroseconds / 1000:N0}", row.Report is null ? "" : $"{row.Report.PredictedMicroseconds / 1000:N1}",
                $"{board.CyclesPerInstruction}, {BasisOf(board, BoardProfileJson.Cycles)}");
        }

        AnsiConsole.Write(table);
    }

    /// <summary>What a figure rests on, in a word.</summary>
    public static string BasisOf(BoardProfile board, string figure) => board.Sources.GetValueOrDefault(figure)?.Basis switch
    {
        FigureBasis.Measured => "measured",
        FigureBasis.Documented => "documented",
        _ => "estimate",
    };

    private static string Mark(BoardProfile board, string figure, string text) => board.Sources.GetValueOrDefault(figure)?.Basis == FigureBasis.Estimate ? Estimated + text : text;

    private static string Kilobytes(int? bytes) => bytes is int known ? $"{known / 1024:N0} KB" : Unknown;
}
