using EdgeNet.TestSupport;

namespace EdgeNet.Core.Tests;

/// <summary>The layer kinds and the output functions of imported networks: by hand, and against hostile files. WindowLayersTests has random networks of them.</summary>
public class ImportedLayersTests
{
    /// <summary>By hand: 127 + 128 less 128 each is -1 + 0, halves away from 0: -0.5 -> -1, which is the byte 127; one rounding makes it 127.5 -> 128. 128 and 129: 0.5 -> 1, 129 both.</summary>
    [Fact]
    public void An_average_pool_that_rounds_twice_rounds_away_from_the_byte_128()
    {
        PlainLayer once = new() { Kind = ModelFormat.AveragePool, Window = [1, 2, 1, 2, 0, 0, 0, 0] };
        Assert.Equal([128, 129], Through(once, (1, 4, 1), [127, 128, 128, 129]));
        Assert.Equal([127, 129], Through(once with { RoundsTwice = true }, (1, 4, 1), [127, 128, 128, 129]));
    }

    [Theory]
    [InlineData(ModelFormat.MaxPool, 7, 10, 5)]
    [InlineData(ModelFormat.AveragePool, 4, 8, 3)]
    public void Limits_of_a_pool_hold_its_results(int kind, int first, int second, int third)
    {
        PlainLayer free = new() { Kind = kind, Window = [2, 2, 2, 2, 0, 0, 0, 0] };
        byte[] x = [0, 2, 9, 9, 1, 3, 5, 7, 4, 10, 5, 3];
        Assert.Equal([first, second, third], Through(free, (2, 6, 1), x));
        Assert.Equal([Math.Clamp(first, 4, 8), Math.Clamp(second, 4, 8), Math.Clamp(third, 4, 8)], Through(free with { Low = 4, High = 8, ZeroPoint = 5 }, (2, 6, 1), x));
    }

    /// <summary>
    /// By hand: (12 - 10) * 2^20 * 2^30 / 2^31 = 2^20 and (5 - 4) * 2^20 * 2^30 / 2^32 = 2^18; the sum 1.25 * 2^20 * 2^30 / 2^49 = 2.5, which rounds away from 0 to 3; + 7 = 10.
    /// (8 - 10) and (3 - 4): -2.5 -> -3, + 7 = 4.
    /// </summary>
    [Fact]
    public void An_addition_that_rounds_twice_brings_both_tensors_to_a_fine_scale_first()
    {
        PlainLayer add = new() { Kind = ModelFormat.Add, First = 1, Second = 2, RoundsTwice = true, ZeroPoint = 7, Multipliers = [1 << 30, 1 << 30, 1 << 30], Shifts = [31, 32, 49], Zeros = [10, 4] };
        PlainLayer column = new() { Kind = ModelFormat.MaxPool, Window = [1, 2, 1, 1, 0, 0, 0, 0] };
        PlainLayer table = new() { Kind = ModelFormat.Table, Table = [.. Enumerable.Range(0, 256).Select(q => (byte)(q == 12 ? 5 : q == 8 ? 3 : 0))] };
        PlainNetwork plain = new() { Input = (2, 2, 1), Layers = [column, table, add, new() { Kind = ModelFormat.Answer, Outputs = 2 }] };
        Assert.Equal([10, 4], Logits(plain, [12, 0, 8, 0]));
    }

