using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Engine;

/// <summary>Runs a network in floating point, some samples at a time, on the machine's widest registers.</summary>
internal abstract class FloatEngine : IDisposable
{
    /// <summary>Creates an engine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its weights.</param>
    /// <param name="data">Where samples come from.</param>
    /// <param name="rows">Samples at a time.</param>
    public static FloatEngine Create(FloatNetwork network, NetworkParameters parameters, Dataset data, int rows) =>
        Vector512.IsHardwareAccelerated ? new FloatEngine<FloatVector512>(network, parameters, data, rows)
        : Vector256.IsHardwareAccelerated ? new FloatEngine<FloatVector256>(network, parameters, data, rows)
        : new FloatEngine<FloatVector128>(network, parameters, data, rows);

    /// <summary>Loads samples into some rows of the network's input.</summary>
    public abstract void Load(ReadOnlySpan<int> samples, int from, int to);

    /// <summary>Computes some rows of a layer's output as far as the activation.</summary>
    public abstract void Sum(int layer, int from, int to);

    /// <summary>Applies the layer's activation to them.</summary>
    public abstract void Activate(int layer, int from, int to);

    /// <summary>Runs all layers on some rows.</summary>
    public abstract void Run(int from, int to);

    /// <summary>Runs all layers on some rows, the last one as far as its sums: before softmax or sigmoid.</summary>
    public abstract void RunToSums(int from, int to);

    /// <summary>A row of a tensor: 0 is the network's input, n the output of layer n.</summary>
    public abstract ReadOnlySpan<float> Values(int tensor, int row);

    public abstract void Dispose();
}

/// <summary>The same on registers of a given width.</summary>
internal sealed class FloatEngine<T> : FloatEngine
    where T : struct, IFloatVector<T>
{
    private readonly InputLoader<T> _loader;
    private readonly Tensor[] _tensors;
    private readonly LayerRunner<T>[] _layers;
    private readonly FakeQuantizer? _rounding;
    private readonly ActivationFakeQuantizer<T>?[] _fakeQuantizers;

    public FloatEngine(FloatNetwork network, NetworkParameters parameters, Dataset data, int rows, bool oftenRead = false, AugmentedBatch? augmented = null)
    {
        _loader = new InputLoader<T>(data, network.Scaling, parameters.FakeQuantizer, oftenRead, augmented);
        _tensors = new Tensor[network.Layers.Length + 1];
        _layers = new LayerRunner<T>[network.Layers.Length];
        _rounding = parameters.FakeQuantizer;
        _fakeQuantizers = new ActivationFakeQuantizer<T>?[_layers.Length];
        _tensors[0] = new Tensor(network.Shape.Count, rows, parameters.PassesBack[0]);
        bool[] read = new bool[_tensors.Length];
        for (int l = 0; l < _layers.Length; l++)
        {
            FloatLayer layer = network.Layers[l];
            Tensor[] inputs = new Tensor[network.Reads[l].Length];
            for (int i = 0; i < inputs.Length; i++)
            {
                int tensor = network.Reads[l][i];
                inputs[i] = read[tensor] ? _tensors[tensor].Branch() : _tensors[tensor];
                read[tensor] = true;
            }

            _tensors[l + 1] = new Tensor(layer.Output.Count, rows, parameters.PassesBack[l + 1]);
            _layers[l] = layer.CreateRunner<T>(parameters.ByLayer[l], inputs, _tensors[l + 1]);
            _fakeQuantizers[l] = parameters.FakeQuantizer?.Activations[l] is { } step ? new ActivationFakeQuantizer<T>(_tensors[l + 1], step) : null;
        }

        Array.ForEach(_tensors, t => t.Allocate());
    }

    /// <summary>The layers at work.</summary>
    public IReadOnlyList<LayerRunner<T>> Layers => _layers;

    /// <summary>What rounds the outputs of each layer; null where nothing does.</summary>
    public IReadOnlyList<ActivationFakeQuantizer<T>?> FakeQuantizers => _fakeQuantizers;

    /// <summary>The network's input, then each layer's output.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>Samples that one thread has to run together: a group, if any layer reads or writes groups, else a tile of the matrix kernels.</summary>
    public int Together => Array.Exists(_tensors, t => t.IsInGroups) ? Tensor.GroupSize : 4;

    public override void Load(ReadOnlySpan<int> samples, int from, int to) => _loader.Load(samples, from, to, _tensors[0]);

    public override void Sum(int layer, int from, int to) => _layers[layer].Sum(from, to);

    public override void Activate(int layer, int from, int to)
    {
        _layers[layer].Activate(from, to);
        _fakeQuantizers[layer]?.Round(from, to);
        if (_rounding is { IsOn: true } && _rounding.Means[layer] is { } mean)
        {
            mean.Round<T>(_tensors[layer + 1], from, to);
        }

        _tensors[layer + 1].Close(from, to);
    }

    public override void Run(int from, int to)
    {
        RunToSums(from, to);
        Activate(_layers.Length - 1, from, to);
    }

    public override void RunToSums(int from, int to)
    {
        int last = _layers.Length - 1;
        for (int l = 0; l < last; l++)
        {
            Sum(l, from, to);
            Activate(l, from, to);
        }

        Sum(last, from, to);
    }

    public override unsafe ReadOnlySpan<float> Values(int tensor, int row) =>
        _tensors[tensor].IsWrittenInGroups ? _tensors[tensor].Row(row) : new ReadOnlySpan<float>(_tensors[tensor].Values(row), _tensors[tensor].Count);

    public override void Dispose()
    {
        _loader.Dispose();
        Array.ForEach(_layers, l => l.Dispose());
        Array.ForEach(_fakeQuantizers, q => q?.Dispose());
        Array.ForEach(_tensors, t => t.Dispose());
    }
}
