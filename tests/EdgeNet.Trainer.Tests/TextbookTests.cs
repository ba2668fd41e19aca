using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>The worked numbers of the classic introductions to neural networks.</summary>
public class TextbookTests
{
    [Theory]
    [InlineData(1.05, 0.7408)]
    [InlineData(0.6, 0.6457)]
    [InlineData(0, 0.5)]
    public void The_sigmoid_of_the_books(double x, double expected)
    {
        Assert.Equal(expected, ActivationFunctions.Sigmoid(x), 4);
    }

    [Fact]
    public void Three_layers_of_three_nodes()
    {
        // The books write a row of weights for each receiving node; ours are a row for each sending node.
        FloatMatrix hidden = Layer([[.9f, .3f, .4f], [.2f, .8f, .2f], [.1f, .5f, .6f]]);
        FloatMatrix output = Layer([[.3f, .7f, .5f], [.6f, .5f, .2f], [.8f, .1f, .9f]]);

        float[] hiddenSums = hidden.Sums([0.9f, 0.1f, 0.8f]);
        AssertClose([1.16f, 0.42f, 0.62f], hiddenSums);
        float[] hiddenOutputs = ActivationFunctions.Apply(Activation.Sigmoid, hiddenSums);
        AssertClose([0.761f, 0.603f, 0.650f], hiddenOutputs);
        float[] outputSums = output.Sums(hiddenOutputs);
        AssertClose([0.975f, 0.888f, 1.254f], outputSums);
        AssertClose([0.726f, 0.708f, 0.778f], ActivationFunctions.Apply(Activation.Sigmoid, outputSums));
    }

    /// <summary>Wanted (0, 0, 1, 0) and got (0, 0.3, 0.9, 0.1): half of 0.09 + 0.01 + 0.01 is 0.055, where a well-known slide says 0.045.</summary>
    [Fact]
    public void Half_the_sum_of_squared_errors()
    {
        Dataset data = new("slide", TaskKind.Regression, Shape.Features(1), FeatureKind.SharedRange, [1f], [0f, 0f, 1f, 0f], ["a", "b", "c", "d"]);
        FloatLayer layer = Dense(Activation.Linear, new FloatMatrix(1, 4, new float[4], [0f, 0.3f, 0.9f, 0.1f]));
        TrainingOptions options = new() { Hidden = [], Batch = 1, Optimizer = OptimizerKind.Sgd, InputRange = (0f, 1f) };
        FloatNetwork network = new(TaskKind.Regression, data.Shape, InputScaling.For(data, inputRange: options.InputRange), [layer], data.Labels, 1f, 0f);
        using Backpropagation<FloatVector128> step = new(network, data, Loss.Squared, options);
        step.ForwardAndBack([0], 0, 0, 1);
        Assert.Equal(0.055, step.LossSum(1), 6);
    }

    /// <summary>Errors (0.8, 0.5) at the outputs of links (2, 3) and (1, 4): the senders are given 2 * 0.8 + 1 * 0.5 = 2.1 and 3 * 0.8 + 4 * 0.5 = 4.4.</summary>
    [Fact]
    public unsafe void An_output_error_is_split_over_the_incoming_weights_by_transposed_multiplication()
    {
        // Two hidden units of a linear layer hand on their input 0.5; the outputs are sigmoids of zero weights but for the links.
        FloatLayer first = Dense(Activation.Linear, new FloatMatrix(1, 2, [0f, 0f], [0f, 0f]));
        FloatLayer last = Dense(Activation.Linear, new FloatMatrix(2, 2, [2f, 1f, 3f, 4f], [0.8f, 0.5f]));
        Dataset data = new("split", TaskKind.Regression, Shape.Features(1), FeatureKind.SharedRange, [0f], [0f, 0f], ["a", "b"]);
        TrainingOptions options = new() { Batch = 1, Optimizer = OptimizerKind.Sgd, HiddenError = HiddenError.Split, InputRange = (0f, 1f) };
        FloatNetwork network = new(TaskKind.Regression, data.Shape, InputScaling.For(data, inputRange: options.InputRange), [first, last], data.Labels, 1f, 0f);
        using Backpropagation<FloatVector128> step = new(network, data, Loss.Squared, options);
        step.ForwardAndBack([0], 0, 0, 1);

        float* error = step.Tensors[1].Deltas(0);
        Assert.Equal(2.1f, error[0], 1e-5f);
        Assert.Equal(4.4f, error[1], 1e-5f);
    }

