using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>The step of a layer's outputs, which several engines share.</summary>
internal sealed class LearnedStep
{
    private LearnedStep(int low, int high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The lowest integer output, its zero point apart: 0 after ReLU.</summary>
    public int Low { get; }

    /// <summary>The highest integer output, its zero point apart.</summary>
    public int High { get; }

    /// <summary>The step; 0 while outputs are not rounded.</summary>
    public StepSizes Steps { get; } = new(1);

    /// <summary>Whether outputs are rounded.</summary>
    public bool IsOn => Steps.Values[0] > 0f;

    /// <summary>The step of a kind of outputs.</summary>
    /// <param name="activation">The layer's activation.</param>
    /// <param name="bits">Bits of an output.</param>
    /// <returns>The step, not known yet; null for sigmoid and tanh, whose tables have steps of their own.</returns>
    public static LearnedStep? For(Activation activation, int bits) => activation switch
    {
        Activation.Relu => new LearnedStep(0, (1 << bits) - 1),
        Activation.Linear => new LearnedStep(-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        _ => null,
    };

    /// <summary>Finds the step of least squared error.</summary>
    /// <param name="values">Outputs of some samples.</param>
    public void Find(IReadOnlyList<double> values)
    {
        double step = StepSearch.LeastSquares([.. values], Low, High);
        Steps.Values[0] = step > 0 ? (float)step : 1f / Math.Max(1, High);
    }

    /// <summary>Rounds outputs to multiples of the step, one number at a time.</summary>
    public float[] Round(float[] values)
    {
        float step = Steps.Values[0];
        return Array.ConvertAll(values, v => MathF.Round(Math.Clamp(v / step, Low, High)) * step);
    }
}
