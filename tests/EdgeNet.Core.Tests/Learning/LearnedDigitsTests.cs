using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using Xunit.Abstractions;

namespace EdgeNet.Core.Tests;

/// <summary>
/// Five presses for each digit, on the digits that people wrote (UCI, 8x8 pixels), 20 draws of presses. What is active afterwards is judged on 899 digits that neither the network nor
/// the presses have seen.
/// </summary>
public class LearnedDigitsTests(ITestOutputHelper output)
{
    private const int Draws = 20, Presses = 5;
    private const float InkOfDrawings = 16f;

    private static readonly Lazy<(Dataset All, int[] Train, int[] Test)> Data = new(() =>
    {
        Dataset all = new DataSource(new CsvOptions()).Load(SharedData.Digits, 1).Train;
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new Random(5).Shuffle(order);
        return (all, order[..898], order[898..]);
    });

    /// <summary>Digits 8 and 9 are new: the network answers with other digits for a fifth of the pictures.</summary>
    [SharedDataFact]
    public void Two_digits_that_the_network_has_never_seen_are_learned()
    {
        (Dataset all, int[] train, int[] test) = Data.Value;
        byte[] model = Build(Known(all, train), Known(all, test));
        Result result = Teach("two new digits", model, train, test, 1, 2);
        Assert.InRange(result.Before, 76, 81);
        Assert.InRange(result.Mean, 88, 100);
        Assert.InRange(result.Worst, result.Before - 1, 100);

        static Dataset Known(Dataset all, int[] samples)
        {
            Dataset known = all.Subset([.. samples.Where(s => all.Targets[s] < 8)]);
            return new Dataset("0 to 7", TaskKind.Classification, known.Shape, known.Kind, known.Features, known.Targets, known.Labels[..8]);
        }
    }

    /// <summary>The network was trained on drawings of a program and then meets people's handwriting.</summary>
    [SharedDataFact]
    public void Handwriting_is_learned_by_a_network_that_knows_only_drawings()
    {
        (_, int[] pool, int[] test) = Data.Value;
        DatasetSplit drawn = Digits.Create("digits8", 8, 4000, 500, 1);
        Result result = Teach("handwriting", Build(drawn.Train, drawn.Test, epochs: 10), pool, test, InkOfDrawings, 0);
        Assert.InRange(result.Before, 62, 72);
        Assert.InRange(result.Mean, result.Before + 5, 100);
        Assert.InRange(result.Worst, result.Before - 1, 100);
    }

    /// <summary>Where there is nothing to gain, nothing is lost: that is what comparing before switching is for. Prototypes alone would lose three points.</summary>
    [SharedDataFact]
    public void A_network_that_is_good_already_stays_as_it_is()
    {
        (Dataset all, int[] train, int[] test) = Data.Value;
        Result result = Teach("nothing new", Build(all.Subset(train), all.Subset(test)), test[..400], test[400..], 1, 0);
        Assert.InRange(result.Before, 95, 100);
        Assert.InRange(result.Worst, result.Before - 1, 100);
        Assert.InRange(result.Mean, result.Before - 0.2, 100);
    }

    private static byte[] Build(Dataset train, Dataset test, int epochs = 30) =>
        ModelBuilder.Build(new DatasetSplit(train, test), new TrainingOptions { Hidden = [32], Epochs = epochs, Seed = 1 }, "digits", true, null, default).File;

    // Presses from one part of the data, accuracy on another. The float version gets the same presses.
    private Result Teach(string what, byte[] file, int[] pool, int[] test, float ink, int newLabels)
    {
        Dataset all = Data.Value.All;
        ModelFile model = ModelFile.Parse(file);
        Network network = new(model);
        byte[] hidden = new byte[new LastLayer(model).Terms];
        double before = Accuracy(() => network.Best);
        List<double> after = [], floats = [];
        int[] active = new int[3];
        for (int draw = 0; draw < Draws; draw++)
        {
            Random random = new(draw);
            Learner learner = new(model, network, newLabels, 60);
            FloatLearner floating = new(model, newLabels);
            foreach (int sample in Enumerable.Range(0, 10).SelectMany(digit => Drawn(random, digit)))
            {
                int label = (int)all.Targets[sample];
                See(sample);
                learner.Answer();
                Assert.Equal(label, learner.Press($"{label}"));
                network.CopyHidden(hidden);
                floating.Press(hidden, label, network.Best);
            }

            while (learner.Work())
            {
            }

            floating.Compare();
            active[learner.Active]++;
            after.Add(Accuracy(learner.Answer));
            floats.Add(Accuracy(() =>
            {
                network.CopyHidden(hidden);
                return floating.Answer(hidden, network.Best);
            }));
            if (learner.Active == floating.Active)
            {
                Assert.InRange(after[^1] - floats[^1], -1, 1);
            }
        }

        output.WriteLine($"{what}: {before:F1} % before; after {Presses} presses a digit {after.Average():F1} % (worst {after.Min():F1} %, float {floats.Average():F1} %); active: as it came {active[0]}, prototypes {active[1]}, trained {active[2]}");
        Assert.InRange(after.Average() - floats.Average(), -1, 1);
        return new Result(before, after.Average(), after.Min());

        int[] Drawn(Random random, int digit)
        {
            int[] own = [.. pool.Where(s => all.Targets[s] == digit)];
            random.Shuffle(own);
            return own[..Presses];
        }

        void See(int sample) => network.Classify(Array.ConvertAll(all.Sample(sample).ToArray(), v => Math.Min(255, v * ink)));

        double Accuracy(Func<int> answer) => 100.0 * test.Count(s =>
        {
            See(s);
            return answer() == (int)all.Targets[s];
        }) / test.Length;
    }

    private sealed record Result(double Before, double Mean, double Worst);
}
