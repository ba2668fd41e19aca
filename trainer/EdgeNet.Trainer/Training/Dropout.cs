using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>Silences part of a layer's units in each step (Srivastava et al. 2014). A unit is silenced by a hash of where and when, so that threads need not agree on an order.</summary>
internal sealed unsafe class Dropout(Tensor units, int layer, float share, int seed) : IDisposable
{
    private readonly AlignedFloats _masks = new((long)units.Rows * units.DeltaStride);

    /// <summary>Silences units of some samples, and makes up for it in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mask(int step, int from, int to)
    {
        float keep = 1f / (1f - share);
        for (int row = from; row < to; row++)
        {
            float* y = units.Values(row);
            float* mask = Masks(row);
            ulong place = SeededRandom.Mix(((ulong)(uint)seed << 32) ^ (uint)step) ^ ((ulong)layer << 56) ^ ((ulong)row << 28);
            for (int o = 0; o < units.Count; o++)
            {
                float chance = (SeededRandom.Mix(place + (ulong)o) >> 40) * (1f / (1 << 24));
                mask[o] = chance < share ? 0f : keep;
                y[o] *= mask[o];
            }
        }
    }

    /// <summary>Masks the deltas too, and removes the mask from the values: an activation's derivative is a function of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MaskBack(int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            float* y = units.Values(row);
            float* delta = units.Deltas(row);
            float* mask = Masks(row);
            for (int o = 0; o < units.Count; o++)
            {
                delta[o] *= mask[o];
                y[o] *= 1f - share;
            }
        }
    }

    public void Dispose() => _masks.Dispose();

    private float* Masks(int row) => _masks.Pointer + ((long)row * units.DeltaStride);
}
