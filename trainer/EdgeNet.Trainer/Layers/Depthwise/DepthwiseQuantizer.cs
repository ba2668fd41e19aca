using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>Quantises a depthwise convolution: each channel's filter by itself, the ranges of all channels together.</summary>
internal sealed class DepthwiseQuantizer : LayerQuantizer
{
    private readonly Shape _input;
    private readonly Window _window;
    private readonly Activation _activation;
    private readonly LayerPrecision _precision;
    private readonly RoundedMatrix[] _channels;
    private readonly byte _padding;

    /// <summary>Rounds the weights.</summary>
    /// <param name="input">Shape of what the layer reads.</param>
    /// <param name="window">Its window.</param>
    /// <param name="matrix">Its weights.</param>
    /// <param name="activation">What it does with its sums.</param>
    /// <param name="scale">What its inputs mean; the same for all pixels of a channel.</param>
    /// <param name="precision">Its bits.</param>
    public DepthwiseQuantizer(Shape input, Window window, FloatMatrix matrix, Activation activation, TensorScale scale, LayerPrecision precision)
    {
        _input = input;
        _window = window;
        _activation = activation;
        _precision = precision;
        _padding = scale.NearestToZero();
        _channels = [.. Enumerable.Range(0, matrix.Outputs).Select(c => new RoundedMatrix(
            matrix.Column(c),
            TensorScale.Uniform(matrix.Terms, scale.Steps[c], scale.Zeros[c], scale.Bits),
            precision with { WeightSteps = precision.WeightSteps is { } steps ? [steps[c]] : null }))];
    }

    public override LayerObserver CreateObserver() => new Observer(this);

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        int count = _channels.Length, terms = _channels[0].Unbiased.Terms;
        Ranges ranges = new(count);
        double[] difference = new double[count];
        long sums = 0;
        foreach (Observer observer in observers.Cast<Observer>())
        {
            ranges.Add(observer.Ranges);
            sums += observer.Count;
            for (int c = 0; c < count; c++)
            {
                difference[c] += observer.Difference[c];
            }
        }

        OutputRange range = OutputRange.Hidden(_activation, _precision, ranges);
        QuantizedMatrix[] columns = [.. _channels.Select((channel, c) => channel.Finish([difference[c] / sums], range with { SumSteps = [range.SumSteps[c]] }))];
        QuantizedMatrix numbers = new(terms, count, [.. Enumerable.Range(0, terms).SelectMany(t => columns.Select(m => m.Weights[t]))],
            [.. columns.Select(m => m.Bias[0])], [.. columns.Select(m => m.Multiplier[0])], [.. columns.Select(m => m.Shift[0])], range.Table)
        { WeightBits = _precision.WeightBits };
        int positions = _window.OutputOf(_input, 1).Count;
        return (new QuantizedDepthwise(_input, _window, numbers, _activation, range.ZeroPoint, range.Output.Bits, _padding), range.Output.Repeated(positions));
    }

    private sealed class Observer(DepthwiseQuantizer quantizer) : LayerObserver
    {
        private readonly int[][] _positions = quantizer._window.Places(quantizer._input);
        private readonly int[] _read = new int[quantizer._channels[0].Unbiased.Terms];

        public Ranges Ranges { get; } = new(quantizer._channels.Length);

        public double[] Difference { get; } = new double[quantizer._channels.Length];

        public long Count { get; private set; }

        public override void Add(ReadOnlySpan<float> sums, int[][] inputs)
        {
            int channels = Difference.Length;
            for (int p = 0; p < _positions.Length; p++)
            {
                ReadOnlySpan<float> position = sums.Slice(p * channels, channels);
                Ranges.Add(position);
                for (int c = 0; c < channels; c++)
                {
                    RoundedMatrix channel = quantizer._channels[c];
                    Windows.ReadChannel(inputs[0], _positions[p], c, quantizer._padding, _read);
                    Difference[c] += position[c] - (channel.Unbiased.Sums(_read)[0] * channel.SumScale[0]);
                }

                Count++;
            }
        }
    }
}
