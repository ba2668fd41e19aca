using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>A training that somebody watches and changes has the bytes of one that was planned so.</summary>
public class WatchedTrainingTests
{
    private static readonly Dataset Pictures = Digits.Create("digits", 8, 600, 10, 1).Train;

    public static TheoryData<string, TrainingOptions> Ways => new()
    {
        { "Adam", new() { Hidden = [40] } },
        { "Momentum", new() { Hidden = [20], Optimizer = OptimizerKind.Momentum } },
        { "Sgd, one sample at a time", new() { Hidden = [12], Optimizer = OptimizerKind.Sgd, Batch = 1 } },
        { "validation", new() { Hidden = [20], ValidationShare = 0.25f, Dropout = 0.1f } },
        { "four bits", new() { Hidden = [20], WeightBits = [4], ActivationBits = [4], QuantiseFrom = 0.2f } },
        { "batch normalisation", new() { Model = Architecture.Parse("conv 4 3x3 stride 2, dense 10") } },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_rate_and_a_decay_changed_on_the_way_are_those_of_the_plan(string way, TrainingOptions options)
    {
        Assert.NotEmpty(way);
        TrainingOptions begun = options with { Epochs = 6, Starts = 1, Batch = options.Batch ?? 100, LearningRate = 0.01f, WeightDecay = 0f };
        TrainingOptions planned = begun with { LearningRate = ChangingNumber.Parse("0.01,0.03@2,0.005@4", 0, 1), WeightDecay = ChangingNumber.Parse("0,0.5@2", 0, 1), StopAfter = 5 };
        TrainingResult whole = NetworkTrainer.Train(Pictures, planned with { Threads = 1 }, null, default);
        Assert.Equal(5, whole.Epochs);
        Assert.NotEqual(Bytes(NetworkTrainer.Train(Pictures, begun with { StopAfter = 5 }, null, default).Network), Bytes(whole.Network));
        Assert.NotEqual(Bytes(NetworkTrainer.Train(Pictures, planned with { WeightDecay = 0f }, null, default).Network), Bytes(whole.Network));

        // Each change is made when the epochs before it are done, by somebody who does not know yet what comes after.
        foreach (int threads in new[] { 1, 2 })
        {
            byte[] two = CheckpointAfter(begun with { Threads = threads }, 2, null);
            byte[] four = CheckpointAfter(begun with { Threads = 3 - threads, LearningRate = begun.LearningRate.With(2, 0.03f), WeightDecay = begun.WeightDecay.With(2, 0.5f) }, 4, two);
            Assert.Equal(Bytes(whole.Network), Bytes(NetworkTrainer.Train(Pictures, planned with { Threads = threads }, null, default, new Continuation { From = four }).Network));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_network_of_an_epoch_is_that_of_a_training_that_stops_there(string way, TrainingOptions options)
    {
        Assert.NotEmpty(way);
        options = options with { Epochs = 5, Starts = 1, ValidationShare = 0f };
        List<byte[]> seen = [];
        TrainingResult watched = NetworkTrainer.Train(Pictures, options, p => seen.Add(Bytes(p.Network()!)), default);
        for (int epochs = 1; epochs <= 5; epochs++)
        {
            Assert.Equal(Bytes(NetworkTrainer.Train(Pictures, options with { StopAfter = epochs }, null, default).Network), seen[epochs - 1]);
        }

        Assert.Equal(seen[4], Bytes(watched.Network));
    }

    [Fact]
    public void A_network_can_be_asked_for_only_while_it_is_there()
    {
        TrainingProgress? last = null;
        NetworkTrainer.Train(Pictures, new TrainingOptions { Hidden = [4], Epochs = 1 }, p => last = p, default);
        Assert.Throws<InvalidOperationException>(() => last!.Network());
        Assert.Throws<InvalidOperationException>(() => last!.Checkpoint());
    }

    [Fact]
    public void A_checkpoint_belongs_to_all_trainings_that_have_not_changed_before_it()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 6, LearningRate = ChangingNumber.Parse("0.01,0.02@2,0.04@5", 0, 1) };
        byte[] checkpoint = CheckpointAfter(options, 3, null);
        NetworkTrainer.Train(Pictures, options with { LearningRate = ChangingNumber.Parse("0.01,0.02@2,0.03@3", 0, 1) }, null, default, new Continuation { From = checkpoint });
        foreach (string other in new[] { "0.01", "0.01,0.02@1", "0.01,0.03@2", "0.01,0.05@1,0.02@2" })
        {
            UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options with { LearningRate = ChangingNumber.Parse(other, 0, 1) }, null, default, new Continuation { From = checkpoint }));
            Assert.Contains("belongs to a training with lr \"0.01,0.02@2\"", e.Message);
        }
    }

    [Fact]
    public void A_training_begins_as_its_start_says()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 2, Starts = 1 };
        TrainingStart start = NetworkTrainer.Start(Pictures, options);
        Assert.Equal(("0.1", 2, 16), (start.Options.WeightDecay!.ToString(), start.Options.Epochs, start.Options.Batch));
        Assert.Equal(Bytes(NetworkTrainer.Train(Pictures, options, null, default).Network), Bytes(NetworkTrainer.Train(Pictures, start.Options, null, default).Network));
        Assert.Equal(Bytes(NetworkFactory.Create(Pictures, options)), Bytes(start.Network));
    }

    private static byte[] CheckpointAfter(TrainingOptions options, int epochs, byte[]? from)
    {
        byte[]? checkpoint = null;
        NetworkTrainer.Train(Pictures, options with { StopAfter = epochs }, p => checkpoint = p.Checkpoint(), default, new Continuation { From = from });
        return checkpoint!;
    }

    private static byte[] Bytes(FloatNetwork network) => [.. network.Layers.SelectMany(l => l.Matrix is { } m ? Floats(m) : []).SelectMany(BitConverter.GetBytes)];

    private static IEnumerable<float> Floats(FloatMatrix matrix) => [.. matrix.Weights, .. matrix.Bias, .. matrix.Norm is { } norm ? norm.Scale.Concat(norm.Mean).Concat(norm.Variance) : []];
}
