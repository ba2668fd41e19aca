using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>Every gradient against finite differences of a loss computed separately, in double precision.</summary>
public class GradientTests
{
    public static TheoryData<TaskKind, Loss, Activation> Cases
    {
        get
        {
            TheoryData<TaskKind, Loss, Activation> cases = new();
            foreach (Activation activation in new[] { Activation.Relu, Activation.Sigmoid, Activation.Tanh, Activation.Linear })
            {
                cases.Add(TaskKind.Classification, Loss.CrossEntropy, activation);
                cases.Add(TaskKind.Classification, Loss.Squared, activation);
                cases.Add(TaskKind.MultiLabel, Loss.CrossEntropy, activation);
                cases.Add(TaskKind.MultiLabel, Loss.Squared, activation);
                cases.Add(TaskKind.Regression, Loss.Squared, activation);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_the_slope_of_the_loss(TaskKind task, Loss loss, Activation activation)
    {
        Check<FloatVector128>(task, loss, activation, [5, 4]);
        Check<FloatVector512>(task, loss, activation, [5, 4]);
        Check<FloatVector256>(task, loss, activation, []);
        Check<FloatVector512>(task, loss, activation, [17]);
    }

    /// <summary>With balanced classes a sample counts in proportion to how rare its class is.</summary>
    [Theory]
    [InlineData(Loss.CrossEntropy)]
    [InlineData(Loss.Squared)]
    public void The_gradient_of_balanced_classes_is_the_slope_of_the_weighted_loss(Loss loss)
    {
        Check<FloatVector256>(TaskKind.Classification, loss, Activation.Tanh, [5], balanced: true);
        Check<FloatVector512>(TaskKind.Classification, loss, Activation.Relu, [], balanced: true);
    }

    /// <summary>Dropout only changes which units take part: the gradient must be that of the thinned network.</summary>
    [Fact]
    public void A_dropped_unit_neither_contributes_nor_learns()
    {
        Dataset data = RandomData(TaskKind.Classification, 6);
        TrainingOptions options = new() { Hidden = [40], Activations = [Activation.Sigmoid], Batch = 6, Dropout = 0.5f };
        FloatNetwork network = NetworkFactory.Create(data, options);
        using Backpropagation<FloatVector512> step = new(network, data, Loss.CrossEntropy, options);
        step.ForwardAndBack([0], 3, 0, 1);
        step.SumGradient(0, 1, 0, data.Shape.Count + 1);
        float[] bias = Gradient(step, 0).Bias;
        Assert.InRange(bias.Count(b => b == 0f), 10, 30);
    }

    private static void Check<T>(TaskKind task, Loss loss, Activation activation, int[] hidden, bool balanced = false)
        where T : struct, IFloatVector<T>
    {
        const int Batch = 7;
        Dataset data = RandomData(task, Batch);
        TrainingOptions options = new()
        {
            Hidden = hidden,
            Activations = [activation],
            Batch = Batch,
            Loss = loss,
            TargetRange = (0.1f, 0.8f),
            HiddenError = HiddenError.Gradient,
            Seed = 5,
            ClassWeighting = balanced ? ClassWeighting.Balanced : ClassWeighting.None,
        };
        FloatNetwork network = NetworkFactory.Create(data, options);
        using Backpropagation<T> step = new(network, data, loss, options, ClassWeights.For(data, options));
        int[] batch = [.. Enumerable.Range(0, Batch)];
        step.ForwardAndBack(batch, 0, 0, Batch);
        Assert.Equal(ReferenceLoss(network, data, loss, options), step.LossSum(Batch), 1e-4);
        for (int l = 0; l < network.Layers.Length; l++)
        {
            FloatMatrix matrix = network.Layers[l].Matrix!;
            step.SumGradient(l, Batch, 0, matrix.Terms + 1);
            Compare(matrix.Weights, Gradient(step, l).Weights);
            Compare(matrix.Bias, Gradient(step, l).Bias);
        }

        void Compare(float[] parameters, float[] gradient)
        {
            const float H = 1e-3f;
            for (int i = 0; i < parameters.Length; i++)
            {
                float kept = parameters[i];
                parameters[i] = kept + H;
                double up = ReferenceLoss(network, data, loss, options);
                double actualUp = parameters[i];
                parameters[i] = kept - H;
                double down = ReferenceLoss(network, data, loss, options);
                double slope = (up - down) / (actualUp - parameters[i]);
                parameters[i] = kept;
                Assert.Equal(slope, gradient[i], 2e-3 * Math.Max(1, Math.Abs(slope)));
            }
        }
    }

    private static FloatMatrix Gradient<T>(Backpropagation<T> step, int layer)
        where T : struct, IFloatVector<T> => step.Parameters.ByLayer[layer]!.ToMatrix(step.Parameters.ByLayer[layer]!.Gradient);

    // The definition of the loss, without any of the trainer's code.
    private static double ReferenceLoss(FloatNetwork network, Dataset data, Loss loss, TrainingOptions options)
    {
        double total = 0;
        for (int s = 0; s < data.Count; s++)
        {
            double[] x = new double[data.Shape.Count];
            for (int i = 0; i < x.Length; i++)
            {
                int k = network.Scaling.Scale.Length == 1 ? 0 : i;
                x[i] = Math.Clamp((data.Sample(s)[i] * (double)network.Scaling.Scale[k]) + network.Scaling.Offset[k], network.Scaling.From, network.Scaling.To);
            }

            foreach (FloatLayer layer in network.Layers)
            {
                FloatMatrix matrix = layer.Matrix!;
                double[] y = new double[matrix.Outputs];
                for (int o = 0; o < matrix.Outputs; o++)
                {
                    y[o] = matrix.Bias[o];
                    for (int i = 0; i < matrix.Terms; i++)
                    {
                        y[o] += x[i] * matrix.Weights[(i * matrix.Outputs) + o];
                    }
                }

                double sum = y.Sum(Math.Exp);
                x = Array.ConvertAll(y, v => layer.Activation switch
                {
                    Activation.Relu => Math.Max(0, v),
                    Activation.Sigmoid => 1 / (1 + Math.Exp(-v)),
                    Activation.Tanh => Math.Tanh(v),
                    Activation.Softmax => Math.Exp(v) / sum,
                    _ => v,
                });
            }

            double weight = options.ClassWeighting == ClassWeighting.Balanced ? data.Count / (double)(data.Targets.Distinct().Count() * data.Targets.Count(t => t == data.Targets[s])) : 1;
            for (int o = 0; o < x.Length; o++)
            {
                double t = data.Target(s, o);
                if (loss == Loss.Squared)
                {
                    double wanted = data.Task == TaskKind.Regression ? (t - network.ValueOffset) / network.ValueScale
                        : options.TargetRange.No + (t * (options.TargetRange.Yes - options.TargetRange.No));
                    total += weight * (x[o] - wanted) * (x[o] - wanted) / 2;
                }
                else if (data.Task == TaskKind.Classification)
                {
                    total -= weight * t * Math.Log(x[o]);
                }
                else
                {
                    total -= (t * Math.Log(x[o])) + ((1 - t) * Math.Log(1 - x[o]));
                }
            }
        }

        return total;
    }

    private static Dataset RandomData(TaskKind task, int count)
    {
        Random random = new(3);
        float[] features = [.. Enumerable.Range(0, count * 6).Select(_ => (random.NextSingle() * 4f) - 2f)];
        int outputs = 3;
        float[] targets = task switch
        {
            TaskKind.Classification => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(outputs))],
            TaskKind.MultiLabel => [.. Enumerable.Range(0, count * outputs).Select(_ => (float)random.Next(2))],
            _ => [.. Enumerable.Range(0, count * outputs).Select(_ => random.NextSingle() * 10f)],
        };
        return new Dataset("random", task, Shape.Features(6), FeatureKind.Columns, features, targets, ["a", "b", "c"]);
    }
}
