using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Engine;

/// <summary>How a sum of a network's last layer changes with the values of its input.</summary>
internal abstract class InputGradient : IDisposable
{
    /// <summary>Prepares a network.</summary>
    /// <param name="network">The network; what it rounds in training is not rounded here.</param>
    /// <param name="raw">A sample, which may be changed from one call to the next.</param>
    public static InputGradient Create(FloatNetwork network, float[] raw) =>
        Vector512.IsHardwareAccelerated ? new InputGradient<FloatVector512>(network, raw)
        : Vector256.IsHardwareAccelerated ? new InputGradient<FloatVector256>(network, raw)
        : new InputGradient<FloatVector128>(network, raw);

    /// <summary>Finds the gradient at the sample as it is now.</summary>
    /// <param name="weights">How much each sum of the last layer counts.</param>
    /// <returns>A number per value of the network's input, which is the scaled sample.</returns>
    public abstract ReadOnlySpan<float> Of(ReadOnlySpan<float> weights);

    public abstract void Dispose();
}

/// <summary>The same on registers of a given width.</summary>
internal sealed unsafe class InputGradient<T> : InputGradient
    where T : struct, IFloatVector<T>
{
    private readonly NetworkParameters _parameters;
    private readonly FloatEngine<T> _engine;

    public InputGradient(FloatNetwork network, float[] raw)
    {
        network = WithoutNorms(network);
        _parameters = new NetworkParameters(network, learns: true, passesToInput: true);
        _engine = new FloatEngine<T>(network, _parameters, new Dataset("", TaskKind.Regression, network.Shape, FeatureKind.SharedRange, raw, new float[1], [""]), 1);
        foreach (LayerRunner<T> layer in _engine.Layers)
        {
            layer.BeginLearning();
        }
    }

    public override ReadOnlySpan<float> Of(ReadOnlySpan<float> weights)
    {
        _engine.Load([0], 0, 1);
        _engine.RunToSums(0, 1);
        int last = _engine.Layers.Count - 1;
        weights.CopyTo(new Span<float>(_engine.Tensors[^1].Deltas(0), weights.Length));
        for (int l = last; l >= 0; l--)
        {
            if (l < last)
            {
                _engine.Tensors[l + 1].GatherDeltas(0, 1);
                _engine.Layers[l].ActivateBack(0, 1);
            }

            _engine.Layers[l].SumBack(0, 1);
        }

        _engine.Tensors[0].GatherDeltas(0, 1);
        return new ReadOnlySpan<float>(_engine.Tensors[0].Deltas(0), _engine.Tensors[0].Count);
    }

    public override void Dispose()
    {
        _engine.Dispose();
        _parameters.Dispose();
    }

    // Normalised sums depend on the other samples of a batch while a layer learns; here there are none.
    private static FloatNetwork WithoutNorms(FloatNetwork network) => network.With([.. network.Layers.Select(l => l.Matrix?.WithoutNorm())], [.. network.Precision.Select(_ => LayerPrecision.Bytes)]);
}
