using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Import.Onnx;
using EdgeNet.Import.Quantization;
using EdgeNet.Import.Training;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Import.Tests.Quantization;

/// <summary>Networks that were trained here, written as ONNX and read again.</summary>
public class RoundTripTests
{
    private const string Dense = "dense 24 tanh, dense 16 sigmoid, dense 10";
    private const string Convolutions = "conv 6 3x3 stride 2 same, conv 6 3x3 same, conv 6 3x3 same linear, add 2 relu, depthwise 3x3 pad 1, pool 2, pointwise 8, average all, dense 10";

    private static readonly DatasetSplit Data = Digits.Create("digits", 14, 500, 200, 1);

    [Theory]
    [InlineData(Dense)]
    [InlineData(Convolutions)]
    public void A_network_that_is_written_and_read_again_computes_the_same_and_keeps_its_accuracy_in_integers(string layers)
    {
        FloatNetwork network = Trained(layers);
        ImportedGraph graph = OnnxReader.Read(OnnxFloatNetwork.Write(network, "m"), "m.onnx");
        ScaledNetwork scaled = new ScaledNetwork(graph, [0], [1]).WithoutInputFunction();
        SampleReader train = new(Data.Train, scaled), test = new(Data.Test, new ScaledNetwork(graph, [0], [1]));
        GraphRunner runner = new(graph);
        float[] input = new float[Data.Test.Shape.Count];
        for (int s = 0; s < 20; s++)
        {
            test.Read(s, input);
            Assert.All(network.Run(Data.Test.Sample(s)).Zip(runner.Run(input).ToArray()), v => Assert.Equal(v.First, v.Second, 1e-4f));
        }

        ImportedGraph quantised = GraphQuantizer.Quantize(scaled.Graph, train);
        ModelFile model = ModelFile.Parse(ModelWriter.Write(GraphLowering.Lower(quantised, new LoweringSettings(false, TaskKind.Classification, [.. graph.Notes.Labels!], scaled.Mean, scaled.Deviation)), [], null));
        double before = Evaluator.Evaluate(network, Data.Test).Accuracy;
        Assert.Equal(before, GraphEvaluator.Evaluate(test).Accuracy, 0.006);
        Assert.Equal(before, Evaluator.Evaluate(model, Data.Test).Accuracy, 0.03);
        Assert.InRange(GraphComparison.Of(test, model).Agreement, 0.95, 1);
    }

    [Fact]
    public void A_model_file_that_is_written_as_integers_and_read_again_needs_no_samples_and_answers_the_same()
    {
        BuiltModel built = ModelBuilder.Build(Data, new TrainingOptions { Model = Architecture.Parse("conv 6 3x3 stride 2 same, depthwise 3x3 same, pool 2, dense 16, dense 10"), Epochs = 4 }, "m", true, null, CancellationToken.None);
        ImportedGraph graph = GraphQuantizer.Quantize(OnnxReader.Read(OnnxNetwork.Write(built.Model, "m"), "m.onnx"), null);
        ModelFile model = ModelFile.Parse(ModelWriter.Write(GraphLowering.Lower(graph, LoweringSettings.Plain(false, [.. graph.Notes.Labels!])), [], null));
        Network first = new(built.Model), second = new(model);
        int alike = Enumerable.Range(0, Data.Test.Count).Count(s => first.Classify(Data.Test.Sample(s).ToArray()) == second.Classify(Data.Test.Sample(s).ToArray()));
        Assert.InRange(alike, Data.Test.Count - 1, Data.Test.Count);
    }

    [Theory]
    [InlineData(Dense)]
    [InlineData(Convolutions)]
    public void Training_goes_on_from_weights_that_were_read(string layers)
    {
        FloatNetwork network = Trained(layers);

        ImportedGraph graph = OnnxReader.Read(OnnxFloatNetwork.Write(network, "m"), "m.onnx");
        ImportedStart start = ImportedStart.Of(new ScaledNetwork(graph, [0], [1]), Data.Train);
        TrainingOptions options = start.Adapt(new TrainingOptions { Epochs = 1, LearningRate = 1e-6f, WeightDecay = 0f });
        TrainingResult result = NetworkTrainer.Train(Data.Train, options, null, CancellationToken.None, new Continuation { FirstWeights = start.WeightsFor });
        Assert.Empty(start.Remarks);
        Assert.Equal(Evaluator.Evaluate(network, Data.Test).Accuracy, Evaluator.Evaluate(result.Network, Data.Test).Accuracy, 0.011);
    }

