using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Engine;

/// <summary>The weights of a network while it runs or learns. Several engines may share them, each with values of its own.</summary>
internal sealed class NetworkParameters : IDisposable
{
    /// <summary>Takes the weights of a network over.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learns">Whether they are to be changed.</param>
    /// <param name="moments">How many moments the optimiser keeps per weight.</param>
    /// <param name="learnsSteps">Whether numbers are to be rounded with steps that are learned.</param>
    /// <param name="passesToInput">Whether deltas go back to the network's input too.</param>
    public NetworkParameters(FloatNetwork network, bool learns = false, int moments = 0, bool learnsSteps = false, bool passesToInput = false)
    {
        PassesBack = new bool[network.Layers.Length + 1];
        PassesBack[0] = passesToInput;
        ByLayer = new Parameters?[network.Layers.Length];
        for (int l = 0; l < ByLayer.Length; l++)
        {
            bool wanted = learns && Array.Exists(network.Reads[l], t => PassesBack[t]);
            ByLayer[l] = network.Layers[l].Matrix is { } matrix ? new Parameters(matrix, learns, wanted, moments) : null;
            PassesBack[l + 1] = wanted || (learns && ByLayer[l] is not null);
        }

        FakeQuantizer = learnsSteps || network.IsFakeQuantized ? network.CreateFakeQuantizer(learnsSteps ? ByLayer : null) : null;
    }

    /// <summary>One per layer; null for layers without weights.</summary>
    public Parameters?[] ByLayer { get; }

    /// <summary>What rounds weights and activations; null if nothing does.</summary>
    public FakeQuantizer? FakeQuantizer { get; }

    /// <summary>For each tensor, whether there are weights before it, so that its deltas are wanted.</summary>
    public bool[] PassesBack { get; }

    /// <summary>Whether all that is learnt is numbers and none is infinite.</summary>
    public bool AreFinite => Array.TrueForAll(ByLayer, p => p?.AreFinite ?? true) && (FakeQuantizer?.AreFinite ?? true);

    /// <summary>The master weights as they are now, one matrix per layer.</summary>
    public FloatMatrix?[] ToMatrices() => Array.ConvertAll(ByLayer, p => p?.ToMatrix());

    /// <summary>What the optimiser keeps of them: [moment][layer].</summary>
    public FloatMatrix?[][] ToMoments(int moments) => [.. Enumerable.Range(0, moments).Select(m => Array.ConvertAll(ByLayer, p => p?.ToMatrix(p.Moments[m])))];

    public void Dispose()
    {
        FakeQuantizer?.Dispose();
        foreach (Parameters? parameters in ByLayer)
        {
            parameters?.Dispose();
        }
    }
}
