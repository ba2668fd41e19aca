using EdgeNet.Data;

namespace EdgeNet.Trainer.Engine;

/// <summary>Pixels as bytes. Samples are drawn in shuffled order and come from memory: bytes are a quarter of the way.</summary>
internal static class PixelBytes
{
    /// <summary>Copies the pixels of all samples.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="slack">Bytes to add behind the last.</param>
    /// <returns>The copy; null if the values are no pixels, or not whole numbers from 0 to 255.</returns>
    public static byte[]? Of(Dataset data, int slack = 0)
    {
        if (data.Kind != FeatureKind.Pixels)
        {
            return null;
        }

        float[] features = data.Features;
        byte[] bytes = new byte[features.Length + slack];
        for (int i = 0; i < features.Length; i++)
        {
            bytes[i] = (byte)features[i];
            if (bytes[i] != features[i])
            {
                return null;
            }
        }

        return bytes;
    }

    /// <summary>Brings values that share a range to bytes.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="black">The least of their values, which becomes 0.</param>
    /// <param name="step">A 255th of their range.</param>
    /// <param name="slack">Bytes to add behind the last.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Spread(Dataset data, float black, float step, int slack)
    {
        byte[] bytes = new byte[data.Features.Length + slack];
        for (int i = 0; i < data.Features.Length && step > 0f; i++)
        {
            bytes[i] = (byte)MathF.Round((data.Features[i] - black) / step);
        }

        return bytes;
    }
}
