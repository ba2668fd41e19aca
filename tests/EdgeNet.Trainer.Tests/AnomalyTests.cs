using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>Learning what is normal. Expected numbers are by numpy 1.26 and scipy 1.11, or worked by hand.</summary>
public class AnomalyTests
{
    // Beta quantiles by scipy.stats.beta.ppf(q, k, n + 1 - k).
    [Theory]
    [InlineData(0.025, 4, 400, 0.0027311959712429537)]
    [InlineData(0.975, 4, 400, 0.0217606685144171)]
    [InlineData(0.025, 1, 30, 0.0008435709266304788)]
    [InlineData(0.975, 1, 30, 0.11570330822202779)]
    [InlineData(0.025, 50, 20000, 0.001856100170494067)]
    [InlineData(0.975, 50, 20000, 0.00323775166973802)]
    public void Quantiles_of_the_beta_distribution(double probability, int k, int samples, double expected) =>
        Assert.Equal(expected, Beta.Quantile(probability, k, samples + 1 - k), expected * 1e-9);

    /// <summary>Of 199 scores, 2 % of 200 is 4: the fourth largest is the threshold, and three are above it.</summary>
    [Fact]
    public void The_threshold_is_exceeded_as_often_as_wanted()
    {
        Threshold threshold = Threshold.Of(Enumerable.Range(1, 199), 0.02);
        Assert.Equal((196, 3, 199, false, 50L), (threshold.Score, threshold.Above, threshold.HeldOut, threshold.IsExtrapolated, threshold.NeededSamples));
        (double low, double high) = threshold.Interval();
        Assert.InRange(0.02, low, high);
    }

