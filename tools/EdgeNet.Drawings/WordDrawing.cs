using EdgeNet.Trainer.Signals;

namespace EdgeNet.Drawings;

/// <summary>A word as sound, and the pictures that a network sees of it.</summary>
internal static class WordDrawing
{
    private const int Rate = 8000, Count = 6400;
    private const double Left = 185, Wide = Drawing.Width - Left - 30;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        short[] word = Synthetic.Word(Count);
        Drawing drawing = new(640, "A synthetic word of 0.8 s, \"sah-ee\", at 8 kHz");
        drawing.Text(20, 80, "sound");
        drawing.Curve([.. word.Where((_, i) => i % 4 == 0).Select(r => 80 - (r / 350.0))], Left, Wide, Drawing.Blue, 0.8);
        double top = 130;
        foreach ((string text, double height, string low, string high) in new[]
        {
            ("spectrogram 40 hop 128", 130.0, "0 Hz", "4 kHz"), ("spectrogram 40 mel hop 128", 130, "0 Hz", "4 kHz"), ("mfcc 13 hop 128", 90, "loudness", "finer shape"), ("ei-mfcc", 90, "loudness", "finer shape"),
        })
        {
            FeaturePipeline pipeline = Synthetic.Pipeline(text, Rate, Count, Count);
            byte[] bytes = Array.ConvertAll(pipeline.Compute(word), v => (byte)v);
            drawing.Heat(bytes, pipeline.Shape.Width, Left, top, Wide, height);
            drawing.Text(20, top + (height / 2), text.Replace(" hop 128", "", StringComparison.Ordinal));
            drawing.Text(20, top + (height / 2) + 18, $"{pipeline.Shape.Height} x {pipeline.Shape.Width}", colour: Drawing.Grey, size: 11);
            drawing.Text(Left - 6, top + 10, high, "end", Drawing.Grey, 11);
            drawing.Text(Left - 6, top + height, low, "end", Drawing.Grey, 11);
            top += height + 15;
        }

        return drawing.End();
    }
}
