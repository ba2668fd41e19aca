using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>
/// Rounding to multiples of a step, and its gradients with learned step sizes (LSQ, Esser et al. 2020): the slope by the value is 1 between the limits and 0
/// beyond; the slope by the step is round(v) - v between the limits and the limit beyond, with v = value / step. Lengths are padded to whole registers.
/// </summary>
internal static unsafe class FakeQuantizationKernels<T>
    where T : struct, IFloatVector<T>
{
    // Adding and subtracting 1.5 * 2^23 leaves the nearest whole number, the even one of two.
    private const float Magic = 12582912f;

    // What is above 0 but rounds to 0 stays above it by next to nothing, so that ReLU passes its delta on.
    private const float NextToNothing = 1e-20f;

    // A slope by the step is at most half between the limits, and at least 1 beyond.
    private const float BetweenHalfAndOne = 0.75f;

    /// <summary>Rounds values to from + k * step with k from low to high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(float* x, int count, float from, float step, float low, float high)
    {
        T start = T.Fill(from), width = T.Fill(step);
        for (int i = 0; i < count; i += T.Count)
        {
            T v = T.Divide(T.Subtract(T.Load(x + i), start), width);
            T.Store(T.MultiplyAdd(Nearest(Limit(v, low, high)), width, start), x + i);
        }
    }

    /// <summary>Rounds means to zero + k * step; up is added to the quotient before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundMeans(float* x, int count, float zero, float step, float up)
    {
        T start = T.Fill(zero), width = T.Fill(step), more = T.Fill(up);
        for (int i = 0; i < count; i += T.Count)
        {
            T v = T.Add(T.Divide(T.Subtract(T.Load(x + i), start), width), more);
            T.Store(T.MultiplyAdd(Nearest(v), width, start), x + i);
        }
    }

    /// <summary>Rounds activations to multiples of their step, and notes the slopes by the step.</summary>
    /// <param name="y">The activations.</param>
    /// <param name="slopes">Receives as many slopes; null for none.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="step">The step.</param>
    /// <param name="low">The lowest multiple; 0 after ReLU.</param>
    /// <param name="high">The highest.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundActivations(float* y, float* slopes, int count, float step, float low, float high)
    {
        T width = T.Fill(step), tiny = T.Fill(low < 0f ? 0f : NextToNothing);
        for (int i = 0; i < count; i += T.Count)
        {
            T value = T.Load(y + i), v = T.Divide(value, width);
            T whole = Nearest(Limit(v, low, high));
            if (slopes != null)
            {
                T.Store(T.Subtract(whole, T.WherePositive(Inside(v, low, high), v)), slopes + i);
            }

            T rounded = T.Multiply(whole, width);
            T.Store(low < 0f ? rounded : T.Max(rounded, T.Min(value, tiny)), y + i);
        }
    }

    /// <summary>Adds deltas x slopes to sixteen sums, and makes the deltas 0 where the activation was beyond a limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackActivations(float* deltas, float* slopes, int count, float* sums)
    {
        T limit = T.Fill(BetweenHalfAndOne);
        for (int i = 0; i < count; i += T.Count)
        {
            T delta = T.Load(deltas + i), slope = T.Load(slopes + i);
            float* sum = sums + (i % 16);
            T.Store(T.MultiplyAdd(delta, slope, T.Load(sum)), sum);
            T.Store(T.WherePositive(T.Subtract(limit, Size(slope)), delta), deltas + i);
        }
    }

    /// <summary>Rounds a row of weights, each to a multiple of its own step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundWeights(float* weights, float* steps, float* rounded, int count, float largest)
    {
        for (int i = 0; i < count; i += T.Count)
        {
            T step = T.Load(steps + i), v = T.Divide(T.Load(weights + i), step);
            T.Store(T.Multiply(Nearest(Limit(v, -largest, largest)), step), rounded + i);
        }
    }

    /// <summary>Adds a row of weights' gradients by the steps to sums, and makes the gradients by the weights 0 beyond the limits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackWeights(float* weights, float* steps, float* gradients, int count, float largest, float* sums)
    {
        for (int i = 0; i < count; i += T.Count)
        {
            T v = T.Divide(T.Load(weights + i), T.Load(steps + i)), gradient = T.Load(gradients + i);
            T inside = Inside(v, -largest, largest);
            T slope = T.Subtract(Nearest(Limit(v, -largest, largest)), T.WherePositive(inside, v));
            T.Store(T.MultiplyAdd(gradient, slope, T.Load(sums + i)), sums + i);
            T.Store(T.WherePositive(inside, gradient), gradients + i);
        }
    }

    // Above 0 between the limits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Inside(T v, float low, float high) => T.Min(T.Subtract(T.Fill(high), v), T.Subtract(v, T.Fill(low)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Limit(T v, float low, float high) => T.Min(T.Max(v, T.Fill(low)), T.Fill(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Nearest(T v) => T.Subtract(T.Add(v, T.Fill(Magic)), T.Fill(Magic));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Size(T v) => T.Max(v, T.Subtract(T.Zero, v));
}
