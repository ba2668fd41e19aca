namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>A register of floats. Kernels are written once for it; the machine's widest one is chosen when the program starts.</summary>
/// <typeparam name="T">The implementation.</typeparam>
internal unsafe interface IFloatVector<T>
    where T : struct, IFloatVector<T>
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    static abstract T Zero { get; }

    static abstract T Load(float* from);

    /// <summary>As many bytes, each as a float.</summary>
    static abstract T LoadBytes(byte* from);

    static abstract T Fill(float value);

    static abstract void Store(T value, float* to);

    static abstract T Add(T a, T b);

    static abstract T Subtract(T a, T b);

    static abstract T Multiply(T a, T b);

    static abstract T Divide(T a, T b);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    static abstract T Sqrt(T a);

    static abstract T Max(T a, T b);

    static abstract T Min(T a, T b);

    /// <summary>a where test is above 0, else 0.</summary>
    static abstract T WherePositive(T test, T a);

    /// <summary>value where a and b are equal, else 0.</summary>
    static abstract T WhereEqual(T a, T b, T value);

    /// <summary>Bit i is 1 where value i is not 0 (NaN is not).</summary>
    static abstract uint NonZeros(T a);

    /// <summary>0 if a is closer to 0 than least, else a (NaN stays NaN).</summary>
    static abstract T WithoutTiny(T a, T least);

    /// <summary>2^n for floats of the form n + 1.5 * 2^23, whose low bits hold the whole number n.</summary>
    static abstract T PowerOfTwo(T shifted);
}
