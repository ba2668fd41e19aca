using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>How far the outputs for a sample are from what they should be.</summary>
internal sealed unsafe class LossFunction
{
    private readonly Dataset _data;
    private readonly Loss _loss;
    private readonly bool _sigmoid;
    private readonly float _scale;
    private readonly float _offset;
    private readonly float[]? _weights;

    /// <summary>Prepares a loss.</summary>
    /// <param name="network">The network whose outputs are judged.</param>
    /// <param name="data">The samples.</param>
    /// <param name="loss">Loss function.</param>
    /// <param name="range">Targets of a squared error for no and for yes.</param>
    /// <param name="weights">How much the samples of each class count; null for 1.</param>
    public LossFunction(FloatNetwork network, Dataset data, Loss loss, (float No, float Yes) range, float[]? weights)
    {
        _weights = weights;
        _data = data;
        _loss = loss;
        _sigmoid = network.Layers[^1].Activation == Activation.Sigmoid;
        (_scale, _offset) = data.Task == TaskKind.Regression
            ? (1f / network.ValueScale, -network.ValueOffset / network.ValueScale)
            : (range.Yes - range.No, range.No);
    }

    /// <summary>Whether deltas are those of the last layer's sums: the slopes of softmax or sigmoid and of the logarithm cancel.</summary>
    public bool GivesDeltasOfSums => _loss == Loss.CrossEntropy;

    /// <summary>Judges the outputs for a sample.</summary>
    /// <param name="sample">Its index.</param>
    /// <param name="y">The outputs.</param>
    /// <param name="delta">Receives how the loss changes with each.</param>
    /// <param name="outputs">How many there are.</param>
    /// <param name="taught">What a teacher says of them, at its temperature; none without a teacher.</param>
    /// <returns>The loss.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Judge(int sample, float* y, float* delta, int outputs, ReadOnlySpan<float> taught = default)
    {
        if (!taught.IsEmpty)
        {
            return JudgeTaught(sample, y, delta, outputs, taught);
        }

        float loss = 0f;
        for (int o = 0; o < outputs; o++)
        {
            float target = _data.Target(sample, o);
            if (_loss == Loss.CrossEntropy)
            {
                delta[o] = y[o] - target;
                loss -= target > 0f ? target * SafeLog(y[o]) : 0f;
                loss -= _sigmoid && target < 1f ? (1f - target) * SafeLog(1f - y[o]) : 0f;
            }
            else
            {
                float error = y[o] - ((target * _scale) + _offset);
                delta[o] = error;
                loss += 0.5f * error * error;
            }
        }

        return Weighted(sample, loss, delta, outputs);
    }

    // Cross-entropy with the label, and with the teacher at its temperature; the square of that keeps gradients as large as they are without it.
    // Softmax at a temperature of 2 is the root of softmax, brought back to a sum of 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float JudgeTaught(int sample, float* y, float* delta, int outputs, ReadOnlySpan<float> taught)
    {
        float sum = 0f, loss = 0f;
        for (int o = 0; o < outputs; o++)
        {
            delta[o] = MathF.Sqrt(y[o]);
            sum += delta[o];
        }

        int right = _data.ClassOf(sample);
        for (int o = 0; o < outputs; o++)
        {
            float soft = delta[o] / sum, wanted = o == right ? 1f : 0f;
            loss -= Teacher.Share * Teacher.Temperature * Teacher.Temperature * taught[o] * SafeLog(soft);
            delta[o] = ((1f - Teacher.Share) * (y[o] - wanted)) + (Teacher.Share * Teacher.Temperature * (soft - taught[o]));
        }

        return Weighted(sample, loss - ((1f - Teacher.Share) * SafeLog(y[right])), delta, outputs);
    }

    private float Weighted(int sample, float loss, float* delta, int outputs)
    {
        if (_weights is null)
        {
            return loss;
        }

        float weight = _weights[_data.ClassOf(sample)];
        for (int o = 0; o < outputs; o++)
        {
            delta[o] *= weight;
        }

        return loss * weight;
    }

    private static float SafeLog(float probability) => MathF.Log(MathF.Max(probability, 1e-12f));
}
