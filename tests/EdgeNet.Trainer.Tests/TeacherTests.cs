using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>A network that learns from another one.</summary>
public unsafe class TeacherTests
{
    private static readonly DatasetSplit Data = Digits.Create("digits", 8, 600, 600, 1);
    private static readonly BuiltModel Big = ModelBuilder.Build(Digits.Create("digits", 8, 6_000, 600, 2), new TrainingOptions { Hidden = [96], Epochs = 10 }, "big");

    /// <summary>The definition, in double precision: 10 % of the cross-entropy with the label, 90 % of that of both networks at temperature 2, times 4.</summary>
    [Theory]
    [InlineData(ClassWeighting.None)]
    [InlineData(ClassWeighting.Balanced)]
    public void The_gradient_is_the_slope_of_the_loss(ClassWeighting weighting)
    {
        FloatNetwork network = NetworkFactory.Create(Data.Train, new TrainingOptions { Hidden = [5], Seed = 3 });
        Teacher teacher = Teacher.Of(Big.Training.Network, "big", Data.Test);
        float[]? weights = ClassWeights.For(Data.Train, new TrainingOptions { ClassWeighting = weighting });
        LossFunction loss = new(network, Data.Train, Loss.CrossEntropy, (0f, 1f), weights);
        SeededRandom random = new(1, "sums");
        for (int sample = 0; sample < 20; sample++)
        {
            double[] sums = [.. Enumerable.Range(0, 10).Select(_ => (double)(3 * random.NextGaussian()))];
            double[] taught = Softmax(Big.Training.Network, Data.Train.Sample(sample), 2);
            float[] y = [.. Softmax(sums, 1).Select(p => (float)p)], delta = new float[10];
            float judged;
            fixed (float* outputs = y, deltas = delta)
            {
                judged = loss.Judge(sample, outputs, deltas, 10, teacher.TargetsFor(Data.Train).AsSpan(sample * 10, 10));
            }

            Assert.Equal(LossOf(sums), judged, 2e-4);
            for (int o = 0; o < 10; o++)
            {
                const double H = 1e-4;
                double kept = sums[o];
                sums[o] = kept + H;
                double up = LossOf(sums);
                sums[o] = kept - H;
                Assert.Equal((up - LossOf(sums)) / (2 * H), delta[o], 1e-4);
                sums[o] = kept;
            }

            double LossOf(double[] z) => (weights?[Data.Train.ClassOf(sample)] ?? 1f) * Reference(Softmax(z, 1), taught, Data.Train.ClassOf(sample));
        }
    }

    /// <summary>One batch of a training by hand: the picture of each row, both networks one number at a time, and the definition of the loss in double precision.</summary>
    [Theory]
    [InlineData("dense 20, dense 10", true)]
    [InlineData("conv 4 3x3 without norm, dense 10", true)]
    [InlineData("dense 200, dense 10", false)]
    public void The_teacher_judges_each_picture_as_its_student_sees_it(string student, bool keepsHalf)
    {
        const int Batch = 100, Epoch = 5;
        TrainingOptions options = new() { Model = Architecture.Parse(student), Batch = Batch, Augment = true, Teacher = Teacher.Of(Big.Training.Network, "big", Data.Test) };
        FloatNetwork network = NetworkFactory.Create(Data.Train, options);
        using Backpropagation<FloatVector128> training = new(network, Data.Train, Loss.CrossEntropy, options);
        int[] samples = [.. Enumerable.Range(200, Batch)];
        training.ForwardAndBack(samples, Epoch * Data.Train.Count / Batch, 0, 48);
        training.ForwardAndBack(samples, Epoch * Data.Train.Count / Batch, 48, Batch);
        double[] seen = new double[Batch], asItIs = new double[Batch];
        PictureAugmentation augmentation = new(Data.Train, network.Parameters, options.Seed);
        for (int row = 0; row < Batch; row++)
        {
            float[] picture = See(augmentation, samples[row], Epoch);
            double[] answer = [.. network.Run(picture).Select(p => (double)p)];
            seen[row] = Reference(answer, Softmax(Big.Training.Network, picture, 2), Data.Train.ClassOf(samples[row]));
            asItIs[row] = Reference(answer, Softmax(Big.Training.Network, Data.Train.Sample(samples[row]), 2), Data.Train.ClassOf(samples[row]));
        }

        Assert.Equal(seen.Sum(), training.LossSum(Batch), 0.01);
        Assert.True(seen.Zip(asItIs).Sum(p => Math.Abs(p.First - p.Second)) > 1, "pictures did not change enough to tell");
        Assert.InRange(seen.Zip(asItIs).Count(p => p.First == p.Second), keepsHalf ? 30 : 0, keepsHalf ? 70 : 0);
    }

