using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>Precision and recall of every class.</summary>
internal static class ClassSection
{
    private const int MostClasses = 200;

    /// <summary>Writes a table; nothing for a regression.</summary>
    public static void Write(HtmlWriter html, ModelLook look)
    {
        if (look.Classes.Count == 0)
        {
            return;
        }

        string what = look.Samples.Task == TaskKind.MultiLabel ? "output" : "class";
        int[] shown = [.. Enumerable.Range(0, look.Classes.Count).OrderBy(c => double.IsNaN(look.Classes[c].F1) ? 2 : look.Classes[c].F1).Take(MostClasses).Order()];
        html.Add($"<section><h2>Precision and recall</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Precision and recall\"><table><caption>Precision: how many of the answers for {(what == "output" ? "an" : "a")} {what} are right. Recall: how many of its samples are recognised. F1: their harmonic mean.");
        html.Add($"{(shown.Length < look.Classes.Count ? $" The {shown.Length} of {look.Classes.Count:N0} with the lowest F1." : "")}</caption>\n<thead><tr><th scope=\"col\">{what}</th><th scope=\"col\">samples</th><th scope=\"col\">precision</th><th scope=\"col\">recall</th><th scope=\"col\">F1</th></tr></thead><tbody>\n");
        foreach (int c in shown)
        {
            ClassScore score = look.Classes[c];
            html.Add($"<tr><th scope=\"row\">{look.Samples.Labels[c]}</th><td class=\"number\">{score.Samples:N0}</td>");
            WriteShare(html, score.Precision);
            WriteShare(html, score.Recall);
            WriteShare(html, score.F1);
            html.Add($"</tr>\n");
        }

        html.Add($"</tbody></table></div></section>\n");
    }

    private static void WriteShare(HtmlWriter html, double share)
    {
        html.Add($"<td class=\"number\">{NumberText.Percent(share)}");
        Bar.Write(html, share);
        html.Add($"</td>");
    }
}
