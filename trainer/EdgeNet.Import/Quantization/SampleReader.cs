using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>Samples of data as the real input of a network: (raw - mean) / deviation.</summary>
public sealed class SampleReader
{
    private readonly IReadOnlyList<float> _mean, _deviation;
    private readonly int _channels;

    /// <summary>Makes sure that the data can be given to the network.</summary>
    /// <param name="data">The data.</param>
    /// <param name="graph">The network.</param>
    /// <param name="mean">Subtracted from raw values: one number, or one per channel.</param>
    /// <param name="deviation">By what the difference is divided: one number, or one per channel.</param>
    /// <exception cref="UserException">They do not fit each other.</exception>
    public SampleReader(Dataset data, ImportedGraph graph, IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        _channels = graph.Input.Shape.Channels;
        if (data.Shape.Count != graph.Input.Shape.Count)
        {
            throw new UserException($"the network reads {graph.Input.Shape.Count:N0} values ({graph.Input.Shape.Height}x{graph.Input.Shape.Width}x{graph.Input.Shape.Channels}), but {data.Name} has {data.Shape.Count:N0} ({data.Shape}); choose --input-size and --grey so that they agree");
        }

        foreach (IReadOnlyList<float> numbers in (IReadOnlyList<float>[])[mean, deviation])
        {
            if (numbers.Count != 1 && numbers.Count != _channels)
            {
                throw new UserException($"{numbers.Count} numbers for the mean or deviation of {_channels} channels; give one for all, or one each");
            }
        }

        (Data, _mean, _deviation) = (data, mean, deviation);
    }

    /// <summary>The data.</summary>
    public Dataset Data { get; }

    /// <summary>Reads a sample.</summary>
    /// <param name="sample">Which one.</param>
    /// <param name="input">Receives as many values as the network reads.</param>
    public void Read(int sample, Span<float> input)
    {
        ReadOnlySpan<float> raw = Data.Sample(sample);
        for (int i = 0; i < input.Length; i++)
        {
            int channel = i % _channels;
            input[i] = (raw[i] - _mean[_mean.Count > 1 ? channel : 0]) / _deviation[_deviation.Count > 1 ? channel : 0];
        }
    }
}
