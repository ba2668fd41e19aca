namespace EdgeNet.Core;

/// <summary>The periodic Hann window, (1 - cos(2 pi i / points)) / 2, with 15 fractional bits.</summary>
public static class HannWindow
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int Bits = Cosines.Bits + 1;

    /// <summary>The weight of a sample.</summary>
    /// <param name="points">Points of the window, 16 to 512, a power of two.</param>
    /// <param name="index">Which sample, from 0.</param>
    /// <returns>The weight, 0 to 32768.</returns>
    public static int At(int points, int index) => (1 << Cosines.Bits) - Cosines.At(index * (Cosines.Turn / points));

    /// <summary>The weights of all samples.</summary>
    /// <param name="points">Points of the window, 16 to 512, a power of two.</param>
    /// <returns>As many weights.</returns>
    internal static ushort[] All(int points)
    {
        ushort[] weights = new ushort[points];
        for (int i = 0; i < points; i++)
        {
            weights[i] = (ushort)At(points, i);
        }

        return weights;
    }
}
