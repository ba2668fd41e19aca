using System.Buffers;
using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Engine;

/// <summary>Brings samples of a dataset, scaled, into the tensor that the first layer reads.</summary>
internal sealed unsafe class InputLoader<T> : IDisposable
    where T : struct, IFloatVector<T>
{
    private readonly Dataset _data;
    private readonly InputScaling _scaling;
    private readonly AlignedFloats _scale;
    private readonly AlignedFloats _offset;
    private readonly byte[]? _bytes;
    private readonly FakeQuantizer? _rounding;
    private readonly PictureAugmentation? _augmentation;

    /// <summary>Prepares a dataset.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="scaling">How raw values are scaled.</param>
    /// <param name="rounding">Says whether inputs are rounded as a board does it; null if they are not.</param>
    /// <param name="oftenRead">Whether the samples are read many times, so that it pays to keep pixels as bytes.</param>
    /// <param name="augmentation">How pictures change from epoch to epoch; null if they stay as they are.</param>
    /// <exception cref="UserException">Pictures are to change whose pixels should be bytes and are not.</exception>
    public InputLoader(Dataset data, InputScaling scaling, FakeQuantizer? rounding, bool oftenRead, PictureAugmentation? augmentation = null)
    {
        _data = data;
        _scaling = scaling;
        _augmentation = augmentation;
        bool isStretched = augmentation is not null && data.Kind != FeatureKind.Pixels;
        _bytes = isStretched ? Stretched(data, scaling) : oftenRead ? Bytes(data) : null;

        // Bytes are whole steps of 8 bits already.
        _rounding = _bytes is not null && scaling.Bits == 8 ? null : rounding;
        if (augmentation is not null && _bytes is null)
        {
            throw new UserException($"{data.Name}: --augment is for pixels that are whole numbers from 0 to 255; omit it");
        }

        int width = data.Shape.Count;
        _scale = new AlignedFloats(width);
        _offset = new AlignedFloats(width);
        for (int i = 0; i < width; i++)
        {
            int k = scaling.Scale.Length == 1 ? 0 : i;
            _scale.Pointer[i] = isStretched ? (scaling.To - scaling.From) / byte.MaxValue : scaling.Scale[k];
            _offset.Pointer[i] = isStretched ? scaling.From : scaling.Offset[k];
        }
    }

    /// <summary>Loads some rows.</summary>
    /// <param name="samples">Index of each row's sample.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    /// <param name="epoch">Epoch of a training, from 0: decides what augmented pictures look like.</param>
    /// <param name="input">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<int> samples, int from, int to, int epoch, Tensor input)
    {
        int width = _data.Shape.Count;
        byte[]? room = _augmentation is null ? null : ArrayPool<byte>.Shared.Rent(width);
        fixed (float* features = _data.Features)
        fixed (byte* bytes = _bytes, changed = room)
        {
            for (int row = from; row < to; row++)
            {
                float* x = input.Values(row);
                long first = (long)samples[row] * width;
                if (_augmentation is not null)
                {
                    _augmentation.Apply(bytes + first, epoch, samples[row], changed);
                    ElementKernels<T>.Scale(changed, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                }
                else if (bytes is not null)
                {
                    ElementKernels<T>.Scale(bytes + first, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                }
                else
                {
                    ElementKernels<T>.Scale(features + first, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                }

                if (_rounding is { IsOn: true })
                {
                    FakeQuantizationKernels<T>.Round(x, input.DeltaStride, _scaling.From, _scaling.Step, 0f, (1 << _scaling.Bits) - 1);
                }
            }
        }

        if (room is not null)
        {
            ArrayPool<byte>.Shared.Return(room);
        }

        input.Close(from, to);
    }

    public void Dispose()
    {
        _scale.Dispose();
        _offset.Dispose();
    }

    // Pictures of values that share a range change as bytes do, over all of the range.
    private static byte[] Stretched(Dataset data, InputScaling scaling)
    {
        byte[] bytes = new byte[data.Features.Length + PictureAugmentation.SlackBytes];
        float step = (scaling.To - scaling.From) / byte.MaxValue;
        for (int i = 0; i < data.Features.Length; i++)
        {
            float x = Math.Clamp((data.Features[i] * scaling.Scale[0]) + scaling.Offset[0], scaling.From, scaling.To);
            bytes[i] = (byte)MathF.Round((x - scaling.From) / step);
        }

        return bytes;
    }

    // Samples are drawn in shuffled order and come from memory: pixels as bytes are a quarter of the way. Null if they are no bytes.
    private static byte[]? Bytes(Dataset data)
    {
        if (data.Kind != FeatureKind.Pixels)
        {
            return null;
        }

        float[] features = data.Features;
        byte[] bytes = new byte[features.Length + PictureAugmentation.SlackBytes];
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
}
