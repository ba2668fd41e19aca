using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>A network that learns from another one.</summary>
public unsafe class TeacherTests
{
    private static readonly DatasetSplit Data = Digits.Create("digits", 8, 600, 600, 1);
    private static readonly BuiltModel Big = ModelBuilder.Build(Digits.Create("digits", 8, 6_000, 600, 2), new TrainingOptions { Hidden = [96], Epochs = 10 }, "big");

    /// <summary>The definition, in double precision: 30 % of the cross-entropy with the label, 70 % of that of both networks at temperature 2, times 4.</summary>
    [Theory]
    [InlineData(ClassWeighting.None)]
    [InlineData(ClassWeighting.Balanced)]
    public void The_gradient_is_the_slope_of_the_loss(ClassWeighting weighting)
    {
        FloatNetwork network = NetworkFactory.Create(Data.Train, new TrainingOptions { Hidden = [5], Seed = 3 });
        Teacher teacher = Teacher.Of(Big.Training.Network, "big", Data.Test);
        float[]? weights = ClassWeights.For(Data.Train, new TrainingOptions { ClassWeighting = weighting });
        LossFunction loss = new(network, Data.Train, Loss.CrossEntropy, (0f, 1f), weights, teacher);
        SeededRandom random = new(1, "sums");
        for (int sample = 0; sample < 20; sample++)
        {
            double[] sums = [.. Enumerable.Range(0, 10).Select(_ => (double)(3 * random.NextGaussian()))];
            double[] taught = Softmax(Big.Training.Network, Data.Train.Sample(sample), 2);
            float[] y = [.. Softmax(sums, 1).Select(p => (float)p)], delta = new float[10];
            float judged;
            fixed (float* outputs = y, deltas = delta)
            {
                judged = loss.Judge(sample, outputs, deltas, 10);
            }

            Assert.Equal(Reference(sums), judged, 2e-4);
            for (int o = 0; o < 10; o++)
            {
                const double H = 1e-4;
                double kept = sums[o];
                sums[o] = kept + H;
                double up = Reference(sums);
                sums[o] = kept - H;
                Assert.Equal((up - Reference(sums)) / (2 * H), delta[o], 1e-4);
                sums[o] = kept;
            }

            double Reference(double[] z)
            {
                double[] hard = Softmax(z, 1), soft = Softmax(z, 2);
                double label = -Math.Log(hard[Data.Train.ClassOf(sample)]), distance = -taught.Zip(soft, (t, s) => t * Math.Log(s)).Sum();
                return (weights?[Data.Train.ClassOf(sample)] ?? 1f) * ((0.3 * label) + (0.7 * 4 * distance));
            }
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

    private static double[] Softmax(FloatNetwork network, ReadOnlySpan<float> sample, double temperature) =>
        Softmax([.. network.Run(sample).Select(p => Math.Log(Math.Max(p, 1e-37)))], temperature);

    private static double[] Softmax(double[] sums, double temperature)
    {
        double all = sums.Sum(s => Math.Exp(s / temperature));
        return [.. sums.Select(s => Math.Exp(s / temperature) / all)];
    }
}