    /// <summary>By hand: 1 2 / 3 4 and 5 6 / 7 8 in all three dimensions.</summary>
    [Theory]
    [InlineData(0, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(1, new[] { 1, 2, 5, 6, 3, 4, 7, 8 })]
    [InlineData(2, new[] { 1, 5, 2, 6, 3, 7, 4, 8 })]
    public void Tensors_are_put_side_by_side_in_any_dimension(int axis, int[] expected)
    {
        PlainLayer four = new() { Kind = ModelFormat.Table, Table = [.. Enumerable.Range(0, 256).Select(q => (byte)Math.Min(255, q + 4))] };
        PlainLayer beside = new() { Kind = ModelFormat.Concatenation, First = 0, Second = 1, Axis = axis };
        PlainNetwork plain = new() { Input = (2, 2, 1), Layers = [four, beside, new() { Kind = ModelFormat.Answer, Outputs = 8 }] };
        Assert.Equal(expected, Logits(plain, [1, 2, 3, 4]));
    }

    [Fact]
    public void A_frame_goes_around_a_picture()
    {
        PlainLayer pad = new() { Kind = ModelFormat.Pad, Frame = [1, 0, 0, 2], Padding = 9 };
        Assert.Equal([9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9], Through(pad, (2, 2, 1), [1, 2, 3, 4]));
    }

    /// <summary>By hand: channels 10 and 100 less 4 add up to 6 + 16 + 26 + 36 = 84 and 96 + 106 + 116 + 126 = 444; times 1/8: 10.5 -> 11 and 55.5 -> 56, + 3.</summary>
    [Fact]
    public void A_mean_has_a_step_of_its_own()
    {
        PlainLayer mean = new() { Kind = ModelFormat.Mean, Window = [2, 2, 1, 1, 0, 0, 0, 0], Multipliers = [1], Shifts = [3], Zeros = [4, 0], ZeroPoint = 3 };
        Assert.Equal([14, 59], Through(mean, (2, 2, 2), [10, 100, 20, 110, 30, 120, 40, 130]));
    }

    [Fact]
    public void A_table_may_be_one_for_each_channel()
    {
        byte[] twice = [.. Enumerable.Range(0, 256).Select(q => (byte)(q / 2))], less = [.. Enumerable.Range(0, 256).Select(q => (byte)(255 - q))];
        Assert.Equal([5, 245, 10, 235], Through(new() { Kind = ModelFormat.Table, Table = [.. twice, .. less] }, (1, 2, 2), [10, 10, 20, 20]));
    }

    [Fact]
    public void Logits_of_an_answer_are_its_bytes_less_the_zero_point()
    {
        Network network = Network.Load(Answering(3, 128).File());
        Assert.Equal(1, network.ClassifyQuantized([0, 255, 130]));
        Assert.Equal([-128, 127, 2], [network.Logit(0), network.Logit(1), network.Logit(2)]);
    }

    [Fact]
    public void Quantised_values_are_taken_as_they_are_within_their_bits()
    {
        PlainNetwork plain = Answering(2, 0) with { Scale = 0.01f, Offset = 3, InputBits = 7 };
        Network network = Network.Load(plain.File());
        network.ClassifyQuantized([127, 5]);
        Assert.Equal([127, 5], [network.Logit(0), network.Logit(1)]);
        Assert.Contains("value 1 is 128, at most 127", Assert.Throws<ArgumentException>(() => network.ClassifyQuantized([0, 128])).Message);
        Assert.Contains("expects 2 values, not 3", Assert.Throws<ArgumentException>(() => network.ClassifyQuantized([0, 0, 0])).Message);
    }

    [Fact]
    public void Every_tensor_can_be_seen_on_the_desktop()
    {
        PlainLayer pad = new() { Kind = ModelFormat.Pad, Frame = [0, 1, 0, 1], Padding = 7 }, pool = new() { Kind = ModelFormat.MaxPool, Window = [1, 2, 1, 1, 0, 0, 0, 0] };
        Network network = Network.Load(new PlainNetwork { Input = (1, 3, 1), Layers = [pad, pool, new() { Kind = ModelFormat.Answer, Outputs = 4, ZeroPoint = 1 }] }.File());
        byte[][] tensors = network.RunLayers([1, 9, 3]);
        Assert.Equal([[1, 9, 3], [7, 1, 9, 3, 7], [7, 9, 9, 7]], tensors);
        Assert.Equal([6, 8, 8, 6], Enumerable.Range(0, 4).Select(network.Logit));
        Assert.Equal(1, network.Best);
    }

    /// <summary>The exponentials are of exact numbers, the outputs are those of exact division: LiteRT's whole numbers come within a step of both. Import's tests have LiteRT's own bytes.</summary>
    [Fact]
    public void LiteRT_softmax_gives_the_256th_parts_of_a_softmax()
    {
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            int count = i == 0 ? 1 : i == 1 ? 4095 : random.Next(1, 60);
            double step = Math.Exp((random.NextDouble() * 6) - 5);
            PlainNetwork plain = Answering(count, 128) with { Function = ModelFormat.LiteRtSoftmax, Entries = [.. Enumerable.Range(0, 256).Select(d => (int)Math.Min(int.MaxValue, Math.Round(Math.ScaleB(Math.Exp(-d * step), 31))))] };
            Network network = Network.Load(plain.File());
            byte[] x = new byte[count];
            random.NextBytes(x);
            int best = network.ClassifyQuantized(x);
            double sum = x.Sum(q => Math.Exp((q - x[best]) * step));
            for (int o = 0; o < count; o++)
            {
                double exact = 256 * Math.Exp((x[o] - x[best]) * step) / sum;
                Assert.InRange(network.OutputByte(o), Math.Min(255, exact - 0.51), Math.Min(255, exact + 0.51));
                Assert.Equal(network.OutputByte(o) / 256f, network.Value(o));
            }
        }
    }

