using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>What is chosen by cross-validation where samples are few, and what that is good for.</summary>
public class SmallDataTests
{
    [Fact]
    public void Defaults_do_as_well_on_a_noisy_plane_as_a_network_without_a_hidden_layer()
    {
        DatasetSplit split = new(Plane(300, 1), Plane(3000, 2));
        BuiltModel chosen = ModelBuilder.Build(split, new TrainingOptions(), "plane", false, null, default);
        BuiltModel straight = ModelBuilder.Build(split, new TrainingOptions { Hidden = [], Epochs = 200, WeightDecay = 0.1f }, "plane", false, null, default);
        BuiltModel plain = ModelBuilder.Build(split, new TrainingOptions { Epochs = 666, WeightDecay = 0.1f }, "plane", false, null, default);
        Assert.True(chosen.Score.Accuracy >= straight.Score.Accuracy - 0.01, $"{chosen.Score.Accuracy} against {straight.Score.Accuracy}");
        Assert.True(chosen.Score.Accuracy >= plain.Score.Accuracy + 0.05, $"{chosen.Score.Accuracy} against {plain.Score.Accuracy}, which overfits");
        Assert.True(chosen.Score.CalibrationError <= 0.05, $"{chosen.Score.CalibrationError}");
        Assert.True(plain.Score.CalibrationError >= 0.15, $"{plain.Score.CalibrationError}");
    }

    [Fact]
    public void Defaults_learn_rings_that_no_line_parts()
    {
        DatasetSplit split = new(Rings(200, 1), Rings(1000, 2));
        BuiltModel chosen = ModelBuilder.Build(split, new TrainingOptions(), "rings", false, null, default);
        Assert.InRange(chosen.Score.Accuracy, 0.97, 1.0);
        Assert.Equal([32], chosen.Training.Choice!.Hidden!);
    }

    /// <summary>Three turns of a spiral need many lines to part them.</summary>
    [Fact]
    public void A_wide_hidden_layer_is_chosen_where_the_usual_one_is_too_coarse()
    {
        BuiltModel chosen = ModelBuilder.Build(new(Spirals(400, 1), Spirals(1000, 2)), new TrainingOptions(), "spirals", false, null, default);
        Assert.Equal([96], chosen.Training.Choice!.Hidden!);
        Assert.InRange(chosen.Score.Accuracy, 0.95, 1.0);
    }

    [Fact]
    public void A_regression_with_one_input_has_a_hidden_layer_where_it_needs_one()
    {
        DatasetSplit sine = new(Curve(240, 1, x => MathF.Sin(3 * x)), Curve(1000, 2, x => MathF.Sin(3 * x)));
        BuiltModel bent = ModelBuilder.Build(sine, new TrainingOptions(), "sine", false, null, default);
        Assert.NotEmpty(bent.Training.Choice!.Hidden!);
        Assert.InRange(bent.Score.Error, 0, 0.07); // R2 0.99

        DatasetSplit line = new(Curve(240, 1, x => (2 * x) + 1), Curve(1000, 2, x => (2 * x) + 1));
        BuiltModel straight = ModelBuilder.Build(line, new TrainingOptions(), "line", false, null, default);
        Assert.Equal([], straight.Training.Choice!.Hidden!);
        Assert.InRange(straight.Score.Error, 0, 0.002);
    }

    [Fact]
    public void The_choice_gives_the_same_bytes_with_any_number_of_threads()
    {
        byte[][] files = [.. new[] { 1, 2, 3 }.Select(threads => ModelBuilder.Build(new(Rings(60, 1), Rings(20, 2)), new TrainingOptions { Threads = threads }, "rings", true, null, default).File)];
        Assert.All(files, file => Assert.Equal(files[0], file));
    }

    [Fact]
    public void A_training_after_a_choice_is_continued_with_the_same_bytes()
    {
        DatasetSplit split = new(Rings(60, 1), Rings(20, 2));
        byte[] whole = Build(null, null, default);
        byte[]? checkpoint = null;
        using CancellationTokenSource stop = new();
        Build(new Continuation { Save = c => checkpoint = c }, p =>
        {
            if (p.Phase is null && p.Epoch == 3)
            {
                stop.Cancel();
            }
        }, stop.Token);
        Assert.NotNull(checkpoint);
        Assert.Equal(whole, Build(new Continuation { From = checkpoint }, null, default));

        byte[] Build(Continuation? continuation, Action<TrainingProgress>? progress, CancellationToken cancellation) =>
            ModelBuilder.Build(split, new TrainingOptions(), "rings", true, progress, cancellation, continuation).File;
    }

