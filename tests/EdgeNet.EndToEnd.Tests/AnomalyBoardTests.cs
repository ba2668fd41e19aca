using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Scores of anomalies on the virtual board.</summary>
public class AnomalyBoardTests
{
    /// <summary>Models of all three kinds: alone by centres, alone by reconstruction, beside another task; inputs of 1 to 16 bits.</summary>
    [Fact]
    public void Scores_and_logits_of_random_models_are_those_of_the_desktop()
    {
        HashSet<(bool Reconstructs, bool StandsAlone)> kinds = [];
        for (int seed = 0; seed < 10; seed++)
        {
            QuantizedNetwork network = RandomNetworks.WithAnomalies(seed) with { InputScale = [1f], InputOffset = [0f] };
            Random random = new(seed);
            float[] features = [.. Enumerable.Range(0, 5).SelectMany(_ => RandomNetworks.Input(network, random)).Select(v => (float)v)];
            float[] targets = new float[5 * (network.Task is TaskKind.Classification or TaskKind.Anomaly ? 1 : network.Labels.Length)];
            Dataset data = new("random", network.Task, network.Shape, FeatureKind.SharedRange, features, targets, network.Labels);
            byte[] file = ModelWriter.Write(network, []);
            EmulationReport report = EmulatedModel.Run(file, data, 5, BoardProfile.Esp32, null, default);
            Assert.Equal((5, 1.0), (report.Samples, report.Agreement));
            Assert.Equal(network.Logits([.. features.Take(network.Shape.Count).Select(v => (int)v)])[^1], Score(file, features[..network.Shape.Count]));
            kinds.Add((network.Anomaly!.Reconstructs, network.Task == TaskKind.Anomaly));
        }

        Assert.Equal(3, kinds.Count);
    }

    private static int Score(byte[] file, float[] raw)
    {
        Network network = Network.Load(file);
        network.Classify(raw);
        return network.AnomalyScore;
    }
}