    [Fact]
    public void An_output_by_table_is_looked_up_by_the_byte_of_the_answer()
    {
        PlainNetwork plain = Answering(2, 100) with { Function = ModelFormat.Lookup, Entries = [.. Enumerable.Range(0, 256).Select(q => 255 - q)] };
        Network network = Network.Load(plain.File());
        network.ClassifyQuantized([0, 250]);
        Assert.Equal([255, 5], [network.OutputByte(0), network.OutputByte(1)]);
        Assert.Equal([255f, 5f], [network.Value(0), network.Value(1)]);
    }

    // Common fields are at 0, what a kind adds at 12.
    [Theory]
    [InlineData(7, 3, 0, "a table with fields that it does not use")]
    [InlineData(7, 4, 1, "a table with fields that it does not use")]
    [InlineData(7, 4, 16, "a table with fields that it does not use")]
    [InlineData(7, 5, 0x88, "a table with fields that it does not use")]
    [InlineData(7, 10, 3, "a table that makes 3 channels of 2")]
    [InlineData(7, 12, 2, "a table of form 2")]
    [InlineData(7, 15, 1, "a reserved field that is not zero")]
    [InlineData(7, 1, 12, "a record too short for form")]
    [InlineData(8, 10, 3, "a mean that makes 3 channels of 2")]
    [InlineData(8, 14, 1, "windows have padding or do not lie side by side")]
    [InlineData(8, 15, 1, "windows have padding or do not lie side by side")]
    [InlineData(8, 16, 1, "windows have padding or do not lie side by side")]
    [InlineData(8, 23, 0x80, "has a multiplier of -")]
    [InlineData(8, 24, 0, "has a shift of 0")]
    [InlineData(8, 24, 63, "has a shift of 63")]
    [InlineData(8, 26, 1, "a reserved field that is not zero")]
    [InlineData(9, 3, 255, "a concatenation without a second tensor")]
    [InlineData(9, 7, 1, "zero point 0 and limits 1..255")]
    [InlineData(9, 8, 14, "a concatenation limited to 0..14, but gives values up to 15")]
    [InlineData(9, 10, 3, "do not fit side by side in dimension 2")]
    [InlineData(9, 12, 0, "do not fit side by side in dimension 0")]
    [InlineData(9, 12, 3, "do not fit side by side in dimension 3")]
    [InlineData(9, 13, 1, "a reserved field that is not zero")]
    [InlineData(10, 8, 14, "a pad limited to 0..14, but gives values up to 20")]
    [InlineData(10, 10, 3, "a pad that makes 3 channels of 2")]
    [InlineData(10, 17, 1, "a reserved field that is not zero")]
    [InlineData(10, 11, 0xFF, "gives 7x9x65282 values, at most 1048576")]
    [InlineData(11, 8, 14, "a reshape limited to 0..14")]
    [InlineData(11, 12, 3, "a reshape of 40 values into 3x10x2")]
    [InlineData(11, 15, 255, "a reshape of 40 values into 2x65290x2")]
    public void A_record_that_cannot_be_is_refused_with_its_layer_and_the_reason(int kind, int offset, byte value, string problem) =>
        RefusedWith(Before(Valid(kind)), 0, offset, value, "layer 1 ", problem);

