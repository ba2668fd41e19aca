namespace EdgeNet.Drawings;

/// <summary>The spectrum of a machine in bands, as new and worn.</summary>
internal static class BandsDrawing
{
    private const int Rate = 400, Window = 800, Bands = 8, Shown = 160;

    /// <summary>Draws it.</summary>
    public static string Draw()
    {
        const double Left = 60, Wide = Drawing.Width - Left - 30, Bottom = 350, PerOctave = 14;
        short[] good = Synthetic.Motor(Window, 1, _ => 0), worn = Synthetic.Motor(Window, 2, _ => 1);
        Drawing drawing = new(410, "A motor with a bearing that knocks, in bands 8: the hum stays, the ringing is new");
        Signal(drawing, "good", good, 60, Drawing.Blue);
        Signal(drawing, "worn", worn, 400, Drawing.Orange);
        float[] low = Compute(good), high = Compute(worn);
        double floor = Math.Floor(low.Concat(high).Min() / 256) - 1;
        for (int octave = 0; octave <= 10; octave += 5)
        {
            drawing.Line(Left, Bottom - (octave * PerOctave), Left + Wide, Bottom - (octave * PerOctave));
            drawing.Text(Left - 8, Bottom - (octave * PerOctave) + 4, $"{octave * 3} dB", "end", Drawing.Grey, 11);
        }

        double step = Wide / Bands;
        for (int b = 0; b < Bands; b++)
        {
            double x = Left + (b * step);
            Bar(x + 8, low[b], Drawing.Blue);
            Bar(x + (step / 2) + 2, high[b], Drawing.Orange);
            drawing.Text(x + (step / 2), Bottom + 18, $"band {b + 1}", "middle", size: 12);
            drawing.Text(x + (step / 2), Bottom + 34, $"{b * Rate / 2 / Bands} to {(b + 1) * Rate / 2 / Bands} Hz", "middle", Drawing.Grey, 11);
        }

        return drawing.End();

        // Features are 256ths of an octave of power, which is 3 dB.
        void Bar(double x, float value, string colour) =>
            drawing.Rectangle(x, Bottom - (((value / 256) - floor) * PerOctave), (step / 2) - 10, ((value / 256) - floor) * PerOctave, colour, 0.85);

        float[] Compute(short[] signal) => Synthetic.Pipeline($"bands {Bands}", Rate, Window, Window).Compute(signal);
    }

    private static void Signal(Drawing drawing, string name, short[] signal, double left, string colour)
    {
        drawing.Text(left, 52, $"{name}, 0.4 s", colour: colour);
        drawing.Curve([.. signal.Take(Shown).Select(r => 110 - (r * 0.025))], left, 300, colour);
    }
}
