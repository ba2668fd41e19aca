using System.Diagnostics;
using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Benchmarks;

/// <summary>What share of the machine's multiply-add peak the three products of a training step reach, on one thread.</summary>
internal static unsafe class Roofline
{
    private const int Batch = 64, Repeats = 400, Rounds = 7;

    /// <summary>Floating-point operations per second, in thousand millions, of nothing but fused multiply-adds in registers.</summary>
    public static double PeakGigaflops()
    {
        // Short rounds: on a machine with other guests some of them are undisturbed.
        const int Turns = 50_000, PeakRounds = 400;
        double best = 0;
        for (int round = 0; round < PeakRounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            float guard = Vector512.IsHardwareAccelerated ? Chains512(Turns) : Chains256(Turns);
            double seconds = watch.Elapsed.TotalSeconds;
            int floats = Vector512.IsHardwareAccelerated ? 16 : 8;
            best = Math.Max(best, guard == 12345f ? 0 : 2.0 * 12 * floats * Turns / seconds / 1e9);
        }

        return best;
    }

    /// <summary>The products for a layer of some shape at batch 64.</summary>
    public static IEnumerable<(string Product, double Gigaflops)> Products(int inputs, int outputs) =>
        Vector512.IsHardwareAccelerated ? Products<FloatVector512>(inputs, outputs) : Products<FloatVector256>(inputs, outputs);

    /// <summary>What a sample's inputs cost before the first product: drawn in shuffled order from 60,000 of 784 pixels, and scaled. Nanoseconds.</summary>
    public static (double GatherNanoseconds, double ShuffleNanoseconds) Inputs() =>
        Vector512.IsHardwareAccelerated ? Inputs<FloatVector512>() : Inputs<FloatVector256>();

    private static (double, double) Inputs<T>()
        where T : struct, IFloatVector<T>
    {
        const int Samples = 60_000, Width = 784;
        using AlignedFloats scale = new(Width), offset = new(Width), x = new(Width);
        byte[] all = new byte[Samples * Width];
        int[] order = [.. Enumerable.Range(0, Samples)];
        SeededRandom random = new(1, "shuffle");
        double shuffle = Timing.BestMicroseconds(3, 1, _ => random.Shuffle(order)) * 1000 / Samples;
        fixed (byte* pixels = all)
        {
            byte* first = pixels;
            double gather = Timing.BestMicroseconds(3, Samples, i => ElementKernels<T>.Scale(first + (order[i] * Width), scale.Pointer, offset.Pointer, -1f, 1f, Width, x.Pointer)) * 1000;
            return (gather, shuffle);
        }
    }

    private static List<(string, double)> Products<T>(int inputs, int outputs)
        where T : struct, IFloatVector<T>
    {
        int inputStride = (inputs + 15) & ~15, outputStride = (outputs + 15) & ~15;
        using AlignedFloats x = new(Batch * inputStride), w = new(inputStride * outputStride), y = new(Batch * outputStride), wt = new(outputStride * inputStride), g = new(inputStride * outputStride), dx = new(Batch * inputStride);
        Random random = new(1);
        foreach (AlignedFloats a in new[] { x, w, y, wt })
        {
            for (int i = 0; i < a.Length; i++)
            {
                a.Pointer[i] = random.NextSingle();
            }
        }

        return
        [
            ("forward: inputs x weights", Speed(() => MatrixKernels<T>.Multiply(x.Pointer, inputStride, Batch, inputs, w.Pointer, outputStride, outputStride, y.Pointer, outputStride))),
            ("gradient of the weights: inputs transposed x errors", Speed(() => MatrixKernels<T>.MultiplyTransposed(x.Pointer, inputStride, 0, inputs, Batch, y.Pointer, outputStride, outputStride, g.Pointer, outputStride))),
            ("errors going back: errors x weights transposed", Speed(() => MatrixKernels<T>.Multiply(y.Pointer, outputStride, Batch, outputs, wt.Pointer, inputStride, inputStride, dx.Pointer, inputStride))),
        ];

        double Speed(Action product) => 2.0 * Batch * inputs * outputs / (Timing.BestMicroseconds(Rounds, Repeats, _ => product()) * 1000);
    }

    // Twelve chains hide the latency of four cycles on two units.
    private static float Chains512(int turns)
    {
        Vector512<float> m = Vector512.Create(0.999f), c = Vector512.Create(0.001f);
        Vector512<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < turns; i++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, m, c);
            a1 = Vector512.FusedMultiplyAdd(a1, m, c);
            a2 = Vector512.FusedMultiplyAdd(a2, m, c);
            a3 = Vector512.FusedMultiplyAdd(a3, m, c);
            a4 = Vector512.FusedMultiplyAdd(a4, m, c);
            a5 = Vector512.FusedMultiplyAdd(a5, m, c);
            a6 = Vector512.FusedMultiplyAdd(a6, m, c);
            a7 = Vector512.FusedMultiplyAdd(a7, m, c);
            a8 = Vector512.FusedMultiplyAdd(a8, m, c);
            a9 = Vector512.FusedMultiplyAdd(a9, m, c);
            a10 = Vector512.FusedMultiplyAdd(a10, m, c);
            a11 = Vector512.FusedMultiplyAdd(a11, m, c);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    private static float Chains256(int turns)
    {
        Vector256<float> m = Vector256.Create(0.999f), c = Vector256.Create(0.001f);
        Vector256<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < turns; i++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, m, c);
            a1 = Vector256.FusedMultiplyAdd(a1, m, c);
            a2 = Vector256.FusedMultiplyAdd(a2, m, c);
            a3 = Vector256.FusedMultiplyAdd(a3, m, c);
            a4 = Vector256.FusedMultiplyAdd(a4, m, c);
            a5 = Vector256.FusedMultiplyAdd(a5, m, c);
            a6 = Vector256.FusedMultiplyAdd(a6, m, c);
            a7 = Vector256.FusedMultiplyAdd(a7, m, c);
            a8 = Vector256.FusedMultiplyAdd(a8, m, c);
            a9 = Vector256.FusedMultiplyAdd(a9, m, c);
            a10 = Vector256.FusedMultiplyAdd(a10, m, c);
            a11 = Vector256.FusedMultiplyAdd(a11, m, c);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
