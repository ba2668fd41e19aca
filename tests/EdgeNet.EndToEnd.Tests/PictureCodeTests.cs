using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export;
using EdgeNet.Workflows;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Networks with convolutions written as code: compiled as a board's program is, run on the virtual board, compared with plain loops.</summary>
[Trait("speed", "slow")]
public class PictureCodeTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_networks_give_the_logits_of_plain_loops_on_a_board()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            PlainNetwork network = Draw(random, extreme: seed % 3 == 0);
            Compare(network, [.. Enumerable.Range(0, 6).Select(_ => Pixels(network, random))], $"seed {seed}");
        }
    }

    /// <summary>The background of a layer comes with linear, sigmoid and padded layers too.</summary>
    [Fact]
    public void A_picture_of_zeros_and_one_of_a_single_pixel_give_the_logits_of_plain_loops()
    {
        for (int seed = 100; seed < 115; seed++)
        {
            PlainNetwork network = Draw(new Random(seed), extreme: false);
            byte[] nothing = new byte[network.Input.Height * network.Input.Width * network.Input.Channels], one = new byte[nothing.Length];
            one[one.Length / 2] = 255;
            Compare(network, [nothing, one, nothing], $"seed {seed}");
        }
    }

    /// <summary>Weights are random, pictures are real: what it costs depends on how many pixels are zero.</summary>
    [SharedDataFact]
    public void Digits_of_28x28_pixels_are_seen_in_a_few_milliseconds()
    {
        Dataset digits = new DataSource(new CsvOptions()).LoadSplit(SharedData.Mnist, null, 1).Test;
        byte[][] pictures = [.. Enumerable.Range(0, 60).Select(i => Array.ConvertAll(digits.Sample(i * 150).ToArray(), v => (byte)v))];
        foreach ((string layers, int inputBits, double milliseconds) in new[] { ("8 4 3 0, 12 3 2 0", 8, 9.5), ("8 3 2 1, 16 3 2 1, 16 3 2 0", 8, 27.0), ("6 4 3 0, 8 3 2 0", 1, 7.0) })
        {
            double[] times = Compare(FourBits(layers, inputBits), pictures, layers);
            output.WriteLine($"{layers}: mean {times.Average() / 1000:F2} ms, most {times.Max() / 1000:F2} ms");
            Assert.InRange(times.Average() / 1000, 0.1, milliseconds);

        }
    }

    [Fact]
    public void What_it_cannot_write_has_loops_instead()
    {
        PlainNetwork network = FourBits("8 4 3 0, 12 3 2 0", 8);
        PlainLayer pool = new() { Kind = ModelFormat.MaxPool, Bits = 4, Window = [2, 2, 2, 2, 0, 0, 0, 0] };
        PlainNetwork[] others =
        [
            network with { Layers = [network.Layers[0] with { Padding = 3, Window = [4, 4, 3, 3, 1, 1, 1, 1] }, .. network.Layers[1..]] },
            network with { Layers = [network.Layers[0], pool, PlainNetworks.Weighted(new Random(1), ModelFormat.Dense, 4 * 4 * 8, 10, 15, false, last: true)] },
            FourBits("32 5 1 2, 32 3 3 0", 8),
            FourBits("8 3 2 1, 32 3 2 1, 32 3 2 0", 8),
        ];
        Assert.Contains("straight-line", Code(network));
        Assert.All(others, o => Assert.DoesNotContain("straight-line", Code(o)));

        static string Code(PlainNetwork network) => NetworkCode.Write(ModelFile.Parse(network.File()), "M", "N");
    }

    // "8 4 3 0": 8 channels, 4x4, stride 3, padding 0. Weights and activations of 4 bits, ten classes.
    private static PlainNetwork FourBits(string text, int inputBits)
    {
        Random random = new(1);
        List<PlainLayer> layers = [];
        (int Height, int Width, int Channels) shape = (28, 28, 1);
        foreach (int[] numbers in text.Split(", ").Select(t => Array.ConvertAll(t.Split(' '), int.Parse)))
        {
            (byte size, byte stride, byte padding) = ((byte)numbers[1], (byte)numbers[2], (byte)numbers[3]);
            int most = layers.Count == 0 ? (1 << inputBits) - 1 : 15;
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, size * size * shape.Channels, numbers[0], most, false, weightBits: 4, bits: 4) with
            {
                Window = [size, size, stride, stride, padding, padding, padding, padding],
                Function = ModelFormat.Relu,
                RoundsTwice = false,
                ZeroPoint = 0,
                Low = 0,
                High = 15,
                Bits = 4,
                Table = [],
            };
            layers.Add(layer);
            shape = layer.Output(shape);
        }

        layers.Add(PlainNetworks.Weighted(random, ModelFormat.Dense, shape.Height * shape.Width * shape.Channels, 10, 15, false, last: true, weightBits: 4));
        return new PlainNetwork { Input = (28, 28, 1), InputBits = inputBits, Scale = ((1 << inputBits) - 1) / 255f, Layers = [.. layers] };
    }

    private static PlainNetwork Draw(Random random, bool extreme)
    {
        (int Height, int Width, int Channels) input = (random.Next(4, 12), random.Next(4, 12), random.Next(1, 4)), shape = input;
        int bits = random.Next(3) == 0 ? random.Next(1, 8) : 8, most = (1 << bits) - 1;
        List<PlainLayer> layers = [];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            bool isFirst = layers.Count == 0;
            byte height = (byte)random.Next(1, Math.Min(5, shape.Height + 1)), width = (byte)random.Next(1, Math.Min(5, shape.Width + 1));
            byte[] window = [height, width, (byte)random.Next(1, 3), (byte)random.Next(1, 3), Pad(height), Pad(width), Pad(height), Pad(width)];
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, height * width * shape.Channels, random.Next(1, 7), most, extreme) with
            {
                Window = window,
                Padding = isFirst ? (byte)0 : (byte)random.Next(most + 1),
            };
            layers.Add(layer);
            shape = layer.Output(shape);
            most = layer.Table.Length > 0 ? 255 : layer.High!.Value;
            if (most == 0)
            {
                break;
            }
        }

        for (int count = random.Next(0, 2); count >= 0; count--)
        {
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Dense, shape.Height * shape.Width * shape.Channels, random.Next(1, 8), Math.Max(1, most), extreme, last: count == 0);
            layers.Add(layer);
            shape = layer.Output(shape);
            most = layer.Table.Length > 0 ? 255 : layer.High!.Value;
        }

        return new PlainNetwork { Input = input, InputBits = bits, Scale = ((1 << bits) - 1) / 255f, Offset = random.Next(4) == 0 ? 0.6f : 0f, Layers = [.. layers] };

        byte Pad(byte size) => (byte)(random.Next(2) == 0 ? random.Next(size) : 0);
    }

    private static byte[] Pixels(PlainNetwork network, Random random)
    {
        int kind = random.Next(3);
        return [.. Enumerable.Range(0, network.Input.Height * network.Input.Width * network.Input.Channels)
            .Select(_ => (byte)(kind switch { 0 => random.Next(256), 1 => random.Next(5) == 0 ? random.Next(256) : 0, _ => random.Next(2) * 255 }))];
    }

    // The time of each picture in microseconds.
    private static double[] Compare(PlainNetwork network, byte[][] pictures, string name)
    {
        ModelFile model = ModelFile.Parse(network.File());
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile(NetworkCode.Write(model, "Generated", "My.App"))]);
        board.Call("My.App.Generated.Logit", 0);
        double[] times = new double[pictures.Length];
        for (int i = 0; i < pictures.Length; i++)
        {
            double before = board.BusyMicroseconds;
            long best = (long)board.Call("My.App.Generated.Classify", pictures[i])!;
            times[i] = board.BusyMicroseconds - before;
            int[] expected = network.LogitsOf(pictures[i]);
            long[] got = [.. expected.Select((_, o) => (long)board.Call("My.App.Generated.Logit", o)!)];
            Assert.True(expected.Select(l => (long)l).SequenceEqual(got), $"{name}, picture {i}: {string.Join(' ', got)} instead of {string.Join(' ', expected)}");
            Assert.Equal(Array.IndexOf(expected, expected.Max()), best);
        }

        return times;
    }
}