    [Theory]
    [InlineData(3, 0, "an answer with fields that it does not use")]
    [InlineData(4, 16, "an answer with fields that it does not use")]
    [InlineData(5, 0x70, "limits its outputs to 0..255 in 7 bits")]
    [InlineData(7, 1, "an answer with fields that it does not use")]
    [InlineData(8, 254, "an answer with fields that it does not use")]
    [InlineData(10, 39, "an answer of 39 outputs for 40 values")]
    public void An_answer_that_cannot_be_is_refused(int offset, byte value, string problem) =>
        RefusedWith(Before(Valid(ModelFormat.Table)), 16, offset, value, "layer 2 ", problem);

    /// <summary>By hand: 255 * 2^20 * (2^31 - 1) / 2^27 is about 2^32.</summary>
    [Fact]
    public void Layers_that_cannot_be_where_they_are_or_could_overflow_are_refused()
    {
        foreach (int kind in new[] { 7, 8, 9, 10, 11 })
        {
            PlainLayer layer = Valid(kind);
            Refused(new PlainNetwork { Input = (4, 5, 2), Layers = [layer with { Outputs = 2 }] }, "cannot be the last layer");
            Refused(Before(layer) with { InputBits = 16 }, "of values up to 65535, at most 255 are allowed");
        }

        Refused(Answering(2, 0) with { InputBits = 9 }, "an answer of values up to 511");
        Refused(Before(new() { Kind = ModelFormat.Answer, Outputs = 40 }), "an answer, which must be the last layer");
        Refused(Answering(4097, 0), "at most 4096 are allowed");
        PlainLayer add = new() { Kind = ModelFormat.Add, Second = 0, RoundsTwice = true, Multipliers = [int.MaxValue, 0, 1], Shifts = [27, 31, 31] };
        Refused(Before(add), "a sum could overflow");
        Refused(Before(add with { Multipliers = [0, int.MaxValue, 1], Shifts = [31, 27, 31], Zeros = [0, 255] }), "a sum could overflow");
        Refused(Before(Valid(ModelFormat.Table) with { Low = 3, ZeroPoint = 3 }), "section WGHT: layer 1: entry 0 of the table is beyond the limits 3..255");
        int[] entries = [.. Enumerable.Repeat(1 << 11, 256)];
        PlainNetwork dense = Answering(2, 0) with { Layers = [PlainNetworks.Weighted(new Random(1), ModelFormat.Dense, 2, 2, 255, false, last: true)], Function = ModelFormat.LiteRtSoftmax, Entries = entries };
        Refused(dense, "function 5 needs an answer as the last layer, of at most 4095 outputs");
        Refused(dense with { Function = ModelFormat.Lookup, Entries = new int[256] }, "function 6 needs an answer as the last layer");
        Refused(Answering(4096, 0) with { Function = ModelFormat.LiteRtSoftmax, Entries = entries }, "of at most 4095 outputs");
        Refused(Answering(2, 0) with { Function = ModelFormat.LiteRtSoftmax, Entries = [(1 << 11) - 1, .. entries[1..]] }, "the first entry of the table is 2047, at least 2048 is needed");
        Refused(Answering(2, 0) with { Function = ModelFormat.LiteRtSoftmax, Entries = [.. entries[1..], -1] }, "entry 255 of the table is negative");
        Refused(Answering(2, 0) with { Function = ModelFormat.LiteRtSoftmax, Entries = entries[1..] }, "too short");
        Refused(Answering(2, 0) with { Function = 7 }, "unknown task, function or table");
    }

    [Fact]
    public void A_network_without_weights_in_its_last_layer_cannot_learn_and_says_why() =>
        Assert.Contains("the last layer has no weights", Learner.ProblemOf(ModelFile.Parse(Answering(3, 0).File()), 0, 30));

