using System.Reflection;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>The vectorised kernels against the plain formulas in double precision, for every width of register.</summary>
public unsafe class KernelTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 16 }, { 1, 7, 32 }, { 2, 5, 48 }, { 3, 785, 32 }, { 4, 3, 16 }, { 5, 33, 16 }, { 8, 64, 128 }, { 13, 10, 208 }, { 64, 785, 32 }, { 1, 785, 208 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_matrix_product_is_the_sum_over_the_inner_index(int rows, int inner, int columns)
    {
        Product<FloatVector128>(rows, inner, columns);
        Product<FloatVector256>(rows, inner, columns);
        Product<FloatVector512>(rows, inner, columns);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_transposed_product_is_the_sum_over_the_inner_index(int rows, int inner, int columns)
    {
        TransposedProduct<FloatVector128>(rows, inner, columns);
        TransposedProduct<FloatVector256>(rows, inner, columns);
        TransposedProduct<FloatVector512>(rows, inner, columns);
    }

    [Fact]
    public void Kernels_are_optimised_when_first_called_and_their_registers_are_inlined()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Type[] kernels = [typeof(MatrixKernels<FloatVector256>), typeof(ElementKernels<FloatVector256>)], registers = [typeof(FloatVector128), typeof(FloatVector256), typeof(FloatVector512)];
        Assert.All(kernels.SelectMany(t => t.GetMethods(All)), m =>
            Assert.True((m.MethodImplementationFlags & (MethodImplAttributes.AggressiveOptimization | MethodImplAttributes.AggressiveInlining)) != 0, $"{m.Name} waits for the runtime's tiers"));
        Assert.All(registers.SelectMany(t => t.GetMethods(All)).Where(m => !m.IsSpecialName), m =>
            Assert.True(m.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining), $"{m.DeclaringType!.Name}.{m.Name} is called"));
    }

    [Fact]
    public void Activations_and_their_derivatives_follow_their_formulas()
    {
        foreach (Activation activation in new[] { Activation.Relu, Activation.Sigmoid, Activation.Tanh, Activation.Linear })
        {
            Activate<FloatVector128>(activation);
            Activate<FloatVector256>(activation);
            Activate<FloatVector512>(activation);
        }
    }

    /// <summary>g = 0.5, m = 0, v = 0, rate 0.1: m = 0.05, v = 0.00025; corrected 0.5 and 0.25; the step is 0.1 * 0.5 / 0.5 = 0.1.</summary>
    [Fact]
    public void The_first_step_of_Adam_is_the_learning_rate_against_the_gradients_sign()
    {
        using AlignedFloats w = Filled(16, _ => 1f), g = Filled(16, i => i % 2 == 0 ? 0.5f : -3f), m = Filled(16, _ => 0f), v = Filled(16, _ => 0f);
        ElementKernels<FloatVector128>.Adam(w.Pointer, g.Pointer, m.Pointer, v.Pointer, 16, 0.1f, 1f, 0f, 1);
        Assert.Equal(0.9f, w.Pointer[0], 1e-5f);
        Assert.Equal(1.1f, w.Pointer[1], 1e-5f);
        Assert.Equal(0.05f, m.Pointer[0], 1e-6f);
        Assert.Equal(0.00025f, v.Pointer[0], 1e-7f);
    }

    /// <summary>Momentum 0.9, rate 0.1, gradient 2, decay 0: steps of 0.2, then 0.1 * (1.8 + 2) = 0.38.</summary>
    [Fact]
    public void Momentum_adds_up()
    {
        using AlignedFloats w = Filled(16, _ => 1f), g = Filled(16, _ => 2f), m = Filled(16, _ => 0f);
        ElementKernels<FloatVector256>.Momentum(w.Pointer, g.Pointer, m.Pointer, 16, 0.1f, 1f, 0f, 0.9f);
        Assert.Equal(0.8f, w.Pointer[3], 1e-6f);
        ElementKernels<FloatVector256>.Momentum(w.Pointer, g.Pointer, m.Pointer, 16, 0.1f, 1f, 0f, 0.9f);
        Assert.Equal(0.42f, w.Pointer[3], 1e-6f);
    }

    /// <summary>w = 1, gradient of a batch of 4 summed to 8, rate 0.1, decay 0.5: 1 - 0.1 * (2 + 0.5) = 0.75.</summary>
    [Fact]
    public void Plain_gradient_descent_steps_along_the_mean_gradient_and_decays()
    {
        using AlignedFloats w = Filled(16, _ => 1f), g = Filled(16, _ => 8f);
        ElementKernels<FloatVector512>.Sgd(w.Pointer, g.Pointer, 16, 0.1f, 0.25f, 0.5f);
        Assert.Equal(0.75f, w.Pointer[15], 1e-6f);
    }

    private static void Product<T>(int rows, int inner, int columns)
        where T : struct, IFloatVector<T>
    {
        Random random = new(rows + inner + columns);
        using AlignedFloats a = Filled(rows * (inner + 3), _ => random.NextSingle() - 0.5f);
        using AlignedFloats b = Filled(inner * columns, _ => random.NextSingle() - 0.5f);
        using AlignedFloats c = Filled(rows * columns, _ => float.NaN);
        MatrixKernels<T>.Multiply(a.Pointer, inner + 3, rows, inner, b.Pointer, columns, columns, c.Pointer, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum += (double)a.Pointer[(r * (inner + 3)) + k] * b.Pointer[(k * columns) + j];
                }

                Assert.Equal(sum, c.Pointer[(r * columns) + j], 1e-4);
            }
        }
    }

    private static void TransposedProduct<T>(int rows, int inner, int columns)
        where T : struct, IFloatVector<T>
    {
        Random random = new(rows + inner + columns);
        using AlignedFloats a = Filled(inner * (rows + 5), _ => random.NextSingle() - 0.5f);
        using AlignedFloats b = Filled(inner * columns, _ => random.NextSingle() - 0.5f);
        using AlignedFloats c = Filled(rows * columns, _ => float.NaN);
        int middle = rows / 2;
        MatrixKernels<T>.MultiplyTransposed(a.Pointer, rows + 5, 0, middle, inner, b.Pointer, columns, columns, c.Pointer, columns);
        MatrixKernels<T>.MultiplyTransposed(a.Pointer, rows + 5, middle, rows, inner, b.Pointer, columns, columns, c.Pointer, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum += (double)a.Pointer[(k * (rows + 5)) + r] * b.Pointer[(k * columns) + j];
                }

                Assert.Equal(sum, c.Pointer[(r * columns) + j], 1e-4);
            }
        }
    }

    private static void Activate<T>(Activation activation)
        where T : struct, IFloatVector<T>
    {
        float[] points = [-200f, -20f, -5f, -1f, -0.3f, -1e-3f, 0f, 1e-3f, 0.2f, 0.7f, 1.5f, 3f, 6f, 15f, 90f, 300f];
        using AlignedFloats y = Filled(16, i => points[i]), d = Filled(16, _ => 2f);
        ActivationKernels<T>.Apply(activation, y.Pointer, 16, 16);
        float[] values = new Span<float>(y.Pointer, 16).ToArray();
        ActivationKernels<T>.MultiplyByDerivative(activation, y.Pointer, d.Pointer, 16);
        for (int i = 0; i < 16; i++)
        {
            double x = points[i];
            (double value, double slope) = activation switch
            {
                Activation.Relu => (Math.Max(0, x), x > 0 ? 1 : 0),
                Activation.Sigmoid => (1 / (1 + Math.Exp(-x)), Math.Exp(-Math.Abs(x)) / Math.Pow(1 + Math.Exp(-Math.Abs(x)), 2)),
                Activation.Tanh => (Math.Tanh(x), 1 - (Math.Tanh(x) * Math.Tanh(x))),
                _ => (x, 1.0),
            };
            Assert.Equal(value, values[i], 1e-6 * Math.Max(1, Math.Abs(value)));
            Assert.Equal(2 * slope, d.Pointer[i], 2e-6);
        }
    }

    private static AlignedFloats Filled(int length, Func<int, float> value)
    {
        AlignedFloats floats = new(length);
        for (int i = 0; i < length; i++)
        {
            floats.Pointer[i] = value(i);
        }

        return floats;
    }
}
