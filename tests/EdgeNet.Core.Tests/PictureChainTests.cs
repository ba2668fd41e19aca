using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>The boards' way to run convolutions, on the desktop: the bytes of plain loops for any shape, width, memory and picture.</summary>
public class PictureChainTests
{
    [Fact]
    public void Chains_give_the_logits_of_plain_loops_whatever_the_memory() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            PlainNetwork plain = PlainNetworks.CreateForPictures(seed, extreme: seed % 4 == 0);
            BoardNetwork network = new(plain, random.Next(3) == 0 ? random.Next(20_000) : 1 << 22);
            for (int i = 0; i < 4; i++)
            {
                byte[] raw = Strokes(plain, random);
                Assert.Equal(plain.LogitsOf(raw), network.Logits(raw));
                Assert.Equal(plain.HiddenOf(raw), network.Hidden());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>All weights and inputs at their limits, in every combination of signs beside one another: sums that only just fit their lanes.</summary>
    [Theory]
    [InlineData(4, 15)]
    [InlineData(4, 255)]
    [InlineData(8, 15)]
    [InlineData(8, 255)]
    public void No_lane_overflows_at_the_extremes(int weightBits, int most)
    {
        int low = -1 << (weightBits - 1), high = -low - 1;
        foreach (int[] pattern in new int[][] { [low], [high], [low, high], [high, low, low], [high, high, high, low], [0, low], [high, 0, 0] })
        {
            PlainLayer first = Layer(9, 8), second = Layer(72, 16), third = Layer(144, 5);
            PlainNetwork plain = new()
            {
                Input = (15, 15, 1),
                InputBits = most == 15 ? 4 : 8,
                Layers = [first, second, third, PlainNetworks.Weighted(new Random(1), ModelFormat.Dense, 5, 3, most, false, last: true) with { RoundsTwice = false, Shifts = [32, 33, 34] }],
            };
            BoardNetwork network = new(plain, 1 << 22);
            Assert.InRange(network.ChainedLayers, weightBits == 4 ? 4 : 1, 4);
            foreach (byte value in new byte[] { 0, 1, (byte)most })
            {
                byte[] raw = [.. Enumerable.Repeat(value, 225)];
                Assert.Equal(plain.LogitsOf(raw), network.Logits(raw));
                Array.Clear(raw, 0, 100);
                Assert.Equal(plain.LogitsOf(raw), network.Logits(raw));
            }

            // Scaled so that the largest sum just reaches the largest output.
            PlainLayer Layer(int terms, int outputs) => new()
            {
                Kind = ModelFormat.Convolution,
                Function = ModelFormat.Relu,
                WeightBits = weightBits,
                Bits = most == 15 ? 4 : 8,
                Outputs = outputs,
                Window = [3, 3, 2, 2, 0, 0, 0, 0],
                Weights = [.. Enumerable.Range(0, terms * outputs).Select(i => pattern[i % outputs % pattern.Length])],
                Bias = [.. Enumerable.Range(0, outputs).Select(o => o % 2 == 0 ? 0 : terms * most * -low)],
                Multipliers = [.. Enumerable.Repeat((int)((1L << 36) / terms / -low / 2), outputs)],
                Shifts = [.. Enumerable.Repeat((byte)36, outputs)],
            };
        }
    }

    /// <summary>3x3 convolutions over pixels of one to eight longs, of four lanes and of three: every way in which their weights are held in locals.</summary>
    [Theory]
    [InlineData(4, 4, 24)]
    [InlineData(4, 8, 24)]
    [InlineData(8, 4, 24)]
    [InlineData(8, 8, 8)]
    public void Weights_in_locals_give_the_logits_of_plain_loops_for_any_number_of_channels(int weightBits, int bits, int most)
    {
        HashSet<int> fours = [];
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            bool isExtreme = seed % 3 == 0;
            int channels = random.Next(2, most + 1), outputs = random.Next(1, 25), size = random.Next(9, 15);
            PlainLayer first = Scaled(random, weightBits, bits, 9, channels, 255, isExtreme) with { Window = [3, 3, 2, 2, .. Pads(random)] };
            PlainLayer second = Scaled(random, weightBits, bits, 9 * channels, outputs, (1 << bits) - 1, isExtreme) with
            {
                Window = [3, 3, (byte)random.Next(1, 4), (byte)random.Next(1, 4), .. Pads(random)],
                Padding = (byte)(random.Next(3) == 0 ? random.Next(1 << bits) : 0),
            };
            (int Height, int Width, int Channels) shape = second.Output(first.Output((size, size, 1)));
            PlainLayer last = PlainNetworks.Weighted(random, ModelFormat.Dense, shape.Height * shape.Width * outputs, 3, (1 << bits) - 1, false, last: true) with { RoundsTwice = false };
            PlainNetwork plain = new() { Input = (size, size, 1), Layers = [first, second, last] };
            BoardNetwork network = new(plain, 1 << 22);
            if (network.ChainedLayers > 1)
            {
                fours.Add((channels + 3) / 4);
            }

            for (int i = 0; i < 4; i++)
            {
                byte[] raw = Strokes(plain, random);
                Assert.Equal(plain.LogitsOf(raw), network.Logits(raw));
            }
        }

        Assert.Equal(most / 4, fours.Count);

        static byte[] Pads(Random random) => [.. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(3))];
    }

    /// <summary>Each shape of window has its own code or that for any: none takes another's, such as 2x2 with stride 11 that of 3x3 with stride 1.</summary>
    [Fact]
    public void First_layers_of_any_small_window_and_any_stride_give_the_logits_of_plain_loops()
    {
        for (int side = 1; side <= 5; side++)
        {
            for (int stride = 1; stride <= 44; stride++)
            {
                Random random = new((100 * side) + stride);
                PlainLayer first = Scaled(random, 4, 4, side * side, 5, 255, false) with { Window = [(byte)side, (byte)side, (byte)stride, (byte)stride, 0, 0, 0, 0] };
                (int Height, int Width, int Channels) shape = first.Output((47, 46, 1));
                PlainLayer last = PlainNetworks.Weighted(random, ModelFormat.Dense, shape.Height * shape.Width * 5, 3, 15, false, last: true) with { RoundsTwice = false };
                PlainNetwork plain = new() { Input = (47, 46, 1), Layers = [first, last] };
                BoardNetwork network = new(plain, 1 << 22);
                byte[] raw = PlainNetworks.Raw(plain, random);
                Assert.Equal(plain.LogitsOf(raw), network.Logits(raw));
            }
        }
    }

    // A convolution whose outputs use most of their range; at the extremes all of its weights are at a limit.
    private static PlainLayer Scaled(Random random, int weightBits, int bits, int terms, int outputs, int most, bool isExtreme)
    {
        int high = (1 << (weightBits - 1)) - 1;
        int[] weights = [.. Enumerable.Range(0, terms * outputs).Select(_ => isExtreme ? (random.Next(2) == 0 ? high : -high - 1) : random.Next(-high - 1, high + 1))];
        int spread = (int)((high + 1) * most * Math.Sqrt(terms) / 2);
        return new()
        {
            Kind = ModelFormat.Convolution,
            Function = ModelFormat.Relu,
            WeightBits = weightBits,
            Bits = bits,
            Outputs = outputs,
            Weights = weights,
            Bias = [.. Enumerable.Range(0, outputs).Select(_ => random.Next(-spread / 2, spread))],
            Multipliers = [.. Enumerable.Range(0, outputs).Select(_ => (int)((1L << (36 + bits)) / spread * (random.NextDouble() + 0.5) / 4))],
            Shifts = [.. Enumerable.Range(0, outputs).Select(_ => (byte)random.Next(36, 38))],
        };
    }

    [Fact]
    public void The_longest_chain_is_taken_for_which_there_is_room_and_none_if_there_is_too_little()
    {
        PlainNetwork plain = Net();
        int most = new BoardNetwork(plain, 1 << 22).Taken;
        Assert.Equal((4, most), (new BoardNetwork(plain, most).ChainedLayers, new BoardNetwork(plain, most).Taken));
        Assert.InRange(new BoardNetwork(plain, most - 1).ChainedLayers, 1, 3);
        Assert.Equal(0, new BoardNetwork(plain, -100_000).ChainedLayers);
        byte[] raw = Strokes(plain, new Random(5));
        for (int spare = 0; spare < most + 1000; spare += 1000)
        {
            Assert.Equal(plain.LogitsOf(raw), new BoardNetwork(plain, spare).Logits(raw));
        }

        // A layer whose outputs are read twice must leave them in memory.
        PlainLayer twice = new() { Kind = ModelFormat.Add, First = 2, Second = 2, Bits = 4, Multipliers = [1, 1], Shifts = [1] };
        PlainNetwork branched = plain with { Layers = [.. plain.Layers[..2], twice, .. plain.Layers[2..]] };
        Assert.Equal(4, new BoardNetwork(branched, 1 << 22).ChainedLayers);
        Assert.Equal(branched.LogitsOf(raw), new BoardNetwork(branched, 1 << 22).Logits(raw));

        static PlainNetwork Net()
        {
            Random random = new(1);
            PlainLayer first = Convolution(random, 9, 8, 255), second = Convolution(random, 72, 16, 15), third = Convolution(random, 144, 16, 15);
            return new PlainNetwork { Input = (28, 28, 1), Layers = [first, second, third, PlainNetworks.Weighted(random, ModelFormat.Dense, 16 * 9, 10, 15, false, last: true, weightBits: 4) with { RoundsTwice = false }] };
        }

        static PlainLayer Convolution(Random random, int terms, int outputs, int most)
        {
            PlainLayer layer;
            do
            {
                layer = PlainNetworks.Weighted(random, ModelFormat.Convolution, terms, outputs, most, false, weightBits: 4, bits: 4);
            }
            while (layer.Function != ModelFormat.Relu || layer.RoundsTwice || layer.High != 15);
            return layer with { Window = [3, 3, 2, 2, 1, 1, 0, 0] };
        }
    }

    // Pictures with much background, as most are, and all the others.
    private static byte[] Strokes(PlainNetwork plain, Random random)
    {
        byte[] raw = PlainNetworks.Raw(plain, random);
        if (random.Next(2) == 0)
        {
            int from = random.Next(raw.Length), to = random.Next(from, raw.Length);
            Array.Clear(raw, 0, from);
            Array.Clear(raw, to, raw.Length - to);
        }

        return raw;
    }

    // A network loaded as a board loads it.
    private sealed class BoardNetwork
    {
        private readonly PlainNetwork _plain;
        private readonly Tensors _tensors;
        private readonly List<LayerRunner> _runners = [];

        public BoardNetwork(PlainNetwork plain, int spareBytes)
        {
            _plain = plain;
            ModelFile model = ModelFile.Parse(plain.File());
            _tensors = model.Plan.Allocate();
            LayerList list = Network.ListLayers(model);
            LayerContext context = new() { File = model.Data, SpareBytes = spareBytes };
            for (int i = 0; i < model.Layers.Length;)
            {
                LayerInfo layer = model.Layers[i];
                context.InputSlot = model.Plan.SlotOf(layer.First);
                context.SecondSlot = layer.Second == ModelFormat.NoTensor ? Tensors.NoSlot : model.Plan.SlotOf(layer.Second);
                context.OutputSlot = model.Plan.SlotOf(i + 1);
                context.MaxInput = model.MaxInput(layer);
                PictureChain? chain = PictureChain.Create(list, i, context, _tensors, out int count);
                _runners.Add(chain ?? layer.Load(context));
                ChainedLayers += chain is null ? 0 : count;
                i += chain is null ? 1 : count;
            }

            Taken = spareBytes - context.SpareBytes;
        }

        public int ChainedLayers { get; }

        public int Taken { get; }

        // What the last layer read in the last run, from wherever it is kept.
        public int[] Hidden()
        {
            byte[] hidden = new byte[ModelFile.Parse(_plain.File()).Layers[^1].Matrix.Terms];
            _runners[^1].CopyLastInput(_tensors, hidden);
            return Array.ConvertAll(hidden, h => (int)h);
        }

        public IEnumerable<int> Logits(byte[] raw)
        {
            raw.CopyTo(_tensors.Slots[0], 0);
            _runners.ForEach(r => r.Run(_tensors));
            return _tensors.Sums[.._plain.Layers[^1].Outputs!.Value];
        }
    }
}
