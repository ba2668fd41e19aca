using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>Quantises a dense layer.</summary>
/// <param name="matrix">The layer's weights.</param>
/// <param name="activation">What it does with its sums.</param>
/// <param name="input">What its inputs mean.</param>
/// <param name="precision">Its bits.</param>
/// <param name="givesLogits">Whether it is the last layer.</param>
internal sealed class DenseQuantizer(FloatMatrix matrix, Activation activation, TensorScale input, LayerPrecision precision, bool givesLogits) : LayerQuantizer
{
    private readonly RoundedMatrix _rounded = new(matrix, input, precision);

    public override LayerObserver CreateObserver() => new Observer(_rounded);

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        int outputs = matrix.Outputs;
        Ranges ranges = new(outputs);
        double[] difference = new double[outputs];
        long count = 0;
        foreach (Observer observer in observers.Cast<Observer>())
        {
            ranges.Add(observer.Ranges);
            count += observer.Count;
            for (int o = 0; o < outputs; o++)
            {
                difference[o] += observer.Difference[o];
            }
        }

        OutputRange range = givesLogits ? OutputRange.Logits(_rounded.LogitScale(Array.ConvertAll(difference, d => d / count)), outputs) : OutputRange.Hidden(activation, precision, ranges);
        QuantizedMatrix numbers = _rounded.Finish(Array.ConvertAll(difference, d => d / count), range);
        return (new QuantizedDense(numbers, givesLogits ? Activation.Linear : activation, range.ZeroPoint) { Bits = range.Output.Bits }, range.Output);
    }

    private sealed class Observer(RoundedMatrix rounded) : LayerObserver
    {
        public Ranges Ranges { get; } = new(rounded.SumScale.Length);

        public double[] Difference { get; } = new double[rounded.SumScale.Length];

        public long Count { get; private set; }

        public override void Add(ReadOnlySpan<float> sums, int[][] inputs)
        {
            Ranges.Add(sums);
            int[] integers = rounded.Unbiased.Sums(inputs[0]);
            for (int o = 0; o < integers.Length; o++)
            {
                Difference[o] += sums[o] - (integers[o] * rounded.SumScale[o]);
            }

            Count++;
        }
    }
}
