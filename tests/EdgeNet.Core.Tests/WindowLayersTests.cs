using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>Layers that see a picture through a window, and additions, against loops over their definitions in docs/model-format.md.</summary>
public class WindowLayersTests
{
    [Fact]
    public void Every_network_of_every_kind_gives_the_logits_of_plain_loops() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            PlainNetwork plain = PlainNetworks.Create(seed, extreme: seed % 3 == 0);
            Network network = Network.Load(plain.File());
            Random random = new(seed);
            for (int i = 0; i < 4; i++)
            {
                byte[] raw = PlainNetworks.Raw(plain, random);
                network.Classify(raw);
                Assert.Equal(plain.LogitsOf(raw), Enumerable.Range(0, network.OutputCount).Select(network.Logit));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>
    /// By hand: a picture 1 2 3 / 4 5 6 seen through 2x2 with a row of padding (10) above; filter 1 adds all up, filter 2 takes the last of each window.
    /// Above: 10 + 10 + 1 + 2 = 23, 25; below: 1 + 2 + 4 + 5 = 12, 16. Biases 1 and 0, halves rounded up: 12, 1; 13, 2 (1.5); 7 (6.5), 3 (2.5); 9 (8.5), 3.
    /// </summary>
    [Fact]
    public void A_convolution_small_enough_for_pencil_and_paper_gives_the_numbers_on_the_paper()
    {
        PlainLayer layer = new()
        {
            Kind = ModelFormat.Convolution,
            Function = ModelFormat.Relu,
            WeightBits = 4,
            Outputs = 2,
            Window = [2, 2, 1, 1, 1, 0, 0, 0],
            Padding = 10,
            Weights = [1, 0, 1, 0, 1, 0, 1, 1],
            Bias = [1, 0],
            Multipliers = [1 << 30, 1 << 30],
            Shifts = [31, 31],
        };
        Assert.Equal([12, 1, 13, 2, 7, 3, 9, 3], Through(layer, (2, 3, 1), [1, 2, 3, 4, 5, 6]));
    }

    /// <summary>A row of windows that is computed in pieces, the last of which is not full.</summary>
    [Theory]
    [InlineData(1501, 40)]
    [InlineData(9, 3000)]
    public void Long_rows_of_windows_give_the_outputs_of_plain_loops(int width, int filters)
    {
        Random random = new(width);
        PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, 6, filters, 255, false) with { Window = [2, 3, 1, 1, 0, 1, 0, 1] };
        byte[] x = [.. Enumerable.Range(0, 2 * width).Select(_ => (byte)random.Next(256))];
        PlainNetwork plain = new() { Input = (2, width, 1), Layers = [layer, new() { Kind = ModelFormat.AveragePool, Window = [1, (byte)Math.Min(255, width), 1, 255, 0, 0, 0, 0] }, Last(filters, width)] };
        Network network = Network.Load(plain.File());
        network.Classify(x);
        Assert.Equal(plain.LogitsOf(x), Enumerable.Range(0, network.OutputCount).Select(network.Logit));

        PlainLayer Last(int channels, int columns) =>
            PlainNetworks.Weighted(random, ModelFormat.Dense, (((columns - Math.Min(255, columns)) / 255) + 1) * channels, 3, 255, false, last: true);
    }

    /// <summary>What a row of windows adds up to is kept in pieces, so that a file of a few kilobytes cannot make a PC reserve hundreds of megabytes.</summary>
    [Fact]
    public void A_small_file_of_many_wide_layers_takes_little_memory()
    {
        PlainLayer wide = new() { Kind = ModelFormat.Convolution, WeightBits = 8, Outputs = 1, Window = [1, 1, 1, 1, 0, 0, 0, 0], Weights = [1], Bias = [0], Multipliers = [1 << 30], Shifts = [30] };
        PlainLayer mean = new() { Kind = ModelFormat.AveragePool, Outputs = 1, Window = [1, 255, 1, 255, 0, 0, 0, 0] };
        PlainLayer last = PlainNetworks.Weighted(new Random(1), ModelFormat.Dense, 78, 2, 255, false, last: true);
        byte[] file = new PlainNetwork { Input = (1, 20_000, 1), Layers = [.. Enumerable.Repeat(wide, 100), mean, last] }.File();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = Network.Load(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 32 * 1024 * 1024);
    }

