using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>Quantises a sum of two tensors, each of which has one step for all its values.</summary>
/// <param name="shape">Their shape.</param>
/// <param name="activation">What is done with the sums.</param>
/// <param name="inputs">What the integers of the two tensors mean.</param>
/// <param name="precision">Bits of the outputs, and their step if it is learned.</param>
internal sealed class AddQuantizer(Shape shape, Activation activation, TensorScale[] inputs, LayerPrecision precision) : LayerQuantizer
{
    public override LayerObserver CreateObserver() => new Observer(shape.Count);

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        if (Array.Exists(inputs, scale => Array.Exists(scale.Steps, s => s != scale.Steps[0])))
        {
            throw new InvalidOperationException("tensors that are added have one step each");
        }

        Ranges ranges = new(shape.Count);
        foreach (Observer observer in observers.Cast<Observer>())
        {
            ranges.Add(observer.Ranges);
        }

        OutputRange range = OutputRange.Hidden(activation, precision with { SharesStep = true }, ranges);
        double first = inputs[0].Steps[0] / range.SumSteps[0], second = inputs[1].Steps[0] / range.SumSteps[0];
        (int[] multipliers, byte shift) = FixedPoint.Common(first, second);
        QuantizedAdd integers = new(shape, activation, multipliers[0], multipliers[1], inputs[0].NearestToZero(), inputs[1].NearestToZero(), shift, range.ZeroPoint, range.Output.Bits);
        return (integers, range.Output);
    }

    private sealed class Observer(int count) : LayerObserver
    {
        public Ranges Ranges { get; } = new(count);

        public override void Add(ReadOnlySpan<float> sums, int[][] inputs) => Ranges.Add(sums);
    }
}
