using System.Text;

namespace EdgeNet.Trainer.Reports;

/// <summary>Draws pictures as text.</summary>
public static class PictureText
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>Draws a picture with one character for two pixels, one above the other, which keeps its proportions in a terminal.</summary>
    /// <param name="pixels">Row after row, 0 to 255.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>One text per line of the drawing: two rows of pixels share a line.</returns>
    public static string[] Draw(ReadOnlySpan<float> pixels, int height, int width)
    {
        string[] lines = new string[(height + 1) / 2];
        for (int line = 0; line < lines.Length; line++)
        {
            StringBuilder text = new(width);
            for (int x = 0; x < width; x++)
            {
                float upper = pixels[(2 * line * width) + x];
                float lower = (2 * line) + 1 < height ? pixels[(((2 * line) + 1) * width) + x] : upper;
                int shade = (int)((upper + lower) / 2f * Shades.Length / 256f);
                text.Append(Shades[Math.Clamp(shade, 0, Shades.Length - 1)]);
            }

            lines[line] = text.ToString();
        }

        return lines;
    }
}
