using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests;

/// <summary>The front end of micro_speech, against the vectors that TensorFlow tests its own with: every stage, bit by bit.</summary>
public class MicroSpeechTests
{
    private static readonly string Folder = Path.Combine(SharedData.Folder, "audio-front-end");

    [SharedDataFact]
    public void Window()
    {
        string[] lines = Lines("window_test1.txt");
        short[] window = MicroSpeechTables.Window(400, 12);
        ForEach(lines, 1, 2, l =>
        {
            int[] weighed = new int[400];
            MicroSpeechArithmetic.Weigh(Array.ConvertAll(l[0], v => (short)v), 0, window, 12, weighed);
            Assert.Equal(l[1], Array.ConvertAll(weighed, v => (long)v));
        });
    }

    [SharedDataFact]
    public void Automatic_scale() => ForEach(Lines("fft_auto_scale_test1.txt"), 0, 3, l =>
    {
        int[] samples = Array.ConvertAll(l[0], v => (int)v);
        Assert.Equal(l[2][0], MicroSpeechArithmetic.ScaleUp(samples, samples.Length));
        Assert.Equal(l[1], Array.ConvertAll(samples, v => (long)v));
    });

    [SharedDataFact]
    public void Transform_of_16_bits() => ForEach(Lines("rfft_test1.txt"), 1, 2, l =>
    {
        Int16Fft fft = new(MicroSpeechTables.Cosines());
        fft.Transform([.. l[0].Select(v => (int)v), .. new int[512 - l[0].Length]]);
        Assert.Equal(l[1], fft.Real.Zip(fft.Imaginary, (re, im) => new long[] { re, im }).SelectMany(v => v));
    });

    [SharedDataFact]
    public void Energy() => ForEach(Lines("energy_test1.txt"), 1, 2, l =>
    {
        long[] energy = new long[257];
        MicroSpeechArithmetic.Energy([.. l[0].Where((_, i) => i % 2 == 0).Select(v => (int)v)], [.. l[0].Where((_, i) => i % 2 == 1).Select(v => (int)v)], 5, 122, energy);
        Assert.Equal(l[1][5..122], energy[5..122]);
    });

    [SharedDataFact]
    public void Channels() => ForEach(Lines("filter_bank_test1.txt"), 1, 2, l =>
    {
        (int[] edges, short[] weights, short[] unweights) = MicroSpeechTables.Channels(32, 257, 16000, 125, 3800);
        long[] sums = new long[32];
        MicroSpeechArithmetic.Sum(l[0], edges, weights, unweights, sums);
        Assert.Equal(l[1], sums);
    });

    [SharedDataFact]
    public void Square_root() => ForEach(Lines("filter_bank_square_root_test1.txt"), 0, 3, l =>
        Assert.Equal(l[2], Array.ConvertAll(l[0], v => MicroSpeechArithmetic.SquareRoot(v) >> (int)l[1][0])));

    [SharedDataFact]
    public void Subtraction_of_noise()
    {
        long[] noise = new long[32];
        int share = (int)(0.04 * 16384);
        ForEach(Lines("filter_bank_spectral_subtraction_test1.txt"), 1, 3, l =>
        {
            long[] signal = l[0];
            MicroSpeechArithmetic.SubtractNoise(signal, noise, share, share, 0, (int)(0.05 * 16384));
            Assert.Equal(l[1], signal);
            Assert.Equal(l[2], noise);
        });
    }

    [SharedDataFact]
    public void Control_of_gain() => ForEach(Lines("pcan_op_test1.txt"), 1, 3, l =>
    {
        short[] gains = MicroSpeechTables.Gains(0.95f, 80, 7, 21);
        Assert.Equal(l[2], l[0].Zip(l[1], (signal, noise) => MicroSpeechArithmetic.Compress(signal, MicroSpeechArithmetic.Gain(noise, gains), 6)));
    });

    /// <summary>The numbers that the reference's test expects of the first frame of each recording.</summary>
    [SharedDataFact]
    public void Whole_frames()
    {
        Assert.Equal([126, 103, 124, 102, 124, 102, 123, 100, 118, 97, 118, 100, 118, 98, 121, 100, 121, 98, 117, 91, 96, 74, 54, 87, 100, 87, 109, 92, 91, 80, 64, 55, 83, 74, 74, 78, 114, 95, 101, 81],
            Features("no_30ms.wav", 480));
        Assert.Equal([124, 105, 126, 103, 125, 101, 123, 100, 116, 98, 115, 97, 113, 90, 91, 82, 104, 96, 117, 97, 121, 103, 126, 101, 125, 104, 126, 104, 125, 101, 116, 90, 81, 74, 80, 71, 83, 76, 82, 71],
            Features("yes_30ms.wav", 480));
    }

    /// <summary>The reference's generated tables: the first logarithms, and the end of its table.</summary>
    [Fact]
    public void Logarithms_are_those_of_the_reference()
    {
        short[] table = MicroSpeechTables.Logarithms();
        Assert.Equal([0, 224, 442, 654, 861, 1063, 1259, 1450, 1636, 1817, 1992, 2163], table[..12]);
        Assert.Equal([830, 695, 559, 421, 282, 142, 0], table[^7..]);
        Assert.Equal(Math.Log(1000) * 64, MicroSpeechArithmetic.Log(1000, 64, table), 0.6);
    }

    private static int[] Features(string name, int window)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Folder, name));
        short[] samples = [.. Enumerable.Range(0, (file.Length - 44) / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (2 * i))))];
        return [.. FeaturePipeline.Create(FeatureText.Parse("micro-speech"), ["sound"], 16000, 1, window, 320).Compute(samples[..window]).Select(v => (int)v - 128)];
    }

    private static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Folder, name));

    private static void ForEach(string[] lines, int first, int count, Action<long[][]> check)
    {
        Assert.True(lines.Length >= first + count);
        for (int i = first; i + count <= lines.Length; i += count)
        {
            check([.. lines[i..(i + count)].Select(l => (long[])[.. l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)])]);
        }
    }
}
