using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Export.Onnx;
using static EdgeNet.Import.Tests.Onnx.OnnxFiles;

namespace EdgeNet.Import.Tests.Onnx;

// Numbers are worked by hand, or those of the onnx repository's backend tests (v1.19.0), whose name a comment gives.
public class OnnxOperatorTests
{
    [Fact]
    public void Gemm_multiplies_by_transposed_weights_with_alpha_and_adds_beta_times_the_bias() =>
        Assert.Equal([0.5f * (1 + 4 + 9) + 20, 0.5f * (4 + 10 + 18) + 40], Run(Of([-1, 3], g => g.Node("Gemm",
            ["x", g.Constant("w", OnnxTensor.Of([1f, 2, 3, 4, 5, 6], 2, 3)), g.Constant("b", OnnxTensor.Of([10f, 20], 2))], "y",
            OnnxAttribute.Of("transB", 1L), OnnxAttribute.Of("alpha", 0.5f), OnnxAttribute.Of("beta", 2f))), 1, 2, 3));

    [Fact]
    public void A_product_and_the_sum_with_constants_behind_it_become_one_layer()
    {
        byte[] file = Of([-1, 2], g =>
        {
            g.Node("MatMul", ["x", g.Constant("w", OnnxTensor.Of([1f, 2, 3, 4], 2, 2))], "p");
            g.Node("Add", [g.Constant("b", OnnxTensor.Of([10f, 20], 2)), "p"], "s");
            g.Node("Relu", ["s"], "y");
        });
        Assert.IsType<DenseNode>(Assert.Single(Read(file).Nodes));
        Assert.Equal([1 + 6 + 10, 2 + 8 + 20], Run(file, 1, 2));
        Assert.Equal([0, 0], Run(file, -20, -20));
    }

    // conv_with_strides_padding
    [Fact]
    public void A_convolution_with_strides_and_padding_gives_what_the_backend_tests_say() =>
        Assert.Equal([12, 27, 24, 63, 108, 81, 123, 198, 141, 112, 177, 124], Run(Of([1, 1, 7, 5], g => g.Node("Conv",
            ["x", g.Constant("w", OnnxTensor.Of(Ones(9), 1, 1, 3, 3))], "y", Ints("pads", 1, 1, 1, 1), Ints("strides", 2, 2))), Count(35, 0)));

    // conv_with_autopad_same
    [Fact]
    public void A_convolution_that_pads_by_itself_gives_what_the_backend_tests_say() =>
        Assert.Equal([12, 27, 24, 63, 108, 81, 72, 117, 84], Run(Of([1, 1, 5, 5], g => g.Node("Conv",
            ["x", g.Constant("w", OnnxTensor.Of(Ones(9), 1, 1, 3, 3))], "y", OnnxAttribute.Of("auto_pad", "SAME_LOWER"), Ints("strides", 2, 2))), Count(25, 0)));

