namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>What the integers mean that a layer reads: value = Step * q + Zero.</summary>
/// <param name="learned">The step of the layer that gives them; null if the step is fixed.</param>
/// <param name="step">The fixed step.</param>
/// <param name="zero">The value of the integer 0, as far as it is no multiple of the step.</param>
internal sealed class InputStep(LearnedStep? learned, float step, float zero)
{
    /// <summary>The step as it is now.</summary>
    public float Step => learned?.Steps.Values[0] ?? step;

    /// <summary>The value of the integer 0, as far as it is no multiple of the step.</summary>
    public float Zero => zero;
}
