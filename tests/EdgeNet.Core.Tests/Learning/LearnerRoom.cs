using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Core.Tests;

/// <summary>A network of one dense layer over six bytes, so that the activations are the input, and a learner with room for two labels and twelve samples.</summary>
internal sealed class LearnerRoom
{
    public const int Inputs = 6, Labels = 3;

    public LearnerRoom(int seed)
    {
        Model = ModelFile.Parse(ModelWriter.Write(Net(seed), []));
        Network = new Network(Model);
        Learner = new Learner(Model, Network, 2, 12);
    }

    public ModelFile Model { get; }

    public Network Network { get; }

    public Learner Learner { get; }

    public static void Settle(Learner learner)
    {
        while (learner.Work())
        {
        }
    }

    public static byte[] Settled(Learner learner)
    {
        Settle(learner);
        return LearnedBytes.Of(learner);
    }

    public static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[Inputs];
        random.NextBytes(bytes);
        return bytes;
    }

    public static QuantizedNetwork Net(int seed)
    {
        QuantizedNetwork network = RandomNetworks.Create(seed) with
        {
            Task = Data.TaskKind.Classification,
            Shape = Data.Shape.Features(Inputs),
            InputBits = 8,
            InputScale = [1f],
            InputOffset = [0f],
            Layers = [RandomNetworks.CreateLayer(new Random(seed), Inputs, Labels, last: true, extreme: false)],
            OutputFunction = Activation.Softmax,
            Labels = [.. Enumerable.Range(0, Labels).Select(o => $"label {o}")],
            GoldenSeeds = [],
        };
        int[] logits = network.Logits([255, 0, 255, 0, 255, 0]);
        return network with { LogitScale = 4f / Math.Max(1, logits.Max() - logits.Min()) };
    }

    public int[] See(Random random)
    {
        byte[] raw = Bytes(random);
        See(raw);
        return Array.ConvertAll(raw, b => (int)b);
    }

    public (int Label, int Percent) See(byte[] raw)
    {
        Network.Classify(raw);
        return (Learner.Answer(), Learner.ConfidencePercent);
    }

    public int[] Press(Random random, int label)
    {
        int[] seen = See(random);
        Learner.Press(Learner.Label(label));
        return seen;
    }

    public void Press(byte[] raw, int label)
    {
        See(raw);
        Learner.Press(Learner.Label(label));
    }
}
