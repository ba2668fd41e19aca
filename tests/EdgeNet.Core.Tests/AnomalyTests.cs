using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Core.Tests;

public class AnomalyTests
{
    private const int KindAt = 0, FractionAt = 1, ShiftAt = 2, LogitShiftAt = 3, ThresholdAt = 4, MultiplierAt = 8, CentresAt = 16, NumbersAt = 20;

    /// <summary>(10, 20) is 2 and -4 away from (8, 24); times 3 and 5, halved: 3 and -10; the root of 109 is 10.44. From (0, 0) it is 30 and 60: 67.08.</summary>
    [Fact]
    public void The_score_is_the_distance_to_the_nearest_centre()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand(), []));
        Assert.Equal(0, network.Classify(new byte[] { 10, 20 }));
        Assert.Equal((10, false, "normal"), (network.AnomalyScore, network.IsAnomaly, network.Label(network.Best)));

        // (40, 20): 32 * 3 / 2 = 48 and -10 from the first centre, the root of 2404 is 49.03; from the second 120 and 60.
        Assert.Equal(1, network.Classify(new byte[] { 40, 20 }));
        Assert.Equal((49, true, "anomaly"), (network.AnomalyScore, network.IsAnomaly, network.Label(network.Best)));
        Assert.Equal((1f, 49f / 12f, 49f / 12f, 100), (network.Value(0), network.Value(1), network.AnomalyLevel, network.ConfidencePercent()));
        Assert.Equal((12, 49), (network.Logit(0), network.Logit(1)));
    }

    /// <summary>Of two equal logits the first is the answer, so a score at the threshold is normal.</summary>
    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Only_a_score_above_the_threshold_is_an_anomaly(int threshold, bool expected)
    {
        Network network = Network.Load(ModelWriter.Write(ByHand() with { Anomaly = ByHand().Anomaly! with { Threshold = threshold } }, []));
        Assert.Equal(expected ? 1 : 0, network.Classify(new byte[] { 10, 20 }));
        Assert.Equal(expected, network.IsAnomaly);
    }

    /// <summary>The layer gives 3 a + 1 and 2 b; half of that, rounded, plus 1 is compared with a and b.</summary>
    [Fact]
    public void A_reconstruction_is_compared_with_the_input()
    {
        QuantizedNetwork network = ByHand() with
        {
            Layers = [new QuantizedDense(new QuantizedMatrix(2, 2, [3, 0, 0, 2], [1, 0], [1 << 30, 1 << 30], [30, 30], []), Activation.Linear, 0)],
            Anomaly = new QuantizedAnomaly { FractionBits = 0, Centres = [], Weights = [[4, 4]], Shift = 0, Multiplier = 1, LogitShift = 1, Offset = 1, Threshold = 100 },
        };
        Network loaded = Network.Load(ModelWriter.Write(network, []));

        // 31 / 2 + 1 = 17 (rounded up) and 21: 4 * -7 and 4 * -1, whose root of squares is 28.28.
        loaded.Classify(new byte[] { 10, 20 });
        Assert.Equal(28, loaded.AnomalyScore);
    }

    [Fact]
    public void Beside_another_task_an_anomaly_takes_the_confidence_and_leaves_the_answer()
    {
        QuantizedNetwork network = ByHand() with
        {
            Task = TaskKind.Classification,
            Layers = [new QuantizedDense(new QuantizedMatrix(2, 3, [1, 0, 0, 0, 1, 0], [0, 0, 0], [1 << 30, 1 << 30, 1 << 30], [30, 30, 30], []), Activation.Linear, 0)],
            OutputFunction = Activation.Softmax,
            Labels = ["a", "b", "c"],
        };
        Network loaded = Network.Load(ModelWriter.Write(network, []));
        Assert.Equal(1, loaded.Classify(new byte[] { 10, 20 }));
        Assert.Equal((10, false, 3), (loaded.AnomalyScore, loaded.IsAnomaly, loaded.OutputCount));
        Assert.True(loaded.ConfidencePercent() > 50);
        Assert.Equal(0, loaded.Classify(new byte[] { 40, 20 }));
        Assert.Equal((49, true, 0, 40, 20, 0), (loaded.AnomalyScore, loaded.IsAnomaly, loaded.ConfidencePercent(), loaded.Logit(0), loaded.Logit(1), loaded.Logit(2)));
    }

    [Fact]
    public void A_model_that_finds_no_anomalies_says_so()
    {
        Network network = Network.Load(ModelWriter.Write(RandomNetworks.Create(1), []));
        network.Classify(new float[network.InputCount]);
        Assert.Equal((false, 0, 0f, false), (network.FindsAnomalies, network.AnomalyScore, network.AnomalyLevel, network.IsAnomaly));
    }

    /// <summary>The reference computes with numbers of any length and Newton's root.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scores_and_logits_of_random_models_are_those_of_the_plain_reference(bool extreme)
    {
        int compared = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            QuantizedNetwork network = RandomNetworks.WithAnomalies(seed, extreme) with { InputScale = [1f], InputOffset = [0f] };
            Network loaded;
            try
            {
                loaded = Network.Load(ModelWriter.Write(network, []));
            }
            catch (EdgeNet.Files.UserException e)
            {
                // Extreme numbers may not be provably bounded.
                Assert.True(extreme && e.Message.Contains("62 bits", StringComparison.Ordinal), e.Message);
                continue;
            }

            Random random = new(seed);
            for (int n = 0; n < 5; n++)
            {
                int[] x = RandomNetworks.Input(network, random), expected = network.Logits(x);
                loaded.Classify(Array.ConvertAll(x, v => (float)v));
                Assert.Equal(expected[^1], loaded.AnomalyScore);
                Assert.Equal(expected.Take(loaded.OutputCount), Enumerable.Range(0, loaded.OutputCount).Select(loaded.Logit));
                compared++;
            }
        }

        Assert.True(compared > 300, $"only {compared} inputs were compared");
    }

    [Theory]
    [InlineData(KindAt, 3, "kind 3 does not fit")]
    [InlineData(KindAt, 2, "kind 2 does not fit")]
    [InlineData(FractionAt, 9, "not allowed")]
    [InlineData(ShiftAt, 32, "not allowed")]
    [InlineData(LogitShiftAt, 1, "not allowed")]
    [InlineData(ThresholdAt, 0, "not allowed")]
    [InlineData(ThresholdAt + 3, 0x80, "not allowed")]
    [InlineData(MultiplierAt, 1, "not allowed")]
    [InlineData(CentresAt, 0, "not allowed")]
    [InlineData(CentresAt, 3, "too short for weights of centre 1")]
    [InlineData(CentresAt, 1, "8 bytes too long")]
    [InlineData(CentresAt + 2, 1, "reserved field is not zero")]
    public void What_is_not_allowed_is_refused(int at, byte value, string problem)
    {
        byte[] section = Section(ByHand());
        section[at] = value;
        Assert.Contains("section ANOM: ", Refused(ByHand(), section));
        Assert.Contains(problem, Refused(ByHand(), section));
    }

    /// <summary>65,535 * 65,535 is below 2^32, its square is 2^64.</summary>
    [Fact]
    public void A_sum_that_may_exceed_62_bits_is_refused()
    {
        byte[] section = Section(ByHand() with { InputBits = 16, Anomaly = ByHand().Anomaly! with { FractionBits = 0 } });
        section[ShiftAt] = 0;
        Array.Fill(section, (byte)0xFF, NumbersAt, section.Length - NumbersAt);
        Assert.Contains("the distance to centre 0 may exceed 62 bits", Refused(ByHand() with { InputBits = 16 }, section));
    }

    [Fact]
    public void Task_and_section_belong_together()
    {
        (int Type, byte[] Payload)[] sections = [.. Sections(ModelWriter.Write(ByHand(), []))];
        Assert.Contains("section ANOM is missing", Problem(ModelWriter.Assemble([.. sections.Where(s => s.Type != ModelFormat.AnomalySection)])));
        byte[] classes = ModelWriter.Write(Classifier(), []);
        byte[] reconstruction = Section(ByHand());
        reconstruction[KindAt] = ModelFormat.DistanceToReconstruction;
        Assert.Contains("kind 2 does not fit", Problem(ModelWriter.Assemble([.. Sections(classes), (ModelFormat.AnomalySection, reconstruction)])));
        Assert.Contains("0 layers", Problem(ModelWriter.Assemble([.. Sections(classes).Select(s => s.Type == ModelFormat.LayersSection ? (s.Type, new byte[4]) : s)])));
    }

    /// <summary>A damaged section is refused, or it is another valid one: then every input has a score.</summary>
    [Fact]
    public void No_byte_of_the_section_can_do_harm()
    {
        int valid = 0, refused = 0;
        foreach (QuantizedNetwork network in new[] { ByHand(), RandomNetworks.WithAnomalies(1), RandomNetworks.WithAnomalies(2), RandomNetworks.WithAnomalies(5) })
        {
            byte[] section = Section(network);
            for (int at = 0; at < Math.Min(section.Length, 80); at++)
            {
                foreach (int flip in new[] { 1, 0x10, 0x80, 0xFF })
                {
                    byte[] changed = [.. section];
                    changed[at] ^= (byte)flip;
                    try
                    {
                        Network loaded = Network.Load(Replaced(network with { GoldenSeeds = [] }, changed));
                        loaded.Classify(new float[loaded.InputCount]);
                        Assert.True(loaded.AnomalyScore >= 0);
                        valid++;
                    }
                    catch (ModelException)
                    {
                        refused++;
                    }
                }
            }

            Assert.All(Enumerable.Range(0, section.Length), length => Refused(network, section[..length]));
        }

        Assert.True(valid > 50 && refused > 50, $"{valid} valid, {refused} refused");
    }

    [Fact]
    public void Golden_vectors_reveal_a_wrong_score()
    {
        QuantizedNetwork network = RandomNetworks.WithAnomalies(2) with { GoldenSeeds = [7] };
        byte[] section = Section(network);
        section[ShiftAt] ^= 1;
        Assert.Contains("section gold", Assert.Throws<ModelException>(() => Network.Load(Replaced(network, section))).Message);
    }

    private static QuantizedNetwork ByHand() => new()
    {
        Task = TaskKind.Anomaly,
        Shape = Shape.Features(2),
        InputBits = 8,
        InputScale = [1f],
        InputOffset = [0f],
        Layers = [],
        OutputFunction = Activation.Linear,
        LogitScale = 1f / 12f,
        ValueScale = 1f,
        ValueOffset = 0f,
        Labels = ["normal", "anomaly"],
        GoldenSeeds = [1],
        Anomaly = new QuantizedAnomaly { FractionBits = 0, Centres = [[8, 24], [0, 0]], Weights = [[3, 5], [6, 6]], Shift = 1, Threshold = 12 },
    };

    private static QuantizedNetwork Classifier() => ByHand() with
    {
        Task = TaskKind.Classification,
        Layers = [new QuantizedDense(new QuantizedMatrix(2, 2, [1, 0, 0, 1], [0, 0], [1 << 30, 1 << 30], [30, 30], []), Activation.Linear, 0)],
        OutputFunction = Activation.Softmax,
        Anomaly = null,
        GoldenSeeds = [],
    };

    private static byte[] Section(QuantizedNetwork network) => ModelFile.Parse(ModelWriter.Write(network, [])).ReadSection(ModelFormat.AnomalySection);

    private static byte[] Replaced(QuantizedNetwork network, byte[] section) =>
        ModelWriter.Assemble([.. Sections(ModelWriter.Write(network, [])).Select(s => s.Type == ModelFormat.AnomalySection ? (s.Type, section) : s)]);

    private static string Refused(QuantizedNetwork network, byte[] section) => Problem(Replaced(network, section));

    private static string Problem(byte[] file) => Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message;

    private static IEnumerable<(int Type, byte[] Payload)> Sections(byte[] file)
    {
        for (int at = ModelFormat.HeaderLength; at < file.Length;)
        {
            int type = BitConverter.ToInt32(file, at), length = BitConverter.ToInt32(file, at + 4);
            yield return (type, file[(at + 8)..(at + 8 + length)]);
            at += 8 + ((length + 3) & ~3);
        }
    }
}
