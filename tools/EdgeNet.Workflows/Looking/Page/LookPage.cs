using System.Security.Cryptography;
using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A look at a model as one file of HTML that needs nothing else: no scripts, no network.</summary>
public static class LookPage
{
    private const string Start = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"EdgeNet report\">\n";

    /// <summary>What such a file looks like.</summary>
    public static OutputKind FileKind { get; } = new("a report of EdgeNet", head => head.AsSpan().StartsWith(Encoding.UTF8.GetBytes(Start)));

    /// <summary>Makes the page: the same bytes for the same look.</summary>
    /// <param name="look">The look.</param>
    /// <returns>The file, UTF-8.</returns>
    public static byte[] Write(ModelLook look)
    {
        string style = CarriedFiles.Text("look.css").ReplaceLineEndings("\n");
        HtmlWriter html = new();
        html.AddTrusted(Start);

        // Nothing may be loaded and nothing may run, whatever a text contains.
        html.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'\">\n");
        html.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{SummarySection.TitleOf(look.File.Model)}: report</title>\n<style>");
        html.AddTrusted(style);
        html.Add($"</style>\n</head>\n<body>\n<main>\n");
        SampleFigures figures = new(html, look);
        SummarySection.Write(html, look);
        ConfusionSection.Write(html, look);
        ClassSection.Write(html, look);
        MistakeSection.Write(html, look, figures);
        ReliabilitySection.Write(html, look);
        LayerSection.Write(html, look);
        ConfusionSection.WriteSamples(html, look, figures);
        if (figures.LeftOutPictures)
        {
            html.Add($"<p class=\"note\">Some samples are without their pictures, to keep this file small.</p>\n");
        }

        html.Add($"<footer>Made by EdgeNet (edgenet report).</footer>\n</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }
}