    [Fact]
    public void A_choice_that_is_interrupted_leaves_the_best_network_so_far()
    {
        DatasetSplit split = new(Rings(100, 1), Rings(200, 2));
        using CancellationTokenSource stop = new();
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions(), "rings", true, p =>
        {
            Assert.Equal("choosing", p.Phase!.Name);
            if (p.Phase.Number == 150)
            {
                stop.Cancel();
            }
        }, stop.Token);
        Assert.True(built.Training.Cancelled);
        Assert.Null(built.Training.Choice);
        Assert.InRange(built.Score.Accuracy, 0.8, 1.0);
        Assert.Throws<OperationCanceledException>(() => ModelBuilder.Build(split, new TrainingOptions(), "rings", true, null, new CancellationToken(canceled: true)));
    }

    public static TheoryData<string, TrainingOptions> Decisions => new()
    {
        { "epochs", new() { Epochs = 3 } },
        { "weight decay", new() { WeightDecay = 0.1f } },
        { "starts", new() { Starts = 1 } },
        { "validation", new() { ValidationShare = 0.2f } },
        { "patience", new() { ValidationShare = 0.2f, Patience = 3 } },
        { "optimiser", new() { Optimizer = OptimizerKind.Sgd } },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void What_the_user_decides_is_done_without_a_choice(string decision, TrainingOptions options)
    {
        Assert.NotEmpty(decision);
        BuiltModel built = ModelBuilder.Build(new(Rings(60, 1), Rings(20, 2)), options, "rings", true, p => Assert.Null(p.Phase), default);
        Assert.Null(built.Training.Choice);
        Assert.Equal(2, built.Training.Network.Layers.Length);
    }

    [Fact]
    public void Layers_that_are_given_stay()
    {
        BuiltModel built = ModelBuilder.Build(new(Rings(60, 1), Rings(20, 2)), new TrainingOptions { Hidden = [5] }, "rings", true, null, default);
        Assert.Equal([5], built.Training.Choice!.Hidden!);
        Assert.Equal(5, built.Training.Network.Layers[0].Output.Count);
    }

    [Theory]
    [InlineData("digits", false)]
    [InlineData("bugs", true)]
    [InlineData("xor", false)]
    public void Nothing_is_chosen_where_samples_are_many_or_a_handful(string data, bool chosen)
    {
        Dataset train = BuiltInDatasets.Create(data, 1).Train;
        Assert.Equal(chosen, CrossValidation.IsWanted(train, new TrainingOptions()) && CrossValidation.IsAffordable(train, new TrainingOptions()));
    }

    /// <summary>With Adam's usual rate of 0.01, all units are switched off for all pictures within a few steps: every answer is the same.</summary>
    [Theory]
    [InlineData(28, 3)]
    [InlineData(40, 1)]
    public void Bright_pictures_do_not_switch_the_network_off(int side, int channels)
    {
        Dataset train = Squares(200, 1, side, channels), test = Squares(200, 2, side, channels);
        Score score = ModelBuilder.Build(new(train, test), new TrainingOptions { Hidden = [32], Epochs = 30, WeightDecay = 0.1f }, "squares", true, null, default).Score;
        Assert.InRange(score.Accuracy, 0.95, 1);
    }

    [Fact]
    public void Where_a_choice_would_take_long_the_training_is_stopped_by_held_out_samples()
    {
        Dataset train = Squares(600, 1, 28, 3);
        Assert.True(CrossValidation.IsWanted(train, new TrainingOptions { Hidden = [32] }));
        Assert.False(CrossValidation.IsAffordable(train, new TrainingOptions { Hidden = [32] }));
        BuiltModel built = ModelBuilder.Build(new(train, Squares(200, 2, 28, 3)), new TrainingOptions { Hidden = [32] }, "squares", true, null, default);
        Assert.Null(built.Training.Choice);
        Assert.Equal(90, built.Training.HeldOut);
        Assert.InRange(built.Score.Accuracy, 0.95, 1);
    }

    // A dark square on bright noise: above the middle in one class, below it in the other.
    private static Dataset Squares(int count, int seed, int side, int channels)
    {
        SeededRandom random = new(seed, "squares");
        float[] features = new float[count * side * side * channels], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 2;
            int top = (i % 2 * side / 2) + random.Next(side / 4), left = random.Next(side * 3 / 4);
            for (int p = 0; p < side * side; p++)
            {
                bool inside = p / side >= top && p / side < top + (side / 4) && p % side >= left && p % side < left + (side / 4);
                for (int c = 0; c < channels; c++)
                {
                    features[(((i * side * side) + p) * channels) + c] = (inside ? 40 : 225) + random.Next(30);
                }
            }
        }

        return new Dataset("squares", TaskKind.Classification, channels == 1 ? Shape.Grey(side, side) : new Shape(3, side, side, channels), FeatureKind.Pixels, features, targets, ["above", "below"]);
    }

    [Fact]
    public void Groups_are_never_on_both_sides_of_a_fold_and_classes_are_in_all()
    {
        Dataset rings = Rings(90, 1);
        Dataset grouped = new(rings.Name, rings.Task, rings.Shape, rings.Kind, rings.Features, rings.Targets, rings.Labels) { Groups = [.. Enumerable.Range(0, 90).Select(i => i / 6)] };
        Folds folds = new(grouped, 5, 1);
        int[][] parts = [.. Enumerable.Range(0, 5).Select(folds.SamplesOf)];
        Assert.Equal(Enumerable.Range(0, 90), parts.SelectMany(p => p).Order());
        Assert.All(parts, p => Assert.Equal(18, p.Length));
        Assert.All(parts, p => Assert.Equal(p.Length, p.Select(s => s / 6).Distinct().Count() * 6));
        Folds single = new(rings, 4, 1);
        Assert.All(Enumerable.Range(0, 4), f => Assert.InRange(single.SamplesOf(f).Count(s => rings.ClassOf(s) == 0), 11, 12));
        Assert.Equal((68, 22), (single.Split(3).Train.Count, single.Split(3).Test.Count));
    }

    [Fact]
    public void Balanced_classes_are_found_more_often()
    {
        DatasetSplit split = new(Rare(600, 1), Rare(4000, 2));
        TrainingOptions options = new() { Epochs = 30, Starts = 1 };
        double usual = Recall(options), balanced = Recall(options with { ClassWeighting = ClassWeighting.Balanced });
        Assert.InRange(usual, 0, 0.5);
        Assert.InRange(balanced, 0.7, 1);

        double Recall(TrainingOptions how)
        {
            int[] rare = ModelBuilder.Build(split, how, "rare", true, null, default).Score.Confusion[1];
            return rare[1] / (double)rare.Sum();
        }
    }

    // Twelve columns of which two matter; classes overlap, with the logistic function as probability.
    private static Dataset Plane(int count, int seed)
    {
        SeededRandom random = new(seed, "plane");
        float[] features = [.. Enumerable.Range(0, count * 12).Select(_ => random.NextGaussian())];
        float[] targets = [.. Enumerable.Range(0, count).Select(i => random.NextSingle() < 1 / (1 + MathF.Exp(features[(i * 12) + 1] - features[i * 12])) ? 1f : 0f)];
        return new Dataset("plane", TaskKind.Classification, Shape.Features(12), FeatureKind.Columns, features, targets, ["no", "yes"]);
    }

    private static Dataset Rings(int count, int seed)
    {
        SeededRandom random = new(seed, "rings");
        float[] features = new float[count * 2], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 2;
            float angle = random.Between(0, MathF.Tau), radius = 1 + targets[i] + random.Between(-0.3f, 0.3f);
            features[2 * i] = radius * MathF.Cos(angle);
            features[(2 * i) + 1] = radius * MathF.Sin(angle);
        }

        return new Dataset("rings", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, targets, ["inner", "outer"]);
    }

    private static Dataset Spirals(int count, int seed)
    {
        SeededRandom random = new(seed, "spirals");
        float[] features = new float[count * 2], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 3;
            float turn = (MathF.Sqrt(random.NextSingle()) * 2.2f * MathF.PI) + 0.3f, angle = turn + (targets[i] * MathF.Tau / 3);
            features[2 * i] = (turn * MathF.Cos(angle)) + (0.25f * random.NextGaussian());
            features[(2 * i) + 1] = (turn * MathF.Sin(angle)) + (0.25f * random.NextGaussian());
        }

        return new Dataset("spirals", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, targets, ["a", "b", "c"]);
    }

    private static Dataset Curve(int count, int seed, Func<float, float> curve)
    {
        SeededRandom random = new(seed, "curve");
        float[] x = [.. Enumerable.Range(0, count).Select(_ => random.Between(-2, 2))];
        return new Dataset("curve", TaskKind.Regression, Shape.Features(1), FeatureKind.Columns, x, Array.ConvertAll(x, v => curve(v)), ["y"]);
    }

    // One sample in fifteen is of the second class, and the two overlap.
    private static Dataset Rare(int count, int seed)
    {
        SeededRandom random = new(seed, "rare");
        float[] targets = [.. Enumerable.Range(0, count).Select(i => i % 15 == 0 ? 1f : 0f)];
        float[] features = [.. targets.SelectMany(t => new[] { random.NextGaussian() + (1.5f * t), random.NextGaussian() })];
        return new Dataset("rare", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, targets, ["usual", "rare"]);
    }
}
