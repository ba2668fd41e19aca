using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>Training for few bits: what training rounds is what the model file holds, and the steps learn by the slopes of learned step size quantisation.</summary>
public class FakeQuantizationTests
{
    private static readonly DatasetSplit Pictures = Digits.Create("digits", 8, 1500, 500, 1);

    public static TheoryData<string, int, int, int?> Networks => new()
    {
        { "dense 24 relu, dense 16 relu, dense 10", 4, 4, null },
        { "dense 24 relu, dense 16 linear, dense 10", 4, 5, null },
        { "pool 2, dense 24 relu, dense 10", 8, 2, 4 },
        { "dense 24 relu, dense 10", 8, 8, 3 },
        { "average 2, dense 24 relu, dense 10", 4, 4, 4 },
        { "conv 6 3x3 without norm, average 3 stride 2, conv 8 3x3 same without norm, average 2, dense 10", 4, 3, null },
        { "conv 6 3x3 stride 2 without norm, depthwise 3x3 same without norm linear, pointwise 6 without norm linear, add 2, pool 2, dense 10", 8, 4, null },
        { "conv 6 3x3 stride 2, conv 8 3x3 pad 1 linear, average 2, dense 10", 4, 4, 3 },
        { "conv 6 3x3, depthwise 3x3 same, pointwise 6 linear, add 2, pool 2, dense 10", 4, 4, null },
        { "conv 6 3x3 stride 2 without norm relu, pool 2, conv 8 3x3 same without norm linear, dense 10", 4, 4, null },
    };

