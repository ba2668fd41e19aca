using EdgeNet.Data;
using EdgeNet.Pictures;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Looking;

/// <summary>A sample as a page shows it.</summary>
internal static class SeenSample
{
    private const int MostPoints = 300;

    /// <summary>A sample with what the model says of it.</summary>
    public static object Of(ModelLook look, int sample)
    {
        SampleText text = SampleText.Of(look, sample);
        return new { sample, id = look.Samples.IdOf(sample), text.Expected, text.Answered, text.Note, right = look.Answers[sample].IsRight, view = Of(look.Samples, sample) };
    }

    /// <summary>What is to be seen of a sample.</summary>
    public static object Of(Dataset data, int sample)
    {
        SampleView view = SampleView.Of(data, sample);
        return new
        {
            view.Name,
            picture = view.Picture is null ? null : DataUrlOf(view.Picture),
            curves = view.Curves.Select(Thinned),
            values = view.Values.Select(v => new { v.Name, v.Value }),
        };
    }

    /// <summary>A picture as the address of an image.</summary>
    public static string DataUrlOf(Picture picture) => "data:image/png;base64," + Convert.ToBase64String(PngWriter.Write(picture));

    private static float[] Thinned(float[] curve) => [.. EvenSpread.Of(curve.Length, MostPoints).Select(p => curve[p])];
}
