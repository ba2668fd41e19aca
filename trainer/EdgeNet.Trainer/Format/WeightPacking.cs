using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Format;

/// <summary>Puts weights of few bits into bytes.</summary>
internal static class WeightPacking
{
    /// <summary>Packs the weights of a matrix: the weights of a term one after the other, the first in the lowest bits of a byte. Each term begins with a new byte.</summary>
    /// <param name="matrix">The matrix; its weights fit its bits.</param>
    /// <returns>Terms rows of as many bytes as the outputs need.</returns>
    public static byte[] Pack(QuantizedMatrix matrix)
    {
        int perByte = 8 / matrix.WeightBits, rowBytes = (matrix.Outputs + perByte - 1) / perByte, mask = (1 << matrix.WeightBits) - 1;
        byte[] packed = new byte[matrix.Terms * rowBytes];
        for (int i = 0; i < matrix.Weights.Length; i++)
        {
            int output = i % matrix.Outputs;
            packed[(i / matrix.Outputs * rowBytes) + (output / perByte)] |= (byte)((matrix.Weights[i] & mask) << (output % perByte * matrix.WeightBits));
        }

        return packed;
    }
}
