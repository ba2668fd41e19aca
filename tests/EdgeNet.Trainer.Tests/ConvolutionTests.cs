using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>Convolutions: forward, back, in integers, and what is refused.</summary>
public unsafe class ConvolutionTests
{
    /// <summary>A 4x3 picture of two channels, two filters of 2x3, stride 2x1, padding 1 at the top, left and right; all numbers are from PyTorch 1.13 (conv2d of the padded picture).</summary>
    [Fact]
    public void A_convolution_gives_what_another_implementation_gives()
    {
        float[] picture = [2, -2, 5, 1, -3, 4, 0, -4, 3, -1, -5, 2, -2, 5, 1, -3, 4, 0, -4, 3, -1, -5, 2, -2];
        float[] weights = [-3, 2, 0, -2, 3, 1, -1, -3, 2, 0, -2, 3, 1, -1, -3, 2, 0, -2, 3, 1, -1, -3, 2, 0];
        float[] expected = [-8, -23, 23, -8, 15, 5, 21, 13, -33, 13, -15, -20], deltas = [-2, 1, -1, 2, 0, -2, 1, -1, 2, 0, -2, 1];
        ConvolutionLayer layer = new(new Shape(3, 4, 3, 2), new Window(2, 3, 2, 1, 1, 1, 0, 1), new FloatMatrix(12, 2, weights, [1, -2]), Activation.Linear);
        Assert.Equal(new Shape(3, 2, 3, 2), layer.Output);
        Assert.Equal(expected, layer.Run([picture]));

        using Tensor input = new(24, 1, true), output = new(12, 1, true);
        using Parameters parameters = new(layer.Matrix, true, true, 0);
        using LayerRunner<FloatVector256> runner = layer.CreateRunner<FloatVector256>(parameters, [input], output);
        input.Allocate();
        output.Allocate();
        runner.BeginLearning();
        picture.CopyTo(new Span<float>(input.Values(0), 24));
        input.Close(0, 1);
        runner.Sum(0, 1);
        Assert.Equal(expected, output.Row(0));
        deltas.CopyTo(new Span<float>(output.Deltas(0), 12));
        output.GatherDeltas(0, 1);
        runner.SumBack(0, 1);
        input.GatherDeltas(0, 1);
        Assert.Equal([-5, 2, -3, -9, -1, -4, -4, 2, 16, -9, -1, -5, 4, -4, -1, 16, -4, -1, 0, 0, 0, 0, 0, 0], new Span<float>(input.Deltas(0), 24).ToArray());
        runner.SumGradient(1, 0, 13);
        FloatMatrix gradient = parameters.ToMatrix(parameters.Gradient);
        Assert.Equal([-6, 3, -6, -1, 16, -5, -10, 6, -7, -3, 3, 1, -8, -5, 18, -9, -17, 24, 2, -13, 2, -2, -9, 12], gradient.Weights);
        Assert.Equal([-2, 1], gradient.Bias);
    }

    /// <summary>Padding "same" as in TensorFlow: 28 at stride 2 with a 3x3 window has one row at the bottom and one column on the right, and 14 positions.</summary>
    [Theory]
    [InlineData("conv 8 3x3 stride 2 same", 28, 28, "14x14x8", new byte[] { 3, 3, 2, 2, 0, 0, 1, 1 })]
    [InlineData("conv 8 3x3 stride 2 pad 1", 28, 28, "14x14x8", new byte[] { 3, 3, 2, 2, 1, 1, 1, 1 })]
    [InlineData("conv 8 4x4 stride 3", 28, 28, "9x9x8", new byte[] { 4, 4, 3, 3, 0, 0, 0, 0 })]
    [InlineData("conv 2 5x4 same", 9, 8, "9x8x2", new byte[] { 5, 4, 1, 1, 2, 1, 2, 2 })]
    [InlineData("conv1d 4 5 stride 2", 1, 50, "23x1x4", new byte[] { 5, 1, 2, 1, 0, 0, 0, 0 })]
    [InlineData("conv1d 4 5 stride 2 same", 50, 3, "25x1x4", new byte[] { 5, 3, 2, 1, 1, 0, 2, 0 })]
    [InlineData("pointwise 4 stride 2", 9, 8, "5x4x4", new byte[] { 1, 1, 2, 2, 0, 0, 0, 0 })]
    public void The_text_decides_window_and_shape(string text, int height, int width, string output, byte[] window)
    {
        Shape input = height == 1 ? Shape.Features(width) : Shape.Grey(height, width);
        LayerSpec spec = Architecture.Parse($"{text} without norm, dense 2").Layers[0];
        Assert.Equal(output, spec.OutputOf(input).ToString());
        FloatLayer layer = spec.Create(input, Initialization.Auto, new SeededRandom(1, "weights"));
        Assert.Equal(output, layer.Output.ToString());
        Assert.Equal(layer.Parameters, spec.ParametersOf(input));
        QuantizedLayer integers = new QuantizedConvolution(input, spec is ConvolutionSpec { Kind: ConvolutionKind.Sequence } ? new Window(window[0], window[1], window[2], window[3], window[4], window[5], window[6], window[7])
            : ((ConvolutionSpec)spec).Options.Window.Over(input), new QuantizedDense(new QuantizedMatrix(1, 1, [1], [0], [0], [1], []), Activation.Relu, 0), 7);
        Assert.Equal([.. window, 7, 0, 0, 0], integers.Fields.Own);
        Assert.Equal(3, integers.Fields.Kind);
    }

