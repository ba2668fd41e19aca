using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>What was taken for what, and the samples behind each number.</summary>
internal static class ConfusionSection
{
    private const int MostColumns = 30, MostPairs = 40, MostCells = 60, MostSamples = 12, MostHeadLength = 10;

    // Of right answers, only some to compare with.
    private const int MostRight = 4;

    /// <summary>Writes the matrix, or of many classes the most frequent confusions; nothing for a regression.</summary>
    public static void Write(HtmlWriter html, ModelLook look)
    {
        if (look.Samples.Task == TaskKind.Regression)
        {
            return;
        }

        html.Add($"<section><h2>What was taken for what</h2>\n");
        HashSet<ConfusionCell> shown = [.. Shown(look)];
        if (look.Samples.Task != TaskKind.MultiLabel && look.Samples.Labels.Length > MostColumns)
        {
            WritePairs(html, look, shown);
        }
        else
        {
            WriteMatrix(html, look, shown);
        }

        html.Add($"</section>\n");
    }

    /// <summary>Writes the samples behind the numbers.</summary>
    public static void WriteSamples(HtmlWriter html, ModelLook look, SampleFigures figures)
    {
        ConfusionCell[] shown = [.. Shown(look)];
        if (shown.Length == 0)
        {
            return;
        }

        html.Add($"<section class=\"cells\"><h2>The samples behind the numbers</h2>\n");
        foreach (ConfusionCell cell in shown)
        {
            int most = cell.IsRight ? MostRight : MostSamples;
            html.Add($"<article id=\"{IdOf(cell)}\"><h3>{Describe(look.Samples, cell)}: {cell.Samples.Count:N0}</h3>\n");
            figures.Write(cell.Samples.OrderByDescending(s => look.Answers[s].Severity).Take(most));
            if (cell.Samples.Count > most)
            {
                html.Add($"<p class=\"note\">and {cell.Samples.Count - most:N0} more</p>\n");
            }

            html.Add($"</article>\n");
        }

        html.Add($"</section>\n");
    }

    // Mistakes first, the most frequent of them first.
    private static IEnumerable<ConfusionCell> Shown(ModelLook look) =>
        look.Confusion.OrderBy(c => c.IsRight).ThenByDescending(c => c.Samples.Count).Take(MostCells).OrderBy(c => c.Row).ThenBy(c => c.Column);

    private static string IdOf(ConfusionCell cell) => $"cell-{cell.Row}-{cell.Column}";

    private static string Describe(Dataset data, ConfusionCell cell) => data.Task == TaskKind.MultiLabel
        ? $"{data.Labels[cell.Row]}: {(cell.Column >= 2 ? "yes" : "no")}, answered {(cell.Column % 2 == 1 ? "yes" : "no")}"
        : cell.IsRight ? $"{data.Labels[cell.Row]}, recognised" : $"{data.Labels[cell.Row]} taken for {data.Labels[cell.Column]}";

    private static void WriteMatrix(HtmlWriter html, ModelLook look, HashSet<ConfusionCell> shown)
    {
        Dataset data = look.Samples;
        bool isYesOrNo = data.Task == TaskKind.MultiLabel;
        string[] heads = isYesOrNo ? ["no, right", "yes, wrong", "no, wrong", "yes, right"] : data.Labels;
        Dictionary<(int, int), ConfusionCell> cells = look.Confusion.ToDictionary(c => (c.Row, c.Column));
        html.Add($"<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Confusion matrix\"><table class=\"matrix\"><caption>Rows: {(isYesOrNo ? "output" : "what it is")}. Columns: the answer. A number leads to its samples.</caption>\n<thead><tr><td></td>");
        foreach (string head in heads)
        {
            html.Add($"<th scope=\"col\" title=\"{head}\">{Short(head)}</th>");
        }

        html.Add($"</tr></thead>\n<tbody>");
        for (int row = 0; row < data.Labels.Length; row++)
        {
            html.Add($"<tr><th scope=\"row\">{data.Labels[row]}</th>");
            int all = Enumerable.Range(0, heads.Length).Sum(c => cells.TryGetValue((row, c), out ConfusionCell? cell) ? cell.Samples.Count : 0);
            for (int column = 0; column < heads.Length; column++)
            {
                WriteCell(html, cells.GetValueOrDefault((row, column)), all, shown);
            }

            html.Add($"</tr>\n");
        }

        html.Add($"</tbody></table></div>\n");
    }

    private static void WriteCell(HtmlWriter html, ConfusionCell? cell, int all, HashSet<ConfusionCell> shown)
    {
        if (cell is null)
        {
            html.Add($"<td class=\"none\">0</td>");
            return;
        }

        // Nine shades by the share of the row.
        html.Add($"<td class=\"{(cell.IsRight ? "r" : "w")}{Math.Clamp((int)Math.Ceiling(9.0 * cell.Samples.Count / all), 1, 9)}\">");
        WriteCount(html, cell, shown);
        html.Add($"</td>");
    }

    private static void WriteCount(HtmlWriter html, ConfusionCell cell, HashSet<ConfusionCell> shown)
    {
        if (shown.Contains(cell))
        {
            html.Add($"<a href=\"#{IdOf(cell)}\">{cell.Samples.Count:N0}</a>");
        }
        else
        {
            html.Add($"{cell.Samples.Count:N0}");
        }
    }

    private static void WritePairs(HtmlWriter html, ModelLook look, HashSet<ConfusionCell> shown)
    {
        ConfusionCell[] pairs = [.. look.Confusion.Where(c => !c.IsRight).OrderByDescending(c => c.Samples.Count)];
        html.Add($"<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Confusions\"><table><caption>{(pairs.Length == 0 ? "No confusions." : "The most frequent confusions. A number leads to its samples.")}</caption>\n<thead><tr><th scope=\"col\">is</th><th scope=\"col\">taken for</th><th scope=\"col\">samples</th></tr></thead><tbody>\n");
        foreach (ConfusionCell cell in pairs.Take(MostPairs))
        {
            html.Add($"<tr><td>{look.Samples.Labels[cell.Row]}</td><td>{look.Samples.Labels[cell.Column]}</td><td class=\"number\">");
            WriteCount(html, cell, shown);
            html.Add($"</td></tr>\n");
        }

        if (pairs.Length > MostPairs)
        {
            html.Add($"<tr><td>others</td><td></td><td class=\"number\">{pairs.Skip(MostPairs).Sum(p => p.Samples.Count):N0}</td></tr>\n");
        }

        html.Add($"</tbody></table></div>\n");
    }

    private static string Short(string label) => label.Length <= MostHeadLength ? label : label[..(MostHeadLength - 1)] + "…";
}