    /// <summary>By hand: 1 2 3 / 4 5 6 in channel 1 and tens of them in channel 2, squares of 2x2 every 2, one column of padding left and one right.</summary>
    [Fact]
    public void Pools_count_only_the_places_inside_of_the_picture()
    {
        byte[] x = [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60];
        PlainLayer most = new() { Kind = ModelFormat.MaxPool, Window = [2, 2, 2, 2, 0, 1, 0, 1] }, mean = most with { Kind = ModelFormat.AveragePool };
        Assert.Equal([4, 40, 6, 60], Through(most, (2, 3, 2), x));

        // (1 + 4) / 2 = 2.5 -> 3, 25; (2 + 3 + 5 + 6) / 4 = 4, 40.
        Assert.Equal([3, 25, 4, 40], Through(mean, (2, 3, 2), x));

        // All of them: 21 / 6 = 3.5 -> 4 and 35.
        Assert.Equal([4, 35], Through(mean with { Window = [2, 3, 1, 1, 0, 0, 0, 0] }, (2, 3, 2), x));
    }

    /// <summary>By hand: channel 1 is multiplied by 1 and 2, channel 2 by -1 and 3; 1*1 + 3*2 = 7, 2*-1 + 4*3 = 10; the limit is 9.</summary>
    [Fact]
    public void A_depthwise_convolution_keeps_channels_apart()
    {
        PlainLayer layer = new()
        {
            Kind = ModelFormat.Depthwise,
            Function = ModelFormat.Relu,
            WeightBits = 8,
            High = 9,
            Window = [1, 2, 1, 1, 0, 0, 0, 0],
            Weights = [1, -1, 2, 3],
            Bias = [0, 0],
            Multipliers = [1 << 30, 1 << 30],
            Shifts = [30, 30],
        };
        Assert.Equal([7, 9], Through(layer, (1, 2, 2), [1, 2, 3, 4]));
    }

    /// <summary>By hand: (10 - 4) * 3 + (10 - 1) * 5 = 63, / 16 = 3.9 -> 4, + 2 = 6; (0 - 4) * 3 + (0 - 1) * 5 = -17, / 16 = -1.1 -> -1, + 2 = 1.</summary>
    [Fact]
    public void An_addition_brings_both_tensors_to_one_scale()
    {
        PlainLayer add = new() { Kind = ModelFormat.Add, Second = 0, ZeroPoint = 2, Multipliers = [3, 5], Shifts = [4], Zeros = [4, 1] };
        Assert.Equal([6, 1], Through(add, (1, 2, 1), [10, 0]));
    }

    /// <summary>A sum that only just fits: 25 places of 4 channels of 255 with weights of -128, and a bias for the rest.</summary>
    [Fact]
    public void Sums_at_the_limits_of_32_bits_are_exact()
    {
        foreach (int kind in new[] { ModelFormat.Convolution, ModelFormat.Depthwise })
        {
            int terms = 25 * (kind == ModelFormat.Convolution ? 4 : 1), largest = terms * 255 * 128;
            PlainLayer layer = new()
            {
                Kind = kind,
                WeightBits = 8,
                ZeroPoint = 255,
                Outputs = 4,
                Window = [5, 5, 2, 2, 4, 4, 4, 4],
                Padding = 255,
                Weights = [.. Enumerable.Repeat(-128, terms * 4)],
                Bias = [largest - int.MaxValue, int.MaxValue - largest, 0, largest],
                Multipliers = [.. Enumerable.Repeat(int.MaxValue, 4)],
                Shifts = [62, 55, 54, 40],
            };
            byte[] x = [.. Enumerable.Repeat((byte)255, 7 * 6 * 4)];
            PlainNetwork plain = Identity(layer, (7, 6, 4));
            Assert.Equal(plain.LogitsOf(x), Through(layer, (7, 6, 4), x));
            Assert.Contains("could overflow", Assert.Throws<ModelException>(() => Through(layer with { Bias = [largest - int.MaxValue - 1, 0, 0, 0] }, (7, 6, 4), x)).Message);
        }
    }

