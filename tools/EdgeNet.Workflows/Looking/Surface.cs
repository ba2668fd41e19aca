namespace EdgeNet.Workflows;

/// <summary>Numbers of a grid or a picture, as bytes: 0 is Low, 255 is High.</summary>
/// <param name="Cells">Row by row.</param>
/// <param name="Low">What 0 means.</param>
/// <param name="High">What 255 means.</param>
public sealed record Surface(byte[] Cells, float Low, float High)
{
    /// <summary>Probabilities.</summary>
    internal static Surface OfShares(IReadOnlyList<float> values) => Of(values, 0f, 1f);

    /// <summary>Numbers of which the sign matters: 0 is in the middle.</summary>
    internal static Surface OfSigned(IReadOnlyList<float> values)
    {
        float most = values.Where(float.IsFinite).Select(MathF.Abs).DefaultIfEmpty(0f).Max();
        return Of(values, -most, most);
    }

    /// <summary>Numbers from their lowest to their highest.</summary>
    internal static Surface OfRange(IReadOnlyList<float> values) => Of(values, values.Where(float.IsFinite).DefaultIfEmpty(0f).Min(), values.Where(float.IsFinite).DefaultIfEmpty(0f).Max());

    /// <summary>Numbers within a range that is known.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="range">The range.</param>
    /// <returns>The surface.</returns>
    public static Surface Between(IReadOnlyList<float> values, (float Low, float High) range) => Of(values, range.Low, range.High);

    private static Surface Of(IReadOnlyList<float> values, float low, float high) =>
        new([.. values.Select(v => high > low && float.IsFinite(v) ? (byte)Math.Clamp(MathF.Round((v - low) / (high - low) * byte.MaxValue), 0f, byte.MaxValue) : (byte)128)], low, high);
}
