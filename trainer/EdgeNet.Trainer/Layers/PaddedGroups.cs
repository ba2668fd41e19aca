using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>A tensor in groups as a window sees it: the tensor itself, or a copy with zeros around each picture.</summary>
internal sealed unsafe class PaddedGroups : IDisposable
{
    private const int Size = Tensor.GroupSize;

    private readonly Tensor _tensor;
    private readonly Window _window;
    private readonly Shape _shape;
    private readonly AlignedFloats? _values;
    private readonly AlignedFloats? _deltas;

    /// <summary>Makes room for copies, if there is padding.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">The shape of a sample.</param>
    /// <param name="window">The window.</param>
    /// <param name="hasDeltas">Whether deltas are added to a copy, too.</param>
    public PaddedGroups(Tensor tensor, Shape shape, Window window, bool hasDeltas)
    {
        _tensor = tensor;
        _window = window;
        _shape = shape;
        int width = window.Left + shape.Width + window.Right;
        Length = (window.Top + shape.Height + window.Bottom) * width * shape.Channels * Size;
        Shape output = window.OutputOf(shape, 1);
        Positions = [.. Enumerable.Range(0, output.Count).Select(p => At(p / output.Width * window.Down, p % output.Width * window.Across, 0))];
        Terms = [.. Enumerable.Range(0, window.Rows * window.Columns * shape.Channels).Select(t =>
            At(t / shape.Channels / window.Columns, t / shape.Channels % window.Columns, t % shape.Channels))];
        if (window.IsPadded)
        {
            _values = new AlignedFloats((long)tensor.Groups * Length);
            _deltas = hasDeltas && tensor.PassesBack ? new AlignedFloats((long)tensor.Groups * Length) : null;
        }

        int At(int row, int column, int channel) => ((((row * width) + column) * shape.Channels) + channel) * Size;
    }

    /// <summary>Floats from one group to the next.</summary>
    public int Length { get; }

    /// <summary>Where each position's window begins in a group.</summary>
    public int[] Positions { get; }

    /// <summary>From the beginning of a window to each of its terms: rows, columns, channels.</summary>
    public int[] Terms { get; }

    /// <summary>The values of a group as they were read last.</summary>
    public float* Values(int group) => _values is null ? _tensor.GroupValues(group) : _values.Pointer + ((long)group * Length);

    /// <summary>Reads the values of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* Read(int group)
    {
        float* values = Values(group);
        if (_values is not null)
        {
            int row = _shape.Width * _shape.Channels * Size;
            for (int r = 0; r < _shape.Height; r++)
            {
                new ReadOnlySpan<float>(_tensor.GroupValues(group) + (r * row), row).CopyTo(new Span<float>(values + RowAt(r), row));
            }
        }

        return values;
    }

    /// <summary>Deltas of a group to add to, 0 at first.</summary>
    public float* BeginDeltas(int group)
    {
        float* deltas = _deltas is null ? _tensor.GroupDeltas(group) : _deltas.Pointer + ((long)group * Length);
        new Span<float>(deltas, Length).Clear();
        return deltas;
    }

    /// <summary>Hands the deltas of a group to the tensor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndDeltas(int group)
    {
        if (_deltas is not null)
        {
            int row = _shape.Width * _shape.Channels * Size;
            for (int r = 0; r < _shape.Height; r++)
            {
                new ReadOnlySpan<float>(_deltas.Pointer + ((long)group * Length) + RowAt(r), row).CopyTo(new Span<float>(_tensor.GroupDeltas(group) + (r * row), row));
            }
        }
    }

    public void Dispose()
    {
        _values?.Dispose();
        _deltas?.Dispose();
    }

    private int RowAt(int row) => ((((row + _window.Top) * (_window.Left + _shape.Width + _window.Right)) + _window.Left) * _shape.Channels) * Size;
}