    // Common fields are at 0, the window at 12, what only some have at 20.
    [Theory]
    [InlineData(3, 3, 0, "has weights but also a second input")]
    [InlineData(3, 5, 0x85, "weights of 5 bits")]
    [InlineData(3, 6, 1, "zero point 1")]
    [InlineData(3, 10, 0, "0 outputs of 8 inputs")]
    [InlineData(3, 12, 0, "has a window that covers nothing or does not move")]
    [InlineData(3, 14, 0, "has a window that covers nothing or does not move")]
    [InlineData(3, 15, 0, "has a window that covers nothing or does not move")]
    [InlineData(3, 12, 5, "a window larger than the 4x5 that it reads")]
    [InlineData(3, 13, 6, "a window larger than the 4x5 that it reads")]
    [InlineData(3, 16, 2, "has padding as large as its window")]
    [InlineData(3, 17, 2, "has padding as large as its window")]
    [InlineData(3, 18, 2, "has padding as large as its window")]
    [InlineData(3, 19, 2, "has padding as large as its window")]
    [InlineData(3, 20, 16, "is padded with 16, but reads values up to 15")]
    [InlineData(3, 21, 1, "a reserved field that is not zero")]
    [InlineData(3, 1, 20, "a record too short for padding value")]
    [InlineData(4, 10, 3, "a depthwise convolution that makes 3 channels of 2")]
    [InlineData(4, 20, 16, "is padded with 16")]
    [InlineData(4, 23, 1, "a reserved field that is not zero")]
    [InlineData(2, 4, 1, "a max pool with fields that it does not use")]
    [InlineData(2, 5, 0x38, "limits its outputs to 0..255 in 3 bits")]
    [InlineData(2, 10, 3, "a max pool that makes 3 channels of 2")]
    [InlineData(5, 3, 0, "an average pool with fields that it does not use")]
    [InlineData(5, 7, 1, "zero point 0 and limits 1..255")]
    [InlineData(2, 4, 16, "a max pool with fields that it does not use")]
    [InlineData(5, 16, 2, "has padding as large as its window")]
    [InlineData(6, 3, 255, "an addition without a second tensor")]
    [InlineData(6, 3, 1, "reads tensor 1, which does not exist yet")]
    [InlineData(6, 4, 2, "an addition with fields that it does not use")]
    [InlineData(6, 4, 16, "has a second shift of 0")]
    [InlineData(6, 4, 17, "an addition with fields that it does not use")]
    [InlineData(6, 5, 0x88, "an addition with fields that it does not use")]
    [InlineData(6, 10, 3, "adds tensors of different shapes")]
    [InlineData(6, 15, 0x80, "has a first multiplier of -")]
    [InlineData(6, 19, 0x80, "has a second multiplier of -")]
    [InlineData(6, 22, 0, "has a shift of 0")]
    [InlineData(6, 22, 63, "has a shift of 63")]
    [InlineData(6, 23, 1, "a reserved field that is not zero")]
    [InlineData(6, 1, 20, "a record too short for first zero point")]
    public void A_record_that_cannot_be_is_refused_with_its_layer_and_the_reason(int kind, int offset, byte value, string problem)
    {
        byte[] file = Identity(Valid(kind), (4, 5, 2), 4).File();
        ModelFile.Parse(file);
        file[file.AsSpan().IndexOf("LAYR"u8) + 12 + offset] = value;
        string message = Assert.Throws<ModelException>(() => ModelFile.Parse(ModelFileTests.Sealed(file))).Message;
        Assert.StartsWith("model file, section LAYR: layer 1 ", message);
        Assert.Contains(problem, message);
    }

    [Fact]
    public void Layers_that_cannot_be_where_they_are_are_refused()
    {
        PlainNetwork plain = Identity(Valid(ModelFormat.Convolution), (4, 5, 2), 4);
        foreach (int kind in new[] { 2, 3, 4, 5, 6 })
        {
            PlainLayer layer = Valid(kind) with { Function = ModelFormat.Linear };
            Refused(plain with { Layers = [layer with { Outputs = 2 }] }, "cannot be the last layer");
        }

        // Sixteen bits; a pool of fewer bits than what it reads; shapes that differ.
        foreach ((int kind, string problem) in new[] { (3, "a convolution of values up to 65535"), (4, "a convolution of values up to 65535"), (2, "a max pool of values up to 65535"), (6, "adds values of more than 8 bits") })
        {
            Refused(Identity(Valid(kind), (4, 5, 2), 16), problem);
        }

        PlainLayer smaller = Valid(ModelFormat.Add) with { First = 1, Second = 0 };
        Refused(plain with { Layers = [Valid(ModelFormat.MaxPool), smaller, plain.Layers[^1]] }, "layer 2 adds tensors of different shapes");
        Refused(Identity(Valid(ModelFormat.Convolution) with { Window = [129, 128, 1, 1, 128, 127, 128, 127], Weights = [] }, (1, 1, 1), 4), "of 16512 inputs");

        void Refused(PlainNetwork network, string problem) => Assert.Contains(problem, Assert.Throws<ModelException>(() => ModelFile.Parse(network.File())).Message);
    }

