using EdgeNet.Data;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>Samples in a page, with what the model says of them. Pictures are part of the page, as long as they are not too many.</summary>
internal sealed class SampleFigures(HtmlWriter html, ModelLook look)
{
    private const int MostPictureBytes = 1_500_000;
    private const int MostSide = 96, MostPoints = 400;
    private const int CurveWidth = 200, CurveHeight = 80;

    private int _pictureBytes;

    /// <summary>Whether some samples went without their picture.</summary>
    public bool LeftOutPictures { get; private set; }

    /// <summary>Writes samples side by side.</summary>
    public void Write(IEnumerable<int> samples)
    {
        html.Add($"<div class=\"samples\">\n");
        foreach (int sample in samples)
        {
            Write(sample);
        }

        html.Add($"</div>\n");
    }

    private void Write(int sample)
    {
        SampleView view = SampleView.Of(look.Samples, sample);
        SampleText text = SampleText.Of(look, sample);
        html.Add($"<figure>");
        if (view.Picture is { } picture)
        {
            WritePicture(picture, view.Name, text);
        }
        else if (view.Curves.Count > 0)
        {
            WriteCurves(view.Curves, view.Name);
        }
        else
        {
            html.Add($"<table class=\"values\"><caption class=\"unseen\">{view.Name}</caption>");
            foreach ((string name, float value) in view.Values)
            {
                html.Add($"<tr><th scope=\"row\">{name}</th><td>{NumberText.Figure(value)}</td></tr>");
            }

            html.Add($"</table>");
        }

        html.Add($"<figcaption>is <b>{text.Expected}</b>, answered <b>{text.Answered}</b> <span>({text.Note})</span><small>{view.Name}</small></figcaption></figure>\n");
    }

    private void WritePicture(Picture picture, string name, SampleText text)
    {
        int largest = Math.Max(picture.Width, picture.Height);
        if (largest > MostSide)
        {
            picture = picture.Resize(Math.Max(1, picture.Width * MostSide / largest), Math.Max(1, picture.Height * MostSide / largest));
        }

        byte[] png = PngWriter.Write(picture);
        if (_pictureBytes + png.Length > MostPictureBytes)
        {
            LeftOutPictures = true;
            return;
        }

        _pictureBytes += png.Length;
        html.Add($"<img width=\"96\" height=\"{Math.Max(1, 96 * picture.Height / picture.Width)}\" alt=\"{name}: is {text.Expected}, answered {text.Answered}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
    }

    private void WriteCurves(IReadOnlyList<float[]> curves, string name)
    {
        float low = curves.SelectMany(c => c).DefaultIfEmpty().Min(), high = curves.SelectMany(c => c).DefaultIfEmpty().Max();
        html.Add($"<svg viewBox=\"0 0 {CurveWidth} {CurveHeight}\" role=\"img\" aria-label=\"{name}: from {NumberText.Figure(low)} to {NumberText.Figure(high)}\">");
        for (int c = 0; c < curves.Count; c++)
        {
            float[] curve = curves[c];
            int[] shown = EvenSpread.Of(curve.Length, MostPoints);
            html.Add($"<polyline class=\"curve c{c % 6}\" points=\"");
            for (int p = 0; p < shown.Length; p++)
            {
                double value = curve[shown[p]], share = high > low ? (value - low) / ((double)high - low) : 0.5;
                html.Add($"{(shown.Length > 1 ? (double)CurveWidth * p / (shown.Length - 1) : 0):0.#},{2 + ((1 - share) * (CurveHeight - 4)):0.#} ");
            }

            html.Add($"\"/>");
        }

        html.Add($"</svg>");
    }
}
