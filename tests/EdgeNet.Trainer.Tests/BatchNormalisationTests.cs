using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>Batch normalisation: by groups in training, by running statistics afterwards, folded in integers.</summary>
public unsafe class BatchNormalisationTests
{
    /// <summary>Five samples of three pixels with two channels through filters that pass each channel on; numbers from PyTorch 1.13 (BatchNorm1d in training).</summary>
    [Fact]
    public void It_gives_what_another_implementation_gives()
    {
        const int Samples = 5, Values = 6;
        float[] expected =
        [
            -1.746181f, 0.88653f, -1.367159f, 0.744692f, -0.988137f, 0.602854f, -0.609116f, 0.461016f, -0.230094f, 0.319179f, 0.148928f, 0.177341f, 0.527949f, 1.879394f, 0.906971f,
            1.737557f, 1.285993f, 1.595719f, 1.665014f, 1.453881f, 2.044036f, 1.312043f, 2.423058f, 1.170205f, 2.802079f, 1.028368f, -1.746181f, 0.88653f, -1.367159f, 0.744692f,
        ];
        float[] slopes =
        [
            -0.60865f, -0.060266f, -0.425915f, -0.135598f, -0.243181f, -0.21093f, -0.060446f, -0.286263f, 0.122289f, 0.276675f, 0.305024f, 0.201343f, 0.487759f, 0.183385f, 0.670494f,
            0.108052f, 0.853229f, 0.03272f, -0.669634f, -0.042612f, -0.486899f, -0.117945f, -0.304164f, -0.193277f, -0.121429f, -0.268609f, 0.149393f, 0.294329f, 0.332128f, 0.218996f,
        ];
        FloatMatrix matrix = new(2, 2, [1, 0, 0, 1], [0.25f, 1f]) { Norm = new FloatNorm([1.5f, -0.5f], [0, 0], [1, 1]) };
        ConvolutionLayer layer = new(new Shape(3, 3, 1, 2), new Window(1, 1, 1, 1, 0, 0, 0, 0), matrix, Activation.Linear);
        using Tensor input = new(Values, Samples, true), output = new(Values, Samples, true);
        using Parameters parameters = new(matrix, true, true, 0);
        using LayerRunner<FloatVector256> runner = layer.CreateRunner<FloatVector256>(parameters, [input], output);
        input.Allocate();
        output.Allocate();
        runner.BeginLearning();
        for (int i = 0; i < Samples * Values; i++)
        {
            input.Values(i / Values)[i % Values] = ((i * 7 % 13) - 6) / 2f;
        }

        input.Close(0, Samples);
        runner.Sum(0, Samples);
        for (int i = 0; i < Samples * Values; i++)
        {
            Assert.Equal(expected[i], output.Row(i / Values)[i % Values], 1e-5f);
            output.Deltas(i / Values)[i % Values] = ((i * 5 % 9) - 4) / 4f;
        }

        output.GatherDeltas(0, Samples);
        runner.ActivateBack(0, Samples);
        runner.SumBack(0, Samples);
        input.GatherDeltas(0, Samples);
        for (int i = 0; i < Samples * Values; i++)
        {
            Assert.Equal(slopes[i], input.Deltas(i / Values)[i % Values], 1e-5f);
        }

        runner.SumGradient(Samples, 0, 4);
        FloatMatrix gradient = parameters.ToMatrix(parameters.Gradient);
        Assert.Equal([-2.25f, 0.75f], gradient.Bias.Select(b => MathF.Round(b, 4)));
        Assert.Equal([0.5306f, -0.8227f], gradient.Norm!.Scale.Select(s => MathF.Round(s, 4)));

        // The first step's statistics are taken as they are: the mean and the variance of the fifteen values of a channel.
        runner.LearnStatistics(Samples, 0);
        for (int c = 0; c < 2; c++)
        {
            double[] values = [.. Enumerable.Range(0, Samples * Values).Where(i => i % 2 == c).Select(i => ((i * 7 % 13) - 6) / 2.0)];
            double mean = values.Average();
            Assert.Equal(mean, parameters.ToMatrix().Norm!.Mean[c], 1e-5);
            Assert.Equal(values.Average(v => (v - mean) * (v - mean)), parameters.ToMatrix().Norm!.Variance[c], 1e-5);
        }
    }

