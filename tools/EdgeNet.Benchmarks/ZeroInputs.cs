using System.Diagnostics;
using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Benchmarks;

/// <summary>What a dense first layer of 784 inputs gains by passing over those that are 0, on one thread.</summary>
internal static unsafe class ZeroInputs
{
    private const int Batch = 64, Batches = 40, Rounds = 25, Side = 28;

    /// <summary>Pictures of digits, and the same with their pixels scattered: neighbours of a pixel that is 0 often are 0 too.</summary>
    public static IEnumerable<(string Inputs, int Outputs, double Dense, double PassedOver)> Times() =>
        Vector512.IsHardwareAccelerated ? Times<FloatVector512>() : Times<FloatVector256>();

    private static IEnumerable<(string, int, double, double)> Times<T>()
        where T : struct, IFloatVector<T>
    {
        float[] digits = Digits.Create("digits", Side, Batch * Batches, 1, 1).Train.Features, scattered = [.. digits];
        for (int i = 0; i < scattered.Length; i += Side * Side)
        {
            new SeededRandom(1, "scatter", i).Shuffle(scattered, i);
        }

        foreach (int outputs in new[] { 32, 128, 200 })
        {
            foreach ((string name, float[] pixels) in new[] { ("digits", digits), ("scattered", scattered) })
            {
                (double dense, double passedOver) = Measure<T>(pixels, outputs);
                yield return ($"{name}, {pixels.Count(p => p != 0f) / (double)pixels.Length:P0} not 0", outputs, dense, passedOver);
            }
        }
    }

    private static void Shuffle(this SeededRandom random, float[] pixels, int first)
    {
        for (int i = (Side * Side) - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (pixels[first + i], pixels[first + other]) = (pixels[first + other], pixels[first + i]);
        }
    }

    // The forward product and the gradient of the weights, in microseconds for a batch: each batch's best, because the machine has other guests.
    private static (double Dense, double PassedOver) Measure<T>(float[] pixels, int outputs)
        where T : struct, IFloatVector<T>
    {
        const int Terms = Side * Side;
        int stride = Tensor.Pad(outputs);
        using Tensor input = new(Terms, Batch, false);
        input.Allocate();
        using AlignedFloats weights = new((Terms + 1) * stride), sums = new(Batch * stride), deltas = new(Batch * stride), gradient = new((Terms + 1) * stride);
        new Span<float>(weights.Pointer, (int)weights.Length).Fill(0.5f);
        new Span<float>(deltas.Pointer, (int)deltas.Length).Fill(0.5f);
        NonZeroInputs bits = new(input);
        double[] dense = new double[Batches], passedOver = new double[Batches];
        Array.Fill(dense, double.MaxValue);
        Array.Fill(passedOver, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            for (int b = 0; b < Batches; b++)
            {
                for (int row = 0; row < Batch; row++)
                {
                    pixels.AsSpan(((b * Batch) + row) * Terms, Terms).CopyTo(new Span<float>(input.Values(row), Terms));
                }

                input.Close(0, Batch);
                long start = Stopwatch.GetTimestamp();
                MatrixKernels<T>.Multiply(input.Values(0), input.Stride, Batch, Terms + 1, weights.Pointer, stride, stride, sums.Pointer, stride);
                MatrixKernels<T>.MultiplyTransposed(input.Values(0), input.Stride, 0, Terms + 1, Batch, deltas.Pointer, stride, stride, gradient.Pointer, stride);
                dense[b] = Math.Min(dense[b], Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                start = Stopwatch.GetTimestamp();
                bits.FindInSamples<T>(0, Batch);
                SparseKernels<T>.Multiply(input.Values(0), input.Stride, 1, bits.OfSamples(0), bits.WordsOfSample, Batch, weights.Pointer, stride, stride, sums.Pointer, stride);
                bits.FindInValues(Batch, 0, Terms + 1);
                SparseKernels<T>.Multiply(input.Values(0), 1, input.Stride, bits.OfValues(0), bits.WordsOfValue, Terms + 1, deltas.Pointer, stride, stride, gradient.Pointer, stride);
                passedOver[b] = Math.Min(passedOver[b], Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        return (dense.Average(), passedOver.Average());
    }
}
