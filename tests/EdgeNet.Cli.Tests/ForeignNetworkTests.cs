using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Networks of real numbers from other programs: imported with samples, and trained on.</summary>
public sealed class ForeignNetworkTests : IDisposable
{
    private static readonly DatasetSplit Bugs = BuiltInDatasets.Create("bugs", 1);
    private static readonly FloatNetwork Trained = NetworkTrainer.Train(Bugs.Train, new TrainingOptions { Hidden = [8], Epochs = 60 }, null, CancellationToken.None).Network;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_import_with_samples_tells_the_accuracy_before_and_after_and_takes_the_labels_of_the_data()
    {
        ImportedModel model = ImportedModel.Write(new ImportRequest(Write(Trained), _folder.File("m.edgenet")) { Calibrate = "builtin:bugs" });
        Assert.Equal(Evaluator.Evaluate(Trained, Bugs.Test).Accuracy, model.Calibration!.FloatScore!.Accuracy);
        Assert.Equal(model.Calibration.FloatScore.Accuracy, Evaluator.Evaluate(model.Model, Bugs.Test).Accuracy, 0.02);
        Assert.Equal(Bugs.Test.Labels, model.Model.Labels);
    }

    [Fact]
    public void A_network_that_bytes_ruin_is_not_written_unless_that_is_asked_for()
    {
        // A hidden unit that nothing reads, with values a million times as large as those of all others, leaves them no steps.
        DenseLayer first = (DenseLayer)Trained.Layers[0], last = (DenseLayer)Trained.Layers[1];
        FloatMatrix wide = new(2, 9, [.. Rows(first.Matrix, 1e6f)], [.. first.Matrix.Bias, 0]);
        FloatMatrix blind = new(9, 2, [.. last.Matrix.Weights, 0, 0], last.Matrix.Bias);
        string path = Write(new FloatNetwork(Trained.Task, Trained.Shape, Trained.Scaling, [new DenseLayer(first.Input, wide, Activation.Relu), new DenseLayer(Shape.Features(9), blind, Activation.Softmax)], Trained.Labels, 1, 0));
        ImportRequest request = new(path, _folder.File("m.edgenet")) { Calibrate = "builtin:bugs" };
        string message = Assert.Throws<UserException>(() => ImportedModel.Write(request)).Message;
        Assert.Contains("accuracy falls from", message, StringComparison.Ordinal);
        Assert.Contains("--allow-loss", message, StringComparison.Ordinal);
        Assert.False(File.Exists(request.Output));
        ImportedModel.Write(request with { AllowLoss = true });
        Assert.True(File.Exists(request.Output));

        static IEnumerable<float> Rows(FloatMatrix matrix, float more) => Enumerable.Range(0, matrix.Terms).SelectMany(t => matrix.Weights.Skip(t * matrix.Outputs).Take(matrix.Outputs).Append(more));
    }

    [Fact]
    public void Without_samples_the_option_is_named() =>
        Assert.Contains("--calibrate", Assert.Throws<UserException>(() => ImportedModel.Write(new ImportRequest(Write(Trained), _folder.File("m.edgenet")))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_training_goes_on_from_a_network_and_says_what_its_layers_are()
    {
        TrainingJob job = TrainingJob.Prepare(new TrainingRequest("builtin:bugs", _folder.File("m.edgenet")) { From = Write(Trained), Options = new TrainingOptions { Epochs = 1, LearningRate = 1e-6f } });
        Assert.Contains(job.Data.Warnings, w => w.EndsWith("its layers are \"dense 8 relu, dense 2\"", StringComparison.Ordinal));
        Assert.Equal(Evaluator.Evaluate(Trained, Bugs.Test).Accuracy, job.Run(null, CancellationToken.None).Model.FloatScore.Accuracy, 0.011);
    }

    [Fact]
    public void What_does_not_go_with_a_network_to_train_on_is_refused()
    {
        TrainingRequest request = new("builtin:bugs", _folder.File("m.edgenet")) { From = Write(Trained) };
        Assert.Contains("omit --model and --hidden", Message(request with { Options = new TrainingOptions { Hidden = [4] } }), StringComparison.Ordinal);
        Assert.Contains("omit --folds or --from", Message(request with { Folds = 3 }), StringComparison.Ordinal);
        Assert.Contains("omit them", Message(request with { From = null, Mean = [1] }), StringComparison.Ordinal);
        Assert.Contains("the network reads 2 values", Message(request with { Data = "builtin:four-pixels" }), StringComparison.Ordinal);

        static string Message(TrainingRequest request) => Assert.Throws<UserException>(() => TrainingJob.Prepare(request)).Message;
    }

    private string Write(FloatNetwork network)
    {
        string path = _folder.File("network.onnx");
        File.WriteAllBytes(path, OnnxFloatNetwork.Write(network, "bugs"));
        return path;
    }
}