    /// <summary>CRCs only catch accidents. A hostile file has right CRCs, so every other check must hold by itself.</summary>
    [Theory]
    [InlineData(ModelFormat.LiteRtSoftmax)]
    [InlineData(ModelFormat.Lookup)]
    public void With_any_byte_changed_and_the_CRCs_sealed_again_a_file_is_refused_or_runs_within_its_bounds(int function)
    {
        byte[] real = PlainNetworks.Imported(function).File();
        int accepted = 0, refused = 0;
        for (int at = 0; at < real.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF, (byte)(real[at] + 1), (byte)(real[at] - 1) })
            {
                byte[] copy = (byte[])real.Clone();
                copy[at] = value;
                _ = ModelFileTests.RunsOrIsRefused(ModelFileTests.Sealed(copy)) ? accepted++ : refused++;
            }
        }

        Assert.True(accepted > 100 && refused > 500);
        for (int length = 0; length < real.Length; length++)
        {
            Assert.Throws<ModelException>(() => ModelFile.Parse(real[..length]));
        }
    }

    [Fact]
    public void Golden_vectors_are_checked_through_all_kinds()
    {
        byte[] file = (PlainNetworks.Imported(ModelFormat.Lookup) with { GoldenSeeds = [5, -7] }).File();
        Network.Load(file);
        file[^1] ^= 1;
        Assert.Contains("gold", Assert.Throws<ModelException>(() => Network.Load(ModelFileTests.Sealed(file))).Message);
    }

    private static PlainNetwork Answering(int count, int zero) =>
        new() { Input = (1, 1, count), Layers = [new() { Kind = ModelFormat.Answer, Outputs = count, ZeroPoint = zero }] };

    // A picture of 4x5x2 with 4 bits, a layer, and an answer.
    private static PlainNetwork Before(PlainLayer layer)
    {
        (int height, int width, int channels) = layer.Output((4, 5, 2), (4, 5, 2));
        return new PlainNetwork { Input = (4, 5, 2), InputBits = 4, Layers = [layer, new() { Kind = ModelFormat.Answer, Outputs = height * width * channels }] };
    }

    private static PlainLayer Valid(int kind) => kind switch
    {
        ModelFormat.Table => new() { Kind = kind, Table = [.. Enumerable.Range(0, 256).Select(q => (byte)q)] },
        ModelFormat.Mean => new() { Kind = kind, Window = [2, 2, 2, 2, 0, 0, 0, 0], Multipliers = [1 << 10], Shifts = [12] },
        ModelFormat.Concatenation => new() { Kind = kind, Second = 0, Axis = 2 },
        ModelFormat.Pad => new() { Kind = kind, Frame = [1, 2, 2, 2], Padding = 20 },
        _ => new() { Kind = kind, Shape = (2, 10), Outputs = 2 },
    };

    private static void Refused(PlainNetwork network, string problem) => Assert.Contains(problem, Assert.Throws<ModelException>(() => ModelFile.Parse(network.File())).Message);

    private static void RefusedWith(PlainNetwork network, int record, int offset, byte value, string layer, string problem)
    {
        byte[] file = network.File();
        ModelFile.Parse(file);
        file[file.AsSpan().IndexOf("LAYR"u8) + 12 + record + offset] = value;
        string message = Assert.Throws<ModelException>(() => ModelFile.Parse(ModelFileTests.Sealed(file))).Message;
        Assert.StartsWith("model file, section LAYR: " + layer, message);
        Assert.Contains(problem, message);
    }

    private static int[] Through(PlainLayer layer, (int Height, int Width, int Channels) shape, byte[] x)
    {
        (int height, int width, int channels) = layer.Output(shape);
        return Logits(new PlainNetwork { Input = shape, Layers = [layer, new() { Kind = ModelFormat.Answer, Outputs = height * width * channels }] }, x);
    }

    private static int[] Logits(PlainNetwork plain, byte[] x)
    {
        Network network = Network.Load(plain.File());
        network.ClassifyQuantized(x);
        return [.. Enumerable.Range(0, network.OutputCount).Select(network.Logit)];
    }
}
