using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Quantization;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>The reader trusts nothing.</summary>
public class ModelFileTests
{
    private static readonly byte[] Real = SmallReal();

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        for (int length = 0; length < Real.Length; length++)
        {
            Assert.Throws<ModelException>(() => ModelFile.Parse(Real[..length]));
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_file_with_any_byte_changed_to_any_value_is_refused()
    {
        for (int at = 0; at < Real.Length; at++)
        {
            byte[] copy = (byte[])Real.Clone();
            for (int change = 1; change < 256; change++)
            {
                copy[at] = (byte)(Real[at] ^ change);
                if (!IsRefused(copy))
                {
                    Assert.Fail($"byte {at} changed by {change:X2} was accepted");
                }
            }
        }
    }

    [Fact]
    public void A_file_with_up_to_64_bytes_added_is_refused()
    {
        for (int extra = 1; extra <= 64; extra++)
        {
            Assert.Throws<ModelException>(() => ModelFile.Parse([.. Real, .. new byte[extra]]));
        }
    }

    /// <summary>CRCs only catch accidents. A hostile file has right CRCs, so every other check must hold by itself.</summary>
    [Fact]
    public void With_any_byte_changed_and_the_CRCs_sealed_again_a_file_is_refused_or_runs_within_its_bounds()
    {
        int accepted = 0, refused = 0;
        for (int at = 0; at < Real.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)(Real[at] + 1), (byte)(Real[at] - 1) })
            {
                byte[] copy = (byte[])Real.Clone();
                copy[at] = value;
                _ = RunsOrIsRefused(Sealed(copy)) ? accepted++ : refused++;
            }
        }

        Assert.True(accepted > 0 && refused > 0);
    }

    [Fact]
    public void With_any_32_bit_field_set_to_an_extreme_and_the_CRCs_sealed_again_a_file_is_refused_or_runs_within_its_bounds()
    {
        int[] extremes = [0, 1, int.MaxValue, int.MaxValue - 1, int.MinValue, -1, 0x10000, 0x40000000];
        for (int at = 4; at + 4 <= Real.Length; at++)
        {
            foreach (int value in extremes)
            {
                byte[] copy = (byte[])Real.Clone();
                BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(at), value);
                RunsOrIsRefused(Sealed(copy));
            }
        }
    }

    [Fact]
    public void Random_mutations_half_of_them_sealed_again_cause_no_exception_but_the_documented_one()
    {
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] copy = (byte[])Real.Clone();
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                copy[random.Next(copy.Length)] = (byte)random.Next(256);
            }

            if (random.Next(4) == 0)
            {
                copy = copy[..random.Next(ModelFormat.HeaderLength, copy.Length)];
            }

            RunsOrIsRefused(i % 2 == 0 ? Sealed(copy) : copy);
        }
    }

    [Fact]
    public void Every_valid_network_survives_the_way_through_a_file()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            QuantizedNetwork network = RandomNetworks.Create(seed, extreme: seed % 3 == 0, pools: seed % 2 == 0);
            ModelFile model = ModelFile.Parse(ModelWriter.Write(network, [("name", "näme")]));
            return model.Meta("name") == "näme" && model.Meta("other") == ""
                && model.Labels.SequenceEqual(network.Labels)
                && model.Input.Count == network.Shape.Count && model.Input.Bits == network.InputBits
                && model.Input.Scale.SequenceEqual(network.InputScale) && model.Input.Offset.SequenceEqual(network.InputOffset)
                && model.Layers.Select(l => (l.Kind, l.Matrix?.Terms, l.Matrix?.Outputs)).SequenceEqual(network.Layers.Select(l => (l.Fields.Kind, l.Matrix?.Terms, l.Matrix?.Outputs)))
                && model.Macs == network.Layers.Sum(l => l.Matrix is { } matrix ? matrix.Terms * matrix.Outputs : 0)
                && model.Output.Task == (int)network.Task && model.Output.LogitScale == network.LogitScale;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_unknown_optional_section_is_skipped()
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code("zzzz"), [1, 2, 3])]);
        Assert.Equal(ModelFile.Parse(Real).RamBytes, ModelFile.Parse(file).RamBytes);
    }

    [Fact]
    public void More_than_16_sections_are_refused()
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real), .. Enumerable.Repeat((Code("zzzz"), Array.Empty<byte>()), 12)]);
        Assert.Contains("at most 16", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData("LAYR")]
    [InlineData("WGHT")]
    [InlineData("OUTP")]
    [InlineData("INPT")]
    [InlineData("LABL")]
    [InlineData("meta")]
    [InlineData("gold")]
    public void A_section_with_bytes_left_over_is_refused(string section)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real).Select(s => s.Type == Code(section) ? (s.Type, [.. s.Payload, 0, 0, 0, 0]) : s)]);
        ModelException e = Assert.Throws<ModelException>(() => ModelFile.Parse(file));
        Assert.Contains("section " + section + ": 4 bytes too long", e.Message);
    }

    [Theory]
    [InlineData("ZZZZ", "needs section ZZZZ")]
    [InlineData("INPT", "section INPT: appears twice")]
    public void An_unknown_required_section_and_a_second_one_of_a_kind_are_refused_by_name(string section, string problem)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code(section), [1, 2, 3])]);
        ModelException e = Assert.Throws<ModelException>(() => ModelFile.Parse(file));
        Assert.Contains(problem.Replace("INPT:", "INPT"), e.Message);
    }

    [Theory]
    [InlineData("INPT")]
    [InlineData("LAYR")]
    [InlineData("WGHT")]
    [InlineData("OUTP")]
    [InlineData("LABL")]
    public void A_missing_section_is_named(string section)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real).Where(s => s.Type != Code(section))]);
        ModelException e = Assert.Throws<ModelException>(() => ModelFile.Parse(file));
        Assert.Contains($"section {section} is missing", e.Message);
    }

    [Fact]
    public void Padding_and_the_end_of_the_file_are_exact()
    {
        // An optional section of three bytes at the end, whose padding is the last byte of the file.
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code("zzzz"), [1, 2, 3])]);
        ModelFile.Parse(file);
        Refused(file[..^1], "section zzzz: padding is missing");
        Refused([.. file[..^1], 9], "section zzzz: padding that is not zero");
        Refused([.. file, 0, 0, 0, 0], "4 bytes after the last section");

        static void Refused(byte[] changed, string problem)
        {
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(8), changed.Length);
            Assert.Contains(problem, Assert.Throws<ModelException>(() => ModelFile.Parse(Sealed(changed))).Message);
        }
    }

    [Theory]
    [InlineData("LAYR", 4, 99, "kind 99")] // kind of the first layer
    [InlineData("LAYR", 5, 8, "a record of 8 bytes")]
    [InlineData("LAYR", 5, 13, "a record of 13 bytes")]
    [InlineData("LAYR", 5, 16, "a record 4 bytes too long")]
    [InlineData("LAYR", 6, 1, "reads tensor 1, which does not exist yet")] // its own output
    [InlineData("LAYR", 7, 0, "second input")]
    [InlineData("LAYR", 8, 9, "activation 9")]
    [InlineData("LAYR", 8, 0x23, "rounding 2")]
    [InlineData("LAYR", 9, 0x83, "weights of 3 bits")]
    [InlineData("LAYR", 9, 0x08, "0 bits per activation")]
    [InlineData("LAYR", 9, 0x98, "9 bits per activation")]
    [InlineData("LAYR", 9, 0x78, "0..255 in 7 bits")]
    [InlineData("LAYR", 10, 9, "zero point 9")]
    [InlineData("LAYR", 11, 1, "limits 1..255")]
    [InlineData("LAYR", 12, 254, "limits 0..254")]
    [InlineData("LAYR", 13, 1, "reserved field")]
    [InlineData("LAYR", 14, 0, "0 outputs")]
    [InlineData("LAYR", 15, 0x20, "at most 4096")]
    [InlineData("LAYR", 20, 1, "activation 1")] // the last layer has none
    [InlineData("LAYR", 22, 1, "zero point 1")]
    [InlineData("LAYR", 0, 0, "0 layers")]
    [InlineData("LAYR", 0, 129, "129 layers")]
    [InlineData("LAYR", 2, 1, "reserved field")]
    [InlineData("INPT", 0, 4, "rank 4")]
    [InlineData("INPT", 1, 17, "17 bits")]
    [InlineData("INPT", 2, 2, "mapping")]
    [InlineData("INPT", 4, 0, "shape 0x")]
    [InlineData("OUTP", 0, 3, "task")]
    [InlineData("OUTP", 1, 5, "function")]
    [InlineData("OUTP", 7, 0x80, "logit scale")] // sign bit of the scale
    [InlineData("OUTP", 19, 0xFF, "table cannot start")] // a negative start
    [InlineData("OUTP", 23, 0x7F, "table cannot start")] // a ratio above the start
    [InlineData("LABL", 0, 9, "9 labels")]
    [InlineData("WGHT", 23, 0x80, "multiplier -")] // 8 bytes of weights, 12 of biases, then the multipliers
    [InlineData("WGHT", 32, 0, "shift 0")]
    [InlineData("WGHT", 32, 63, "shift 63")]
    [InlineData("WGHT", 19, 0x80, "could overflow with bias -")] // the third bias
    [InlineData("WGHT", 6, 1, "padding")]
    [InlineData("WGHT", 316, 1, "logit could overflow")] // the second layer starts at 292: 8 of weights, 8 of biases, 8 of multipliers
    [InlineData("LABL", 2, 64, "64 bytes")]
    [InlineData("LABL", 3, 7, "UTF-8")]
    [InlineData("gold", 0, 5, "5 golden vectors")]
    public void An_error_names_the_section_that_is_wrong(string section, int offset, byte value, string problem)
    {
        List<(int Type, byte[] Payload)> sections = [.. Sections(Real)];
        sections.First(s => s.Type == Code(section)).Payload[offset] = value;
        ModelException e = Assert.Throws<ModelException>(() => ModelFile.Parse(ModelWriter.Assemble(sections)));
        Assert.Contains("section " + section, e.Message);
        Assert.Contains(problem, e.Message);
    }

    [Fact]
    public void Shapes_that_overflow_32_bits_are_refused_before_anything_is_allocated()
    {
        // 65,535 x 65,535 x 65,535 values.
        List<(int Type, byte[] Payload)> sections = [.. Sections(Real)];
        byte[] input = sections.First(s => s.Type == Code("INPT")).Payload;
        input[0] = 3;
        input.AsSpan(4, 6).Fill(0xFF);
        Refused(sections);

        static void Refused(List<(int, byte[])> sections)
        {
            byte[] file = ModelWriter.Assemble(sections);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ModelException>(() => ModelFile.Parse(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
        }
    }

    /// <summary>What an app says that it runs is what it runs: the kind is the first byte of the first layer's record.</summary>
    [Fact]
    public void The_list_of_layer_kinds_has_those_that_the_reader_knows_and_no_other()
    {
        for (int kind = 0; kind < 256; kind++)
        {
            List<(int Type, byte[] Payload)> sections = [.. Sections(Real)];
            sections.First(s => s.Type == Code("LAYR")).Payload[4] = (byte)kind;
            Exception? refusal = Record.Exception(() => ModelFile.Parse(ModelWriter.Assemble(sections)));
            Assert.Equal(!LayerKinds.All().Contains((byte)kind), refusal?.Message.Contains($"is of kind {kind}, which this reader does not know") == true);
        }
    }

    /// <summary>An array of a board has 20 bytes before its elements and takes whole blocks of 12.</summary>
    [Fact]
    public void Loading_takes_the_network_and_the_file_at_the_same_time()
    {
        ModelFile model = ModelFile.Parse(Real);
        Assert.Equal(model.RamBytes + ((20 + Real.Length + 11) / 12 * 12), model.LoadBytes);
    }

    [Fact]
    public void A_bias_that_could_overflow_the_sum_is_refused()
    {
        QuantizedNetwork network = RandomNetworks.Create(3);
        network.Layers[0].Matrix!.Bias[0] = int.MaxValue;
        Assert.Throws<UserException>(() => ModelWriter.Write(network, []));
    }

    [Fact]
    public void A_model_that_does_not_give_its_own_golden_answers_is_refused()
    {
        List<(int Type, byte[] Payload)> sections = [.. Sections(Real)];
        sections.First(s => s.Type == Code("gold")).Payload[^1] ^= 1;
        byte[] file = ModelWriter.Assemble(sections);
        ModelException e = Assert.Throws<ModelException>(() => Network.Load(file));
        Assert.Contains("gold", e.Message);
    }

    /// <summary>By hand: two names, "x" and "äy"; a motion sensor (2) read at 100 Hz (0x42C80000) with 8 g (0x41000000).</summary>
    [Fact]
    public void Column_names_and_the_sensor_are_read_where_they_are()
    {
        byte[] columns = [2, 0, 1, (byte)'x', 3, 0xC3, 0xA4, (byte)'y'], sensor = [2, 0, 0, 0, 0, 0, 0xC8, 0x42, 0, 0, 0, 0x41];
        ModelFile model = ModelFile.Parse(ModelWriter.Assemble([.. Sections(Real), (Code("cols"), columns), (Code("sens"), sensor)]));
        Assert.Equal(["x", "äy"], model.ReadColumns());
        Assert.Equal((ModelFormat.MotionSensor, 100f, 8f), (model.Sensor.Kind, model.Sensor.Rate, model.Sensor.FullScale));

        ModelFile without = ModelFile.Parse(Real);
        Assert.Empty(without.ReadColumns());
        Assert.Null(without.Sensor);
    }

    /// <summary>By hand: two ranges, -1 (0xBF800000) to 1 (0x3F800000) and 0 to 2 (0x40000000).</summary>
    private static readonly byte[] Ranges = [2, 0, 0, 0, 0, 0, 0x80, 0xBF, 0, 0, 0x80, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40];

    [Theory]
    [InlineData(0f, 1f, -1)]
    [InlineData(-1f, 2f, -1)]
    [InlineData(1.0001f, 1f, 0)]
    [InlineData(0f, -0.0001f, 1)]
    [InlineData(-5f, 500f, 0)]
    public void An_answer_to_a_value_outside_of_its_range_is_unsure(float first, float second, int outside)
    {
        ModelFile model = ModelFile.Parse(ModelWriter.Assemble([.. Sections(Real), (Code("RANG"), Ranges)]));
        Assert.Equal(outside, model.Range.FirstOutside([first, second]));

        Network network = new(model), without = Network.Load(Real);
        without.Classify([first, second]);
        Assert.Equal(without.Best, network.Classify([first, second]));
        Assert.Equal(without.Logit(0), network.Logit(0));
        Assert.Equal(outside >= 0, network.IsOutside);
        Assert.Equal(outside >= 0 ? 0 : without.ConfidencePercent(), network.ConfidencePercent());
        Assert.False(without.IsOutside);

        network.Classify([(byte)1, 2]);
        Assert.False(network.IsOutside);
        network.Classify([(byte)1, 3]);
        Assert.True(network.IsOutside);
    }

    [Theory]
    [InlineData(0, 1, "1 ranges for 2 input values")]
    [InlineData(2, 1, "reserved field is not zero")]
    [InlineData(7, 0x42, "range 0 is upside down")]
    [InlineData(11, 0x7F, "high is not a finite number")]
    [InlineData(18, 0x80, null)]
    public void A_range_that_cannot_be_is_refused(int at, byte value, string? problem)
    {
        byte[] ranges = [.. Ranges];
        ranges[at] = value;
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code("RANG"), ranges)]);
        if (problem is null)
        {
            Assert.NotNull(ModelFile.Parse(file).Range);
            return;
        }

        Assert.Contains($"section RANG: {problem}", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
        Assert.Throws<ModelException>(() => ModelFile.Parse(ModelWriter.Assemble([.. Sections(Real), (Code("RANG"), Ranges[..^1])])));
    }

    [Fact]
    public void A_picture_has_no_ranges()
    {
        QuantizedNetwork network = RandomNetworks.Create(1) with { GoldenSeeds = [] };
        for (int seed = 2; network.Shape.Rank == 1; seed++)
        {
            network = RandomNetworks.Create(seed) with { GoldenSeeds = [] };
        }

        byte[] ranges = [(byte)network.Shape.Count, 0, 0, 0, .. new byte[8 * network.Shape.Count]];
        byte[] file = ModelWriter.Assemble([.. Sections(ModelWriter.Write(network, [])), (Code("RANG"), ranges)]);
        Assert.Contains($"of rank {network.Shape.Rank}", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData("cols", new byte[] { 1, 0, 1, (byte)'x' }, "1 columns for 2 input values")]
    [InlineData("cols", new byte[] { 2, 0, 1, (byte)'x' }, "too short for column 1 length")]
    [InlineData("cols", new byte[] { 2, 0, 1, (byte)'x', 1, 7 }, "column 1 is not printable UTF-8 text")]
    [InlineData("sens", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "sensor of kind 0")]
    [InlineData("sens", new byte[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "reserved field is not zero")]
    [InlineData("sens", new byte[] { 1, 0, 0, 0, 0, 0, 0xC8, 0xC2, 0, 0, 0, 0 }, "negative rate")]
    [InlineData("sens", new byte[] { 1, 0, 0, 0, 0, 0, 0x80, 0x7F, 0, 0, 0, 0 }, "rate is not a finite number")]
    public void Column_names_and_a_sensor_that_cannot_be_are_refused(string section, byte[] payload, string problem)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code(section), payload)]);
        Assert.Contains($"section {section}: {problem}", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message.Replace("sensor of kind 1 with a negative rate", "negative rate"));
    }

    /// <summary>A picture of 5x7 pooled to 2x3, by hand: the last row and column are left out.</summary>
    [Fact]
    public void A_max_pool_gives_the_largest_value_of_each_square()
    {
        // One dense layer that hands its six inputs on one by one.
        byte[] file = ModelWriter.Write(Pooled(), []);
        Network network = Network.Load(WithPool(file, 5, 7, 1));
        byte[] x = [.. Enumerable.Range(0, 35).Select(i => (byte)((i * 37) % 101))];
        network.Classify(x);
        int[] expected = [.. from row in new[] { 0, 1 } from column in new[] { 0, 1, 2 } select Largest(row, column)];
        Assert.Equal(expected, Enumerable.Range(0, 6).Select(network.Logit));

        int Largest(int row, int column) => new[] { 0, 1, 7, 8 }.Max(d => x[(14 * row) + (2 * column) + d]);
    }

    [Fact]
    public void A_max_pool_of_an_input_of_two_bytes_per_value_is_refused()
    {
        QuantizedNetwork wide = Pooled() with { InputBits = 12 };
        byte[] file = WithPool(ModelWriter.Write(wide, []), 5, 7, 1);
        Assert.Contains("is a max pool of values up to 4095, at most 255 are allowed", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData(1, 7, 1, "a window larger than the 1x7 that it reads")]
    [InlineData(5, 7, 2, "is a max pool that makes 2 channels of 1")]
    public void A_max_pool_of_what_is_too_small_or_has_other_channels_is_refused(int height, int width, int channels, string problem)
    {
        byte[] file = WithPool(ModelWriter.Write(Pooled(), []), height, width, channels);
        Assert.Contains(problem, Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData(new byte[0], "too short for count")]
    [InlineData(new byte[] { 0 }, "no entries")]
    [InlineData(new byte[] { 1, 0, 1, 0, (byte)'v' }, "the key of entry 0 is empty")]
    public void An_empty_meta_section_is_refused_as_it_should_not_be_there(byte[] payload, string problem)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real).Select(s => s.Type == Code("meta") ? (s.Type, payload) : s)]);
        Assert.Contains("section meta: " + problem, Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Fact]
    public void Of_several_meta_entries_of_one_key_the_first_counts()
    {
        byte[] payload = [2, 1, (byte)'k', 1, 0, (byte)'a', 1, (byte)'k', 1, 0, (byte)'b'];
        byte[] file = ModelWriter.Assemble([.. Sections(Real).Select(s => s.Type == Code("meta") ? (s.Type, payload) : s)]);
        Assert.Equal("a", ModelFile.Parse(file).Meta("k"));
    }

    [Theory]
    [InlineData("zz1z")]
    [InlineData("zzz ")]
    [InlineData("z[zz")]
    [InlineData("@zzz")]
    [InlineData("`zzz")]
    [InlineData("zzz{")]
    [InlineData("zz\0z")]
    [InlineData("\u00e4zzz")]
    public void A_section_whose_type_is_not_four_letters_is_refused(string type)
    {
        byte[] file = ModelWriter.Assemble([.. Sections(Real), (Code(type), [1])]);
        Assert.Contains($"section {Sections(Real).Count()}: its type is not four letters", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData("zzzz")]
    [InlineData("meta")]
    [InlineData("gold")]
    [InlineData("WGHT")]
    public void No_section_may_appear_twice_known_or_not(string section)
    {
        (int, byte[])[] known = [.. Sections(Real)];
        byte[] file = ModelWriter.Assemble([.. known, (Code("yyyy"), []), (Code("zzzz"), []), (Code(section), [])]);
        Assert.Contains($"section {section} appears twice", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    private static QuantizedNetwork Pooled() => new()
    {
        Task = TaskKind.Regression,
        Shape = Shape.Features(6),
        InputBits = 8,
        InputScale = [1f],
        InputOffset = [0f],
        Layers = [new QuantizedDense(new QuantizedMatrix(6, 6, [.. Enumerable.Range(0, 36).Select(i => (sbyte)(i % 7 == 0 ? 1 : 0))], new int[6], [.. Enumerable.Repeat(1 << 30, 6)], [30, 30, 30, 30, 30, 30], []), Activation.Linear, 0)],
        OutputFunction = Activation.Linear,
        LogitScale = 1f,
        ValueScale = 1f,
        ValueOffset = 0f,
        Labels = ["a", "b", "c", "d", "e", "f"],
        GoldenSeeds = [],
    };

    // The same network behind a max pool: kind 2, 20 bytes, reads tensor 0, 8-bit outputs 0 to 255, windows of 2x2 every 2.
    private static byte[] WithPool(byte[] file, int height, int width, int channels, int bits = 8)
    {
        byte[] pool = [2, 20, 0, 255, 0, (byte)(bits << 4), 0, 0, (byte)((1 << bits) - 1), 0, (byte)channels, 0, 2, 2, 2, 2, 0, 0, 0, 0];
        List<(int Type, byte[] Payload)> sections = [.. Sections(file)];
        for (int i = 0; i < sections.Count; i++)
        {
            byte[] payload = sections[i].Payload;
            if (sections[i].Type == Code("LAYR"))
            {
                byte[] dense = payload[4..];
                dense[2] = 1;
                sections[i] = (sections[i].Type, [2, 0, 0, 0, .. pool, .. dense]);
            }
            else if (sections[i].Type == Code("INPT"))
            {
                payload[0] = 2;
                payload[4] = (byte)height;
                payload[6] = (byte)width;
            }
        }

        return ModelWriter.Assemble(sections);
    }

    private static byte[] SmallReal()
    {
        // A real file: trained, quantised and written by the trainer; all sections, a table, and two layers.
        DatasetSplit split = BuiltInDatasets.Create("bugs", 1);
        Trainer.Training.TrainingOptions options = new() { Hidden = [3], Activations = [Trainer.Layers.Activation.Tanh], Epochs = 3, Starts = 1 };
        return ModelBuilder.Build(split, options, "bugs", true, null, default).File;
    }

    private static int Code(string name) => name[0] | (name[1] << 8) | (name[2] << 16) | (name[3] << 24);

    private static IEnumerable<(int Type, byte[] Payload)> Sections(byte[] file)
    {
        for (int at = ModelFormat.HeaderLength; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            yield return (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at)), file[(at + 8)..(at + 8 + length)]);
            at += 8 + ((length + 3) & ~3);
        }
    }

    internal static byte[] Sealed(byte[] file)
    {
        uint body = Crc32.Compute(file, ModelFormat.HeaderLength, file.Length - ModelFormat.HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), body);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
        return file;
    }

    private static bool IsRefused(byte[] file)
    {
        try
        {
            ModelFile.Parse(file);
            return false;
        }
        catch (ModelException)
        {
            return true;
        }
    }

    internal static bool RunsOrIsRefused(byte[] file)
    {
        try
        {
            Network network = Network.Load(file);
            network.Classify(new byte[network.InputCount]);
            for (int o = 0; o < network.OutputCount; o++)
            {
                network.Value(o);
            }

            Assert.InRange(network.ConfidencePercent(), 0, 100);
            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }
}