    [Fact]
    public void A_branch_of_a_network_is_trained_on_as_it_branches()
    {
        byte[] file = Onnx.OnnxFiles.Of([-1, 1, 14, 14], g =>
        {
            g.Node("Conv", ["x", g.Constant("a", OnnxTensor.Of([2f, 3], 2, 1, 1, 1))], "c", OnnxAttribute.Of("strides", [2L, 2]));
            g.Node("Conv", ["x", g.Constant("b", OnnxTensor.Of([5f, 7], 2, 1, 1, 1))], "d", OnnxAttribute.Of("strides", [2L, 2]));
            g.Node("Add", ["c", "d"], "s");
            g.Node("GlobalAveragePool", ["s"], "m");
            g.Node("Flatten", ["m"], "f");
            g.Node("Gemm", ["f", g.Constant("w", OnnxTensor.Of(Onnx.OnnxFiles.Count(20), 2, 10))], "y");
        });
        ImportedStart start = ImportedStart.Of(new ScaledNetwork(Onnx.OnnxFiles.Read(file), [0], [255]), Data.Train);
        FloatNetwork random = NetworkFactory.Create(Data.Train, start.Adapt(new TrainingOptions()));
        FloatMatrix?[] weights = [.. start.WeightsFor(random)];
        Assert.Equal([[0], [0], [2, 1], [3], [4]], random.Reads);
        Assert.Equal([[2f, 3], [5, 7]], weights[..2].Select(w => w!.Weights));
        Assert.Equal(random.Layers[0].Output, random.Layers[1].Output);
        TrainingResult result = NetworkTrainer.Train(Data.Train, start.Adapt(new TrainingOptions { Epochs = 1, LearningRate = 1e-9f, WeightDecay = 0f }), null, CancellationToken.None, new Continuation { FirstWeights = start.WeightsFor });
        Assert.Equal(Evaluator.Evaluate(random.With(weights), Data.Test).Accuracy, Evaluator.Evaluate(result.Network, Data.Test).Accuracy, 0.011);
    }

    [Fact]
    public void A_last_layer_of_another_size_begins_anew()
    {
        DatasetSplit two = new(Only(Data.Train), Only(Data.Test));
        ImportedGraph graph = OnnxReader.Read(OnnxFloatNetwork.Write(Trained(Dense), "m"), "m.onnx");
        ImportedStart start = ImportedStart.Of(new ScaledNetwork(graph, [0], [1]), two.Train);
        Assert.Contains("its last layer gives 10 values and digits has 2 classes: that layer begins anew", start.Remarks);
        Assert.Equal("dense 24 tanh, dense 16 sigmoid, dense 2", start.Architecture.ToString());
        FloatNetwork random = NetworkFactory.Create(two.Train, start.Adapt(new TrainingOptions()));
        Assert.Same(random.Layers[^1].Matrix, start.WeightsFor(random)[^1]);

        static Dataset Only(Dataset data) => new(data.Name, data.Task, data.Shape, data.Kind, data.Features, [.. data.Targets.Select(c => c % 2)], ["even", "odd"]);
    }

    [Fact]
    public void What_training_does_not_know_is_refused_with_its_place()
    {
        byte[] file = Onnx.OnnxFiles.Of([-1, 196], g =>
        {
            g.Node("LeakyRelu", ["x"], "l");
            g.Node("Gemm", ["l", g.Constant("w", OnnxTensor.Of(new float[1960], 196, 10))], "y");
        });
        Assert.Equal("LeakyRelu at node 0 (l): cannot be trained on; edgenet import runs it as it is",
            Assert.Throws<UserException>(() => ImportedStart.Of(new ScaledNetwork(Onnx.OnnxFiles.Read(file), [0], [1]), Data.Train)).Message);
    }

    [Fact]
    public void Means_and_deviations_go_into_the_first_layer_and_the_unit_of_a_regression_into_the_last()
    {
        // y = 2 * (raw - 3) / 4 + 1
        byte[] file = Onnx.OnnxFiles.Of([-1, 1], g => g.Node("Gemm", ["x", g.Constant("w", OnnxTensor.Of([2f], 1, 1)), g.Constant("b", OnnxTensor.Of([1f], 1))], "y"));
        DatasetSplit miles = BuiltInDatasets.Create("miles", 1);
        ImportedStart start = ImportedStart.Of(new ScaledNetwork(Onnx.OnnxFiles.Read(file), [3], [4]), miles.Train);
        FloatNetwork random = NetworkFactory.Create(miles.Train, start.Adapt(new TrainingOptions()));
        FloatMatrix matrix = start.WeightsFor(random)[0]!;
        float raw = miles.Train.Sample(0)[0], x = (raw * random.Scaling.Scale[0]) + random.Scaling.Offset[0];
        Assert.Equal((2 * (raw - 3) / 4) + 1, (((x * matrix.Weights[0]) + matrix.Bias[0]) * random.ValueScale) + random.ValueOffset, 0.001f);
    }

    private static FloatNetwork Trained(string layers) =>
        NetworkTrainer.Train(Data.Train, new TrainingOptions { Model = Architecture.Parse(layers), Epochs = 4 }, null, CancellationToken.None).Network;
}
