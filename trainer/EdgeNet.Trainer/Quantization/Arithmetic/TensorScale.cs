namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>What the integers of a tensor mean: value[i] = Steps[i] * q[i] + Zeros[i].</summary>
/// <param name="Steps">One per value.</param>
/// <param name="Zeros">One per value.</param>
/// <param name="Bits">Bits of an integer.</param>
internal sealed record TensorScale(float[] Steps, float[] Zeros, int Bits)
{
    /// <summary>The same step and zero for all values.</summary>
    public static TensorScale Uniform(int count, float step, float zero, int bits) => new(Repeat(step, count), Repeat(zero, count), bits);

    /// <summary>The scale of a tensor that is some times as long.</summary>
    public TensorScale Repeated(int times) => new([.. Enumerable.Range(0, times).SelectMany(_ => Steps)], [.. Enumerable.Range(0, times).SelectMany(_ => Zeros)], Bits);

    /// <summary>The integer that means 0, or the nearest to it: what is read outside a picture.</summary>
    public byte NearestToZero() => (byte)Math.Clamp(Math.Round(-Zeros[0] / (double)Steps[0]), 0, (1 << Bits) - 1);

    private static float[] Repeat(float value, int count)
    {
        float[] array = new float[count];
        Array.Fill(array, value);
        return array;
    }
}