    /// <summary>Scores 1 to 100: the ten largest are 5.5 above the eleventh, 90, on average; from a share of a tenth to one of 1/1000, the logarithm of 100 times 5.5 is added.</summary>
    [Fact]
    public void Too_few_samples_are_continued_by_their_slope_and_it_is_said()
    {
        Threshold threshold = Threshold.Of(Enumerable.Range(1, 100), 0.001);
        Assert.Equal((90 + (int)(5.5 * Math.Log(100)), true, 0, 1000L), (threshold.Score, threshold.IsExtrapolated, threshold.Above, threshold.NeededSamples));

        // With a share of 2.9513 %, none of 100 would be above it with a probability of 5 %: 0.970487^100.
        Assert.Equal((0, 0.029513), (threshold.Interval().Low, Math.Round(threshold.Interval().High, 6)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_or_two_scores_give_a_threshold_all_the_same(int count) =>
        Assert.True(Threshold.Of(Enumerable.Repeat(5, count), 0.01).Score >= 5);

    [Theory]
    [InlineData("0.1%", null, 0.001)]
    [InlineData("0.001", null, 0.001)]
    [InlineData("1/1000", null, 0.001)]
    [InlineData("2 / 50", null, 0.04)]
    [InlineData("1/week", 10.0, 10.0 / 604800)]
    [InlineData("3/Day", 0.5, 1.5 / 86400)]
    [InlineData("1/second", 0.25, 0.25)]
    public void Rates_of_false_alarms_are_shares(string text, double? every, double expected) => Assert.Equal(expected, FalseAlarmRate.Parse(text).ShareOf(every), 1e-12);

    [Theory]
    [InlineData("often", 1.0, "is not understood")]
    [InlineData("1/fortnight", 1.0, "is not understood")]
    [InlineData("-1%", 1.0, "is not understood")]
    [InlineData("0%", 1.0, "is not understood")]
    [InlineData("0", 1.0, "is not understood")]
    [InlineData("1", null, "--false-alarms 1 is 100 % of all inputs; at most half")]
    [InlineData("1/0", 1.0, "is not understood")]
    [InlineData("1/week", null, "add --every")]
    [InlineData("60%", 1.0, "at most half")]
    [InlineData("1/second", 1.0, "at most half")]
    public void Other_rates_are_refused(string text, double? every, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserException>(() => FalseAlarmRate.Parse(text).ShareOf(every)).Message);

    /// <summary>Of the six pairs of (1, 2, 2) and (2, 3), five are in order and two of those equal: (1 + 0.5 + 0.5 + 3) / 6.</summary>
    [Fact]
    public void The_auc_counts_pairs()
    {
        Assert.Equal(5.0 / 6, AnomalyScore.AucOf([2, 1, 2], [3, 2]), 12);
        Assert.True(double.IsNaN(AnomalyScore.AucOf([1], [])));
    }

    // numpy: sqrt((((p - x.mean(0)) / x.std(0)) ** 2).sum()) over all 143 rows; a little is lost as three quarters of them are learned from.
    [Theory]
    [InlineData(20f, 18f, 4.743416490252569)]
    [InlineData(5f, 100f, 7.305140612272933)]
    [InlineData(-3f, -7f, 3.370507003451775)]
    public void The_gaussian_is_the_distance_in_standard_deviations(float a, float b, double expected)
    {
        float[] features = [.. Enumerable.Range(0, 143).SelectMany(i => new[] { i * 7 % 11, i * 5 % 13 * 3f })];
        BuiltAnomaly built = Build(Normal(2, features), AnomalyMethod.Gaussian);
        Network network = new(built.Model);
        network.Classify([a, b]);

        // 256 units are a standard deviation.
        Assert.Equal(expected, network.AnomalyScore / 256.0, 0.12 * expected);
    }

    /// <summary>Over many draws, the false alarms on fresh data are in the interval of 95 % that is stated, in about 95 % of the draws.</summary>
    [Theory]
    [InlineData(AnomalyMethod.Gaussian)]
    [InlineData(AnomalyMethod.Clusters)]
    public void Fresh_data_have_the_false_alarms_that_are_stated(AnomalyMethod method)
    {
        int inside = 0;
        double mean = 0;
        const int Draws = 40;
        for (int draw = 0; draw < Draws; draw++)
        {
            Random random = new(draw);
            BuiltAnomaly built = Build(Normal(3, Correlated(random, 400)), method, 0.05);
            int[] scores = AnomalyScore.Scores(built.Model, Correlated(random, 4000).Chunk(3));
            double rate = scores.Count(s => s > built.Choice.Threshold.Score) / 4000.0;
            (double low, double high) = built.Choice.Threshold.Interval();
            inside += rate >= low && rate <= high ? 1 : 0;
            mean += rate / Draws;
        }

        // With 95 % each, fewer than 34 of 40 come once in 200 tries. The mean of 40 shares of 5 % of 100 held-out samples each has a deviation of 0.35 points.
        Assert.InRange(inside, 34, Draws);
        Assert.InRange(mean, 0.035, 0.06);
    }

    /// <summary>The second value follows from the first: what breaks that has usual values, which only a method that knows both together can tell.</summary>
    [Fact]
    public void The_method_that_is_chosen_notices_what_a_gaussian_cannot()
    {
        Random random = new(5);
        Dataset normal = Normal(3, Correlated(random, 600));
        float[][] broken = [.. Correlated(random, 300).Chunk(3).Select(row => new[] { row[0], (2 * (float)Gaussian(random)) + 5, row[2] })];
        BuiltAnomaly gaussian = Build(normal, AnomalyMethod.Gaussian), chosen = Build(normal, null);
        Assert.NotEqual(AnomalyMethod.Gaussian, chosen.Choice.Method);
        double before = Auc(gaussian, normal, broken), after = Auc(chosen, normal, broken);
        Assert.True(after > 0.85 && after > before + 0.2, $"AUC {before:F3} by the Gaussian, {after:F3} by {chosen.Choice.Description}");
        Assert.Equal("gaussian", chosen.Choice.Tried[0].Description);
        Assert.True(chosen.Choice.Tried.Count > 4);
    }

    [Fact]
    public void Independent_values_are_left_to_the_gaussian()
    {
        Random random = new(2);
        Dataset normal = Normal(4, [.. Enumerable.Range(0, 4 * 1200).Select(_ => (float)Gaussian(random))]);
        Assert.Equal(AnomalyMethod.Gaussian, Build(normal, null).Choice.Method);
    }

    /// <summary>Of a constant 200 a hundredth counts as a deviation, of a constant 0 one of 0.01.</summary>
    [Fact]
    public void A_change_of_a_constant_column_is_noticed()
    {
        Random random = new(3);
        Dataset normal = Normal(3, [.. Enumerable.Range(0, 400).SelectMany(_ => new[] { (float)Gaussian(random), 200f, 0f })]);
        BuiltAnomaly built = Build(normal, AnomalyMethod.Gaussian);
        Network network = new(built.Model);
        Assert.Equal([false, true, true, true, false], new[] { new[] { 0f, 200, 0 }, [0f, 220, 0], [0f, 0, 0], [0f, 200, 1], [0f, 200.1f, 0] }.Select(raw =>
        {
            network.Classify(raw);
            return network.IsAnomaly;
        }));
        Assert.Contains("never changed", Assert.Single(built.Warnings));
    }

    [Fact]
    public void Values_of_any_size_and_equal_rows_give_a_model()
    {
        Random random = new(4);
        foreach (Func<int, float[]> row in new Func<int, float[]>[]
        {
            i => [i % 2 == 0 ? float.MaxValue / 1000 : -float.MaxValue / 1000, i],
            i => [1e-30f * i, 1e-30f],
            i => [16_777_216 + (i % 2), 1f],
            _ => [0f, 0f],
            _ => [3f, 4f],
            i => [i == 7 ? 1e9f : random.NextSingle(), i % 3],
        })
        {
            Dataset normal = Normal(2, [.. Enumerable.Range(0, 80).SelectMany(row)]);
            foreach (AnomalyMethod? method in new AnomalyMethod?[] { AnomalyMethod.Gaussian, AnomalyMethod.Clusters, null })
            {
                BuiltAnomaly built = Build(normal, method);
                Assert.All(AnomalyScore.Scores(built.Model, normal.Features.Chunk(2)), score => Assert.True(score >= 0));
            }
        }
    }

    [Theory]
    [InlineData(19, 2, AnomalyMethod.Gaussian, "19 samples are too few")]
    [InlineData(24, 2, AnomalyMethod.Clusters, "too few for clusters")]
    [InlineData(40, 2, AnomalyMethod.Autoencoder, "too few for an auto-encoder")]
    [InlineData(200, 1, AnomalyMethod.Autoencoder, "can only repeat it")]
    [InlineData(100, 1500, AnomalyMethod.Autoencoder, "too many for an auto-encoder")]
    public void Data_that_do_not_do_are_refused_in_a_line(int rows, int width, AnomalyMethod method, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserException>(() => Build(Normal(width, new float[rows * width]), method)).Message);

    [Fact]
    public void The_same_seed_gives_the_same_file()
    {
        Dataset normal = Normal(3, Correlated(new Random(6), 300));
        Assert.Equal(Build(normal, null).File, Build(normal, null).File);
    }

    [Fact]
    public void Beside_a_classifier_what_is_none_of_the_classes_is_unsure()
    {
        Random random = new(7);
        float[] features = [.. Enumerable.Range(0, 400).SelectMany(i => new[] { (i % 2 * 10) + (float)Gaussian(random), (i % 2 * -10) + (float)Gaussian(random) })];
        Dataset data = new("two", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, [.. Enumerable.Range(0, 400).Select(i => i % 2f)], ["a", "b"]);
        BuiltModel built = ModelBuilder.Build(DatasetSplit.Stratified(data, 0.2, 1), new TrainingOptions { Epochs = 20, Starts = 1 }, "two", false, null, default, null, new ModelNotes { Anomaly = new AnomalyOptions() });
        Network network = new(built.Model);
        Assert.Equal((1.0, AnomalyMethod.Clusters), (built.Score.Accuracy, built.Anomaly!.Method));

        // Between the classes, where a single mean would be.
        Assert.Equal([false, false, true, true], new[] { new[] { 0f, 0 }, [10f, -10], [5f, -5], [10f, 10] }.Select(raw =>
        {
            network.Classify(raw);
            Assert.Equal(network.IsAnomaly, network.ConfidencePercent() == 0);
            return network.IsAnomaly;
        }));
    }

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(99, 1)]
    [InlineData(98, 0)]
    public void A_score_also_says_what_a_threshold_at_one_percent_would_find(int rows, int alarms)
    {
        Random random = new(9);
        BuiltAnomaly built = Build(Normal(3, Correlated(random, 1000)), AnomalyMethod.Gaussian, 1e-6);
        float[] normal = Correlated(random, rows), anomalies = [.. Correlated(random, 200).Select((v, i) => i % 3 == 2 ? v + 50 : v)];
        Dataset all = new("all", TaskKind.Anomaly, Shape.Features(3), FeatureKind.Columns, [.. normal, .. anomalies], [.. Enumerable.Range(0, rows + 200).Select(i => i < rows ? 0f : 1)], [.. AnomalyLabels.Names]);
        AnomalyScore score = AnomalyScore.Of(built.Model, all);

        // As many normal samples as 1 % of one more than there are reach the threshold.
        int[] scores = AnomalyScore.Scores(built.Model, normal.Chunk(3));
        int? expected = alarms == 0 ? null : AnomalyScore.Scores(built.Model, anomalies.Chunk(3)).Count(s => s > scores.OrderDescending().ElementAt(alarms - 1));
        Assert.Equal((rows, 200, 0, expected), (score.Normal, score.Anomalies, score.FalseAlarms, score.FoundAtUsual));
        Assert.True(expected is null || expected > 2 * score.Found);
    }

    private static double Auc(BuiltAnomaly built, Dataset normal, float[][] anomalies) =>
        AnomalyScore.AucOf(AnomalyScore.Scores(built.Model, normal.Features.Chunk(3)), AnomalyScore.Scores(built.Model, anomalies));

    private static BuiltAnomaly Build(Dataset normal, AnomalyMethod? method, double falseAlarms = 0.01) =>
        AnomalyBuilder.Build(new DatasetSplit(normal, normal), new AnomalyOptions { Method = method, FalseAlarms = falseAlarms }, new TrainingOptions(), "test", new ModelNotes(), null, default);

    private static Dataset Normal(int width, float[] features) =>
        new("normal", TaskKind.Anomaly, Shape.Features(width), FeatureKind.Columns, features, new float[features.Length / width], [.. AnomalyLabels.Names]);

    // The second value is twice the first plus 5, nearly; the third is on its own.
    private static float[] Correlated(Random random, int rows) => [.. Enumerable.Range(0, rows).SelectMany(_ =>
    {
        double a = Gaussian(random);
        return new[] { (float)a, (float)((2 * a) + 5 + (0.2 * Gaussian(random))), (float)(100 + (10 * Gaussian(random))) };
    })];

    // Box and Muller.
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
