using EdgeNet.Data;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Engine;

/// <summary>The sums of a network's last layer for samples of a dataset, before softmax or sigmoid.</summary>
internal sealed class SumReader : IDisposable
{
    /// <summary>Samples that can be read at a time.</summary>
    public const int Rows = 64;

    private readonly NetworkParameters _parameters;
    private readonly FloatEngine _engine;
    private readonly int _output;

    /// <summary>Prepares to run a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples.</param>
    public SumReader(FloatNetwork network, Dataset data)
    {
        _parameters = new NetworkParameters(network);
        _engine = FloatEngine.Create(network, _parameters, data, Rows);
        _output = network.Layers.Length;
    }

    /// <summary>Runs the network on samples that follow one another.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many, up to <see cref="Rows"/>.</param>
    public void Read(int first, int count)
    {
        _engine.Load([.. Enumerable.Range(first, count)], 0, count);
        _engine.RunToSums(0, count);
    }

    /// <summary>The sums of one of the samples that were read last.</summary>
    /// <param name="i">0 for the first.</param>
    public ReadOnlySpan<float> Sums(int i) => _engine.Values(_output, i);

    public void Dispose()
    {
        _engine.Dispose();
        _parameters.Dispose();
    }
}