    [Theory]
    [InlineData("conv 16 9x9, dense 2", "layer 1 of the model, \"conv 16 9x9 relu\": a window of 9x9 does not fit a picture of 8x8; choose a smaller one or pad with \"same\"")]
    [InlineData("conv 4 3x3, conv 16 7x7, dense 2", "layer 2 of the model, \"conv 16 7x7 relu\": a window of 7x7 does not fit a picture of 6x6")]
    [InlineData("conv 4 2x2 stride 9, dense 2", "layer 1 of the model, \"conv 4 2x2 stride 9 relu\": a stride of 9x9 leaves only one position of a picture of 8x8")]
    [InlineData("conv 4 2x2 pad 2, dense 2", "a padding of 2 is not smaller than the window of 2x2")]
    [InlineData("conv 4096 16x16 pad 15, dense 2", "it would give 2,166,784 values (23x23x4096), at most 1,048,576 are allowed")]
    [InlineData("conv 900 1x1, conv 2 5x5, dense 2", "layer 2 of the model, \"conv 2 5x5 relu\": a filter would sum 22,500 products, at most 16,384 are allowed")]
    [InlineData("conv 8 3x3 same, conv1d 4 3, dense 2", "layer 2 of the model, \"conv1d 4 3 relu\": it needs a sequence, not a picture with channels (8x8x8)")]
    [InlineData("dense 8, conv 4 3x3, dense 2", "layer 2 of the model, \"conv 4 3x3 relu\": it needs a picture, not 8 values without rows and columns; convolve those with \"conv1d\", or say with --input-size that a table's columns are pixels")]
    [InlineData("dense 8, conv1d 4 9, dense 2", "a window of 9 does not fit 8 steps")]
    [InlineData("dense 8, pool 2, dense 2", "layer 2 of the model, \"pool 2\": it needs a picture, not 8 values without rows and columns; if a table's columns are pixels, say so with --input-size")]
    [InlineData("depthwise 9, dense 2", "layer 1 of the model, \"depthwise 9 relu\": a window of 9x9 does not fit a picture of 8x8")]
    [InlineData("conv 3 3x3, add 1, dense 2", "layer 2 of the model, \"add 1\": it adds tensors of different shapes: 6x6x3, and 8x8 from 1 layer back; give the layers between them as many filters, no stride, and \"same\"")]
    [InlineData("dense 8, add 2, dense 2", "layer 2 of the model, \"add 2\": it goes back 2 layers, further than to the network's input")]
    public void What_no_board_could_run_is_refused_before_training_with_the_layer(string model, string message)
    {
        UserException e = Assert.Throws<UserException>(() => Architecture.Parse(model).Shapes(Shape.Grey(8, 8)));
        Assert.Contains(message, e.Message);
    }

    [Theory]
    [InlineData("conv 3 3x3 stride 2 same without norm tanh, conv 5 2x3 pad 1 without norm tanh, dense 3")]
    [InlineData("conv 4 3x3 same without norm tanh, depthwise 3x3 same without norm tanh, add 1, average 3x2 stride 2 same, dense 3")]
    [InlineData("conv1d 6 3 without norm tanh, conv1d 3 2 stride 2 same without norm sigmoid, dense 4 tanh, dense 3")]
    public void The_gradient_is_the_slope_of_the_loss(string model)
    {
        Dataset data = Pictures(20, Shape.Grey(7, 6));
        TrainingOptions options = new() { Model = Architecture.Parse(model), Batch = 20, Seed = 3 };
        FloatNetwork network = NetworkFactory.Create(data, options);
        int[] batch = [.. Enumerable.Range(0, 20)];
        using Backpropagation<FloatVector512> step = new(network, data, Loss.CrossEntropy, options);
        using Backpropagation<FloatVector128> narrow = new(network, data, Loss.CrossEntropy, options);
        step.ForwardAndBack(batch, 0, 0, 16);
        step.ForwardAndBack(batch, 0, 16, 20);
        narrow.ForwardAndBack(batch, 0, 0, 20);
        Assert.Equal(Total(), step.LossSum(20), 1e-3);
        for (int l = 0; l < network.Layers.Length; l++)
        {
            if (network.Layers[l].Matrix is not { } matrix)
            {
                continue;
            }

            step.SumGradient(l, 20, 0, 4);
            step.SumGradient(l, 20, 4, matrix.Terms + 1);
            narrow.SumGradient(l, 20, 0, matrix.Terms + 1);
            FloatMatrix gradient = step.Parameters.ByLayer[l]!.ToMatrix(step.Parameters.ByLayer[l]!.Gradient);
            FloatMatrix same = narrow.Parameters.ByLayer[l]!.ToMatrix(narrow.Parameters.ByLayer[l]!.Gradient);
            Assert.Equal(same.Weights, gradient.Weights);
            Assert.Equal(same.Bias, gradient.Bias);
            FiniteDifferences.AssertSlopes(matrix.Weights, gradient.Weights, Total);
            FiniteDifferences.AssertSlopes(matrix.Bias, gradient.Bias, Total);
        }

        double Total() => batch.Sum(s => -Math.Log(network.Run(data.Sample(s))[data.ClassOf(s)]));
    }

