namespace EdgeNet.Import.Lowering;

/// <summary>The factors of a sum of two tensors as LiteRT has them: each is brought to twice the larger scale, with 20 bits more, and their sum to the scale of the output.</summary>
/// <param name="First">Of the first tensor.</param>
/// <param name="Second">Of the second.</param>
/// <param name="Sum">Of the sum.</param>
internal sealed record SumFactors(Factor First, Factor Second, Factor Sum)
{
    private const int LeftShift = 1 << 20;

    /// <summary>Of an addition: in double precision.</summary>
    public static SumFactors OfAddition(float first, float second, float output)
    {
        double twice = 2 * (double)Math.Max(first, second);
        return new SumFactors(Factor.Of(first / twice), Factor.Of(second / twice), Factor.Of(twice / (LeftShift * (double)output)));
    }

    /// <summary>Of a subtraction: in single precision.</summary>
    public static SumFactors OfSubtraction(float first, float second, float output)
    {
        float twice = 2 * Math.Max(first, second);
        return new SumFactors(Factor.Of(first / twice), Factor.Of(second / twice), Factor.Of(twice / (LeftShift * output)));
    }
}
