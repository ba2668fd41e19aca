namespace EdgeNet.Trainer.Layers;

/// <summary>How many bits the numbers of a layer have on a board and, if it was trained for few bits, the steps that it has learned.</summary>
/// <param name="WeightBits">Bits of a weight, 4 or 8.</param>
/// <param name="ActivationBits">Bits of an output of a hidden layer, 1 to 8; 8 for sigmoid and tanh, whose tables give bytes.</param>
public sealed record LayerPrecision(int WeightBits, int ActivationBits)
{
    /// <summary>Where nothing else is said.</summary>
    public static readonly LayerPrecision Bytes = new(8, 8);

    /// <summary>The real value of the integer weight 1 of each output; null until training has learned it: then the quantiser finds it.</summary>
    public float[]? WeightSteps { get; init; }

    /// <summary>The real value of the integer output 1; null until training has learned it: then the quantiser finds one per output.</summary>
    public float? ActivationStep { get; init; }

    /// <summary>Whether all outputs have the same step, because another tensor is added to them.</summary>
    public bool SharesStep { get; init; }

    /// <summary>The largest integer weight; the smallest is its negative.</summary>
    public int LargestWeight => (1 << (WeightBits - 1)) - 1;

    /// <summary>The largest integer output.</summary>
    public int LargestActivation => (1 << ActivationBits) - 1;
}