    /// <summary>
    /// Learned step sizes take the rounding error as it is: between the limits round(v) - v stays while step and value change, beyond them the limit is kept. With that held fast, the
    /// loss is a smooth function, computed here in double precision, whose slopes the gradients must be.
    /// </summary>
    [Fact]
    public void The_gradients_of_weights_and_steps_are_the_slopes_of_the_surrogate()
    {
        CheckGradients<FloatVector128>();
        CheckGradients<FloatVector256>();
        CheckGradients<FloatVector512>();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_training_has_computed_is_what_the_integers_compute(string model, int weightBits, int activationBits, int? inputBits)
    {
        TrainingOptions options = new() { Model = Architecture.Parse(model), WeightBits = [weightBits], ActivationBits = [activationBits], InputBits = inputBits, QuantiseFrom = 0.3f, Epochs = 6 };
        FloatNetwork network = NetworkTrainer.Train(Pictures.Train, options, null, default).Network;
        QuantizedNetwork integers = Quantizer.Quantize(network, Pictures.Train).Network;
        int most = (1 << (weightBits - 1)) - 1;
        Assert.All(integers.Layers.Select(l => l.Matrix).OfType<QuantizedMatrix>(), m => Assert.All(m.Weights, w => Assert.InRange(w, -most, most)));

        Core.Network board = Core.Network.Load(ModelWriter.Write(integers, []));
        using FakeQuantizer rounding = network.CreateFakeQuantizer();
        int values = 0, different = 0, answers = 0;
        for (int s = 0; s < Pictures.Test.Count; s++)
        {
            float[][] wanted = Tensors(network, Pictures.Test.Sample(s));
            int[][] got = new int[network.Layers.Length][];
            int[] zeros = new int[network.Layers.Length];
            got[0] = integers.QuantizeInput(Pictures.Test.Sample(s));
            for (int l = 0; l < network.Layers.Length - 1; l++)
            {
                got[l + 1] = integers.Layers[l].Run(Array.ConvertAll(network.Reads[l], t => got[t]), out _);
                float step = rounding.InputOf(l + 1).Step;
                zeros[l + 1] = network.Layers[l].Requantises ? integers.Layers[l].Fields.ZeroPoint : zeros[network.Reads[l][0]];
                for (int i = 0; i < got[l + 1].Length; i++, values++)
                {
                    // A value in the middle of two may be rounded to the other one, as floats are not exact.
                    int difference = got[l + 1][i] - zeros[l + 1] - (int)MathF.Round(wanted[l + 1][i] / step);
                    Assert.InRange(difference, -1, 1);
                    different += difference != 0 ? 1 : 0;
                }
            }

            int[] logits = integers.Logits(got[0]);
            board.Classify(Pictures.Test.Sample(s).ToArray());
            Assert.Equal(logits, Enumerable.Range(0, logits.Length).Select(board.Logit));
            answers += Array.IndexOf(logits, logits.Max()) != Array.IndexOf(wanted[^1], wanted[^1].Max()) ? 1 : 0;
        }

        Assert.InRange(different / (double)values, 0, 0.0002);
        Assert.Equal(0, answers);
    }

    [Fact]
    public void Rounded_weights_and_activations_are_multiples_of_their_steps()
    {
        TrainingOptions options = new() { Hidden = [20], WeightBits = [4], ActivationBits = [3], Epochs = 4 };
        FloatNetwork network = NetworkTrainer.Train(Pictures.Train, options, null, default).Network;
        Assert.True(network.IsFakeQuantized);
        Assert.Null(network.Precision[1].ActivationStep);
        for (int l = 0; l < 2; l++)
        {
            FloatMatrix matrix = network.Layers[l].Matrix!;
            for (int i = 0; i < matrix.Weights.Length; i++)
            {
                float integer = matrix.Weights[i] / network.Precision[l].WeightSteps![i % matrix.Outputs];
                Assert.Equal(MathF.Round(integer), integer, 1e-4f);
                Assert.InRange(MathF.Round(integer), -7, 7);
            }
        }

        float[] hidden = Tensors(network, Pictures.Test.Sample(0))[1];
        Assert.All(hidden, v => Assert.Equal(MathF.Round(v / network.Precision[0].ActivationStep!.Value), v / network.Precision[0].ActivationStep!.Value, 1e-4f));
        Assert.All(hidden, v => Assert.InRange(v / network.Precision[0].ActivationStep!.Value, -0.001f, 7.001f));
    }

    [Fact]
    public void The_same_bytes_come_from_any_number_of_threads_and_any_width_of_registers()
    {
        TrainingOptions options = new() { Model = Architecture.Parse("pool 2, dense 200 relu, dense 10"), WeightBits = [4], ActivationBits = [4], Epochs = 3, Batch = 128 };
        string[] networks =
        [
            .. new[] { 1, 2, 3 }.Select(threads => Text(NetworkTrainer.Train<FloatVector256>(Pictures.Train, options with { Threads = threads }, null, default))),
            Text(NetworkTrainer.Train<FloatVector128>(Pictures.Train, options, null, default)),
            Text(NetworkTrainer.Train<FloatVector512>(Pictures.Train, options, null, default)),
        ];
        Assert.All(networks, n => Assert.Equal(networks[0], n));
    }

    [Fact]
    public void Training_for_few_bits_loses_less_than_rounding_afterwards()
    {
        TrainingOptions options = new() { Hidden = [16], WeightBits = [4], ActivationBits = [2], Epochs = 20 };
        double with = 0, afterwards = 0;
        for (int seed = 1; seed <= 3; seed++)
        {
            with += ModelBuilder.Build(Pictures, options with { Seed = seed }, "digits").Score.Accuracy;
            afterwards += ModelBuilder.Build(Pictures, options with { Seed = seed, QuantiseFrom = 1f }, "digits", true, null, default).Score.Accuracy;
        }

        Assert.True(with > afterwards + 0.03, $"{with / 3} with, {afterwards / 3} without");
    }

    [Fact]
    public void The_engine_rounds_as_the_reference_does()
    {
        TrainingOptions options = new() { Hidden = [20, 12], Activations = [Activation.Relu, Activation.Linear], WeightBits = [4], ActivationBits = [4], InputBits = 3, Epochs = 3 };
        FloatNetwork network = NetworkTrainer.Train(Pictures.Train, options, null, default).Network;
        Assert.Equal(Evaluation.Evaluator.Evaluate(network, Pictures.Test).Accuracy,
            Enumerable.Range(0, Pictures.Test.Count).Count(s => Array.IndexOf(network.Run(Pictures.Test.Sample(s)), network.Run(Pictures.Test.Sample(s)).Max()) == Pictures.Test.ClassOf(s)) / (double)Pictures.Test.Count, 0.003);
    }

    private static void CheckGradients<T>()
        where T : struct, IFloatVector<T>
    {
        const int Batch = 6, Inputs = 5, Units = 7, Classes = 3;
        Random random = new(3);
        Dataset data = new("random", TaskKind.Classification, Shape.Features(Inputs), FeatureKind.SharedRange, [.. Enumerable.Range(0, Batch * Inputs).Select(_ => (float)random.NextDouble())],
            [.. Enumerable.Range(0, Batch).Select(i => (float)(i % Classes))], ["a", "b", "c"]);
        TrainingOptions options = new() { Hidden = [Units], WeightBits = [4], ActivationBits = [2], InputBits = 8, Batch = Batch, Seed = 4 };
        FloatNetwork network = NetworkFactory.Create(data, options);
        using Backpropagation<T> step = new(network, data, Loss.CrossEntropy, options);
        int[] batch = [.. Enumerable.Range(0, Batch)];
        step.StartRounding(batch);
        FakeQuantizer rounding = step.Parameters.FakeQuantizer!;
        step.ForwardAndBack(batch, 0, 0, Batch);
        for (int l = 0; l < 2; l++)
        {
            step.SumGradient(l, Batch, 0, network.Layers[l].Matrix!.Terms + 1);
            rounding.Weights[l]!.Back<T>(0, network.Layers[l].Matrix!.Terms + 1);
        }

        Surrogate surrogate = new(data, network, rounding);
        int between = 0, beyond = 0;
        for (int l = 0; l < 2; l++)
        {
            double[] gradient = Array.ConvertAll(step.Parameters.ByLayer[l]!.ToMatrix(step.Parameters.ByLayer[l]!.Gradient).Weights, g => (double)g);
            for (int i = 0; i < gradient.Length; i++)
            {
                Assert.Equal(surrogate.Slope(surrogate.Weights[l], i), gradient[i], 1e-4);
                (between, beyond) = gradient[i] == 0 ? (between, beyond + 1) : (between + 1, beyond);
            }

            double[] steps = rounding.Weights[l]!.StepGradients();
            for (int o = 0; o < surrogate.WeightSteps[l].Length; o++)
            {
                Assert.Equal(surrogate.Slope(surrogate.WeightSteps[l], o), steps[o], 1e-3);
            }
        }

        Assert.Equal(surrogate.Slope(surrogate.ActivationStep, 0), step.StepGradient(0, Batch), 1e-3);
        Assert.True(between > 10 && beyond > 0 && surrogate.Clipped > 0, "all cases occur");
    }

    // Every tensor as the fake-quantised network computes it.
    private static float[][] Tensors(FloatNetwork network, ReadOnlySpan<float> raw)
    {
        using FakeQuantizer rounding = network.CreateFakeQuantizer();
        float[][] tensors = new float[network.Layers.Length + 1][];
        tensors[0] = new float[network.Shape.Count];
        network.Scaling.Apply(raw, tensors[0]);
        network.Scaling.Round(tensors[0]);
        for (int l = 0; l < network.Layers.Length; l++)
        {
            tensors[l + 1] = rounding.Round(l, network.Layers[l].Run(Array.ConvertAll(network.Reads[l], t => tensors[t])));
        }

        return tensors;
    }

    private static string Text(TrainingResult training) => string.Join(' ', training.Network.Layers.SelectMany((layer, l) => (IEnumerable<float>)
        [.. layer.Matrix?.Weights ?? [], .. layer.Matrix?.Bias ?? [], .. training.Network.Precision[l].WeightSteps ?? [], training.Network.Precision[l].ActivationStep ?? 0f]));

    // Two dense layers in double precision, with every rounding error as it is at the beginning.
    private sealed class Surrogate
    {
        private readonly Dataset _data;
        private readonly double[][] _bias;
        private readonly double[][] _inputs;
        private readonly double[][] _weightErrors = new double[2][];
        private readonly double[,] _errors;
        private readonly int _units;
        private readonly int _highest;

        public Surrogate(Dataset data, FloatNetwork network, FakeQuantizer rounding)
        {
            _data = data;
            _units = network.Layers[0].Matrix!.Outputs;
            _highest = rounding.Activations[0]!.High;
            Weights = [.. network.Layers.Select(l => Array.ConvertAll(l.Matrix!.Weights, w => (double)w))];
            _bias = [.. rounding.Weights.Select((_, l) => WeightFakeQuantizer.Round(network.Layers[l].Matrix!, rounding.Weights[l]!.Steps.Values, 7, rounding.InputOf(l)).Bias.Select(b => (double)b).ToArray())];
            WeightSteps = [.. rounding.Weights.Select(w => Array.ConvertAll(w!.Steps.Values, s => (double)s))];
            ActivationStep = [rounding.Activations[0]!.Steps.Values[0]];
            for (int l = 0; l < 2; l++)
            {
                int outputs = WeightSteps[l].Length;
                _weightErrors[l] = [.. Weights[l].Select((w, i) => Error(w / WeightSteps[l][i % outputs], -7, 7))];
            }

            _inputs = new double[data.Count][];
            _errors = new double[data.Count, _units];
            for (int s = 0; s < data.Count; s++)
            {
                float[] x = new float[data.Shape.Count];
                network.Scaling.Apply(data.Sample(s), x);
                network.Scaling.Round(x);
                _inputs[s] = Array.ConvertAll(x, v => (double)v);
                double[] sums = Sums(0, _inputs[s]);
                for (int o = 0; o < _units; o++)
                {
                    _errors[s, o] = Error(sums[o] / ActivationStep[0], 0, _highest);
                    Clipped += _errors[s, o] is 1000 ? 1 : 0;
                }
            }
        }

        public double[][] Weights { get; }

        public double[][] WeightSteps { get; }

        public double[] ActivationStep { get; }

        public int Clipped { get; }

        public double Slope(double[] numbers, int index)
        {
            const double Change = 1e-5;
            double before = numbers[index];
            numbers[index] = before + Change;
            double more = Loss();
            numbers[index] = before - Change;
            double less = Loss();
            numbers[index] = before;
            return (more - less) / (2 * Change);
        }

        // 1000 above the highest and -1000 below the lowest integer.
        private static double Error(double v, int low, int high) => v >= high ? 1000 : v <= low ? -1000 : Math.Round(v) - v;

        private static double Rounded(double value, double step, double error, int low, int high) => error is 1000 ? step * high : error is -1000 ? step * low : value + (step * error);

        private double[] Sums(int l, double[] x)
        {
            int outputs = WeightSteps[l].Length;
            return [.. Enumerable.Range(0, outputs).Select(o => _bias[l][o] + x.Select((v, t) =>
                v * Rounded(Weights[l][(t * outputs) + o], WeightSteps[l][o], _weightErrors[l][(t * outputs) + o], -7, 7)).Sum())];
        }

        private double Loss()
        {
            double loss = 0;
            for (int s = 0; s < _inputs.Length; s++)
            {
                double[] sums = Sums(0, _inputs[s]);
                double[] logits = Sums(1, [.. sums.Select((v, o) => Rounded(v, ActivationStep[0], _errors[s, o], 0, _highest))]);
                loss += Math.Log(logits.Sum(Math.Exp)) - logits[_data.ClassOf(s)];
            }

            return loss;
        }
    }
}
