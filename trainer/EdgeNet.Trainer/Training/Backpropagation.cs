using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Data;
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
    private readonly TrainingOptions _options;
    private readonly Loss _loss;
    private readonly Dataset _data;
    private readonly InputScaling _scaling;
    private readonly LayerState[] _layers;
    private readonly AlignedFloats _input;
    private readonly AlignedFloats _scale;
    private readonly AlignedFloats _offset;
    private readonly AlignedFloats[] _masks;
    private readonly float[] _losses;
    private readonly byte[]? _bytes;
    private readonly float _targetScale;
    private readonly float _targetOffset;
    private readonly int _inputStride;
    private readonly bool _splitsErrors;
    private readonly float _weightDecay;
    private readonly AlignedFloats _pendingInput;
    private readonly AlignedFloats _pendingDelta;
    private float _pendingRate;

    public Backpropagation(FloatNetwork start, Dataset data, Loss loss, TrainingOptions options)
    {
        _options = options;
        _loss = loss;
        _data = data;
        _bytes = Bytes(data);
        _scaling = start.Scaling;
        _targetScale = 1f / start.ValueScale;
        _targetOffset = -start.ValueOffset / start.ValueScale;
        _splitsErrors = options.EffectiveHiddenError(start.Layers[^1].Activation) == HiddenError.Split;
        _weightDecay = options.EffectiveWeightDecay(data.Task);
        int width = data.Shape.Count;
        int batch = options.EffectiveBatch(data.Count);
        _inputStride = LayerState.Pad(width + 1);
        _input = new AlignedFloats((long)batch * _inputStride);
        _scale = new AlignedFloats(width);
        _offset = new AlignedFloats(width);
        for (int i = 0; i < width; i++)
        {
            int k = _scaling.Scale.Length == 1 ? 0 : i;
            _scale.Pointer[i] = _scaling.Scale[k];
            _offset.Pointer[i] = _scaling.Offset[k];
        }

        _layers = new LayerState[start.Layers.Length];
        for (int l = 0; l < _layers.Length; l++)
        {
            FloatLayer layer = start.Layers[l];
            _layers[l] = new LayerState(layer.Inputs, layer.Outputs, layer.Activation, batch, options.Optimizer != OptimizerKind.Sgd, _splitsErrors, l == 0);
            _layers[l].Set(layer);
        }

        _masks = new AlignedFloats[_layers.Length - 1];
        for (int l = 0; l < _masks.Length; l++)
        {
            _masks[l] = new AlignedFloats(options.Dropout > 0f ? (long)batch * _layers[l].Stride : 0);
        }

        _losses = new float[batch];
        _pendingInput = new AlignedFloats(_inputStride);
        _pendingDelta = new AlignedFloats(_layers[0].Stride);
    }

    // One sample's gradient is an outer product: it need not be written down before it is used.
    private bool LearnsOneByOne => _options.Optimizer == OptimizerKind.Sgd && _weightDecay == 0f;

    public IReadOnlyList<LayerState> Layers => _layers;

    /// <summary>First phase, for some rows of the batch.</summary>
    /// <param name="samples">Indices of the batch's samples.</param>
    /// <param name="step">Number of the step, which decides the units silenced by dropout.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ForwardAndBack(ReadOnlySpan<int> samples, int step, int from, int to)
    {
        if (from >= to)
        {
            return;
        }

        Gather(samples, from, to);
        MultiplyFirst(from, to);
        Forward(step, from, to);
        for (int row = from; row < to; row++)
        {
            _losses[row] = OutputDelta(samples[row], row);
        }

        for (int l = _layers.Length - 1; l > 0; l--)
        {
            LayerState layer = _layers[l], before = _layers[l - 1];
            float* delta = before.Delta.Pointer + (from * before.Stride);
            float* source = _splitsErrors ? layer.Error.Pointer : layer.Delta.Pointer;
            MatrixKernels<T>.Multiply(source + (from * layer.Stride), layer.Stride, to - from, layer.Outputs,
                layer.Transposed.Pointer, layer.TransposedStride, before.Stride, delta, before.Stride);
            for (int row = from; row < to; row++)
            {
                Unmask(l - 1, row);
                KeepError(before, row);
                ElementKernels<T>.MultiplyByDerivative(before.Activation, before.Output.Pointer + (row * before.OutputStride),
                    before.Delta.Pointer + (row * before.Stride), before.Stride);
            }
        }
    }

    /// <summary>Second phase: changes some rows of a layer's weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Learn(int l, int batch, int from, int to, float rate, int step)
    {
        if (batch == 1 && LearnsOneByOne)
        {
            // Only where the next step is one sample too: its forward pass makes the change.
            if (l == 0 && _losses.Length == 1)
            {
                Defer(from, rate);
                return;
            }

            LayerState layer = _layers[l];
            float* x = l == 0 ? _input.Pointer : _layers[l - 1].Output.Pointer;
            MatrixKernels<T>.AddOuterProduct(x, from, to, -rate, layer.Delta.Pointer, layer.Stride, layer.Weights.Pointer, layer.Stride);
            layer.Transpose(from, to);
            return;
        }

        SumGradient(l, batch, from, to);
        Update(l, batch, from, to, rate, step);
    }

    /// <summary>Changes the first layer's weights by a sample whose change was put off until they are read again. To be called before anybody reads them.</summary>
    public void Flush()
    {
        if (_pendingRate != 0f)
        {
            LayerState layer = _layers[0];
            MatrixKernels<T>.AddOuterProduct(_pendingInput.Pointer, 0, layer.Rows, -_pendingRate, _pendingDelta.Pointer, layer.Stride, layer.Weights.Pointer, layer.Stride);
            _pendingRate = 0f;
        }
    }

    /// <summary>Second phase, first half: sums the gradient of some rows of a layer's weights over the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumGradient(int l, int batch, int from, int to)
    {
        LayerState layer = _layers[l];
        float* x = l == 0 ? _input.Pointer : _layers[l - 1].Output.Pointer;
        int stride = l == 0 ? _inputStride : _layers[l - 1].OutputStride;
        MatrixKernels<T>.MultiplyTransposed(x, stride, from, to, batch, layer.Delta.Pointer, layer.Stride, layer.Stride, layer.Gradient.Pointer, layer.Stride);
    }

    /// <summary>Second phase, second half: changes some rows of a layer's weights by their gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(int l, int batch, int from, int to, float rate, int step)
    {
        // Biases are not decayed; they are the last row.
        int end = Math.Min(to, _layers[l].Inputs);
        UpdateRows(l, batch, from, end, rate, step, _weightDecay);
        UpdateRows(l, batch, Math.Max(from, end), to, rate, step, 0f);
        _layers[l].Transpose(from, to);
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
        foreach (AlignedFloats buffer in _masks.Append(_input).Append(_scale).Append(_offset).Append(_pendingInput).Append(_pendingDelta))
        {
            buffer.Dispose();
        }

        foreach (LayerState layer in _layers)
        {
            layer.Dispose();
        }
    }

    // Samples are drawn in shuffled order and come from memory: pixels as bytes are a quarter of the way. Null where they are no bytes.
    private static byte[]? Bytes(Dataset data)
    {
        if (data.Kind != FeatureKind.Pixels)
        {
            return null;
        }

        float[] features = data.Features;
        byte[] bytes = new byte[features.Length];
        for (int i = 0; i < features.Length; i++)
        {
            bytes[i] = (byte)features[i];
            if (bytes[i] != features[i])
            {
                return null;
            }
        }

        return bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(ReadOnlySpan<int> samples, int from, int to)
    {
        int width = _data.Shape.Count;
        fixed (float* features = _data.Features)
        fixed (byte* bytes = _bytes)
        {
            for (int row = from; row < to; row++)
            {
                float* x = _input.Pointer + (row * _inputStride);
                long first = (long)samples[row] * width;
                if (bytes is not null)
                {
                    ElementKernels<T>.Scale(bytes + first, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                }
                else
                {
                    ElementKernels<T>.Scale(features + first, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                }

                x[width] = 1f;
            }
        }
    }

    // The next sample's forward pass goes through all weights of the first layer: it changes them on its way.
    private void Defer(int from, float rate)
    {
        if (from > 0)
        {
            return;
        }

        LayerState layer = _layers[0];
        new Span<float>(_input.Pointer, layer.Rows).CopyTo(new Span<float>(_pendingInput.Pointer, layer.Rows));
        new Span<float>(layer.Delta.Pointer, layer.Stride).CopyTo(new Span<float>(_pendingDelta.Pointer, layer.Stride));
        _pendingRate = rate;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyFirst(int from, int to)
    {
        LayerState layer = _layers[0];
        float* y = layer.Output.Pointer + (from * layer.OutputStride);
        if (_pendingRate == 0f)
        {
            MatrixKernels<T>.Multiply(_input.Pointer + (from * _inputStride), _inputStride, to - from, layer.Rows, layer.Weights.Pointer, layer.Stride, layer.Stride, y, layer.OutputStride);
            return;
        }

        MatrixKernels<T>.AddOuterProductAndMultiply(_pendingInput.Pointer, -_pendingRate, _pendingDelta.Pointer, _input.Pointer, layer.Rows, layer.Weights.Pointer, layer.Stride, layer.Stride, y);
        _pendingRate = 0f;
    }

    // From the first layer's sums on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(int step, int from, int to)
    {
        float* x = null;
        int stride = 0;
        for (int l = 0; l < _layers.Length; l++)
        {
            LayerState layer = _layers[l];
            float* y = layer.Output.Pointer;
            if (l > 0)
            {
                MatrixKernels<T>.Multiply(x + (from * stride), stride, to - from, layer.Rows, layer.Weights.Pointer, layer.Stride, layer.Stride,
                    y + (from * layer.OutputStride), layer.OutputStride);
            }

            for (int row = from; row < to; row++)
            {
                ElementKernels<T>.Activate(layer.Activation, y + (row * layer.OutputStride), layer.Stride);
                Mask(l, row, step);
                y[(row * layer.OutputStride) + layer.Outputs] = 1f;
            }

            x = y;
            stride = layer.OutputStride;
        }
    }

    // Dropout: a unit is silenced by a hash of where and when, so that threads need not agree on an order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mask(int l, int row, int step)
    {
        if (_options.Dropout <= 0f || l == _layers.Length - 1)
        {
            return;
        }

        LayerState layer = _layers[l];
        float* y = layer.Output.Pointer + (row * layer.OutputStride);
        float* mask = _masks[l].Pointer + (row * layer.Stride);
        ulong place = SeededRandom.Mix(((ulong)(uint)_options.Seed << 32) ^ (uint)step) ^ ((ulong)l << 56) ^ ((ulong)row << 28);
        float keep = 1f / (1f - _options.Dropout);
        for (int o = 0; o < layer.Outputs; o++)
        {
            float chance = (SeededRandom.Mix(place + (ulong)o) >> 40) * (1f / (1 << 24));
            mask[o] = chance < _options.Dropout ? 0f : keep;
            y[o] *= mask[o];
        }
    }

    // The derivative is a function of the activation before it was masked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unmask(int l, int row)
    {
        if (_options.Dropout <= 0f)
        {
            return;
        }

        LayerState layer = _layers[l];
        float* y = layer.Output.Pointer + (row * layer.OutputStride);
        float* delta = layer.Delta.Pointer + (row * layer.Stride);
        float* mask = _masks[l].Pointer + (row * layer.Stride);
        for (int o = 0; o < layer.Outputs; o++)
        {
            delta[o] *= mask[o];
            y[o] *= 1f - _options.Dropout;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float OutputDelta(int sample, int row)
    {
        LayerState layer = _layers[^1];
        float* y = layer.Output.Pointer + (row * layer.OutputStride);
        float* delta = layer.Delta.Pointer + (row * layer.Stride);
        int outputs = layer.Outputs;
        if (layer.Activation == Activation.Softmax)
        {
            Softmax(y, outputs, layer.Stride);
        }

        float loss = 0f;
        if (_loss == Loss.CrossEntropy)
        {
            for (int o = 0; o < outputs; o++)
            {
                float target = _data.Target(sample, o);
                delta[o] = y[o] - target;
                bool alone = layer.Activation == Activation.Sigmoid;
                loss -= target > 0f ? target * SafeLog(y[o]) : 0f;
                loss -= alone && target < 1f ? (1f - target) * SafeLog(1f - y[o]) : 0f;
            }

            return loss;
        }

        for (int o = 0; o < outputs; o++)
        {
            float error = y[o] - TargetOf(sample, o);
            delta[o] = error;
            loss += 0.5f * error * error;
        }

        KeepError(layer, row);
        ElementKernels<T>.MultiplyByDerivative(layer.Activation, y, delta, layer.Stride);
        return loss;
    }

    private void KeepError(LayerState layer, int row)
    {
        if (_splitsErrors)
        {
            new Span<float>(layer.Delta.Pointer + (row * layer.Stride), layer.Stride).CopyTo(new Span<float>(layer.Error.Pointer + (row * layer.Stride), layer.Stride));
        }
    }

    private float TargetOf(int sample, int output)
    {
        float target = _data.Target(sample, output);
        return _data.Task == TaskKind.Regression
            ? (target * _targetScale) + _targetOffset
            : _options.TargetRange.No + (target * (_options.TargetRange.Yes - _options.TargetRange.No));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(float* y, int outputs, int padded)
    {
        float most = y[0];
        for (int o = 1; o < outputs; o++)
        {
            most = MathF.Max(most, y[o]);
        }

        for (int o = 0; o < outputs; o++)
        {
            y[o] -= most;
        }

        ElementKernels<T>.Exponentials(y, padded);
        float sum = 0f;
        for (int o = 0; o < outputs; o++)
        {
            sum += y[o];
        }

        float share = 1f / sum;
        for (int o = 0; o < outputs; o++)
        {
            y[o] *= share;
        }
    }

    private static float SafeLog(float probability) => MathF.Log(MathF.Max(probability, 1e-12f));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateRows(int l, int batch, int from, int to, float rate, int step, float decay)
    {
        if (from >= to)
        {
            return;
        }

        LayerState layer = _layers[l];
        int at = from * layer.Stride, count = (to - from) * layer.Stride;
        float* w = layer.Weights.Pointer + at;
        float* g = layer.Gradient.Pointer + at;
        float mean = 1f / batch;
        switch (_options.Optimizer)
        {
            case OptimizerKind.Adam:
                ElementKernels<T>.Adam(w, g, layer.FirstMoment.Pointer + at, layer.SecondMoment.Pointer + at, count, rate, mean, decay, step + 1);
                break;
            case OptimizerKind.Momentum:
                ElementKernels<T>.Momentum(w, g, layer.FirstMoment.Pointer + at, count, rate, mean, decay, 0.9f);
                break;
            default:
                ElementKernels<T>.Sgd(w, g, count, rate, mean, decay);
                break;
        }
    }
}
