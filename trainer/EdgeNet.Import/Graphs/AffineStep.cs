namespace EdgeNet.Import.Graphs;

/// <summary>How the integers of a tensor stand for real numbers: real = (stored - zero point) * scale.</summary>
/// <param name="Scale">Above 0 and finite.</param>
/// <param name="ZeroPoint">The stored integer that means 0.</param>
/// <param name="IsSigned">Whether integers are stored as int8, -128 to 127, or as uint8.</param>
public sealed record AffineStep(float Scale, int ZeroPoint, bool IsSigned)
{
    /// <summary>The zero point as a model file has it, where all activations are 0 to 255: int8 values plus 128.</summary>
    public int Zero => IsSigned ? ZeroPoint + 128 : ZeroPoint;
}
