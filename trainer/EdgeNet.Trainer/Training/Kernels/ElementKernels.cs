using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>What training does with each number by itself. Lengths are padded to whole registers. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.</summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class ElementKernels<T>
    where T : struct, IFloatVector<T>
{
    // Numbers below 2^-126 take some processors a hundred times as long, and a mean that fades never gets to 0 by itself: 0.9 of the
    // smallest number there is rounds to that number. What is smaller than these has no part in any weight.
    private const float LeastMean = 7.8886e-31f, LeastGradient = 8.8818e-16f;

    /// <summary>x = limit(raw * scale + offset, from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* raw, float* scale, float* offset, float from, float to, int count, float* x)
    {
        T low = T.Fill(from), high = T.Fill(to);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            T value = T.MultiplyAdd(T.Load(raw + i), T.Load(scale + i), T.Load(offset + i));
            T.Store(T.Min(T.Max(value, low), high), x + i);
        }

        for (; i < count; i++)
        {
            x[i] = MathF.Min(MathF.Max(MathF.FusedMultiplyAdd(raw[i], scale[i], offset[i]), from), to);
        }
    }

    /// <summary>The same for raw values that are bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(byte* raw, float* scale, float* offset, float from, float to, int count, float* x)
    {
        T low = T.Fill(from), high = T.Fill(to);
        int i = 0;
        for (; i + T.Count <= count; i += T.Count)
        {
            T value = T.MultiplyAdd(T.LoadBytes(raw + i), T.Load(scale + i), T.Load(offset + i));
            T.Store(T.Min(T.Max(value, low), high), x + i);
        }

        for (; i < count; i++)
        {
            x[i] = MathF.Min(MathF.Max(MathF.FusedMultiplyAdd(raw[i], scale[i], offset[i]), from), to);
        }
    }

    /// <summary>max(0, y), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu(float* y, int count)
    {
        for (int i = 0; i < count; i += T.Count)
        {
            T.Store(T.Max(T.Load(y + i), T.Zero), y + i);
        }
    }

    /// <summary>1 / (1 + exp(-y)), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid(float* y, int count)
    {
        T one = T.Fill(1f);
        for (int i = 0; i < count; i += T.Count)
        {
            T.Store(T.Divide(one, T.Add(one, Exp(T.Subtract(T.Zero, T.Load(y + i))))), y + i);
        }
    }

    /// <summary>tanh(y), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(float* y, int count)
    {
        T one = T.Fill(1f), two = T.Fill(2f);
        for (int i = 0; i < count; i += T.Count)
        {
            T e = Exp(T.Multiply(two, T.Load(y + i)));
            T.Store(T.Subtract(one, T.Divide(two, T.Add(e, one))), y + i);
        }
    }

    /// <summary>exp(y) over the sum of all exp(y), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(float* y, int count, int padded)
    {
        float most = y[0];
        for (int i = 1; i < count; i++)
        {
            most = MathF.Max(most, y[i]);
        }

        for (int i = 0; i < count; i++)
        {
            y[i] -= most;
        }

        for (int i = 0; i < padded; i += T.Count)
        {
            T.Store(Exp(T.Load(y + i)), y + i);
        }

        float sum = 0f;
        for (int i = 0; i < count; i++)
        {
            sum += y[i];
        }

        float share = 1f / sum;
        for (int i = 0; i < count; i++)
        {
            y[i] *= share;
        }
    }

    /// <summary>Multiplies deltas by the derivative of ReLU, whose value is y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluBack(float* y, float* delta, int count)
    {
        for (int i = 0; i < count; i += T.Count)
        {
            T.Store(T.WherePositive(T.Load(y + i), T.Load(delta + i)), delta + i);
        }
    }

    /// <summary>Multiplies deltas by the derivative of the sigmoid, whose value is y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SigmoidBack(float* y, float* delta, int count)
    {
        T one = T.Fill(1f);
        for (int i = 0; i < count; i += T.Count)
        {
            T value = T.Load(y + i);
            T.Store(T.Multiply(T.Load(delta + i), T.Multiply(value, T.Subtract(one, value))), delta + i);
        }
    }

    /// <summary>Multiplies deltas by the derivative of tanh, whose value is y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TanhBack(float* y, float* delta, int count)
    {
        T one = T.Fill(1f);
        for (int i = 0; i < count; i += T.Count)
        {
            T value = T.Load(y + i);
            T.Store(T.Multiply(T.Load(delta + i), T.Subtract(one, T.Multiply(value, value))), delta + i);
        }
    }

    /// <summary>w -= rate * (g * gradientScale + decay * w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sgd(float* w, float* g, int count, float rate, float gradientScale, float decay)
    {
        T step = T.Fill(-rate * gradientScale), keep = T.Fill(1f - (rate * decay));
        for (int i = 0; i < count; i += T.Count)
        {
            T.Store(T.MultiplyAdd(T.Load(g + i), step, T.Multiply(T.Load(w + i), keep)), w + i);
        }
    }

    /// <summary>m = momentum * m + g * gradientScale; w -= rate * (m + decay * w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Momentum(float* w, float* g, float* m, int count, float rate, float gradientScale, float decay, float momentum)
    {
        T step = T.Fill(-rate), keep = T.Fill(1f - (rate * decay)), old = T.Fill(momentum), scale = T.Fill(gradientScale);
        T leastMean = T.Fill(LeastMean);
        for (int i = 0; i < count; i += T.Count)
        {
            T velocity = T.WithoutTiny(T.MultiplyAdd(T.Load(m + i), old, T.Multiply(T.Load(g + i), scale)), leastMean);
            T.Store(velocity, m + i);
            T.Store(T.MultiplyAdd(velocity, step, T.Multiply(T.Load(w + i), keep)), w + i);
        }
    }

    /// <summary>Adam with bias correction folded into the rate (Kingma and Ba 2015, section 2) and decoupled weight decay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adam(float* w, float* g, float* m, float* v, int count, float rate, float gradientScale, float decay, int stepNumber)
    {
        const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;
        double correction2 = Math.Sqrt(1.0 - Math.Pow(Beta2, stepNumber));
        T step = T.Fill((float)(-rate * correction2 / (1.0 - Math.Pow(Beta1, stepNumber))));
        T epsilon = T.Fill((float)(Epsilon * correction2));
        T beta1 = T.Fill(Beta1), beta2 = T.Fill(Beta2), rest1 = T.Fill((1f - Beta1) * gradientScale);
        T rest2 = T.Fill((1f - Beta2) * gradientScale * gradientScale), keep = T.Fill(1f - (rate * decay));
        T leastMean = T.Fill(LeastMean), leastGradient = T.Fill(LeastGradient / gradientScale);
        for (int i = 0; i < count; i += T.Count)
        {
            T gradient = T.WithoutTiny(T.Load(g + i), leastGradient);
            T first = T.WithoutTiny(T.MultiplyAdd(T.Load(m + i), beta1, T.Multiply(gradient, rest1)), leastMean);
            T second = T.WithoutTiny(T.MultiplyAdd(T.Load(v + i), beta2, T.Multiply(T.Multiply(gradient, gradient), rest2)), leastMean);
            T.Store(first, m + i);
            T.Store(second, v + i);
            T change = T.Divide(first, T.Add(T.Sqrt(second), epsilon));
            T.Store(T.MultiplyAdd(change, step, T.Multiply(T.Load(w + i), keep)), w + i);
        }
    }

    // exp(x) = 2^n * exp(r), n = round(x / ln 2), |r| <= ln 2 / 2; exp(r) by its Taylor series to the sixth power, relative error below 2e-7.
    // Our own, so that the same seed gives the same bytes whatever the operating system's exp does in the last bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exp(T x)
    {
        const float Magic = 12582912f;
        x = T.Min(T.Max(x, T.Fill(-87f)), T.Fill(87f));
        T shifted = T.MultiplyAdd(x, T.Fill(1.44269504f), T.Fill(Magic));
        T n = T.Subtract(shifted, T.Fill(Magic));
        T r = T.MultiplyAdd(n, T.Fill(-0.693359375f), x);
        r = T.MultiplyAdd(n, T.Fill(2.12194440e-4f), r);
        T p = T.Fill(1f / 720f);
        p = T.MultiplyAdd(p, r, T.Fill(1f / 120f));
        p = T.MultiplyAdd(p, r, T.Fill(1f / 24f));
        p = T.MultiplyAdd(p, r, T.Fill(1f / 6f));
        p = T.MultiplyAdd(p, r, T.Fill(0.5f));
        p = T.MultiplyAdd(p, r, T.Fill(1f));
        p = T.MultiplyAdd(p, r, T.Fill(1f));
        return T.Multiply(p, T.PowerOfTwo(shifted));
    }
}
