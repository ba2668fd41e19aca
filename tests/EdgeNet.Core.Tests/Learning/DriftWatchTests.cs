using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Core.Tests;

/// <summary>When a board says that it sees something else than its model was trained on, and when not.</summary>
public class DriftWatchTests
{
    private const int Values = 4;

    private static readonly DatasetSplit Data = new(Draw(2000, 1), Draw(1000, 2));
    private static readonly byte[] File = Build(Data);

    /// <summary>One-sided tolerance limits for 95 % of all readings with 95 % confidence: the numbers of samples are those of Wilks' tables.</summary>
    [Theory]
    [InlineData(58, 0)]
    [InlineData(59, 1)]
    [InlineData(92, 1)]
    [InlineData(93, 2)]
    [InlineData(123, 2)]
    [InlineData(124, 3)]
    [InlineData(153, 4)]
    [InlineData(181, 5)]
    public void Limits_are_the_order_statistics_of_Wilks(int samples, int rank) => Assert.Equal(rank, DriftNotes.Rank(samples));

    /// <summary>Stated: fewer than one in 80,000 blocks of independent readings. Among 2,000 there is one in fewer than 3 % of all cases.</summary>
    [Fact]
    public void Readings_like_those_of_the_training_are_no_alarm()
    {
        DriftWatch watch = DriftWatch.Of(ModelFile.Parse(File))!;
        Network network = Network.Load(File);
        Dataset fresh = Draw(2000 * DriftWatch.BlockReadings / 16, 3);
        int alarms = 0, blocks = 0;
        Random random = new(1);
        for (int i = 0; i < 2000 * DriftWatch.BlockReadings; i++)
        {
            float[] reading = fresh.Sample(random.Next(fresh.Count)).ToArray();
            int percent = i % 16 == 0 ? Percent(network, reading) : 100;
            bool ended = watch.Add(reading, percent);
            blocks += ended ? 1 : 0;
            alarms += ended && watch.IsDrifting ? 1 : 0;
        }

        Assert.Equal((2000, 0), (blocks, alarms));
    }

    [Theory]
    [InlineData(1, 2.5f, "value 2 is +")]
    [InlineData(2, -2.5f, "value 3 is -")]
    public void A_value_that_has_moved_is_named_in_the_first_block(int value, float deviations, string named)
    {
        DriftWatch watch = DriftWatch.Of(ModelFile.Parse(File))!;
        Network network = Network.Load(File);
        Dataset fresh = Draw(DriftWatch.BlockReadings, 4);
        for (int i = 0; i < DriftWatch.BlockReadings; i++)
        {
            float[] reading = fresh.Sample(i).ToArray();
            reading[value] += deviations * (value + 1) * 1.5f;
            watch.Add(reading, Percent(network, reading));
        }

        Assert.True(watch.IsDrifting);
        Assert.Contains(named, watch.Report);
        Assert.Contains("no longer like those", watch.Report);

        // And when the readings are as before, it is over.
        for (int i = 0; i < DriftWatch.BlockReadings; i++)
        {
            watch.Add(fresh.Sample(i).ToArray(), 100);
        }

        Assert.False(watch.IsDrifting);
    }

    [Fact]
    public void Answers_that_have_become_unsure_are_an_alarm_by_themselves()
    {
        DriftWatch watch = DriftWatch.Of(ModelFile.Parse(File))!;
        for (int i = 0; i < DriftWatch.BlockReadings; i++)
        {
            watch.Add(Data.Test.Sample(i).ToArray(), 51);
        }

        Assert.True(watch.IsDrifting);
        Assert.Contains("256 unsure", watch.Report);
        Assert.Contains("the confidence 51 % instead of ", watch.Report);
    }

    [Fact]
    public void A_damaged_section_and_too_little_data_are_refused()
    {
        Assert.Null(DriftWatch.Of(ModelFile.Parse(Build(Data, drift: false))));
        byte[] plain = Build(Data, drift: false);
        foreach (byte[] section in new byte[][] { [], new byte[8], [4, 0, 101, 0, .. new byte[36]], [4, 0, 0, 101, .. new byte[36]], [4, 0, 0, 0, 0, 0, 0, 128, .. new byte[32]], [3, 0, 0, 0, .. new byte[36]], new byte[41] })
        {
            ModelFile model = ModelFile.Parse(ModelWriter.Append(plain, ModelFormat.DriftSection, section));
            Assert.Contains("section drif", Assert.Throws<ModelException>(() => DriftWatch.Of(model)).Message);
        }

        UserException few = Assert.Throws<UserException>(() => Build(new DatasetSplit(Draw(200, 1), Draw(58, 2))));
        Assert.Contains("58 test samples, but needs 59", few.Message);
    }

    private static int Percent(Network network, float[] reading)
    {
        network.Classify(reading);
        return network.ConfidencePercent();
    }

    private static byte[] Build(DatasetSplit data, bool drift = true) =>
        ModelBuilder.Build(data, new TrainingOptions { Hidden = [4], Epochs = 5, Starts = 1 }, "drift", true, null, default, null, new ModelNotes { Drift = drift }).File;

    // Two classes, normally distributed values of different widths.
    private static Dataset Draw(int count, int seed)
    {
        SeededRandom random = new(seed, "drift");
        float[] features = new float[count * Values], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 2;
            for (int v = 0; v < Values; v++)
            {
                features[(i * Values) + v] = (10 * v) + ((v + 1) * (float)(random.NextGaussian() + (v == 0 ? 3 * (i % 2) : 0)));
            }
        }

        return new Dataset("drift", TaskKind.Classification, Shape.Features(Values), FeatureKind.Columns, features, targets, ["a", "b"]);
    }
}
