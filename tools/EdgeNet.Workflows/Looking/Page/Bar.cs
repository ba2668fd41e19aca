namespace EdgeNet.Workflows;

/// <summary>A share as a bar under a number that says the same.</summary>
internal static class Bar
{
    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="share">0 to 1; anything else becomes the nearest of them.</param>
    public static void Write(HtmlWriter html, double share) =>
        html.Add($"<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"4\"/><rect width=\"{(share > 0 ? Math.Min(100, 100 * share) : 0):0.##}\" height=\"4\"/></svg>");
}
