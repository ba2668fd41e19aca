using EdgeNet.TestSupport;

namespace EdgeNet.Core.Tests;

/// <summary>Boards' kernels with weights in locals, on the desktop: the bytes of plain loops, whatever shape, padding, rounding and activation a layer has.</summary>
public class HeldRunnersTests
{
    [Theory]
    [InlineData(ModelFormat.RoundOnce)]
    [InlineData(ModelFormat.RoundTwice)]
    public void Convolutions_give_the_bytes_of_plain_loops(int rounding)
    {
        Random random = new(rounding);
        int held = 0, corrected = 0;
        for (int i = 0; i < 80; i++)
        {
            (int Height, int Width, int Channels) shape = (random.Next(1, 10), random.Next(1, 10), random.Next(4) == 0 ? 1 : random.Next(2, 40));
            byte[] window = random.Next(3) == 0 ? [1, 1, 1, 1, 0, 0, 0, 0] : Window(random, shape, random.Next(1, 5), random.Next(1, 4));
            int terms = window[0] * window[1] * shape.Channels;
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, terms, random.Next(1, 20), 255, i % 5 == 0) with { Window = window, Padding = (byte)random.Next(256) };
            layer = Loud(layer, random) with { RoundsTwice = rounding == ModelFormat.RoundTwice };
            Run(layer, shape, random, (info, context) =>
            {
                HeldPlan? plan = HeldPlan.Of((ConvolutionInfo)info, context.File, 255);
                held += plan is null ? 0 : 1;
                corrected += plan is { IsEnough: false } ? 1 : 0;
                return plan is null ? null : new HeldConvolutionRunner(info.Matrix, plan, context);
            });
        }

        Assert.InRange(held, 50, 80);
        Assert.InRange(corrected, 8, 80);
    }

    [Theory]
    [InlineData(ModelFormat.RoundOnce)]
    [InlineData(ModelFormat.RoundTwice)]
    public void Depthwise_convolutions_give_the_bytes_of_plain_loops(int rounding)
    {
        Random random = new(rounding);
        int held = 0;
        for (int i = 0; i < 300; i++)
        {
            (int Height, int Width, int Channels) shape = (random.Next(1, 15), random.Next(1, 12), random.Next(1, 10));
            byte[] window = Window(random, shape, 3, 3);
            PlainLayer layer = PlainNetworks.Weighted(random, ModelFormat.Depthwise, 9, shape.Channels, 255, i % 3 == 0) with { Window = window, Padding = (byte)random.Next(256) };
            layer = Loud(layer, random) with { RoundsTwice = rounding == ModelFormat.RoundTwice };
            Run(layer, shape, random, (info, context) =>
            {
                int shift = HeldDepthwiseRunner.ShiftOf((DepthwiseInfo)info, context.File);
                held += shift == 0 ? 0 : 1;
                return shift == 0 ? null : new HeldDepthwiseRunner((DepthwiseInfo)info, context, shift);
            });
        }

        Assert.InRange(held, 150, 300);
    }

    /// <summary>Eleven longs of three weights: 33 * 127 * 255 is more than 20 bits hold, 33 * 124 * 255 is less.</summary>
    [Theory]
    [InlineData(127, false)]
    [InlineData(-124, true)]
    public void A_pass_whose_products_could_overflow_is_not_planned(int weight, bool fits)
    {
        PlainLayer layer = PlainNetworks.Weighted(new Random(1), ModelFormat.Convolution, 33, 8, 255, false, weightBits: 8) with
        {
            Window = [1, 1, 1, 1, 0, 0, 0, 0],
            Weights = [.. Enumerable.Repeat(weight, 33 * 8)],
            Multipliers = [.. Enumerable.Repeat(1 << 30, 8)],
            Shifts = [.. Enumerable.Repeat((byte)42, 8)],
        };
        bool planned = false;
        Run(layer, (2, 3, 33), new Random(1), (info, context) =>
        {
            HeldPlan? plan = HeldPlan.Of((ConvolutionInfo)info, context.File, 255);
            planned = plan is not null;
            return plan is null ? null : new HeldConvolutionRunner(info.Matrix, plan, context);
        });
        Assert.Equal(fits, planned);
    }

    // Multipliers that are powers of two meet halves often, sums below zero too; common shifts need multipliers of one size.
    private static PlainLayer Loud(PlainLayer layer, Random random)
    {
        int outputs = layer.Bias.Length, shift = random.Next(32, 42);
        return layer with
        {
            Multipliers = [.. layer.Multipliers.Select(_ => random.Next(2) == 0 ? 1 << random.Next(28, 31) : random.Next(1 << 28, int.MaxValue))],
            Shifts = [.. Enumerable.Range(0, outputs).Select(_ => (byte)(shift + random.Next(3)))],
            Bias = [.. layer.Bias.Select(b => random.Next(2) == 0 ? b : (random.Next(-50, 50) * 2) + 1 << (shift - 32))],
        };
    }

    private static byte[] Window(Random random, (int Height, int Width, int Channels) shape, int height, int width)
    {
        byte[] pads = [.. Enumerable.Range(0, 4).Select(i => (byte)random.Next(i % 2 == 0 ? height : width))];
        if (shape.Height + pads[0] + pads[2] < height || shape.Width + pads[1] + pads[3] < width)
        {
            pads = [(byte)(height - 1), (byte)(width - 1), (byte)(height - 1), (byte)(width - 1)];
        }

        return [(byte)height, (byte)width, (byte)random.Next(1, 4), (byte)random.Next(1, 4), .. pads];
    }

    private static void Run(PlainLayer layer, (int Height, int Width, int Channels) shape, Random random, Func<LayerInfo, LayerContext, LayerRunner?> create)
    {
        (int height, int width, int channels) = layer.Output(shape);
        PlainNetwork plain = new() { Input = shape, Layers = [layer, PlainNetworks.Weighted(random, ModelFormat.Dense, height * width * channels, 2, 255, false, last: true)] };
        byte[] file = plain.File();
        LayerInfo info = ModelFile.Parse(file).Layers[0];
        LayerRunner? runner = create(info, new LayerContext { File = file, InputSlot = 0, OutputSlot = 1, ReadsInput = true, MaxInput = 255 });
        if (runner is null)
        {
            return;
        }

        for (int i = 0; i < 2; i++)
        {
            byte[] x = PlainNetworks.Raw(plain, random);
            int[] expected = layer.Run(Array.ConvertAll(x, v => (int)v), shape, [], shape, false);
            Tensors tensors = new([x.Length, expected.Length], 2, 0, info.Matrix.Outputs, info.Matrix.Terms);
            x.CopyTo(tensors.Slots[0], 0);
            runner.Run(tensors);
            Assert.Equal(expected, Array.ConvertAll(tensors.Slots[1], v => (int)v));
        }
    }
}
