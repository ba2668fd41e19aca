using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Import.Quantization;
using EdgeNet.Import.Tests.Onnx;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Import.Tests.Quantization;

public class GraphQuantizerTests
{
    [Fact]
    public void Steps_follow_the_values_that_samples_give_and_weights_fill_their_bytes()
    {
        // Inputs are -1 and 3, so sums are 10 * x + 5: -5 and 35.
        ImportedGraph graph = Quantized(g => g.Node("Gemm", ["x", g.Constant("w", OnnxTensor.Of([10f], 1, 1)), g.Constant("b", OnnxTensor.Of([5f], 1))], "y"), [-1, 3]);
        Assert.Equal(4f / 255, graph.Input.Step!.Scale);
        Assert.Equal(64, graph.Input.Step.ZeroPoint);
        Assert.Equal(40f / 255, graph.Output.Step!.Scale);
        IntegerWeights weights = Assert.IsType<IntegerWeights>(Assert.IsType<DenseNode>(graph.Nodes[0]).Weights);
        Assert.Equal([127], weights.Weights);
        Assert.Equal(10f / 127, weights.Scales[0], 6);
        Assert.Equal((int)Math.Round(5 / (10.0 / 127 * 4 / 255)), weights.Biases[0], 1.0);
    }

    [Fact]
    public void Each_output_has_a_scale_of_its_own_for_its_weights()
    {
        ImportedGraph graph = Quantized(g => g.Node("Gemm", ["x", g.Constant("w", OnnxTensor.Of([10f, 0.01f], 1, 2))], "y"), [-1, 1]);
        Assert.Equal([127, 127], Assert.IsType<IntegerWeights>(Assert.IsType<DenseNode>(graph.Nodes[0]).Weights).Weights);
    }

    [Fact]
    public void Tensors_that_are_put_side_by_side_or_pooled_share_a_step_and_a_sigmoid_has_that_of_probabilities()
    {
        ImportedGraph graph = Quantized(g =>
        {
            g.Node("Mul", ["x", g.Constant("ten", OnnxTensor.Of([10f]))], "m");
            g.Node("Concat", ["x", "m"], "c", OnnxAttribute.Of("axis", 1L));
            g.Node("Sigmoid", ["c"], "y");
        }, [-1, 1]);
        Assert.Single(graph.Nodes.Where(n => n is not FunctionNode { Function: SigmoidFunction }).Select(n => n.Output.Step).Append(graph.Input.Step).Distinct());
        Assert.Equal(new AffineStep(1f / 256, 0, false), graph.Output.Step);
    }

