using EdgeNet.Files;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>The confusions of a classification as text that fits the terminal.</summary>
internal static class ConfusionText
{
    private const int MostPairs = 15;
    private const int MostLabelWidth = 24;
    private const string Gap = "  ";

    /// <summary>A matrix; its columns have the labels or, if that is too wide, letters. If that is too wide as well, the most frequent confusions.</summary>
    /// <param name="confusion">[actual][answered].</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <returns>Lines with colours in Spectre's markup.</returns>
    public static IEnumerable<string> Lines(int[][] confusion, string[] labels, int width)
    {
        string[] names = Array.ConvertAll(labels, Short), letters = [.. labels.Select((_, c) => Letters(c))];
        return TryMatrix(confusion, names, names, width) ?? TryMatrix(confusion, [.. names.Zip(letters, (n, l) => $"{n} = {l}")], letters, width) ?? Pairs(confusion, labels);
    }

    private static IEnumerable<string>? TryMatrix(int[][] confusion, string[] names, string[] heads, int width)
    {
        int cell = Math.Max(heads.Max(Width), confusion.Max(row => row.Max(n => $"{n}".Length))), first = names.Max(Width);
        return first + (names.Length * (cell + Gap.Length)) <= width ? Matrix(confusion, names, heads, first, cell) : null;
    }

    // a to z, then aa, ab and so on.
    private static string Letters(int index) => (index < 26 ? "" : Letters((index / 26) - 1)) + (char)('a' + (index % 26));

    private static IEnumerable<string> Matrix(int[][] confusion, string[] names, string[] heads, int first, int cell)
    {
        yield return "rows: actual class; columns: answer";
        yield return new string(' ', first) + string.Concat(heads.Select(h => Gap + Markup(Pad(cell - Width(h)) + h)));
        for (int actual = 0; actual < names.Length; actual++)
        {
            yield return Markup(names[actual]) + Pad(first - Width(names[actual])) + string.Concat(confusion[actual].Select((n, answer) => Gap + Cell(n, answer == actual, cell)));
        }
    }

    private static string Cell(int count, bool isRight, int width) =>
        isRight ? $"[green]{count.ToString().PadLeft(width)}[/]" : count > 0 ? $"[red]{count.ToString().PadLeft(width)}[/]" : $"[grey]{".".PadLeft(width)}[/]";

    private static IEnumerable<string> Pairs(int[][] confusion, string[] labels)
    {
        (int Actual, int Answer, int Count)[] pairs = [.. confusion.SelectMany((row, actual) => row.Select((n, answer) => (actual, answer, n)))
            .Where(p => p.n > 0 && p.actual != p.answer).OrderByDescending(p => p.n)];
        yield return pairs.Length == 0 ? "no confusions" : "most frequent confusions";
        foreach ((int actual, int answer, int count) in pairs.Take(MostPairs))
        {
            yield return $"{count,7:N0}  {Markup(Short(labels[actual]))} taken for {Markup(Short(labels[answer]))}";
        }

        if (pairs.Length > MostPairs)
        {
            yield return $"{pairs.Skip(MostPairs).Sum(p => p.Count),7:N0}  others";
        }
    }

    // Characters of some scripts are two columns wide.
    private static int Width(string text) => new Text(text).Length;

    private static string Pad(int columns) => new(' ', Math.Max(0, columns));

    private static string Markup(string text) => Spectre.Console.Markup.Escape(text);

    private static string Short(string label)
    {
        string text = TerminalText.Of(label);
        return text.Length <= MostLabelWidth ? text : text[..(MostLabelWidth - 3)] + "...";
    }
}