    /// <summary>A file of a few hundred bytes must not keep a reader busy for hours: 2^30 steps are what it may take.</summary>
    [Fact]
    public void Layers_that_would_take_hours_are_refused_whatever_they_do()
    {
        // 255 x 255 places for each of 255 x 257 outputs are 4.3e9; 13 layers of 65,535 x 1,275 are 1.09e9.
        PlainLayer pool = new() { Kind = ModelFormat.AveragePool, Window = [255, 255, 1, 1, 254, 254, 0, 0] }, small = pool with { Window = [51, 25, 1, 1, 25, 12, 25, 12] };
        Refused([pool], 1);
        Refused([.. Enumerable.Repeat(small, 13)], 13);

        static void Refused(PlainLayer[] layers, int number) =>
            Assert.Contains($"layer {number} makes a classification longer than 1073741824", Assert.Throws<ModelException>(() => ModelFile.Parse((Identity(layers[0], (255, 257, 1), 8) with { Layers = [.. layers, Last(1)] }).File())).Message);
    }

    /// <summary>Vector registers and the ways that any machine has, over outputs that fill registers and those that do not, and both ways to round.</summary>
    [Theory]
    [InlineData(5, 9, 1, 8, 3, 1, 1)]
    [InlineData(9, 6, 2, 16, 3, 2, 0)]
    [InlineData(12, 11, 3, 33, 5, 2, 2)]
    [InlineData(4, 40, 7, 15, 4, 3, 0)]
    [InlineData(6, 6, 32, 48, 1, 1, 0)]
    [InlineData(3, 5, 17, 20, 2, 1, 1)]
    public void All_ways_to_run_a_convolution_give_the_same_bytes(int height, int width, int channels, int outputs, int kernel, int stride, int padding)
    {
        Random random = new(height);
        byte k = (byte)kernel, s = (byte)stride, p = (byte)padding;
        for (int i = 0; i < 12; i++)
        {
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, kernel * kernel * channels, outputs, 255, i % 4 == 0) with
            {
                Window = [k, k, s, s, p, p, p, p],
                Padding = (byte)random.Next(256),
                RoundsTwice = i % 2 == 0,
            };
            AssertRuns(layer, (height, width, channels), random, (info, context) =>
            [
                new ConvolutionRunner((ConvolutionInfo)info, context, new SimdWeights(info.Matrix, context.File, 4)),
                new ConvolutionRunner((ConvolutionInfo)info, context, new ByteWeights(info.Matrix, context.File, 255, true)),
                .. HeldPlan.Of((ConvolutionInfo)info, context.File, 255) is { } plan ? [new HeldConvolutionRunner(info.Matrix, plan, context)] : Array.Empty<LayerRunner>(),
                .. SimdPicture.Allows((WindowLayerInfo)info) ? [new SimdConvolutionRunner((ConvolutionInfo)info, context)] : Array.Empty<LayerRunner>(),
            ]);
        }
    }

    [Theory]
    [InlineData(5, 9, 1, 3, 3, 1, 1)]
    [InlineData(9, 6, 16, 3, 3, 2, 0)]
    [InlineData(7, 7, 40, 3, 3, 1, 1)]
    [InlineData(12, 11, 19, 5, 2, 2, 1)]
    [InlineData(8, 5, 18, 4, 4, 1, 1)]
    [InlineData(6, 5, 31, 1, 1, 1, 0)]
    [InlineData(2, 20, 900, 2, 3, 1, 0)]
    public void All_ways_to_run_a_depthwise_convolution_give_the_same_bytes(int height, int width, int channels, int kernelHeight, int kernelWidth, int stride, int padding)
    {
        Random random = new(height);
        byte h = (byte)kernelHeight, w = (byte)kernelWidth, s = (byte)stride, p = (byte)padding;
        for (int i = 0; i < (channels > 100 ? 2 : 12); i++)
        {
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Depthwise, kernelHeight * kernelWidth, channels, 255, i % 4 == 0) with
            {
                Window = [h, w, s, s, p, 0, 0, p],
                Padding = (byte)random.Next(256),
                RoundsTwice = i % 2 == 0,
            };
            AssertRuns(layer, (height, width, channels), random, (info, context) =>
            [
                new DepthwiseRunner((DepthwiseInfo)info, context),
                .. HeldDepthwiseRunner.ShiftOf((DepthwiseInfo)info, context.File) is > 0 and int shift ? [new HeldDepthwiseRunner((DepthwiseInfo)info, context, shift)] : Array.Empty<LayerRunner>(),
                .. SimdPicture.Allows((WindowLayerInfo)info) ? [new SimdDepthwiseRunner((DepthwiseInfo)info, context)] : Array.Empty<LayerRunner>(),
            ]);
        }
    }

    [Theory]
    [InlineData(7, 6, 1)]
    [InlineData(5, 9, 16)]
    [InlineData(4, 4, 40)]
    public void Both_ways_to_run_an_average_pool_give_the_same_bytes(int height, int width, int channels)
    {
        Random random = new(height);
        for (int i = 0; i < 12; i++)
        {
            PlainLayer layer = new()
            {
                Kind = ModelFormat.AveragePool,
                RoundsTwice = i % 2 == 0,
                ZeroPoint = 60,
                Low = random.Next(50),
                High = random.Next(150, 256),
                Window = [(byte)random.Next(2, 5), (byte)random.Next(2, 5), 2, 1, 1, 0, 0, 1],
            };
            AssertRuns(layer, (height, width, channels), random, (info, context) => [new AveragePoolRunner((AveragePoolInfo)info, context), new SimdAveragePoolRunner((AveragePoolInfo)info, context)]);
        }
    }

    /// <summary>More values than are computed at a time, and as many as do not fill a register.</summary>
    [Fact]
    public void Both_ways_to_run_an_addition_that_rounds_twice_give_the_same_bytes()
    {
        Random random = new(1);
        (int Height, int Width, int Channels) shape = (5, 67, 5);
        for (int i = 0; i < 20; i++)
        {
            PlainLayer layer = new()
            {
                Kind = ModelFormat.Add,
                Second = 0,
                RoundsTwice = true,
                ZeroPoint = 100,
                Low = random.Next(101),
                High = random.Next(100, 256),
                Multipliers = [random.Next(1 << 29, 1 << 30), random.Next(1 << 29, 1 << 30), random.Next(1 << 30, int.MaxValue)],
                Shifts = [(byte)random.Next(30, 34), (byte)random.Next(30, 34), (byte)random.Next(46, 53)],
                Zeros = [(byte)random.Next(256), (byte)random.Next(256)],
            };
            PlainNetwork plain = new() { Input = shape, Layers = [layer, PlainNetworks.Weighted(random, ModelFormat.Dense, 5 * 67 * 5, 1, 255, false, last: true)] };
            byte[] file = plain.File();
            AddTwiceInfo info = (AddTwiceInfo)ModelFile.Parse(file).Layers[0];
            LayerContext context = new() { File = file, InputSlot = 0, SecondSlot = 0, OutputSlot = 1, ReadsInput = true, MaxInput = 255 };
            byte[] x = new byte[5 * 67 * 5];
            random.NextBytes(x);
            int[] values = Array.ConvertAll(x, v => (int)v), expected = layer.Run(values, shape, values, shape, false);
            foreach (LayerRunner runner in (LayerRunner[])[new AddTwiceRunner(info, context), .. SimdAddTwiceRunner.Allows(info) ? [new SimdAddTwiceRunner(info, context)] : Array.Empty<LayerRunner>()])
            {
                Tensors tensors = new([x.Length, x.Length], 2, 0, 1, 1);
                x.CopyTo(tensors.Slots[0], 0);
                runner.Run(tensors);
                Assert.Equal(expected, Array.ConvertAll(tensors.Slots[1], v => (int)v));
            }
        }
    }

    /// <summary>CRCs only catch accidents. A hostile file has right CRCs, so every other check must hold by itself.</summary>
    [Fact]
    public void With_any_byte_changed_and_the_CRCs_sealed_again_a_file_is_refused_or_runs_within_its_bounds()
    {
        byte[] real = Every().File();
        int accepted = 0, refused = 0;
        for (int at = 0; at < real.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, (byte)(real[at] + 1), (byte)(real[at] - 1) })
            {
                byte[] copy = (byte[])real.Clone();
                copy[at] = value;
                _ = ModelFileTests.RunsOrIsRefused(ModelFileTests.Sealed(copy)) ? accepted++ : refused++;
            }
        }

        Assert.True(accepted > 100 && refused > 1000);
        for (int length = 0; length < real.Length; length++)
        {
            Assert.Throws<ModelException>(() => ModelFile.Parse(real[..length]));
        }
    }

    [Fact]
    public void Golden_vectors_are_checked_through_all_kinds()
    {
        byte[] file = (Every() with { GoldenSeeds = [5, -7] }).File();
        Assert.Equal(2, ModelFile.Parse(file).GoldenCount);
        Network.Load(file);
        file[^1] ^= 1;
        Assert.Contains("gold", Assert.Throws<ModelException>(() => Network.Load(ModelFileTests.Sealed(file))).Message);
    }

    private static PlainNetwork Every()
    {
        Random random = new(1);
        PlainLayer convolution = PlainNetworks.Weighted(random, ModelFormat.Convolution, 18, 2, 255, false) with { Window = [3, 3, 1, 1, 1, 1, 1, 1] };
        PlainLayer depthwise = PlainNetworks.Weighted(random, ModelFormat.Depthwise, 9, 2, 255, false, weightBits: 4) with { Window = [3, 3, 1, 1, 1, 1, 1, 1] };
        PlainLayer add = new() { Kind = ModelFormat.Add, Second = 0, Multipliers = [100, 100], Shifts = [7] };
        PlainLayer pool = new() { Kind = ModelFormat.MaxPool, Window = [2, 2, 1, 1, 0, 0, 0, 0] };
        PlainLayer mean = new() { Kind = ModelFormat.AveragePool, Window = [4, 5, 1, 1, 0, 0, 0, 0] };
        return new PlainNetwork { Input = (5, 6, 2), Layers = [convolution, depthwise, add, pool, mean, PlainNetworks.Weighted(random, ModelFormat.Dense, 2, 3, 255, false, last: true)] };
    }

    private static PlainLayer Valid(int kind)
    {
        PlainLayer layer = new() { Kind = kind, Window = [2, 2, 1, 1, 0, 0, 0, 0] };
        return kind switch
        {
            ModelFormat.Convolution or ModelFormat.Depthwise => layer with
            {
                Function = ModelFormat.Relu,
                WeightBits = 8,
                Outputs = 2,
                Weights = [.. Enumerable.Repeat(1, kind == ModelFormat.Convolution ? 16 : 8)],
                Bias = [0, 0],
                Multipliers = [1 << 30, 1 << 30],
                Shifts = [33, 33],
            },
            ModelFormat.Add => layer with { Second = 0, Multipliers = [1 << 10, 1 << 10], Shifts = [12] },
            _ => layer,
        };
    }

    // Every runner of a layer gives the bytes of its definition.
    private static void AssertRuns(PlainLayer layer, (int Height, int Width, int Channels) shape, Random random, Func<LayerInfo, LayerContext, LayerRunner[]> runners)
    {
        PlainNetwork plain = Identity(layer, shape);
        byte[] file = plain.File();
        LayerInfo info = ModelFile.Parse(file).Layers[0];
        byte[] x = PlainNetworks.Raw(plain, random);
        int[] expected = layer.Run(Array.ConvertAll(x, v => (int)v), shape, [], default, false);
        foreach (LayerRunner runner in runners(info, new LayerContext { File = file, InputSlot = 0, OutputSlot = 1, ReadsInput = true, MaxInput = 255 }))
        {
            Tensors tensors = new([x.Length, expected.Length], 2, 0, info.Output.Channels, info.Inputs);
            x.CopyTo(tensors.Slots[0], 0);
            runner.Run(tensors);
            Assert.Equal(expected, Array.ConvertAll(tensors.Slots[1], v => (int)v));
        }
    }

    // A layer, and a dense one that hands its values on.
    private static PlainNetwork Identity(PlainLayer layer, (int Height, int Width, int Channels) shape, int bits = 8)
    {
        (int height, int width, int channels) = layer.Output(shape);
        return new PlainNetwork { Input = shape, InputBits = bits, Layers = [layer, Last(height * width * channels)] };
    }

    private static PlainLayer Last(int count)
    {
        int outputs = Math.Min(count, 100);
        return new PlainLayer
        {
            Kind = ModelFormat.Dense,
            WeightBits = 8,
            Outputs = outputs,
            Weights = [.. Enumerable.Range(0, count * outputs).Select(i => i / outputs == i % outputs ? 1 : 0)],
            Bias = new int[outputs],
            Multipliers = [.. Enumerable.Repeat(1 << 30, outputs)],
            Shifts = [.. Enumerable.Repeat((byte)30, outputs)],
        };
    }

    private static int[] Through(PlainLayer layer, (int Height, int Width, int Channels) shape, byte[] x)
    {
        Network network = Network.Load(Identity(layer, shape).File());
        network.Classify(x);
        return [.. Enumerable.Range(0, network.OutputCount).Select(network.Logit)];
    }
}