    [Fact]
    public void A_step_that_the_file_gives_stays_and_values_are_brought_to_it()
    {
        // Half of the network is quantised: the pool's input has another step than its output.
        ImportedGraph graph = Quantized(g =>
        {
            string one = g.Constant("one", OnnxTensor.Of([1f])), two = g.Constant("two", OnnxTensor.Of([2f])), zero = g.Constant("zero", OnnxTensor.Of(new byte[] { 0 }));
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["x", one, zero], "q"), one, zero], "d");
            g.Node("AveragePool", ["d"], "a", OnnxAttribute.Of("kernel_shape", [1L, 1]));
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["a", two, zero], "r"), two, zero], "e");
            g.Node("Sigmoid", ["e"], "y");
        }, [0, 1], [-1, 1, 1, 1]);
        Assert.Equal(1f, graph.Input.Step!.Scale);
        Assert.IsType<IdentityFunction>(Assert.IsType<FunctionNode>(graph.Nodes[0]).Function);
        Assert.Equal(2f, Assert.IsType<PoolNode>(graph.Nodes[1]).Output.Step!.Scale);
    }

    [Fact]
    public void Without_samples_a_network_of_real_numbers_is_refused_with_the_option_to_use() =>
        Assert.Contains("--calibrate", Assert.Throws<UserException>(() => GraphQuantizer.Quantize(OnnxFiles.Read(OnnxFiles.Of([-1, 1], g => g.Node("Sigmoid", ["x"], "y"))), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_network_with_more_work_than_a_model_file_has_is_refused_before_it_is_calibrated()
    {
        ImportedGraph graph = OnnxFiles.Read(OnnxFiles.Of([-1, 256, 27, 27], g =>
        {
            string weights = g.Constant("w", OnnxTensor.Of(new float[256 * 256 * 9], 256, 256, 3, 3)), before = "x";
            foreach (string output in new[] { "a", "b", "y" })
            {
                before = g.Node("Conv", [before, weights], output, OnnxAttribute.Of("pads", [1L, 1, 1, 1]));
            }
        }));
        Dataset data = new("samples", TaskKind.Regression, Shape.Features(graph.Input.Shape.Count), FeatureKind.SharedRange, new float[graph.Input.Shape.Count], new float[1], ["y"]);
        string message = Assert.Throws<UserException>(() => GraphQuantizer.Quantize(graph, new SampleReader(data, new ScaledNetwork(graph, [0], [1])))).Message;
        Assert.StartsWith($"{3L * 27 * 27 * 256 * 256 * 9:N0} multiply-adds and comparisons per classification; a model file has at most 1,073,741,824", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_whose_scales_are_too_far_apart_are_refused()
    {
        ImportedGraph graph = OnnxFiles.Read(OnnxFiles.Of([-1, 4], g =>
        {
            string zero = g.Constant("zero", OnnxTensor.Of(new byte[] { 0 })), one = g.Constant("one", OnnxTensor.Of([1f])), tiny = g.Constant("tiny", OnnxTensor.Of([1e-30f]));
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["x", one, zero], "q"), one, zero], "d");
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", [g.Node("Sigmoid", ["d"], "s"), one, zero], "sq"), one, zero], "sd");
            g.Node("Add", ["d", "sd"], "a");
            g.Node("DequantizeLinear", [g.Node("QuantizeLinear", ["a", tiny, zero], "aq"), tiny, zero], "y");
        }));
        Assert.Contains("its scales are too far apart for integers", Assert.Throws<UserException>(() => GraphLowering.Lower(graph, new LoweringSettings(false, null, ["a", "b", "c", "d"], [0], [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_a_table_keep_ranges_of_their_own()
    {
        // One column is a thousand times as large as the other, and both count alike: one step for both would leave nothing of the small one.
        ImportedGraph graph = OnnxFiles.Read(OnnxFiles.Of([-1, 2], g => g.Node("Gemm", ["x", g.Constant("w", OnnxTensor.Of([1f, 0.001f], 2, 1))], "y")));
        Dataset table = new("table", TaskKind.Regression, Shape.Features(2), FeatureKind.Columns, [.. Enumerable.Range(0, 64).SelectMany(i => new[] { i % 8 / 8f, i / 8 * 125f })], new float[64], ["y"]);
        ScaledNetwork network = new(graph, [0], [1]), scaled = network.WithColumnRanges(table);
        ImportedGraph quantised = GraphQuantizer.Quantize(scaled.Graph, new SampleReader(table, scaled));
        ModelFile model = ModelFile.Parse(ModelWriter.Write(GraphLowering.Lower(quantised, new LoweringSettings(false, null, ["y"], scaled.Mean, scaled.Deviation)), [], null));
        Assert.InRange(GraphComparison.Of(new SampleReader(table, network), model).Error, 0, 0.005);
    }

    [Fact]
    public void Data_of_another_size_are_refused() =>
        Assert.Contains("the network reads 4 values (2x2x1), but samples has 1", Assert.Throws<UserException>(() => Quantized(g => g.Node("Sigmoid", ["x"], "y"), [1], [-1, 1, 2, 2])).Message, StringComparison.Ordinal);

    // A network whose input is a single number; samples are the values of that.
    private static ImportedGraph Quantized(Action<OnnxGraph> add, float[] samples, int[]? input = null)
    {
        ImportedGraph graph = OnnxFiles.Read(OnnxFiles.Of(input ?? [-1, 1], add));
        Dataset data = new("samples", TaskKind.Regression, Shape.Features(1), FeatureKind.SharedRange, samples, new float[samples.Length], ["y"]);
        return GraphQuantizer.Quantize(graph, new SampleReader(data, new ScaledNetwork(graph, [0], [1])));
    }
}