    [Theory]
    [InlineData("conv 4 3x3 stride 2 same without norm, conv 6 3x3 pad 1 without norm, dense 3", false)]
    [InlineData("conv 4 3x3 same without norm linear, conv 6 3x3 pad 1 without norm tanh, dense 3", false)]
    [InlineData("conv 4 3x3 same without norm, depthwise 3x3 same without norm, add 1 relu, pool 2, conv 4 3x3 same without norm linear, add 1, average all, dense 3", false)]
    [InlineData("depthwise 3x3 same without norm tanh, add 1 relu, average 2, dense 3", true)]
    [InlineData("conv 4 3x3 stride 2 same, depthwise 3x3 same, conv 6 3x3 pad 1 linear, dense 3", false)]
    [InlineData("conv1d 4 3 same, conv1d 4 3 same sigmoid, dense 3", true)]
    [InlineData("conv1d 4 3 same without norm, conv1d 4 3 same without norm sigmoid, dense 3", true)]
    public void Integers_compute_nearly_what_floats_do(string model, bool sharedRange)
    {
        Dataset data = Pictures(60, Shape.Grey(7, 6), sharedRange);
        TrainingResult training = NetworkTrainer.Train(data, new TrainingOptions { Model = Architecture.Parse(model), Epochs = 3, Threads = 1 }, null, CancellationToken.None);
        QuantizationResult result = Quantizer.Quantize(training.Network, data);
        Assert.All(result.Layers, l => Assert.True(l.SignalToNoiseDecibels > 25, $"layer {l.Layer}: {l.SignalToNoiseDecibels} dB"));

        SameLogits(result.Network, data);
    }

    [Theory]
    [InlineData("conv 4 3x3 stride 2 same without norm, depthwise 3x3 same without norm, pointwise 4 without norm, add 1 relu, pool 2 stride 1, average 3x2 stride 1 same, dense 3", 4, 4)]
    [InlineData("conv 4 3x3, conv 6 2x2, depthwise 2 tanh, dense 3", 8, 8)]
    [InlineData("conv1d 5 3 same without norm, conv1d 5 3 stride 2 without norm linear, dense 4, dense 3", 4, 2)]
    [InlineData("pool 3 stride 2 same, conv 3 2x2 pad 1 without norm sigmoid, average all, dense 3", 8, 8)]
    public void Files_of_few_bits_give_cores_logits(string model, int weightBits, int activationBits)
    {
        Dataset data = Pictures(60, Shape.Grey(7, 6));
        TrainingOptions options = new() { Model = Architecture.Parse(model), Epochs = 2, Threads = 1, WeightBits = [weightBits], ActivationBits = [activationBits] };
        SameLogits(Quantizer.Quantize(NetworkTrainer.Train(data, options, null, CancellationToken.None).Network, data).Network, data);
    }

    [Fact]
    public void The_same_bytes_come_from_any_number_of_threads()
    {
        Dataset data = Pictures(100, Shape.Grey(7, 6));
        float[][] weights = [.. new[] { 1, 2, 3 }.Select(threads => NetworkTrainer.Train(data, new TrainingOptions
        {
            Model = Architecture.Parse("conv 16 3x3 same, depthwise 3x3, conv 16 3x3 stride 2 pad 1 without norm, dense 3"),
            Epochs = 2,
            Threads = threads,
            Batch = 50,
        }, null, CancellationToken.None).Network.Layers[0].Matrix!.Weights)];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // The trainer's own reference against Core, which reads the file.
    private static void SameLogits(QuantizedNetwork network, Dataset data)
    {
        Network core = Network.Load(ModelWriter.Write(network, []));
        for (int s = 0; s < data.Count; s++)
        {
            core.Classify(data.Sample(s).ToArray());
            Assert.Equal(network.Logits(network.QuantizeInput(data.Sample(s))), Enumerable.Range(0, core.OutputCount).Select(core.Logit));
        }
    }

    private static Dataset Pictures(int count, Shape shape, bool sharedRange = false)
    {
        Random random = new(7);
        return new Dataset("pictures", TaskKind.Classification, shape, sharedRange ? FeatureKind.SharedRange : FeatureKind.Pixels,
            [.. Enumerable.Range(0, count * shape.Count).Select(_ => (float)random.Next(256) - (sharedRange ? 100 : 0))],
            [.. Enumerable.Range(0, count).Select(i => (float)(i % 3))], ["a", "b", "c"]);
    }
}
