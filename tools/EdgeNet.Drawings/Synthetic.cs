using EdgeNet.Trainer.Signals;

namespace EdgeNet.Drawings;

/// <summary>Signals that are computed: no recording has to be kept.</summary>
internal static class Synthetic
{
    /// <summary>An arm that rests and then waves: one axis, 100 readings per second, 1,000 per g.</summary>
    public static short[] Waving(int count, int from, int to)
    {
        Random random = new(1);
        return Readings(count, i => (i >= from && i < to ? 900 * Math.Sin(2 * Math.PI * 1.6 * i / 100) : 0) + Noise(random, 60));
    }

    /// <summary>A gesture of 2 s, three axes, 100 readings per second, 1,000 per g: no movement, waving along one axis, or circling in a plane. Each is a little different.</summary>
    /// <param name="axes">Axes that move: 0, 1 or 2.</param>
    /// <param name="random">Chooses pace and size.</param>
    public static short[] Gesture(int axes, Random random)
    {
        double pace = 1.2 + (0.8 * random.NextDouble()), size = 400 + (500 * random.NextDouble()), from = random.NextDouble();
        return Readings(3 * 200, i =>
        {
            int axis = i % 3;
            double turn = 2 * Math.PI * ((pace * (i / 3) / 100) + from + (0.25 * axis));
            return (axis == 2 ? 1000 : axis < axes ? size * Math.Sin(turn) : 0) + Noise(random, 80);
        });
    }

    /// <summary>The casing of a motor: hum at 25 and 50 Hz, 400 readings per second. A worn bearing knocks 9 times a second, and each knock rings at 130 Hz.</summary>
    /// <param name="count">How many readings.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="wear">How much it knocks at a reading, 0 to 1.</param>
    public static short[] Motor(int count, int seed, Func<int, double> wear)
    {
        Random random = new(seed);
        return Readings(count, i =>
        {
            double sinceKnock = i / 400.0 % (1 / 9.0);
            double knock = 1400 * wear(i) * Math.Exp(-sinceKnock * 60) * Math.Sin(2 * Math.PI * 130 * sinceKnock);
            return (400 * Math.Sin(2 * Math.PI * 25 * i / 400)) + (250 * Math.Sin(2 * Math.PI * 50 * i / 400)) + knock + Noise(random, 120);
        });
    }

    /// <summary>A word of two syllables, "sah-ee": a hiss, an open vowel, a closed one, 8,000 readings per second.</summary>
    public static short[] Word(int count)
    {
        Random random = new(3);
        double phase = 0;
        return Readings(count, i =>
        {
            double at = (double)i / count, hiss = Bump(at, 0.12, 0.08), open = Bump(at, 0.38, 0.14), closed = Bump(at, 0.72, 0.16);
            phase += 2 * Math.PI * (130 - (30 * at)) / 8000;

            // Harmonics of the voice are louder near the formants of each vowel.
            double voice = 0;
            for (int h = 1; h < 30; h++)
            {
                double hertz = h * (130 - (30 * at));
                voice += Math.Sin(h * phase) * ((open * (Near(hertz, 750) + (0.6 * Near(hertz, 1200)))) + (closed * (Near(hertz, 300) + (0.6 * Near(hertz, 2300)))));
            }

            double noise = Noise(random, 1);
            return (2500 * voice) + (2600 * hiss * noise * (i % 2 == 0 ? 1 : -1)) + (15 * noise);
        });

        static double Bump(double at, double middle, double width) => Math.Exp(-Math.Pow((at - middle) / width, 4));
        static double Near(double hertz, double formant) => Math.Exp(-Math.Pow((hertz - formant) / 180, 2)) + (0.02 * Math.Exp(-Math.Abs(hertz - formant) / 1500));
    }

    /// <summary>Noise between minus and plus a size, more often near 0.</summary>
    public static double Noise(Random random, double size) => size * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) / 1.5;

    /// <summary>So many readings of a function.</summary>
    public static short[] Readings(int count, Func<int, double> at) => [.. Enumerable.Range(0, count).Select(i => (short)Math.Clamp(Math.Round(at(i)), short.MinValue, short.MaxValue))];

    /// <summary>Features of the windows of a signal with one channel, as a board computes them.</summary>
    public static FeaturePipeline Pipeline(string text, float rate, int window, int stride) => FeaturePipeline.Create(FeatureText.Parse(text), ["x"], rate, 1, window, stride);
}
