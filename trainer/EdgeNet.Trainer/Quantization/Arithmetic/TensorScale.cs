namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>What the integers of a tensor mean: value[i] = Steps[i] * q[i] + Zeros[i].</summary>
/// <param name="Steps">One per value.</param>
/// <param name="Zeros">One per value.</param>
/// <param name="Bits">Bits of an integer.</param>
internal sealed record TensorScale(float[] Steps, float[] Zeros, int Bits)
{
    /// <summary>The same step and zero for all values.</summary>
    public static TensorScale Uniform(int count, float step, float zero, int bits) => new(Repeat(step, count), Repeat(zero, count), bits);

    private static float[] Repeat(float value, int count)
    {
        float[] array = new float[count];
        Array.Fill(array, value);
        return array;
    }
}
