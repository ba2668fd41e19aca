using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// One step of training, in two phases. First by samples: scale the inputs, run the network forward, take deltas back.
/// Then by weights: sum each weight's gradient over the batch and change it. Samples, and weights, can be shared among
/// threads in any way: every number is computed by one thread, in one order, so the result has the same bytes.
/// </summary>
internal sealed unsafe class Backpropagation<T> : IDisposable
    where T : struct, IFloatVector<T>
{
    // Enough to find a step by.
    private const int MostOutputs = 20_000;

    // Enough to know how many inputs are 0.
    private const int SamplesForZeros = 256;

    private readonly FloatEngine<T> _engine;
    private readonly AugmentedBatch? _augmented;
    private readonly Lesson? _lesson;
    private readonly LossFunction _loss;
    private readonly Optimizer _optimizer;
    private readonly ChangingNumber _decay;
    private readonly Dropout?[] _dropouts;
    private readonly float[] _losses;
    private readonly bool _splitsErrors;
    private readonly int _stepsPerEpoch;

    public Backpropagation(FloatNetwork start, Dataset data, Loss loss, TrainingOptions options, float[]? weights = null)
    {
        int batch = options.EffectiveBatch(data.Count);
        Parameters = new NetworkParameters(start, learns: true, Optimizer.MomentsOf(options.Optimizer), options.LearnsSteps);
        _augmented = options.Augment ? AugmentedBatch.Create(data, start.Parameters, options.Seed, batch) : null;
        _lesson = options.Teacher is null ? null : new Lesson(options.Teacher, data, batch, _augmented);
        _engine = new FloatEngine<T>(start, Parameters, data, batch, oftenRead: true, _augmented);
        foreach (LayerRunner<T> layer in _engine.Layers)
        {
            layer.BeginLearning();
        }

        double nonZeros = ShareOfNonZeros(data.Count);
        for (int l = 0; l < start.Layers.Length; l++)
        {
            PassesOverZeros |= start.Reads[l].Contains(0) && _engine.Layers[l].PassOverZeros(nonZeros);
        }

        _loss = new LossFunction(start, data, loss, options.TargetRange, weights);
        _optimizer = new Optimizer(options.Optimizer);
        _decay = options.EffectiveWeightDecay(data.Task);
        _splitsErrors = options.EffectiveHiddenError(start.Layers[^1].Activation) == HiddenError.Split;
        _losses = new float[batch];
        _stepsPerEpoch = (data.Count + batch - 1) / batch;
        _dropouts = new Dropout?[start.Layers.Length];
        for (int l = 0; l < _dropouts.Length - 1 && options.Dropout > 0f; l++)
        {
            _dropouts[l] = Parameters.ByLayer[l] is null || _engine.Tensors[l + 1].IsWrittenInGroups ? null : new Dropout(_engine.Tensors[l + 1], l, options.Dropout, options.Seed);
        }
    }

    /// <summary>The weights.</summary>
    public NetworkParameters Parameters { get; }

    /// <summary>The network's input, then each layer's output.</summary>
    public IReadOnlyList<Tensor> Tensors => _engine.Tensors;

    /// <summary>Whether so many inputs are 0 that a layer that reads them passes over those.</summary>
    public bool PassesOverZeros { get; }

    /// <summary>Samples that one thread has to run together.</summary>
    public int Together => _engine.Together;

    /// <summary>First phase, for some rows of the batch: whole multiples of <see cref="Together"/>, or up to its end.</summary>
    /// <param name="samples">Indices of the batch's samples.</param>
    /// <param name="step">Number of the step, which decides the units silenced by dropout and the look of augmented pictures.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ForwardAndBack(ReadOnlySpan<int> samples, int step, int from, int to)
    {
        // The teacher is asked about many pictures at once.
        _augmented?.Draw(samples, step / _stepsPerEpoch, from, to);
        _lesson?.Ask(samples, from, to);

        // A group of samples goes all the way forward and back while its values are in a near cache.
        int some = Together == Tensor.GroupSize ? Tensor.GroupSize : Math.Max(1, to - from);
        for (int row = from; row < to; row += some)
        {
            ForwardAndBackTogether(samples, step, row, Math.Min(to, row + some));
        }
    }

    /// <summary>Second phase: changes some rows of a layer's weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Learn(int l, int batch, int from, int to, float rate, int step)
    {
        float decay = _decay.At(step / _stepsPerEpoch);
        if (batch == 1 && _optimizer.IsPlain(decay) && _engine.Layers[l].LearnOne(from, to, rate))
        {
            return;
        }

        SumGradient(l, batch, from, to);
        if (Parameters.FakeQuantizer is { IsOn: true } rounding)
        {
            rounding.Weights[l]!.Back<T>(from, to);
        }

        _optimizer.Change<T>(Parameters.ByLayer[l]!, batch, from, to, rate, decay, step);
        if (from < to && to == Parameters.ByLayer[l]!.Rows)
        {
            _engine.Layers[l].LearnStatistics(batch, step);
        }

        if (Parameters.FakeQuantizer is not { IsOn: true })
        {
            Parameters.ByLayer[l]!.Changed(from, to);
        }
    }

    /// <summary>Second phase, first half: sums the gradient of some rows of a layer's weights over the batch.</summary>
    public void SumGradient(int l, int batch, int from, int to) => _engine.Layers[l].SumGradient(batch, from, to);

    /// <summary>Begins to round weights and activations, with the steps of least squared error.</summary>
    /// <param name="samples">Samples to find the steps of activations by.</param>
    public void StartRounding(ReadOnlySpan<int> samples)
    {
        FakeQuantizer rounding = Parameters.FakeQuantizer!;
        rounding.IsOn = true;

        // Each step is found with all before it rounded.
        for (int l = 0; l < rounding.Activations.Count; l++)
        {
            rounding.Weights[l]?.FindSteps();
            rounding.Weights[l]?.Start<T>();
            if (rounding.Activations[l] is { } step)
            {
                step.Find(Outputs(l, samples));
            }
        }
    }

    /// <summary>Goes on rounding, with steps that are known.</summary>
    public void StartRounding(LayerSteps[] steps, LayerSteps[][] moments)
    {
        FakeQuantizer rounding = Parameters.FakeQuantizer!;
        rounding.Set(steps, moments);
        rounding.IsOn = true;
        foreach (WeightFakeQuantizer? weights in rounding.Weights)
        {
            weights?.Start<T>();
        }
    }

    /// <summary>Third phase, where numbers are rounded: changes the steps, by one thread.</summary>
    /// <param name="batch">Samples of the batch.</param>
    /// <param name="rate">Learning rate of the weights.</param>
    /// <param name="stepNumber">Changes of the steps so far, this one included.</param>
    public void LearnSteps(int batch, float rate, int stepNumber)
    {
        for (int l = 0; l < _dropouts.Length; l++)
        {
            Parameters.FakeQuantizer!.Weights[l]?.Learn(batch, rate, stepNumber);
            _engine.FakeQuantizers[l]?.Learn(batch, rate, stepNumber);
        }
    }

    /// <summary>The gradient of the step of a layer's outputs, summed over the batch.</summary>
    public double StepGradient(int l, int batch) => _engine.FakeQuantizers[l]!.StepGradient(batch);

    /// <summary>Fourth phase: rounds some rows of a layer's weights.</summary>
    public void Round(int l, int from, int to) => Parameters.FakeQuantizer!.Weights[l]!.Round<T>(from, to);

    /// <summary>Makes changes of weights that were put off. Must be called before anything else reads them.</summary>
    public void Flush()
    {
        foreach (LayerRunner<T> layer in _engine.Layers)
        {
            layer.Flush();
        }
    }

    /// <summary>The sum of the losses of the batch's first rows.</summary>
    public double LossSum(int batch)
    {
        double sum = 0;
        for (int row = 0; row < batch; row++)
        {
            sum += _losses[row];
        }

        return sum;
    }

    public void Dispose()
    {
        foreach (Dropout? dropout in _dropouts)
        {
            dropout?.Dispose();
        }

        _lesson?.Dispose();
        _engine.Dispose();
        Parameters.Dispose();
    }

    // Of samples that are spread over the data, as they look in the first epoch.
    private double ShareOfNonZeros(int samples)
    {
        long nonZeros = 0, all = 0;
        Tensor input = _engine.Tensors[0];
        int step = Math.Max(1, samples / SamplesForZeros);
        for (int sample = 0; sample < samples; sample += step)
        {
            _augmented?.Draw([sample], 0, 0, 1);
            _engine.Load([sample], 0, 1);
            nonZeros += input.Count - new ReadOnlySpan<float>(input.Values(0), input.Count).Count(0f);
            all += input.Count;
        }

        return (double)nonZeros / all;
    }

    // Some of a layer's outputs that are not 0, which any step suits.
    private List<double> Outputs(int l, ReadOnlySpan<int> samples)
    {
        List<double> outputs = [];
        for (int first = 0; first < samples.Length; first += _losses.Length)
        {
            int count = Math.Min(_losses.Length, samples.Length - first);
            _augmented?.Draw(samples.Slice(first, count), 0, 0, count);
            _engine.Load(samples.Slice(first, count), 0, count);
            for (int k = 0; k <= l; k++)
            {
                _engine.Sum(k, 0, count);
                _engine.Activate(k, 0, count);
            }

            for (int row = 0; row < count; row++)
            {
                foreach (float value in _engine.Values(l + 1, row))
                {
                    if (value != 0f)
                    {
                        outputs.Add(value);
                    }
                }
            }
        }

        int every = (outputs.Count / MostOutputs) + 1;
        return [.. outputs.Where((_, i) => i % every == 0)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardAndBackTogether(ReadOnlySpan<int> samples, int step, int from, int to)
    {
        _engine.Load(samples, from, to);
        for (int l = 0; l < _dropouts.Length; l++)
        {
            _engine.Sum(l, from, to);
            _engine.Activate(l, from, to);
            _dropouts[l]?.Mask(step, from, to);
        }

        Tensor output = _engine.Tensors[^1];
        for (int row = from; row < to; row++)
        {
            _losses[row] = _loss.Judge(samples[row], output.Values(row), output.Deltas(row), output.Count, _lesson is null ? default : _lesson.Answers(row));
        }

        for (int l = _dropouts.Length - 1; l >= 0; l--)
        {
            if (_engine.Tensors[l + 1].PassesBack)
            {
                Back(l, from, to, deltasOfSums: l == _dropouts.Length - 1 && _loss.GivesDeltasOfSums);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Back(int l, int from, int to, bool deltasOfSums)
    {
        LayerRunner<T> layer = _engine.Layers[l];
        _engine.Tensors[l + 1].GatherDeltas(from, to);
        _dropouts[l]?.MaskBack(from, to);

        // The classic teaching networks hand an error on as it is, before the slope of the activation goes in.
        if (_splitsErrors)
        {
            layer.SumBack(from, to);
        }

        if (!deltasOfSums)
        {
            _engine.FakeQuantizers[l]?.Back(from, to);
            layer.ActivateBack(from, to);
        }

        if (!_splitsErrors)
        {
            layer.SumBack(from, to);
        }
    }
}
