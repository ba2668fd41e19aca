using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>Rounds the outputs of an average pooling, which have the step of what it reads. Deltas pass as they are.</summary>
/// <param name="input">What the integers mean that the layer reads.</param>
/// <param name="places">The most values that an output is the mean of.</param>
internal sealed class MeanRounding(InputStep input, int places)
{
    // Integers round a mean in the middle of two upwards. Means are at least 1 / places of a step apart, so a quarter of that makes no other difference.
    private readonly float _up = 0.25f / places;

    /// <summary>Rounds outputs one number at a time.</summary>
    public float[] Round(float[] values) => Array.ConvertAll(values, v => input.Zero + (MathF.Round(((v - input.Zero) / input.Step) + _up) * input.Step));

    /// <summary>Rounds the outputs of some samples in an engine, in place.</summary>
    public unsafe void Round<T>(Tensor tensor, int from, int to)
        where T : struct, IFloatVector<T>
    {
        if (tensor.IsWrittenInGroups)
        {
            for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
            {
                FakeQuantizationKernels<T>.RoundMeans(tensor.GroupValues(group), tensor.Count * Tensor.GroupSize, input.Zero, input.Step, _up);
            }
        }

        for (int row = from; row < to && !tensor.IsWrittenInGroups; row++)
        {
            FakeQuantizationKernels<T>.RoundMeans(tensor.Values(row), tensor.DeltaStride, input.Zero, input.Step, _up);
        }
    }
}
