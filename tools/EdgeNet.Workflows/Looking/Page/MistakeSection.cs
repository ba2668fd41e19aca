using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>The samples that the model is most wrong about.</summary>
internal static class MistakeSection
{
    /// <summary>Writes the worst of them.</summary>
    public static void Write(HtmlWriter html, ModelLook look, SampleFigures figures)
    {
        bool isRegression = look.Samples.Task == TaskKind.Regression;
        html.Add($"<section><h2>{(isRegression ? "The largest errors" : "The worst mistakes")}</h2>\n");
        if (look.Mistakes.Count == 0)
        {
            html.Add($"<p>{(look.Score.Samples == 0 ? "There are no test samples." : "None: all answers are right.")}</p></section>\n");
            return;
        }

        html.Add($"<p>{(isRegression ? $"The {Math.Min(ModelLook.MostMistakes, look.Mistakes.Count):N0} samples with the largest errors, the largest first." : $"{look.Mistakes.Count:N0} of {look.Score.Samples:N0} answers are wrong; the surest of them first. Perhaps a label is wrong, not the answer.")}</p>\n");
        figures.Write(look.Mistakes.Take(ModelLook.MostMistakes));
        html.Add($"</section>\n");
    }
}
