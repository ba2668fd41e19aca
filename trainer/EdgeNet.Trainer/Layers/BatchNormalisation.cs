using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// Batch normalisation at work: in training by the mean and the variance of each group of samples, so that a group depends on no other and
/// threads need not wait for each other; else by the running ones.
/// </summary>
internal sealed unsafe class BatchNormalisation<T> : IDisposable
    where T : struct, IFloatVector<T>
{
    // The share of a batch in the running statistics, once there have been as many steps.
    private const float ShareOfBatch = 0.1f;

    private readonly Parameters _weights;
    private readonly Tensor _output;
    private readonly bool _rectifies;
    private readonly int _channels;
    private readonly int _positions;

    // What a group needs: rows of one number per channel, and the mask of its samples.
    private readonly AlignedFloats _groups;
    private AlignedFloats? _sums;

    /// <summary>Prepares to normalise.</summary>
    /// <param name="weights">Biases, scales and running statistics.</param>
    /// <param name="output">Receives the normalised sums.</param>
    /// <param name="rectifies">Whether a ReLU follows, which is applied here while the layer learns.</param>
    public BatchNormalisation(Parameters weights, Tensor output, bool rectifies)
    {
        _rectifies = rectifies;
        _weights = weights;
        _output = output;
        _channels = weights.Outputs;
        _positions = output.Count / _channels;
        _groups = new AlignedFloats(output.Groups * GroupLength);
    }

    /// <summary>Whether outputs have been through the ReLU already, and deltas go back through it here.</summary>
    public bool Rectifies => _rectifies && _sums is not null;

    private enum Statistic
    {
        Mean,
        Variance,
        Factor,
        Offset,
        Delta,
        Product,
        Slope,
        Level,
        Count,
    }

    private long GroupLength => ((long)Statistic.Count * _weights.Stride) + Tensor.GroupSize;

    private int SumsLength => _output.Count * Tensor.GroupSize;

    /// <summary>Keeps the sums of a batch from now on, and normalises by them.</summary>
    public void BeginLearning() => _sums = new AlignedFloats((long)_output.Groups * SumsLength);

    /// <summary>Where the layer puts the sums of a group, without bias, before they are normalised.</summary>
    public float* Sums(int group) => _sums is null ? _output.GroupValues(group) : _sums.Pointer + ((long)group * SumsLength);

    /// <summary>Brings normalised sums, with the bias, into the output.</summary>
    /// <param name="group">The group.</param>
    /// <param name="samples">Samples that it has, up to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(int group, int samples)
    {
        float* mean = At(group, Statistic.Mean);
        float* variance = At(group, Statistic.Variance);
        if (_sums is null)
        {
            mean = _weights.RunningMean;
            variance = _weights.RunningVariance;
        }
        else
        {
            float* mask = Mask(group);
            for (int lane = 0; lane < Tensor.GroupSize; lane++)
            {
                mask[lane] = lane < samples ? 1f : 0f;
            }

            // About the running mean, which is near enough for the squares to be exact.
            float share = 1f / (samples * _positions);
            NormKernels<T>.Sum(Sums(group), _positions, _channels, mask, _weights.RunningMean, mean, variance);
            for (int c = 0; c < _channels; c++)
            {
                float difference = mean[c] * share;
                mean[c] = _weights.RunningMean[c] + difference;
                variance[c] = MathF.Max(0f, (variance[c] * share) - (difference * difference));
            }
        }

        float* factor = At(group, Statistic.Factor);
        float* offset = At(group, Statistic.Offset);
        for (int c = 0; c < _channels; c++)
        {
            factor[c] = _weights.NormScale[c] / MathF.Sqrt(variance[c] + FloatNorm.Epsilon);
            offset[c] = _weights.Bias[c] - (mean[c] * factor[c]);
        }

        NormKernels<T>.Apply(Sums(group), _positions, _channels, factor, offset, Rectifies, _output.GroupValues(group));
    }

    /// <summary>Turns the deltas of normalised, and perhaps rectified, sums into those of the sums, in place, and keeps what bias and scale learn from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Back(int group, int samples)
    {
        float* mean = At(group, Statistic.Mean);
        float* variance = At(group, Statistic.Variance);
        float* delta = At(group, Statistic.Delta);
        float* product = At(group, Statistic.Product);
        float* slope = At(group, Statistic.Slope);
        float* level = At(group, Statistic.Level);
        float* factor = At(group, Statistic.Factor);
        float* offset = At(group, Statistic.Offset);
        float share = 1f / (samples * _positions);
        NormKernels<T>.SumBack(Sums(group), _output.GroupDeltas(group), _positions, _channels, mean, factor, offset, Rectifies, delta, product);
        for (int c = 0; c < _channels; c++)
        {
            float squared = variance[c] + FloatNorm.Epsilon;
            slope[c] = product[c] * share / squared;
            level[c] = delta[c] * share;
            product[c] /= MathF.Sqrt(squared);
        }

        NormKernels<T>.Back(Sums(group), _output.GroupDeltas(group), _positions, _channels, Mask(group), mean, factor, offset, Rectifies, level, slope);
    }

    /// <summary>Sums the gradient of the biases or of the scales over the groups of a batch.</summary>
    public void SumGradient(int batch, int row)
    {
        float* gradient = _weights.Gradient.Pointer + ((long)row * _weights.Stride);
        for (int c = 0; c < _channels; c++)
        {
            float sum = 0f;
            for (int group = 0; group < Tensor.GroupsOf(batch); group++)
            {
                sum += At(group, row == _weights.Terms ? Statistic.Delta : Statistic.Product)[c];
            }

            gradient[c] = sum;
        }
    }

    /// <summary>Brings the running mean and variance nearer to those of a batch.</summary>
    /// <param name="batch">Samples of the batch.</param>
    /// <param name="step">Number of the step, from 0: the first steps are averaged.</param>
    public void LearnStatistics(int batch, int step)
    {
        float share = MathF.Max(ShareOfBatch, 1f / (step + 1f));
        for (int c = 0; c < _channels; c++)
        {
            double mean = 0, squares = 0;
            for (int group = 0; group < Tensor.GroupsOf(batch); group++)
            {
                double part = Math.Min(Tensor.GroupSize, batch - (group * Tensor.GroupSize)) / (double)batch, middle = At(group, Statistic.Mean)[c];
                mean += part * middle;
                squares += part * (At(group, Statistic.Variance)[c] + (middle * middle));
            }

            _weights.RunningMean[c] += share * ((float)mean - _weights.RunningMean[c]);
            _weights.RunningVariance[c] += share * (MathF.Max(0f, (float)(squares - (mean * mean))) - _weights.RunningVariance[c]);
        }
    }

    public void Dispose()
    {
        _groups.Dispose();
        _sums?.Dispose();
    }

    private float* At(int group, Statistic statistic) => _groups.Pointer + (group * GroupLength) + ((int)statistic * _weights.Stride);

    private float* Mask(int group) => At(group, Statistic.Count);
}