    [Fact]
    public void Pictures_are_read_with_channels_innermost_and_groups_do_not_see_each_other()
    {
        // Two groups of one channel with two outputs each; the picture is 1x2 with the channels (1, 10) and (2, 20).
        byte[] file = Of([-1, 2, 1, 2], g => g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of([1f, 2, 3, 4], 4, 1, 1, 1))], "y", OnnxAttribute.Of("group", 2L)));
        Assert.Equal([1, 2, 30, 40, 2, 4, 60, 80], Run(file, 1, 10, 2, 20));
    }

    [Fact]
    public void A_depthwise_convolution_is_one_and_dilations_skip_places()
    {
        byte[] file = Of([-1, 2, 3, 1], g => g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of([1f, 10, 2, 20], 2, 1, 2, 1))], "y",
            OnnxAttribute.Of("group", 2L), Ints("dilations", 2, 1)));
        Assert.IsType<DepthwiseNode>(Assert.Single(Read(file).Nodes));
        Assert.Equal([1 + 50, 4 + 120], Run(file, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void A_convolution_of_a_sequence_moves_over_its_steps() =>
        Assert.Equal([1 - 2, 2 - 3], Run(Of([-1, 1, 3], g => g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of([1f, -1], 1, 1, 2))], "y")), 1, 2, 3));

    [Fact]
    public void Batch_normalisation_and_relu_become_part_of_the_convolution_before_them()
    {
        byte[] file = Of([-1, 1, 1, 2], g =>
        {
            g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of([2f], 1, 1, 1, 1)), g.Constant("b", OnnxTensor.Of([1f], 1))], "c");
            g.Node("BatchNormalization", ["c", .. new[] { 3f, 4, 5, 0.25f }.Select((v, i) => g.Constant($"n{i}", OnnxTensor.Of([v], 1)))], "n", OnnxAttribute.Of("epsilon", 0f));
            g.Node("Relu", ["n"], "y");
        });
        ConvolutionNode node = Assert.IsType<ConvolutionNode>(Assert.Single(Read(file).Nodes));
        Assert.Equal(GraphLimits.Relu, node.Limits);

        // ((2x + 1) - 5) / sqrt(0.25) * 3 + 4
        Assert.Equal([0, 16], Run(file, 0, 3));
    }

    // averagepool_2d_precomputed_pads_count_include_pad, its first and middle row
    [Fact]
    public void An_average_pool_that_counts_its_padding_gives_what_the_backend_tests_say()
    {
        float[] y = Run(Of([1, 1, 5, 5], g => g.Node("AveragePool", ["x"], "y", Ints("kernel_shape", 5, 5), Ints("pads", 2, 2, 2, 2), OnnxAttribute.Of("count_include_pad", 1L))), Count(25));
        Assert.Equal([2.52f, 3.6f, 4.8f, 4.08f, 3.24f, 7.2f, 10f, 13f, 10.8f, 8.4f], [.. y[..5], .. y[10..15]], new Near());
    }

    // averagepool_2d_precomputed_pads
    [Fact]
    public void An_average_pool_leaves_its_padding_out_unless_told_otherwise() =>
        Assert.Equal([7, 7.5f, 8, 8.5f, 9], Run(Of([1, 1, 5, 5], g => g.Node("AveragePool", ["x"], "y", Ints("kernel_shape", 5, 5), Ints("pads", 2, 2, 2, 2))), Count(25))[..5], new Near());

    // maxpool_2d_ceil
    [Fact]
    public void A_max_pool_that_rounds_up_gives_what_the_backend_tests_say() =>
        Assert.Equal([11, 12, 15, 16], Run(Of([1, 1, 4, 4], g => g.Node("MaxPool", ["x"], "y", Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), OnnxAttribute.Of("ceil_mode", 1L))), Count(16)));

    [Fact]
    public void Weights_behind_a_flattened_picture_follow_its_channels()
    {
        // ONNX flattens channel by channel: channel 0 is 1 and 2, channel 1 is 10 and 20.
        byte[] file = Of([-1, 2, 1, 2], g =>
        {
            g.Node("Flatten", ["x"], "f");
            g.Node("Gemm", ["f", g.Constant("w", OnnxTensor.Of([1f, 2, 3, 4], 4, 1))], "y");
        });
        Assert.Equal([1 + 4 + 30 + 80], Run(file, 1, 10, 2, 20));
    }

    [Fact]
    public void A_shape_that_is_computed_from_the_input_vanishes()
    {
        // As PyTorch writes x.view(x.size(0), -1).
        byte[] file = Of([-1, 1, 2, 2], g =>
        {
            g.Node("Shape", ["x"], "s");
            g.Node("Gather", ["s", g.Constant("zero", OnnxTensor.Of([0L]))], "n");
            g.Node("Unsqueeze", ["n", g.Constant("axis", OnnxTensor.Of([0L], 1))], "u");
            g.Node("Concat", ["u", g.Constant("rest", OnnxTensor.Of([-1L], 1))], "t", OnnxAttribute.Of("axis", 0L));
            g.Node("Reshape", ["x", "t"], "r");
            g.Node("MatMul", ["r", g.Constant("w", OnnxTensor.Of([1f, 2, 3, 4], 4, 1))], "y");
        });
        Assert.IsType<DenseNode>(Assert.Single(Read(file).Nodes));
        Assert.Equal([30], Run(file, 1, 2, 3, 4));
    }

    [Fact]
    public void A_network_for_pictures_with_channels_last_reads_them_as_they_are()
    {
        byte[] file = Of([-1, 1, 2, 2], g =>
        {
            g.Node("Transpose", ["x"], "t", Ints("perm", 0, 3, 1, 2));
            g.Node("Conv", ["t", g.Constant("w", OnnxTensor.Of([1f, 100], 1, 2, 1, 1))], "y");
        });
        Assert.Equal([1 + 1000, 2 + 2000], Run(file, 1, 10, 2, 20));
    }

    [Fact]
    public void Two_branches_are_put_side_by_side_and_added()
    {
        byte[] file = Of([-1, 1, 1, 2], g =>
        {
            g.Node("Conv", ["x", g.Constant("a", OnnxTensor.Of([2f], 1, 1, 1, 1))], "c");
            g.Node("Add", ["x", "c"], "s");
            g.Node("Concat", ["s", "x"], "t", OnnxAttribute.Of("axis", 1L));
            g.Node("Flatten", ["t"], "f");
            g.Node("Gemm", ["f", g.Constant("w", OnnxTensor.Of([1f, 10, 100, 1000], 4, 1))], "y");
        });
        Assert.Equal([(3 * 1) + (10 * 6) + 100 + 2000], Run(file, 1, 2));
    }

    [Fact]
    public void The_mean_of_a_picture_is_one_value_per_channel() =>
        Assert.Equal([2, 20], Run(Of([-1, 2, 1, 3], g => g.Node("GlobalAveragePool", ["x"], "y")), 1, 10, 2, 20, 3, 30));

    [Theory]
    [InlineData("Sigmoid", 0.26894143)]
    [InlineData("Tanh", -0.76159416)]
    [InlineData("HardSwish", -1.0 / 3)]
    [InlineData("LeakyRelu", -0.01)]
    [InlineData("HardSigmoid", 0.3)]
    public void Functions_of_single_values_give_what_the_specification_says(string name, double expected) =>
        Assert.Equal([(float)expected], Run(Of([-1, 1], g => g.Node(name, ["x"], "y")), -1), new Near());

    [Fact]
    public void A_value_times_its_sigmoid_is_one_function() =>
        Assert.Equal([2 / (1 + MathF.Exp(-2))], Run(Of([-1, 1], g => g.Node("Mul", ["x", g.Node("Sigmoid", ["x"], "s")], "y")), 2), new Near());

    [Fact]
    public void Softmax_at_the_end_gives_probabilities() =>
        Assert.Equal([0.25f, 0.75f], Run(Of([-1, 2], g => g.Node("Softmax", ["x"], "y")), 0, MathF.Log(3)), new Near());

    [Fact]
    public void Limits_may_be_infinite() =>
        Assert.Equal([-5, 1], Run(Of([-1, 2], g => g.Node("Clip", ["x", g.Constant("low", OnnxTensor.Of([float.NegativeInfinity])), g.Constant("high", OnnxTensor.Of([1f]))], "y")), -5, 5));

    [Theory]
    [InlineData("[\"cat\", \"dog\"]", new[] { "cat", "dog" })]
    [InlineData("[\"cat\", null]", null)]
    [InlineData("cat", null)]
    public void Labels_are_the_texts_of_the_metadata_if_all_of_them_are_texts(string note, string[]? expected) => Assert.Equal(expected, Read(Of([-1, 2], g =>
    {
        g.Note("labels", note);
        g.Node("Softmax", ["x"], "y");
    })).Notes.Labels);

    [Fact]
    public void Tensors_that_are_quantised_and_dequantised_have_a_step_and_weights_stay_integers()
    {
        byte[] file = Of([-1, 2], g =>
        {
            string half = g.Constant("half", OnnxTensor.Of([0.5f])), zero = g.Constant("zero", OnnxTensor.Of(new byte[] { 10 }));
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["x", half, zero], "q"), half, zero], "d");
            g.Node("DequantizeLinear", [g.Constant("w", OnnxTensor.Of(new sbyte[] { 2, -3, 4, 5 }, 2, 2)), g.Constant("ws", OnnxTensor.Of([0.25f, 0.125f], 2))], "wd", OnnxAttribute.Of("axis", 1L));
            g.Node("Gemm", ["d", "wd", g.Constant("b", OnnxTensor.Of([1f, 2], 2))], "s");
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["s", half, zero], "sq"), half, zero], "y");
        });
        ImportedGraph graph = Read(file);
        Assert.True(graph.IsQuantized);
        Assert.Equal(new AffineStep(0.5f, 10, false), graph.Input.Step);
        IntegerWeights weights = Assert.IsType<IntegerWeights>(Assert.IsType<DenseNode>(Assert.Single(graph.Nodes)).Weights);
        Assert.Equal([2, 4, -3, 5], weights.Weights);
        Assert.Equal([0.25f, 0.125f], weights.Scales);
        Assert.Equal([8, 32], weights.Biases);

        // 1.3 is quantised to 1.5 and -9 limited to -5: 1.5 * 0.5 - 5 * 1 + 1 = -3.25, to even steps -3; 1.5 * -0.375 - 5 * 0.625 + 2 = -1.6875, nearest -1.5.
        Assert.Equal([-3, -1.5f], Run(file, 1.3f, -9));
    }

    private static OnnxAttribute Ints(string name, params long[] values) => OnnxAttribute.Of(name, values);

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float a, float b) => Math.Abs(a - b) <= 1e-5f * Math.Max(1, Math.Abs(a));

        public int GetHashCode(float value) => 0;
    }
}
