using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Quantization;

/// <summary>
/// Runs calibration samples through a float network and through as much of it as is in integers already. Values are computed again in every
/// pass instead of being kept, so its memory does not grow with the number of samples. The samples are cut into lanes of fixed size that
/// run at the same time and are put together in order, so a result does not depend on the number of threads.
/// </summary>
internal sealed class Calibration : IDisposable
{
    private const int MaxSamples = 4000;
    private const int Lanes = 8;
    private const int Rows = 8;

    private readonly FloatNetwork _float;
    private readonly QuantizedNetwork _quantised;
    private readonly Dataset _data;
    private readonly int[] _samples;
    private readonly NetworkParameters _parameters;
    private readonly FloatEngine[] _engines;

    /// <summary>Chooses samples.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="quantised">The same network in integers; its layers are filled in from the first to the last.</param>
    /// <param name="data">Samples that the network was trained on.</param>
    public Calibration(FloatNetwork network, QuantizedNetwork quantised, Dataset data)
    {
        _float = network;
        _quantised = quantised;
        _data = data;
        _samples = EvenSpread.Of(data.Count, MaxSamples);
        _parameters = new NetworkParameters(network);
        _engines = [.. Enumerable.Range(0, Lanes).Select(_ => FloatEngine.Create(network, _parameters, data, Rows))];
    }

    /// <summary>Samples that are looked at.</summary>
    public int Samples => _samples.Length;

    /// <summary>As many observers as samples are looked at at the same time.</summary>
    public static LayerObserver[] CreateObservers(LayerQuantizer quantizer) => [.. Enumerable.Range(0, Lanes).Select(_ => quantizer.CreateObserver())];

    /// <summary>One pass over the samples: shows them to a layer's observers, and measures what the layer before it has lost.</summary>
    /// <param name="layer">The layer to observe, whose predecessors are in integers already; the number of layers for none.</param>
    /// <param name="observers">What <see cref="CreateObservers"/> made.</param>
    /// <param name="scale">What the integers mean that the layer before it gives.</param>
    /// <returns>What the layer before it has lost; null if there is none.</returns>
    public LayerLoss? Run(int layer, LayerObserver[] observers, TensorScale scale)
    {
        Loss[] losses = [.. Enumerable.Range(0, Lanes).Select(_ => new Loss())];
        Parallel.For(0, Lanes, lane =>
        {
            for (int first = lane * Rows; first < _samples.Length; first += Lanes * Rows)
            {
                ReadOnlySpan<int> samples = _samples.AsSpan(first, Math.Min(Rows, _samples.Length - first));
                RunSome(_engines[lane], samples, layer, layer < _float.Layers.Length ? observers[lane] : null, scale, losses[lane]);
            }
        });
        if (layer == 0)
        {
            return null;
        }

        double decibels = 10.0 * Math.Log10(losses.Sum(l => l.Signal) / Math.Max(losses.Sum(l => l.Noise), 1e-30));
        return new LayerLoss(layer, double.IsFinite(decibels) ? decibels : null, losses.Sum(l => l.Saturated), (long)_samples.Length * _float.Layers[layer - 1].Output.Count);
    }

    public void Dispose()
    {
        Array.ForEach(_engines, e => e.Dispose());
        _parameters.Dispose();
    }

    private void RunSome(FloatEngine engine, ReadOnlySpan<int> samples, int layer, LayerObserver? observer, TensorScale scale, Loss loss)
    {
        int count = samples.Length, layers = _float.Layers.Length;
        int[][][] tensors = new int[count][][];
        for (int row = 0; row < count; row++)
        {
            tensors[row] = new int[layers + 1][];
            tensors[row][0] = _quantised.QuantizeInput(_data.Sample(samples[row]));
        }

        engine.Load(samples, 0, count);
        for (int l = 0; l <= layer && l < layers; l++)
        {
            int[] reads = _float.Reads[l];
            bool last = l == layers - 1;
            engine.Sum(l, 0, count);
            for (int row = 0; row < count && l == layer; row++)
            {
                observer!.Add(engine.Values(l + 1, row), Array.ConvertAll(reads, t => tensors[row][t]));
            }

            // Logits are compared before the output function.
            if (!last)
            {
                engine.Activate(l, 0, count);
            }

            for (int row = 0; row < count && l < layer; row++)
            {
                int saturated = 0;
                tensors[row][l + 1] = last ? ((ILogitsLayer)_quantised.Layers[l]).Logits(tensors[row][reads[0]])
                    : _quantised.Layers[l].Run(Array.ConvertAll(reads, t => tensors[row][t]), out saturated);
                if (l == layer - 1)
                {
                    loss.Add(engine.Values(l + 1, row), tensors[row][l + 1], scale, saturated);
                }
            }
        }
    }

    private sealed class Loss
    {
        public double Signal { get; private set; }

        public double Noise { get; private set; }

        public long Saturated { get; private set; }

        public void Add(ReadOnlySpan<float> wanted, int[] got, TensorScale scale, int saturated)
        {
            for (int o = 0; o < got.Length; o++)
            {
                double error = wanted[o] - (((double)got[o] * scale.Steps[o]) + scale.Zeros[o]);
                Signal += (double)wanted[o] * wanted[o];
                Noise += error * error;
            }

            Saturated += saturated;
        }
    }
}
