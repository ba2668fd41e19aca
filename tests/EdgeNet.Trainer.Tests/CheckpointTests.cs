using System.Globalization;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>A training that is stopped and continued ends with the same bytes as one that was not.</summary>
public class CheckpointTests
{
    private static readonly Dataset Pictures = Digits.Create("digits", 8, 900, 10, 1).Train;

    public static TheoryData<string, TrainingOptions> Ways => new()
    {
        { "Adam", new() { Hidden = [40] } },
        { "Adam with dropout", new() { Hidden = [24, 16], Activations = [Activation.Tanh, Activation.Relu], Dropout = 0.3f } },
        { "Momentum", new() { Hidden = [20], Optimizer = OptimizerKind.Momentum, WeightDecay = 0.01f } },
        { "Sgd", new() { Hidden = [20], Optimizer = OptimizerKind.Sgd } },
        { "Sgd, one sample at a time", new() { Hidden = [20], Activations = [Activation.Sigmoid], Loss = Loss.Squared, Optimizer = OptimizerKind.Sgd, Batch = 1, Starts = 1 } },
        { "Sgd, one sample at a time after pooling", new() { Model = Architecture.Parse("pool 2, dense 12 tanh, dense 10"), Optimizer = OptimizerKind.Sgd, Batch = 1, Starts = 1 } },
        { "validation", new() { Hidden = [20], ValidationShare = 0.25f } },
        { "patience", new() { Hidden = [20], ValidationShare = 0.25f, Patience = 1, LearningRate = 0.05f } },
        { "four bits", new() { Hidden = [20, 12], WeightBits = [4], ActivationBits = [4], ValidationShare = 0.25f } },
        { "four bits with momentum, in the last epochs", new() { Hidden = [20], WeightBits = [4], ActivationBits = [8], QuantiseFrom = 0.6f, Optimizer = OptimizerKind.Momentum } },
        { "four bits with convolution", new() { Model = Architecture.Parse("conv 4 3x3, pool 2, dense 10"), WeightBits = [4], ActivationBits = [4] } },
        { "augmented pictures", new() { Hidden = [20], Augment = true } },
        { "batch normalisation", new() { Model = Architecture.Parse("conv 8 3x3 stride 2, depthwise 3x3 tanh, dense 10"), ValidationShare = 0.25f, WeightDecay = 0.1f } },
        { "batch normalisation, one sample at a time", new() { Model = Architecture.Parse("conv 3 3x3 stride 2, dense 10"), Optimizer = OptimizerKind.Sgd, Batch = 1, Starts = 1 } },
        { "pooling", new() { Model = Architecture.Parse("pool 2, dense 20, dense 10"), Dropout = 0.1f } },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Six_epochs_are_three_and_three(string way, TrainingOptions options)
    {
        Assert.NotEmpty(way);
        options = options with { Epochs = 6, Batch = options.Batch ?? 150 };
        TrainingResult whole = NetworkTrainer.Train(Pictures, options with { Threads = 1 }, null, default);
        foreach (int threads in new[] { 1, 2 })
        {
            byte[] checkpoint = StopAfter(Pictures, options with { Threads = threads }, 3);
            TrainingResult continued = NetworkTrainer.Train(Pictures, options with { Threads = 3 - threads }, null, default, new Continuation { From = checkpoint });
            Assert.Equal(Bytes(whole), Bytes(continued));
            Assert.Equal((whole.Epochs, whole.Samples, whole.Loss), (continued.Epochs, continued.Samples, continued.Loss));
        }
    }

    [Fact]
    public void A_training_stopped_after_every_epoch_is_the_same_training()
    {
        TrainingOptions options = new() { Hidden = [16], Epochs = 5, ValidationShare = 0.2f, Patience = 4 };
        byte[] checkpoint = StopAfter(Pictures, options, 1);
        for (int epoch = 2; epoch <= 5; epoch++)
        {
            checkpoint = StopAfter(Pictures, options, epoch, checkpoint);
        }

        TrainingResult continued = NetworkTrainer.Train(Pictures, options, p => Assert.Fail($"epoch {p.Epoch} again"), default, new Continuation { From = checkpoint });
        Assert.Equal(Bytes(NetworkTrainer.Train(Pictures, options, null, default)), Bytes(continued));
    }

    [Fact]
    public void The_best_of_several_starts_is_kept_across_a_stop()
    {
        Dataset xor = BuiltInDatasets.Create("xor", 1).Train;
        TrainingOptions options = new() { Hidden = [3], Epochs = 40, Starts = 4 };
        TrainingResult whole = NetworkTrainer.Train(xor, options, null, default);
        for (int stop = 1; stop < 160; stop += 26)
        {
            TrainingResult continued = NetworkTrainer.Train(xor, options, null, default, new Continuation { From = StopAfter(xor, options, stop) });
            Assert.Equal(Bytes(whole), Bytes(continued));
        }
    }

    [Fact]
    public void With_a_constant_rate_a_finished_training_can_go_on_for_more_epochs()
    {
        TrainingOptions options = new() { Hidden = [16], Schedule = Schedule.Constant };
        byte[]? checkpoint = null;
        NetworkTrainer.Train(Pictures, options with { Epochs = 2 }, null, default, new Continuation { Save = c => checkpoint = c });
        TrainingResult continued = NetworkTrainer.Train(Pictures, options with { Epochs = 4 }, null, default, new Continuation { From = checkpoint });
        Assert.Equal(Bytes(NetworkTrainer.Train(Pictures, options with { Epochs = 4 }, null, default)), Bytes(continued));
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options with { Epochs = 1 }, null, default, new Continuation { From = checkpoint }));
        Assert.Contains("larger --epochs", e.Message);
    }

    public static TheoryData<string, TrainingOptions> Others => new()
    {
        { "seed \"1\"", new() { Hidden = [8], Epochs = 4, Seed = 2 } },
        { "model \"dense 8 relu, dense 10\"", new() { Hidden = [9], Epochs = 4 } },
        { "model \"dense 8 relu, dense 10\"", new() { Hidden = [8], Activations = [Activation.Tanh], Epochs = 4 } },
        { "batch \"16\"", new() { Hidden = [8], Epochs = 4, Batch = 15 } },
        { "epochs \"4\"", new() { Hidden = [8], Epochs = 5 } },
        { "optimizer \"Adam\"", new() { Hidden = [8], Epochs = 4, Optimizer = OptimizerKind.Momentum } },
        { "lr \"0.01\"", new() { Hidden = [8], Epochs = 4, LearningRate = 0.02f } },
        { "dropout \"0\"", new() { Hidden = [8], Epochs = 4, Dropout = 0.1f } },
        { "validation \"0\"", new() { Hidden = [8], Epochs = 4, ValidationShare = 0.1f } },
        { "weight-decay \"0.1\"", new() { Hidden = [8], Epochs = 4, WeightDecay = 0f } },
        { "input-bits \"by the data\"", new() { Hidden = [8], Epochs = 4, InputBits = 4 } },
        { "augment \"none\"", new() { Hidden = [8], Epochs = 4, Augment = true } },
        { "input-range \"by the data\"", new() { Hidden = [8], Epochs = 4, InputRange = (0, 2) } },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_checkpoint_of_another_training_is_refused_and_the_difference_is_named(string difference, TrainingOptions other)
    {
        byte[] checkpoint = StopAfter(Pictures, new TrainingOptions { Hidden = [8], Epochs = 4 }, 2);
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, other, null, default, new Continuation { From = checkpoint, FromName = "half.safetensors" }));
        Assert.StartsWith("half.safetensors: belongs to a training with ", e.Message);
        Assert.Contains(difference, e.Message);
    }

    [Fact]
    public void A_checkpoint_of_other_data_is_refused()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 4 };
        byte[] checkpoint = StopAfter(Pictures, options, 2);
        float[] features = (float[])Pictures.Features.Clone();
        features[1234] += 1f;
        Dataset other = new(Pictures.Name, Pictures.Task, Pictures.Shape, Pictures.Kind, features, Pictures.Targets, Pictures.Labels);
        Assert.Contains("other data", Assert.Throws<UserException>(() => NetworkTrainer.Train(other, options, null, default, new Continuation { From = checkpoint })).Message);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_in_one_line()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 4, ValidationShare = 0.2f };
        Safetensors file = WithoutCrc(StopAfter(Pictures, options, 2));
        foreach (string key in file.Metadata.Keys)
        {
            bool real = key is "loss" or "seconds" or "best.loss";
            foreach (string? value in new[] { null, "", "x", "1e999", real ? "NaN" : "-1", real ? "-Infinity" : "99999999999999999999" })
            {
                Dictionary<string, string> metadata = new(file.Metadata);
                metadata.Remove(key);
                if (value is not null)
                {
                    metadata[key] = value;
                }

                Refused(file with { Metadata = metadata });
            }
        }

        for (int t = 0; t < file.Tensors.Count; t++)
        {
            NamedTensor tensor = file.Tensors[t];
            Refused(file with { Tensors = [.. file.Tensors.Where(x => x != tensor)] });
            Refused(file with { Tensors = [.. file.Tensors.Select(x => x == tensor ? x with { Shape = [.. x.Shape, 1] } : x)] });
            Refused(file with { Tensors = [.. file.Tensors.Select(x => x == tensor ? x with { Name = "other" } : x)] });
        }

        Refused(file with { Tensors = [.. file.Tensors, new NamedTensor("more", [1], [1f])] });
        Assert.Contains("safetensors", Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = Encoding.UTF8.GetBytes("hello, world") })).Message);

        void Refused(Safetensors damaged)
        {
            UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = damaged.ToBytes(), FromName = "f" }));
            Assert.StartsWith("f: ", e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void Impossible_numbers_in_a_checkpoint_are_refused()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 4, ValidationShare = 0.2f };
        Safetensors file = WithoutCrc(StopAfter(Pictures, options, 2));
        long samples = long.Parse(file.Metadata["samples"], CultureInfo.InvariantCulture);
        foreach ((string key, string value) in new[]
        {
            ("seconds", "-1"), ("seconds", "1e300"), ("samples", $"{samples + 1}"), ("samples", $"{long.MaxValue}"), ("best.since", "3"),
        })
        {
            Refused(file with { Metadata = new Dictionary<string, string>(file.Metadata) { [key] = value } }, key);
        }

        const string Squares = "moment2.layers.0.bias";
        Refused(file with { Tensors = [.. file.Tensors.Select(t => t.Name == Squares ? t with { Values = [-1e-30f, .. t.Values[1..]] } : t)] }, Squares);

        options = new() { Hidden = [8], Epochs = 4, WeightBits = [4], ActivationBits = [4] };
        file = WithoutCrc(StopAfter(Pictures, options, 2));
        foreach ((string steps, float impossible) in new[]
        {
            ("layers.0.weight_steps", 0f), ("layers.0.activation_step", -1f), ("moment2.layers.1.weight_steps", -1e-30f),
        })
        {
            Refused(file with { Tensors = [.. file.Tensors.Select(t => t.Name == steps ? t with { Values = [impossible, .. t.Values[1..]] } : t)] }, steps);
            Refused(file with { Tensors = [.. file.Tensors.Where(t => t.Name != steps)] }, steps);
        }

        Refused(file with { Tensors = [.. file.Tensors, new NamedTensor("layers.1.activation_step", [1], [1f])] }, "layers.1.activation_step");

        void Refused(Safetensors damaged, string what)
        {
            UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = damaged.ToBytes(), FromName = "f" }));
            Assert.StartsWith($"f: damaged, \"{what}\"", e.Message);
        }
    }

    [Fact]
    public void What_a_checkpoint_says_of_itself_is_quoted_in_part()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 2 };
        Safetensors file = WithoutCrc(StopAfter(Pictures, options, 1));
        Safetensors hostile = file with { Metadata = new Dictionary<string, string>(file.Metadata) { ["--seed"] = new string('9', 5000) } };
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = hostile.ToBytes(), FromName = "f" }));
        Assert.Equal($"f: belongs to a training with seed \"{new string('9', 40)}…\", and this one has \"1\"", e.Message);
    }

    [Fact]
    public void A_checkpoint_from_before_there_was_a_CRC_goes_on()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 4 };
        TrainingResult continued = NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = WithoutCrc(StopAfter(Pictures, options, 2)).ToBytes() });
        Assert.Equal(Bytes(NetworkTrainer.Train(Pictures, options, null, default)), Bytes(continued));
    }

    /// <summary>The layout that docs/checkpoints.md gives, worked out bit by bit; the polynomial is that of RFC 3720.</summary>
    [Fact]
    public void The_CRC_of_a_checkpoint_is_that_of_its_sorted_texts_and_arrays()
    {
        Safetensors file = Safetensors.Read(StopAfter(Pictures, new TrainingOptions { Hidden = [8], Epochs = 4 }, 1), "f");
        List<byte> covered = [];
        foreach ((string key, string text) in file.Metadata.Where(m => m.Key != "crc32c").OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            covered.AddRange(Encoding.UTF8.GetBytes(key + "=" + text + "\n"));
        }

        foreach (NamedTensor tensor in file.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            covered.AddRange(Encoding.UTF8.GetBytes(tensor.Name + "\n"));
            covered.AddRange(tensor.Values.SelectMany(BitConverter.GetBytes));
        }

        uint crc = uint.MaxValue;
        foreach (byte b in covered)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
            }
        }

        Assert.Equal($"{~crc:x8}", file.Metadata["crc32c"]);
    }

    /// <summary>One bit of every byte: the file is refused, or says the same in other words (a blank, or the name of the CRC itself).</summary>
    [Fact]
    public void A_flipped_bit_anywhere_in_a_checkpoint_is_found_or_changes_nothing()
    {
        TrainingOptions options = new() { Hidden = [3], Epochs = 2, Starts = 1 };
        Dataset bugs = BuiltInDatasets.Create("bugs", 1).Train;
        byte[] checkpoint = StopAfter(bugs, options, 2);
        byte[] whole = Bytes(NetworkTrainer.Train(bugs, options, null, default, new Continuation { From = checkpoint }));
        int refused = 0;
        for (int at = 0; at < checkpoint.Length; at++)
        {
            byte[] damaged = (byte[])checkpoint.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            try
            {
                Assert.Equal(whole, Bytes(NetworkTrainer.Train(bugs, options, null, default, new Continuation { From = damaged })));
            }
            catch (UserException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, checkpoint.Length - 30, checkpoint.Length);
    }

    [Fact]
    public void A_checkpoint_of_a_training_with_an_option_that_is_not_known_is_refused_by_its_name()
    {
        TrainingOptions options = new() { Hidden = [8], Epochs = 2 };
        Safetensors file = WithoutCrc(StopAfter(Pictures, options, 1));
        Safetensors newer = file with { Metadata = new Dictionary<string, string>(file.Metadata) { ["--warm-up"] = "3" } };
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { From = newer.ToBytes(), FromName = "f" }));
        Assert.Equal("f: belongs to a training with --warm-up, an option that this version does not know", e.Message);
    }

    /// <summary>Two gigabytes of arrays follow each header, and none of them may be touched.</summary>
    [Theory]
    [InlineData("{\"__metadata__\":{\"kind\":\"edgenet checkpoint 1\"}}", "its arrays have 0 bytes, and ")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[536870000],\"data_offsets\":[0,2147480000]}}", "not a checkpoint that this version can continue")]
    [InlineData("{\"w\":{\"dtype\":\"F16\",\"shape\":[1073740000],\"data_offsets\":[0,2147480000]}}", "only F32 is read")]
    [InlineData("hello", "not valid JSON")]
    public void A_file_is_judged_by_its_header_before_its_arrays_are_read(string header, string problem)
    {
        using HeaderOnly file = new(Encoding.UTF8.GetBytes(header), 2_147_480_000);
        UserException e = Assert.Throws<UserException>(() => Continuation.CheckHeader(file, "f"));
        Assert.StartsWith("f: ", e.Message);
        Assert.Contains(problem, e.Message);
        Assert.Equal(8 + header.Length, file.Position);
    }

    /// <summary>A rectifier makes zero of what is not a number, so the loss stays finite.</summary>
    [Fact]
    public void A_training_whose_weights_are_no_numbers_has_diverged_and_is_not_saved()
    {
        TrainingOptions options = new() { Hidden = [32], Epochs = 6, Optimizer = OptimizerKind.Sgd, LearningRate = 100f, WeightDecay = 1f };
        int saved = 0;
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Pictures, options, null, default, new Continuation { Save = _ => saved++ }));
        Assert.StartsWith("training diverged in epoch ", e.Message);
        Assert.Equal(0, saved);
    }

    // Trains until so many epochs have been gone through in all, and gives the last checkpoint.
    private static byte[] StopAfter(Dataset data, TrainingOptions options, int epochs, byte[]? from = null)
    {
        using CancellationTokenSource source = new();
        byte[]? last = null;
        int done = from is null ? 0 : epochs - 1;
        NetworkTrainer.Train(data, options, _ =>
        {
            if (++done >= epochs)
            {
                source.Cancel();
            }
        }, source.Token, new Continuation { From = from, Save = c => last = c });
        return last!;
    }

    // So that what is changed is found by what it says.
    private static Safetensors WithoutCrc(byte[] checkpoint)
    {
        Safetensors file = Safetensors.Read(checkpoint, "f");
        Dictionary<string, string> metadata = new(file.Metadata);
        Assert.True(metadata.Remove("crc32c"));
        return file with { Metadata = metadata };
    }

    private static byte[] Bytes(TrainingResult result) => [.. result.Network.Layers.SelectMany(l => l.Matrix is { } m ? m.Weights.Concat(m.Bias).Concat(m.Norm is { } n ? [.. n.Scale, .. n.Mean, .. n.Variance] : []) : []).SelectMany(BitConverter.GetBytes)];

    /// <summary>A safetensors file with a header, whose arrays must not be touched.</summary>
    private sealed class HeaderOnly : MemoryStream
    {
        private readonly long _arrayBytes;

        public HeaderOnly(byte[] header, long arrayBytes)
            : base([.. BitConverter.GetBytes((long)header.Length), .. header]) => _arrayBytes = arrayBytes;

        public override long Length => base.Length + _arrayBytes;
    }
}
