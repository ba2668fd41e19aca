using EdgeNet.Data;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>Quantises a convolution: each of its windows is a dense layer with the same weights, and is one more sample for the calibration.</summary>
internal sealed class ConvolutionQuantizer : LayerQuantizer
{
    private readonly Shape _input;
    private readonly Window _window;
    private readonly DenseQuantizer _each;
    private readonly byte _padding;

    /// <summary>Rounds the weights.</summary>
    /// <param name="input">Shape of what the layer reads.</param>
    /// <param name="window">Its window.</param>
    /// <param name="matrix">Its weights.</param>
    /// <param name="activation">What it does with its sums.</param>
    /// <param name="scale">What its inputs mean; the same for all pixels of a channel.</param>
    /// <param name="precision">Its bits.</param>
    public ConvolutionQuantizer(Shape input, Window window, FloatMatrix matrix, Activation activation, TensorScale scale, LayerPrecision precision)
    {
        _input = input;
        _window = window;
        _padding = scale.NearestToZero();
        int[] channels = [.. Enumerable.Range(0, matrix.Terms).Select(t => t % input.Channels)];
        TensorScale terms = new(Array.ConvertAll(channels, c => scale.Steps[c]), Array.ConvertAll(channels, c => scale.Zeros[c]), scale.Bits);
        _each = new DenseQuantizer(matrix, activation, terms, precision, givesLogits: false);
    }

    public override LayerObserver CreateObserver() => new Observer(_each.CreateObserver(), _window.Places(_input), _input.Channels, _padding);

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        (QuantizedLayer each, TensorScale output) = _each.Quantize([.. observers.Cast<Observer>().Select(o => o.Each)]);
        int positions = _window.OutputOf(_input, 1).Count;
        return (new QuantizedConvolution(_input, _window, (QuantizedDense)each, _padding), output.Repeated(positions));
    }

    private sealed class Observer(LayerObserver each, int[][] positions, int channels, byte padding) : LayerObserver
    {
        private readonly int[] _read = new int[positions[0].Length * channels];

        public LayerObserver Each { get; } = each;

        public override void Add(ReadOnlySpan<float> sums, int[][] inputs)
        {
            int filters = sums.Length / positions.Length;
            for (int p = 0; p < positions.Length; p++)
            {
                Windows.Read(inputs[0], positions[p], channels, padding, _read);
                Each.Add(sums.Slice(p * filters, filters), [_read]);
            }
        }
    }
}
