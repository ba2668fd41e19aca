using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

public class TrainingTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam, 0f, 50)]
    [InlineData(OptimizerKind.Sgd, 0f, 50)]
    [InlineData(OptimizerKind.Sgd, 0f, 1)]
    [InlineData(OptimizerKind.Sgd, 0f, 699)] // the last batch is one sample
    [InlineData(OptimizerKind.Momentum, 0.3f, 50)]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads(OptimizerKind optimizer, float dropout, int batch)
    {
        Dataset data = Digits.Create("digits", 28, 700, 10, 1).Train;
        TrainingOptions options = new() { Hidden = [40, 24], Activations = [Activation.Relu, Activation.Tanh], Optimizer = optimizer, Dropout = dropout, Epochs = 2, Batch = batch };
        byte[] one = Bytes(data, options with { Threads = 1 });
        foreach (int threads in new[] { 2, 3, 5 })
        {
            Assert.Equal(one, Bytes(data, options with { Threads = threads }));
        }

        Assert.NotEqual(one, Bytes(data, options with { Seed = 2 }));
    }

    /// <summary>The change of the first layer's weights is put off until the next sample passes; the sums are those of the textbook's order, in double precision.</summary>
    [Fact]
    public void One_sample_at_a_time_gives_the_weights_of_the_textbooks_loop()
    {
        Dataset data = Digits.Create("digits", 8, 60, 10, 1).Train;
        TrainingOptions options = new()
        {
            Hidden = [9],
            Activations = [Activation.Sigmoid],
            Loss = Loss.Squared,
            Optimizer = OptimizerKind.Sgd,
            HiddenError = HiddenError.Gradient,
            LearningRate = 0.1f,
            Batch = 1,
            Epochs = 1,
            InputRange = (0.01f, 1f),
            TargetRange = (0.01f, 0.99f),
            Starts = 1,
        };
        FloatNetwork first = NetworkFactory.Create(data, options, 0);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new SeededRandom(options.Seed, "shuffle").Shuffle(order);
        double[][,] w = [.. first.Layers.Select(l => WithBias(l.Matrix!))];
        foreach (int sample in order)
        {
            float[] scaled = new float[64];
            first.Scaling.Apply(data.Sample(sample), scaled);
            double[] x = [.. scaled, 1];
            double[] hidden = [.. Sigmoids(w[0], x), 1], output = Sigmoids(w[1], hidden);
            double[] delta = [.. output.Select((y, o) => (y - (data.Target(sample, o) > 0.5f ? 0.99 : 0.01)) * y * (1 - y))];
            double[] back = [.. Enumerable.Range(0, 9).Select(h => Enumerable.Range(0, 10).Sum(o => w[1][h, o] * delta[o]) * hidden[h] * (1 - hidden[h]))];
            Learn(w[1], hidden, delta);
            Learn(w[0], x, back);
        }

        FloatNetwork trained = NetworkTrainer.Train(data, options, null, default).Network;
        for (int l = 0; l < 2; l++)
        {
            double[,] got = WithBias(trained.Layers[l].Matrix!);
            foreach ((double expected, double actual) in w[l].Cast<double>().Zip(got.Cast<double>()))
            {
                Assert.Equal(expected, actual, 2e-5);
            }
        }

        static double[,] WithBias(FloatMatrix layer)
        {
            double[,] all = new double[layer.Terms + 1, layer.Outputs];
            for (int i = 0; i <= layer.Terms; i++)
            {
                for (int o = 0; o < layer.Outputs; o++)
                {
                    all[i, o] = i < layer.Terms ? layer.Weights[(i * layer.Outputs) + o] : layer.Bias[o];
                }
            }

            return all;
        }

        static double[] Sigmoids(double[,] weights, double[] x) =>
            [.. Enumerable.Range(0, weights.GetLength(1)).Select(o => 1 / (1 + Math.Exp(-Enumerable.Range(0, x.Length).Sum(i => weights[i, o] * x[i]))))];

        static void Learn(double[,] weights, double[] x, double[] delta)
        {
            for (int i = 0; i < x.Length; i++)
            {
                for (int o = 0; o < delta.Length; o++)
                {
                    weights[i, o] -= 0.1 * x[i] * delta[o];
                }
            }
        }
    }

    [Fact]
    public void Registers_of_every_width_train_the_same_network_within_rounding()
    {
        Dataset data = Digits.Create("digits", 28, 500, 10, 1).Train;
        TrainingOptions options = new() { Hidden = [20], Epochs = 1, Batch = 50 };
        float[] narrow = NetworkTrainer.Train<FloatVector128>(data, options, null, default).Network.Layers[0].Matrix!.Weights;
        Assert.Equal(narrow, NetworkTrainer.Train<FloatVector256>(data, options, null, default).Network.Layers[0].Matrix!.Weights);
        Assert.Equal(narrow, NetworkTrainer.Train<FloatVector512>(data, options, null, default).Network.Layers[0].Matrix!.Weights);
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void XOR_is_learned_exactly_with_three_hidden_units_from_at_least_nine_of_ten_seeds(Activation activation)
    {
        int learned = 0;
        for (int seed = 1; seed <= 10; seed++)
        {
            DatasetSplit xor = BuiltInDatasets.Create("xor", seed);
            BuiltModel built = ModelBuilder.Build(xor, new TrainingOptions { Hidden = [3], Activations = [activation], Seed = seed }, "xor", true, null, default);
            learned += built.Score.Accuracy == 1.0 ? 1 : 0;
        }

        Assert.InRange(learned, 9, 10);
    }

    [Fact]
    public void XOR_cannot_be_learned_without_a_hidden_layer()
    {
        DatasetSplit xor = BuiltInDatasets.Create("xor", 1);
        BuiltModel built = ModelBuilder.Build(xor, new TrainingOptions { Hidden = [] }, "xor", true, null, default);
        Assert.InRange(built.Score.Accuracy, 0, 0.75);
    }

    [Fact]
    public void Kilometres_become_miles_within_half_a_percent_after_quantisation()
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("miles", 1), new TrainingOptions { Hidden = [] }, "miles", false, null, default);
        Core.Network network = new(built.Model);
        for (float km = 1; km <= 100; km += 0.25f)
        {
            network.Classify([km]);
            Assert.Equal(km / 1.609344, network.Value(0), km / 1.609344 * 0.005);
        }

        network.Classify([0f]);
        Assert.Equal(0, network.Value(0), 62.14 * 0.0001);
    }

    [Fact]
    public void Four_noisy_pixels_are_read_right_by_a_tanh_and_a_ReLU_layer()
    {
        DatasetSplit split = BuiltInDatasets.Create("four-pixels", 1);
        TrainingOptions options = new() { Hidden = [8, 8], Activations = [Activation.Tanh, Activation.Relu] };
        BuiltModel built = ModelBuilder.Build(split, options, "four-pixels", false, null, default);
        Assert.Equal(1.0, built.Score.Accuracy);
        Assert.Equal(800, built.Score.Samples);
    }

    [Fact]
    public void Bugs_are_told_apart()
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [4] }, "bugs", false, null, default);
        Assert.InRange(built.Score.Accuracy, 0.99, 1.0);
    }

    [Fact]
    public void A_stopped_training_gives_the_network_it_has()
    {
        Dataset data = Digits.Create("digits", 8, 2000, 10, 1).Train;
        using CancellationTokenSource source = new();
        TrainingResult result = NetworkTrainer.Train(data, new TrainingOptions { Hidden = [8], Epochs = 1000, Schedule = Schedule.Constant }, p =>
        {
            if (p.Epoch == 3)
            {
                source.Cancel();
            }
        }, source.Token);
        Assert.True(result.Cancelled);
        Assert.Equal(3, result.Epochs);
        Assert.InRange(Evaluator.Evaluate(result.Network, data).Accuracy, 0.3, 1.0);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [Trait("speed", "slow")]
    public void A_training_stopped_in_an_epoch_gives_the_network_of_the_epoch_before(float validation)
    {
        // Slow enough that an epoch is broken off: the network must be the one that a training of so many epochs ends with.
        Dataset data = Digits.Create("digits", 28, 1000, 10, 1).Train;
        TrainingOptions options = new() { Hidden = [128], Batch = 1, Epochs = 1000, Schedule = Schedule.Constant, ValidationShare = validation, Threads = 1 };
        using CancellationTokenSource source = new();
        TrainingResult stopped = NetworkTrainer.Train(data, options, p =>
        {
            if (p.Epoch == 2)
            {
                source.CancelAfter(20);
            }
        }, source.Token);
        Assert.True(stopped.Cancelled);
        TrainingResult whole = NetworkTrainer.Train(data, options with { Epochs = stopped.Epochs }, null, default);
        Assert.Equal(whole.Loss, stopped.Loss);
        for (int l = 0; l < 2; l++)
        {
            Assert.Equal(whole.Network.Layers[l].Matrix!.Weights, stopped.Network.Layers[l].Matrix!.Weights);
            Assert.Equal(whole.Network.Layers[l].Matrix!.Bias, stopped.Network.Layers[l].Matrix!.Bias);
        }
    }

    [Fact]
    public void A_training_stopped_before_its_first_whole_epoch_gives_no_network()
    {
        Dataset data = Digits.Create("digits", 8, 200, 10, 1).Train;
        Assert.Throws<OperationCanceledException>(() => NetworkTrainer.Train(data, new TrainingOptions(), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void With_validation_the_network_that_did_best_is_kept_and_patience_ends_the_training()
    {
        // Labels without meaning: the validation loss is best before the network learns the noise by heart.
        Random random = new(1);
        Dataset data = new("noise", TaskKind.Classification, Shape.Features(20), FeatureKind.SharedRange,
            [.. Enumerable.Range(0, 200 * 20).Select(_ => random.NextSingle())], [.. Enumerable.Range(0, 200).Select(_ => (float)random.Next(2))], ["a", "b"]);
        List<double> losses = [];
        TrainingOptions options = new() { Hidden = [32], ValidationShare = 0.25f, Patience = 5, Epochs = 400, Starts = 1, WeightDecay = 0f };
        TrainingResult result = NetworkTrainer.Train(data, options, p => losses.Add(p.ValidationLoss!.Value), default);

        int best = losses.IndexOf(losses.Min());
        Assert.Equal(best + 1 + 5, result.Epochs);
        Assert.True(result.Epochs < 400);
        Dataset validation = DatasetSplit.Stratified(data, 0.25, options.Seed).Test;
        double kept = Enumerable.Range(0, validation.Count).Average(s => -Math.Log(result.Network.Run(validation.Sample(s))[validation.ClassOf(s)]));
        Assert.Equal(losses.Min(), kept, 1e-4);
    }

    /// <summary>Each group has features of its own and labels that only its own samples tell: with a sample of it to learn from, validation would be perfect.</summary>
    [Fact]
    public void Validation_samples_have_no_sample_of_their_group_among_those_learned_from()
    {
        const int Groups = 30, Size = 10;
        SeededRandom random = new(1, "groups");
        float[] labels = [.. Enumerable.Range(0, Groups).Select(_ => (float)random.Next(2))];
        Dataset grouped = new("grouped", TaskKind.Classification, Shape.Features(Groups), FeatureKind.SharedRange,
            [.. Enumerable.Range(0, Groups * Size * Groups).Select(i => i % Groups == i / Groups / Size ? 1f : 0f)], [.. Enumerable.Range(0, Groups * Size).Select(s => labels[s / Size])], ["a", "b"])
        {
            Groups = [.. Enumerable.Range(0, Groups * Size).Select(s => s / Size)],
        };
        Dataset single = new(grouped.Name, grouped.Task, grouped.Shape, grouped.Kind, grouped.Features, grouped.Targets, grouped.Labels);
        TrainingOptions options = new() { Hidden = [], ValidationShare = 0.3f, Epochs = 60 };
        Assert.InRange(LastLoss(grouped), 0.5, 10);
        Assert.InRange(LastLoss(single), 0, 0.1);

        double LastLoss(Dataset data)
        {
            double last = 0;
            NetworkTrainer.Train(data, options, p => last = p.ValidationLoss!.Value, default);
            return last;
        }
    }

    [Fact]
    public void A_learning_rate_that_is_far_too_high_ends_with_advice_and_not_with_a_useless_model()
    {
        Dataset data = BuiltInDatasets.Create("miles", 1).Train;
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(data,
            new TrainingOptions { Hidden = [8], Activations = [Activation.Linear], Optimizer = OptimizerKind.Sgd, LearningRate = 90f }, null, default));
        Assert.Contains("learning rate", e.Message);
    }

    [Fact]
    public void The_cosine_schedule_rises_shortly_and_ends_near_zero()
    {
        TrainingOptions options = new() { LearningRate = 1f };
        Assert.InRange(LearningRates.At(options, 0, 0, 1000), 0.01f, 0.05f);
        Assert.Equal(1f, LearningRates.At(options, 0, 50, 1000), 1e-4f);
        Assert.Equal(0.5f, LearningRates.At(options, 0, 525, 1000), 1e-3f);
        Assert.InRange(LearningRates.At(options, 0, 999, 1000), 0f, 1e-4f);
        Assert.Equal(1f, LearningRates.At(options with { Schedule = Schedule.Constant }, 0, 999, 1000));
    }

    [Theory]
    [InlineData(Initialization.FanIn, 0.1)] // 1 / sqrt(100)
    [InlineData(Initialization.He, 0.1414)] // sqrt(2 / 100)
    [InlineData(Initialization.Glorot, 0.0816)] // sqrt(2 / 300)
    public void First_weights_have_the_published_spread(Initialization initialization, double deviation)
    {
        Dataset data = new("flat", TaskKind.Classification, Shape.Features(100), FeatureKind.SharedRange, new float[100], [0f], ["a", "b"]);
        FloatNetwork network = NetworkFactory.Create(data, new TrainingOptions { Hidden = [200], Initialization = initialization });
        double measured = Math.Sqrt(network.Layers[0].Matrix!.Weights.Average(w => (double)w * w));
        Assert.Equal(deviation, measured, deviation * 0.03);
    }

    [SharedDataFact]
    public void Iris_averages_at_least_95_percent_over_five_seeds()
    {
        double sum = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Iris, null, seed);
            sum += ModelBuilder.Build(split, new TrainingOptions { Seed = seed }, "iris", false, null, default).Score.Accuracy;
        }

        Assert.InRange(sum / 5, 0.95, 1.0);
    }

    [SharedDataFact]
    public void The_UCI_digits_reach_97_percent()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Digits, null, 1);
        Assert.InRange(ModelBuilder.Build(split, new TrainingOptions(), "digits", false, null, default).Score.Accuracy, 0.97, 1.0);
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void MNIST_reaches_97_percent_with_32_hidden_units_and_int8_is_within_a_thousandth()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Mnist, null, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Epochs = 10 }, "mnist", false, null, default);
        Assert.InRange(built.FloatScore.Accuracy, 0.970, 1.0);
        Assert.Equal(built.FloatScore.Accuracy, built.Score.Accuracy, 0.001);
        Assert.Equal(10_000, built.Score.Samples);
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void MNIST_reaches_98_1_percent_with_128_hidden_units()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Mnist, null, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [128], Epochs = 10 }, "mnist", false, null, default);
        Assert.InRange(built.Score.Accuracy, 0.981, 1.0);
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void The_teaching_recipe_one_sample_at_a_time_reaches_95_5_percent_in_one_epoch()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Mnist, null, 1);
        TrainingOptions options = new()
        {
            Hidden = [200],
            Activations = [Activation.Sigmoid],
            Loss = Loss.Squared,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.1f,
            Batch = 1,
            Epochs = 1,
            InputRange = (0.01f, 1f),
            TargetRange = (0.01f, 0.99f),
        };
        Assert.InRange(ModelBuilder.Build(split, options, "teaching", false, null, default).Score.Accuracy, 0.955, 1.0);
    }

    private static byte[] Bytes(Dataset data, TrainingOptions options)
    {
        TrainingResult result = NetworkTrainer.Train(data, options, null, default);
        return ModelWriter.Write(Quantization.Quantizer.Quantize(result.Network, data).Network, []);
    }
}