    /// <summary>What a board says of the same bytes.</summary>
    [Fact]
    public void A_model_file_judges_changed_pictures_as_a_board_does()
    {
        const int Epoch = 1, Batch = 70;
        Teacher teacher = Teacher.Of(Big.Model, "big", Data.Test);
        PictureAugmentation augmentation = new(Data.Train, 100_000, 1);
        AugmentedBatch pictures = new AugmentedPictures(Data.Train, augmentation, Batch);
        using Lesson lesson = new(teacher, Data.Train, Batch, pictures);
        int[] samples = [.. Enumerable.Range(0, Batch)];
        pictures.Draw(samples, Epoch, 0, Batch);
        lesson.Ask(samples, 0, Batch);
        Network board = new(Big.Model);
        for (int row = 0; row < Batch; row++)
        {
            board.Classify(Array.ConvertAll(See(augmentation, samples[row], Epoch), p => (byte)p));
            double[] expected = Softmax([.. Enumerable.Range(0, 10).Select(o => (double)board.Logit(o) * Big.Model.Output.LogitScale)], 2);
            Assert.Equal(expected, lesson.Answers(row).ToArray().Select(p => (double)p), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void A_model_file_teaches_as_its_float_network_does_whatever_the_order_of_its_labels()
    {
        float[] exact = Teacher.Of(Big.Training.Network, "big", Data.Test).TargetsFor(Data.Train), quantised = Teacher.Of(Big.Model, "big", Data.Test).TargetsFor(Data.Train);
        Assert.InRange(exact.Zip(quantised, (e, q) => Math.Abs(e - q)).Average(), 1e-9, 0.01);

        // The same samples with labels in reverse order.
        Dataset reversed = new("r", TaskKind.Classification, Data.Train.Shape, Data.Train.Kind, Data.Train.Features, [.. Data.Train.Targets.Select(t => 9 - t)], [.. Data.Train.Labels.Reverse()]);
        float[] turned = Teacher.Of(Big.Model, "big", Data.Test).TargetsFor(reversed);
        Assert.Equal(quantised, Enumerable.Range(0, quantised.Length).Select(i => turned[(i / 10 * 10) + 9 - (i % 10)]));
    }

    /// <summary>600 samples are few; the teacher has seen ten times as many.</summary>
    [Fact]
    public void A_small_network_learns_more_from_few_samples_with_a_teacher_and_the_same_at_any_number_of_threads()
    {
        TrainingOptions alone = new() { Hidden = [16], Epochs = 30, Threads = 1 };
        TrainingOptions taught = alone with { Teacher = Teacher.Of(Big.Model, "big", Data.Test) };
        FloatNetwork without = NetworkTrainer.Train(Data.Train, alone, null, default).Network, with = NetworkTrainer.Train(Data.Train, taught, null, default).Network;
        Assert.True(Evaluator.Evaluate(with, Data.Test).Accuracy > Evaluator.Evaluate(without, Data.Test).Accuracy, "the teacher did not help");
        Assert.Equal(with.Layers[0].Matrix!.Weights, NetworkTrainer.Train(Data.Train, taught with { Threads = 3 }, null, default).Network.Layers[0].Matrix!.Weights);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Changed_pictures_are_taught_with_the_same_bytes_at_any_number_of_threads(bool byFile)
    {
        Teacher teacher = byFile ? Teacher.Of(Big.Model, "big", Data.Test) : Teacher.Of(Big.Training.Network, "big", Data.Test);
        TrainingOptions options = new() { Model = Architecture.Parse("conv 8 3x3, dense 24, dense 10"), Epochs = 2, Batch = 150, Augment = true, Teacher = teacher };
        float[] one = Weights(options with { Threads = 1 });
        Assert.Equal(one, Weights(options with { Threads = 3 }));
        Assert.NotEqual(one, Weights(options with { Teacher = null }));
        static float[] Weights(TrainingOptions options) => NetworkTrainer.Train(Data.Train, options, null, default).Network.Layers[0].Matrix!.Weights;
    }

    [Fact]
    public void Other_classes_other_shapes_and_other_tasks_are_refused()
    {
        Assert.Contains("\"0\" is only in one of them", Message(() => Teacher.Of(Big.Model, "big", new Dataset("d", TaskKind.Classification, Data.Train.Shape, FeatureKind.Pixels, new float[64], [0], ["ladybird", .. Big.Model.Labels[1..]]))));
        Assert.Contains("expects samples of 8x8, but those of digits are 28x28", Message(() => Teacher.Of(Big.Model, "big", Digits.Create("digits", 28, 10, 10, 1).Test)));
        Assert.Contains("--teacher is for classes", Message(() => Teacher.Of(Big.Model, "big", Miles.Create(1).Test)));
        TrainingOptions squared = new() { Loss = Loss.Squared, Teacher = Teacher.Of(Big.Model, "big", Data.Test) };
        Assert.Contains("--loss cross-entropy", Message(() => NetworkTrainer.Train(Data.Train, squared, null, default)));
        static string Message(Action action) => Assert.Throws<UserException>(action).Message;
    }

    // 10 % of the cross-entropy with the label, 90 % of that with the teacher, both networks at temperature 2, times the square of that.
    private static double Reference(double[] probabilities, double[] taught, int right)
    {
        double[] soft = Softmax([.. probabilities.Select(p => Math.Log(p))], 2);
        return (0.1 * -Math.Log(probabilities[right])) + (0.9 * 4 * -taught.Zip(soft, (t, s) => t * Math.Log(s)).Sum());
    }

    private static float[] See(PictureAugmentation augmentation, int sample, int epoch)
    {
        byte[] picture = [.. Array.ConvertAll(Data.Train.Sample(sample).ToArray(), p => (byte)p), 0, 0, 0, 0], seen = new byte[Data.Train.Shape.Count];
        fixed (byte* from = picture, to = seen)
        {
            augmentation.Apply(from, epoch, sample, to);
        }

        return Array.ConvertAll(seen, p => (float)p);
    }

    private static double[] Softmax(FloatNetwork network, ReadOnlySpan<float> sample, double temperature) =>
        Softmax([.. network.Run(sample).Select(p => Math.Log(Math.Max(p, 1e-37)))], temperature);

    private static double[] Softmax(double[] sums, double temperature)
    {
        double all = sums.Sum(s => Math.Exp(s / temperature));
        return [.. sums.Select(s => Math.Exp(s / temperature) / all)];
    }
}
