using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Layers.MaxPool;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization.Arithmetic;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Trainer.Tests;

/// <summary>What every kind of layer owes: the vector engine computes what the plain reference does, and deltas are slopes.</summary>
public unsafe class LayerTests
{
    // A whole group of samples, and one that is not.
    private const int Rows = 18;

    private static readonly int[] Samples = [0, 7, 17];

    [Fact]
    public void Every_kind_of_layer_computes_what_its_reference_computes()
    {
        ForAllLayers((layer, _, seed) =>
        {
            using Bench<FloatVector512> wide = new(layer, seed);
            using Bench<FloatVector128> narrow = new(layer, seed);
            foreach (int row in Samples)
            {
                float[] expected = layer.Run([wide.Input(row)]), got = wide.Run(row);
                if (!got.SequenceEqual(narrow.Run(row)) || expected.Zip(got).Any(p => Math.Abs(p.First - p.Second) > 1e-4f))
                {
                    return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public void What_goes_back_to_the_inputs_of_every_kind_is_the_slope_of_its_outputs()
    {
        ForAllLayers((layer, sums, seed) =>
        {
            using Bench<FloatVector256> bench = new(layer, seed);
            bench.Back(sums);
            foreach (int row in Samples)
            {
                (float[] deltas, float[] back) = (bench.Deltas(row), bench.InputDeltas(row));
                float[] x = bench.Input(row);
                for (int i = 0; i < x.Length; i++)
                {
                    const float H = 1f / 256f;
                    double slope = (Dot(x, i, H) - Dot(x, i, -H)) / (2 * H);
                    if (Math.Abs(slope - back[i]) > 0.01 * Math.Max(1, Math.Abs(slope)))
                    {
                        return false;
                    }
                }

                double Dot(float[] values, int i, float h)
                {
                    float[] moved = (float[])values.Clone();
                    moved[i] += h;
                    return layer.Run([moved]).Zip(deltas, (y, d) => (double)y * d).Sum();
                }
            }

            return true;
        });
    }

    /// <summary>1 5 | 2 2 over 3 4 | 2 2, and a column and a row too many: 5, and 2 whose delta goes to the first of equals.</summary>
    [Fact]
    public void Pooling_by_hand()
    {
        float[] picture = [1, 5, 2, 2, 99, 3, 4, 2, 2, 99, 99, 99, 99, 99, 99];
        MaxPoolLayer layer = new(Shape.Grey(3, 5), new Window(2, 2, 2, 2, 0, 0, 0, 0));
        Assert.Equal([5f, 2f], layer.Run([picture]));
        using Tensor input = new(15, 1, true), output = new(2, 1, true);
        using LayerRunner<FloatVector128> runner = layer.CreateRunner<FloatVector128>(null, [input], output);
        input.Allocate();
        output.Allocate();
        picture.CopyTo(new Span<float>(input.Values(0), 15));
        input.Close(0, 1);
        runner.Sum(0, 1);
        Assert.Equal([5f, 2f], output.Row(0));
        output.Deltas(0)[0] = 7f;
        output.Deltas(0)[1] = -3f;
        output.GatherDeltas(0, 1);
        runner.SumBack(0, 1);
        input.GatherDeltas(0, 1);
        Assert.Equal([0, 7, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], new Span<float>(input.Deltas(0), 15).ToArray());
    }

    /// <summary>A kind that only this test knows, with two inputs, one of which another layer reads too: y = x1 + x2.</summary>
    [Fact]
    public void A_new_kind_of_layer_with_two_inputs_needs_no_change_elsewhere()
    {
        Random random = new(2);
        Dataset data = new("random", TaskKind.Classification, Shape.Features(6), FeatureKind.SharedRange,
            [.. Enumerable.Range(0, 5 * 6).Select(_ => random.NextSingle())], [0f, 1f, 2f, 1f, 0f], ["a", "b", "c"]);
        FloatLayer[] layers = [Dense(6, 5, Activation.Tanh), Dense(5, 5, Activation.Tanh), new AddLayer(Shape.Features(5)), Dense(5, 3, Activation.Softmax)];
        TrainingOptions options = new() { Batch = 5 };
        FloatNetwork network = new(data.Task, data.Shape, InputScaling.For(data), layers, data.Labels, 1f, 0f, [[0], [1], [1, 2], [3]]);
        using Backpropagation<FloatVector256> step = new(network, data, Loss.CrossEntropy, options);
        step.ForwardAndBack([0, 1, 2, 3, 4], 0, 0, 5);
        Assert.Equal(Total(), step.LossSum(5), 1e-4);
        for (int l = 0; l < layers.Length; l++)
        {
            if (layers[l].Matrix is { } matrix)
            {
                step.SumGradient(l, 5, 0, matrix.Terms + 1);
                FloatMatrix gradient = step.Parameters.ByLayer[l]!.ToMatrix(step.Parameters.ByLayer[l]!.Gradient);
                FiniteDifferences.AssertSlopes(matrix.Weights, gradient.Weights, Total);
                FiniteDifferences.AssertSlopes(matrix.Bias, gradient.Bias, Total);
            }
        }

        double Total() => Enumerable.Range(0, data.Count).Sum(s => -Math.Log(network.Run(data.Sample(s))[data.ClassOf(s)]));

        DenseLayer Dense(int inputs, int outputs, Activation activation) => new(Shape.Features(inputs),
            new FloatMatrix(inputs, outputs, [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f)], new float[outputs]), activation);
    }

    [Fact]
    public void The_engine_runs_whole_networks_as_their_reference_does()
    {
        Dataset data = BuiltInPictures(9, 7, 2);
        foreach (string model in new[] { "dense 3", "dense 9 relu, dense 3", "dense 17 tanh, dense 5 sigmoid, dense 4 linear, dense 3", "pool 2, dense 7 relu, dense 3", "pool 2, pool 2, dense 3",
            "conv 5 3x3 stride 2 without norm, dense 3", "conv 3 2x3 pad 1 without norm tanh, pool 2, pointwise 4 without norm, conv 6 3x3 same without norm linear, dense 3",
            "pool 3x2 stride 2 same, depthwise 3x3 same without norm, add 1 relu, pointwise 2 without norm linear, add 1, average 2 stride 1, average all, dense 3",
            "dense 8 tanh, dense 8 relu, add 1, dense 3" })
        {
            FloatNetwork network = NetworkFactory.Create(data, new TrainingOptions { Model = Architecture.Parse(model) });
            using NetworkParameters parameters = new(network);
            using FloatEngine engine = FloatEngine.Create(network, parameters, data, data.Count);
            engine.Load([.. Enumerable.Range(0, data.Count)], 0, data.Count);
            engine.Run(0, data.Count);
            for (int s = 0; s < data.Count; s++)
            {
                float[] expected = network.Run(data.Sample(s));
                Assert.All(expected.Zip(engine.Values(network.Layers.Length, s).ToArray()), p => Assert.Equal(p.First, p.Second, 1e-5f));
            }
        }
    }

    private static Dataset BuiltInPictures(int height, int width, int channels)
    {
        Random random = new(1);
        return new Dataset("pictures", TaskKind.Classification, new Shape(3, height, width, channels), FeatureKind.Pixels,
            [.. Enumerable.Range(0, 10 * height * width * channels).Select(_ => (float)random.Next(256))], [.. Enumerable.Range(0, 10).Select(i => (float)(i % 3))], ["a", "b", "c"]);
    }

    private static void ForAllLayers(Func<FloatLayer, FloatLayer?, int, bool> property) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        Random random = new(seed);
        Shape shape = new(3, random.Next(2, 9), random.Next(2, 9), random.Next(1, 4));
        int outputs = random.Next(1, 20);
        Activation activation = (Activation)random.Next(4);
        Window window = RandomWindow(random, shape);
        FloatMatrix dense = Draw(shape.Count, outputs), convolution = Draw(window.Rows * window.Columns * shape.Channels, outputs);
        FloatMatrix depthwise = Draw(window.Rows * window.Columns, shape.Channels);
        return property(new MaxPoolLayer(shape, window), null, seed)
            && property(new AveragePoolLayer(shape, window), null, seed)
            && property(new DepthwiseLayer(shape, window, depthwise, activation), new DepthwiseLayer(shape, window, depthwise, Activation.Linear), seed)
            && property(new DenseLayer(shape, dense, activation), new DenseLayer(shape, dense, Activation.Linear), seed)
            && property(new ConvolutionLayer(shape, window, convolution, activation), new ConvolutionLayer(shape, window, convolution, Activation.Linear), seed);

        FloatMatrix Draw(int terms, int sums) => new(terms, sums, [.. Enumerable.Range(0, terms * sums).Select(_ => (random.NextSingle() - 0.5f) / 4)],
            [.. Enumerable.Range(0, sums).Select(_ => random.NextSingle() + 0.1f)]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static Window RandomWindow(Random random, Shape shape)
    {
        int rows = random.Next(1, Math.Min(4, shape.Height) + 1), columns = random.Next(1, Math.Min(4, shape.Width) + 1);
        return new Window(rows, columns, random.Next(1, 4), random.Next(1, 4), random.Next(rows), random.Next(columns), random.Next(rows), random.Next(columns));
    }

    // One layer between two tensors. Inputs are 1/32 apart, so that a small change of one does not make it larger than another.
    private sealed class Bench<T> : IDisposable
        where T : struct, IFloatVector<T>
    {
        private readonly FloatLayer _layer;
        private readonly Tensor _input;
        private readonly Tensor _output;
        private readonly Parameters? _parameters;
        private readonly LayerRunner<T> _runner;
        private readonly Random _random;
        private readonly float[][] _deltas = new float[Rows][];

        public Bench(FloatLayer layer, int seed)
        {
            _layer = layer;
            _random = new Random(seed);
            _input = new Tensor(layer.Input.Count, Rows, true);
            _output = new Tensor(layer.Output.Count, Rows, true);
            _parameters = layer.Matrix is { } matrix ? new Parameters(matrix, true, true, 0) : null;
            _runner = layer.CreateRunner<T>(_parameters, [_input], _output);
            _input.Allocate();
            _output.Allocate();
            for (int row = 0; row < Rows; row++)
            {
                int[] order = [.. Enumerable.Range(0, layer.Input.Count)];
                _random.Shuffle(order);
                for (int i = 0; i < order.Length; i++)
                {
                    _input.Values(row)[i] = (order[i] - (order.Length / 2)) / 32f;
                }
            }

            _input.Close(0, Rows);
            _runner.Sum(0, Rows);
            _runner.Activate(0, Rows);
        }

        public float[] Input(int row) => new Span<float>(_input.Values(row), _input.Count).ToArray();

        public float[] Run(int row) => _output.Row(row);

        public float[] Deltas(int row) => _deltas[row];

        public float[] InputDeltas(int row) => new Span<float>(_input.Deltas(row), _input.Count).ToArray();

        // The layer that reads the output is one that reads rows, and hands back what it is given here.
        public void Back(FloatLayer? sums)
        {
            for (int row = 0; row < Rows; row++)
            {
                // Where a ReLU is nearly at its corner it has no slope to speak of.
                float[] corners = sums?.Run([Input(row)]) ?? [];
                _deltas[row] = [.. Enumerable.Range(0, _output.Count).Select(o => corners.Length > 0 && Math.Abs(corners[o]) < 0.01f ? 0f : _random.NextSingle() - 0.5f)];
                _deltas[row].CopyTo(new Span<float>(_output.Deltas(row), _output.Count));
            }

            _output.GatherDeltas(0, Rows);
            _runner.ActivateBack(0, Rows);
            _runner.SumBack(0, Rows);
            _input.GatherDeltas(0, Rows);
        }

        public void Dispose()
        {
            _runner.Dispose();
            _parameters?.Dispose();
            _output.Dispose();
            _input.Dispose();
        }
    }

    private sealed class AddLayer(Shape shape) : FloatLayer(shape, shape)
    {
        public override float[] Run(float[][] inputs) => [.. inputs[0].Zip(inputs[1], (a, b) => a + b)];

        internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) => new AddRunner<T>(inputs, output);

        internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) => throw new NotSupportedException();
    }

    private sealed class AddRunner<T>(Tensor[] inputs, Tensor output) : LayerRunner<T>(null)
        where T : struct, IFloatVector<T>
    {
        public override void Sum(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                for (int i = 0; i < output.Count; i++)
                {
                    output.Values(row)[i] = inputs[0].Values(row)[i] + inputs[1].Values(row)[i];
                }
            }
        }

        public override void SumBack(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                foreach (Tensor input in inputs)
                {
                    new Span<float>(output.Deltas(row), output.Count).CopyTo(new Span<float>(input.Deltas(row), input.Count));
                }
            }
        }
    }
}