    /// <summary>Groups of sixteen are normalised apart, the last one with the samples that it has.</summary>
    [Theory]
    [InlineData("conv 3 3x3 stride 2 same tanh, conv 4 2x2 tanh, dense 3")]
    [InlineData("depthwise 3x3 tanh, conv 3 2x1 without norm tanh, average 2x1, dense 3")]
    public void The_gradient_is_the_slope_of_the_loss(string model)
    {
        Dataset data = Pictures(21, new Shape(3, 7, 4, 2));
        TrainingOptions options = new() { Model = Architecture.Parse(model), Batch = 21, Seed = 3 };
        int[] batch = [.. Enumerable.Range(0, 21)];
        using Backpropagation<FloatVector512> step = new(NetworkFactory.Create(data, options), data, Loss.CrossEntropy, options);
        step.ForwardAndBack(batch, 0, 0, 21);
        for (int l = 0; l < step.Parameters.ByLayer.Length; l++)
        {
            if (step.Parameters.ByLayer[l] is { } parameters)
            {
                step.SumGradient(l, 21, 0, parameters.Rows);
            }
        }

        FloatMatrix?[] gradients = [.. step.Parameters.ByLayer.Select(p => p?.ToMatrix(p.Gradient))];
        for (int l = 0; l < gradients.Length; l++)
        {
            if (gradients[l] is { } gradient)
            {
                FloatMatrix matrix = step.Parameters.ByLayer[l]!.ToMatrix();
                Compare(l, matrix, matrix.Weights, gradient.Weights);
                Compare(l, matrix, matrix.Bias, gradient.Bias);
                Compare(l, matrix, matrix.Norm?.Scale ?? [], gradient.Norm?.Scale ?? []);
            }
        }

        void Compare(int layer, FloatMatrix matrix, float[] numbers, float[] gradient)
        {
            const float H = 1f / 128f;
            for (int i = 0; i < numbers.Length; i++)
            {
                float kept = numbers[i];
                double up = LossAt(kept + H), slope = (up - LossAt(kept - H)) / (2 * H);
                LossAt(kept);
                Assert.Equal(slope, gradient[i], 1e-2 * Math.Max(1, Math.Abs(slope)));

                double LossAt(float value)
                {
                    numbers[i] = value;
                    Parameters parameters = step.Parameters.ByLayer[layer]!;
                    parameters.Set(parameters.Master, matrix);
                    parameters.Changed(0, parameters.Rows);
                    step.ForwardAndBack(batch, 0, 0, 21);
                    return step.LossSum(21);
                }
            }
        }
    }

    [Fact]
    public void A_trained_network_runs_by_its_running_statistics_everywhere()
    {
        Dataset data = Pictures(80, Shape.Grey(6, 5));
        FloatNetwork network = Train(data, "conv 4 3x3 same, depthwise 3x3, conv 3 2x2 linear, dense 3", 5);
        Assert.All(network.Layers.SkipLast(1), l => Assert.DoesNotContain(1f, l.Matrix!.Norm!.Variance));
        using NetworkParameters parameters = new(network);
        using FloatEngine engine = FloatEngine.Create(network, parameters, data, data.Count);
        engine.Load([.. Enumerable.Range(0, data.Count)], 0, data.Count);
        engine.Run(0, data.Count);
        for (int s = 0; s < data.Count; s++)
        {
            Assert.All(network.Run(data.Sample(s)).Zip(engine.Values(network.Layers.Length, s).ToArray()), p => Assert.Equal(p.First, p.Second, 1e-4f));
        }
    }

    /// <summary>A negative scale turns the signs of the integer weights round.</summary>
    [Fact]
    public void Folded_into_integers_it_loses_nothing_more()
    {
        Dataset data = Pictures(80, Shape.Grey(6, 5));
        FloatNetwork network = Train(data, "conv 4 3x3 same, depthwise 3x3, dense 3", 3);
        foreach (FloatNorm norm in network.Layers.Select(l => l.Matrix!.Norm).OfType<FloatNorm>())
        {
            norm.Scale[0] = -norm.Scale[0];
            norm.Scale[1] = 0f;
        }

        QuantizationResult result = Quantizer.Quantize(network, data);
        Assert.All(result.Layers, l => Assert.True(l.SignalToNoiseDecibels > 30, $"layer {l.Layer}: {l.SignalToNoiseDecibels} dB"));
        FloatMatrix matrix = network.Layers[0].Matrix!;
        QuantizedMatrix integers = result.Network.Layers[0].Matrix!;
        for (int t = 0; t < matrix.Terms; t++)
        {
            Assert.True(matrix.Weights[t * 4] * integers.Weights[t * 4] <= 0);
            Assert.Equal(0, integers.Weights[(t * 4) + 1]);
            Assert.True(matrix.Weights[(t * 4) + 2] * integers.Weights[(t * 4) + 2] >= 0);
        }
    }

    private static FloatNetwork Train(Dataset data, string model, int epochs) =>
        NetworkTrainer.Train(data, new TrainingOptions { Model = Architecture.Parse(model), Epochs = epochs, Threads = 1 }, null, CancellationToken.None).Network;

    private static Dataset Pictures(int count, Shape shape)
    {
        Random random = new(5);
        return new Dataset("pictures", TaskKind.Classification, shape, FeatureKind.Pixels,
            [.. Enumerable.Range(0, count * shape.Count).Select(_ => (float)random.Next(256))], [.. Enumerable.Range(0, count).Select(i => (float)(i % 3))], ["a", "b", "c"]);
    }
}