    /// <summary>Cross-entropy gives the outputs' errors itself: 0.5 - 0 and 0.5 - 1 over links (2, 3) and (1, 4) are 2 * 0.5 - 1 * 0.5 and 3 * 0.5 - 4 * 0.5.</summary>
    [Fact]
    public unsafe void With_cross_entropy_errors_are_split_too()
    {
        FloatLayer first = Dense(Activation.Linear, new FloatMatrix(1, 2, [0f, 0f], [0f, 0f]));
        FloatLayer last = Dense(Activation.Sigmoid, new FloatMatrix(2, 2, [2f, 1f, 3f, 4f], [0f, 0f]));
        Dataset data = new("split", TaskKind.MultiLabel, Shape.Features(1), FeatureKind.SharedRange, [0f], [0f, 1f], ["a", "b"]);
        TrainingOptions options = new() { Batch = 1, Optimizer = OptimizerKind.Sgd, HiddenError = HiddenError.Split, InputRange = (0f, 1f) };
        FloatNetwork network = new(TaskKind.MultiLabel, data.Shape, InputScaling.For(data, inputRange: options.InputRange), [first, last], data.Labels, 1f, 0f);
        using Backpropagation<FloatVector128> step = new(network, data, Loss.CrossEntropy, options);
        step.ForwardAndBack([0], 0, 0, 1);

        float* error = step.Tensors[1].Deltas(0);
        Assert.Equal(0.5f, error[0], 1e-5f);
        Assert.Equal(-0.5f, error[1], 1e-5f);
    }

    /// <summary>
    /// f = (x^3 + x)^2 has the derivative 2 (x^3 + x) (3 x^2 + 1): at x = 1 that is 2 * 2 * 4 = 16. As a network: an inner
    /// weight of 3 x^2 + 1 = 4 (the slope of x^3 + x), and an output of 2 whose loss, half its square, has the slope 2;
    /// twice that loss is f, so the gradient at the inner bias is half of 16.
    /// </summary>
    [Fact]
    public void The_chain_rule()
    {
        const float InnerSlope = 4f, Inner = 2f;
        Func<double, double> f = x => Math.Pow((x * x * x) + x, 2);
        Assert.Equal(16.0, (f(1 + 1e-6) - f(1 - 1e-6)) / 2e-6, 4);

        FloatLayer first = Dense(Activation.Linear, new FloatMatrix(1, 1, [0f], [0f]));
        FloatLayer last = Dense(Activation.Linear, new FloatMatrix(1, 1, [InnerSlope], [Inner]));
        Dataset data = new("chain", TaskKind.Regression, Shape.Features(1), FeatureKind.SharedRange, [0f], [0f], ["f"]);
        TrainingOptions options = new() { Batch = 1, Optimizer = OptimizerKind.Sgd, InputRange = (0f, 1f) };
        FloatNetwork network = new(TaskKind.Regression, data.Shape, InputScaling.For(data, inputRange: options.InputRange), [first, last], data.Labels, 1f, 0f);
        using Backpropagation<FloatVector128> step = new(network, data, Loss.Squared, options);
        step.ForwardAndBack([0], 0, 0, 1);
        step.SumGradient(0, 1, 0, 2);
        Assert.Equal(16f / 2f, Gradient(step.Parameters.ByLayer[0]!).Bias[0], 1e-5f);
    }

    private static DenseLayer Dense(Activation activation, FloatMatrix matrix) => new(Shape.Features(matrix.Terms), matrix, activation);

    private static FloatMatrix Gradient(Parameters parameters) => parameters.ToMatrix(parameters.Gradient);

    private static FloatMatrix Layer(float[][] rowPerReceiver)
    {
        int outputs = rowPerReceiver.Length, inputs = rowPerReceiver[0].Length;
        float[] weights = new float[inputs * outputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                weights[(i * outputs) + o] = rowPerReceiver[o][i];
            }
        }

        return new FloatMatrix(inputs, outputs, weights, new float[outputs]);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        // The books round every intermediate result to three digits.
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 0.001f);
        }
    }
}
