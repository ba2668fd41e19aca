using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>Samples of data as the real input of a network.</summary>
public sealed class SampleReader
{
    /// <summary>Makes sure that the data can be given to the network.</summary>
    /// <param name="data">The data.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="UserException">They do not fit each other.</exception>
    public SampleReader(Dataset data, ScaledNetwork network)
    {
        GraphTensor input = network.Graph.Input;
        if (data.Shape.Count != input.Shape.Count)
        {
            throw new UserException($"the network reads {input.Shape.Count:N0} values ({input.Shape.Height}x{input.Shape.Width}x{input.Shape.Channels}), but {data.Name} has {data.Shape.Count:N0} ({data.Shape}); choose --input-size and --grey so that they agree");
        }

        (Data, Network) = (data, network);
    }

    /// <summary>The data.</summary>
    public Dataset Data { get; }

    /// <summary>The network.</summary>
    public ScaledNetwork Network { get; }

    /// <summary>Reads a sample.</summary>
    /// <param name="sample">Which one.</param>
    /// <param name="input">Receives as many values as the network reads.</param>
    public void Read(int sample, Span<float> input)
    {
        ReadOnlySpan<float> raw = Data.Sample(sample);
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = Network.RealOf(raw[i], i);
        }
    }
}
