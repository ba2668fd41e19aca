using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>How often answers of a confidence are right.</summary>
internal static class ReliabilitySection
{
    private const int Side = 300, Histogram = 60, Left = 40, Top = 8;

    /// <summary>Writes a diagram and its numbers; nothing if answers are no classes.</summary>
    public static void Write(HtmlWriter html, ModelLook look)
    {
        if (look.Reliability is not { } bins || look.Score.Samples == 0)
        {
            return;
        }

        html.Add($"<section><h2>Is it as sure as it may be?</h2>\n<p>Of the answers with a confidence of 90 %, nine in ten should be right: bars on the diagonal. Below it the model is too sure, above it not sure enough. On average the two differ by <b>{NumberText.Percent(look.Score.CalibrationError ?? 0)}</b> (expected calibration error).</p>\n");
        WriteDiagram(html, bins, look.Score.CalibrationError ?? 0);
        html.Add($"<details><summary>The same as numbers</summary><table><caption>Answers by confidence</caption><thead><tr><th scope=\"col\">confidence</th><th scope=\"col\">answers</th><th scope=\"col\">mean confidence</th><th scope=\"col\">right</th></tr></thead><tbody>\n");
        foreach (ConfidenceBin bin in bins.Where(b => b.Answers > 0))
        {
            html.Add($"<tr><th scope=\"row\">{bin.Low:P0} to {bin.High:P0}</th><td class=\"number\">{bin.Answers:N0}</td><td class=\"number\">{NumberText.Percent(bin.Confidence)}</td><td class=\"number\">{NumberText.Percent(bin.RightShare)}</td></tr>\n");
        }

        html.Add($"</tbody></table></details></section>\n");
    }

    private static void WriteDiagram(HtmlWriter html, IReadOnlyList<ConfidenceBin> bins, double error)
    {
        double width = (double)Side / bins.Count;
        int most = bins.Max(b => b.Answers), bottom = Top + Side, below = bottom + 34;
        html.Add($"<svg class=\"diagram\" viewBox=\"0 0 {Left + Side + 24} {below + Histogram + 20}\" role=\"img\" aria-label=\"Reliability diagram: share of right answers by confidence. Expected calibration error {NumberText.Percent(error)}.\">\n");
        for (int share = 0; share <= 100; share += 25)
        {
            double y = bottom - (Side * share / 100.0), x = Left + (Side * share / 100.0);
            html.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Side}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text class=\"end\" x=\"{Left - 5}\" y=\"{y + 4:0.#}\">{share} %</text><text class=\"middle\" x=\"{x:0.#}\" y=\"{bottom + 16}\">{share} %</text>\n");
        }

        for (int b = 0; b < bins.Count; b++)
        {
            if (bins[b].Answers > 0)
            {
                double height = Side * bins[b].RightShare, many = Histogram * (double)bins[b].Answers / most;
                html.Add($"<rect class=\"right\" x=\"{Left + (b * width) + 1:0.#}\" y=\"{bottom - height:0.#}\" width=\"{width - 2:0.#}\" height=\"{height:0.#}\"><title>{bins[b].Answers:N0} answers of {NumberText.Percent(bins[b].Confidence)} on average, {NumberText.Percent(bins[b].RightShare)} right</title></rect>");
                html.Add($"<rect class=\"many\" x=\"{Left + (b * width) + 1:0.#}\" y=\"{below + Histogram - many:0.#}\" width=\"{width - 2:0.#}\" height=\"{many:0.#}\"/>\n");
            }
        }

        html.Add($"<line class=\"ideal\" x1=\"{Left}\" y1=\"{bottom}\" x2=\"{Left + Side}\" y2=\"{Top}\"/>");
        foreach (ConfidenceBin bin in bins.Where(b => b.Answers > 0))
        {
            html.Add($"<circle class=\"mean\" cx=\"{Left + (Side * bin.Confidence):0.#}\" cy=\"{bottom - (Side * bin.RightShare):0.#}\" r=\"3\"/>");
        }

        html.Add($"<text class=\"middle\" x=\"{Left + (Side / 2)}\" y=\"{below + Histogram + 15}\">confidence; below, how many answers have it</text></svg>\n");
    }
}
