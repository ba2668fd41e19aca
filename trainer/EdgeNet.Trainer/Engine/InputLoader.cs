using System.Runtime.CompilerServices;
using EdgeNet.Data;
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
    private readonly AugmentedPictures? _pictures;
    private readonly AugmentedWindows? _windows;

    /// <summary>Prepares a dataset.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="scaling">How raw values are scaled.</param>
    /// <param name="rounding">Says whether inputs are rounded as a board does it; null if they are not.</param>
    /// <param name="oftenRead">Whether the samples are read many times, so that it pays to keep pixels as bytes.</param>
    /// <param name="augmented">What is loaded in the place of the samples as they are; null for nothing.</param>
    public InputLoader(Dataset data, InputScaling scaling, FakeQuantizer? rounding, bool oftenRead, AugmentedBatch? augmented = null)
    {
        _data = data;
        _scaling = scaling;
        _pictures = augmented as AugmentedPictures;
        _windows = augmented as AugmentedWindows;
        _bytes = oftenRead && augmented is null ? PixelBytes.Of(data) : null;

        // Bytes are whole steps of 8 bits already.
        _rounding = (_bytes is not null || _pictures is not null) && scaling.Bits == 8 ? null : rounding;
        int width = data.Shape.Count;
        _scale = new AlignedFloats(width);
        _offset = new AlignedFloats(width);
        for (int i = 0; i < width; i++)
        {
            int k = scaling.Scale.Length == 1 ? 0 : i;
            _scale.Pointer[i] = scaling.Scale[k] * (_pictures?.Step ?? 1f);
            _offset.Pointer[i] = scaling.Offset[k] + (scaling.Scale[k] * (_pictures?.Black ?? 0f));
        }
    }

    /// <summary>Loads some rows.</summary>
    /// <param name="samples">Index of each row's sample.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    /// <param name="input">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<int> samples, int from, int to, Tensor input)
    {
        int width = _data.Shape.Count;
        fixed (float* features = _data.Features)
        fixed (byte* bytes = _bytes)
        {
            for (int row = from; row < to; row++)
            {
                float* x = input.Values(row);
                long first = (long)samples[row] * width;
                if (_pictures is not null)
                {
                    fixed (byte* picture = _pictures.Pixels(row))
                    {
                        ElementKernels<T>.Scale(picture, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                    }
                }
                else if (_windows is not null)
                {
                    fixed (float* window = _windows.Raw(row))
                    {
                        ElementKernels<T>.Scale(window, _scale.Pointer, _offset.Pointer, _scaling.From, _scaling.To, width, x);
                    }
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

        input.Close(from, to);
    }

    public void Dispose()
    {
        _scale.Dispose();
        _offset.Dispose();
    }
}
