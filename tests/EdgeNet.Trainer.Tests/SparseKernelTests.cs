using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Tests;

/// <summary>A first layer that passes over inputs that are 0.</summary>
public unsafe class SparseKernelTests
{
    public static TheoryData<int, int, int, double> Shapes => new()
    {
        // Samples, inputs, outputs, share of inputs that are not 0.
        { 64, 784, 32, 0.19 },
        { 64, 784, 128, 0.19 },
        { 64, 784, 200, 0.19 },
        { 7, 63, 10, 0.5 },
        { 70, 64, 48, 0.3 },
        { 130, 65, 17, 0.1 },
        { 5, 127, 250, 0.9 },
        { 66, 100, 32, 0 },
        { 66, 100, 80, 1 },
        { 1, 3, 5, 0.5 },
    };

    /// <summary>The same multiplications and additions in the same order, without those of 0: the same bits on registers of any width.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_have_the_bits_of_the_plain_sums_in_order(int samples, int inputs, int outputs, double share)
    {
        AreThoseOfPlainSums<FloatVector128>(samples, inputs, outputs, share);
        AreThoseOfPlainSums<FloatVector256>(samples, inputs, outputs, share);
        AreThoseOfPlainSums<FloatVector512>(samples, inputs, outputs, share);
    }

    /// <summary>What is not a number is not 0, and a negative 0 is.</summary>
    [Fact]
    public void An_input_that_is_not_a_number_is_not_passed_over()
    {
        using Tensor input = new(70, 2, false);
        input.Allocate();
        input.Close(0, 2);
        input.Values(0)[3] = float.NaN;
        input.Values(0)[4] = -0f;
        input.Values(0)[5] = float.Epsilon;
        input.Values(1)[69] = float.NegativeInfinity;
        NonZeroInputs bits = new(input);
        bits.FindInSamples<FloatVector256>(0, 2);
        Assert.Equal([0b101000ul, 1ul << (70 - 64), 0, (1ul << (70 - 64)) | (1ul << (69 - 64))], new ReadOnlySpan<ulong>(bits.OfSamples(0), 4).ToArray());
    }

    [Fact]
    public void Samples_of_an_earlier_batch_and_what_is_behind_the_values_do_not_count()
    {
        using Tensor input = new(70, 66, false);
        input.Allocate();
        for (int row = 0; row < 66; row++)
        {
            new Span<float>(input.Values(row), input.Stride).Fill(1f);
        }

        NonZeroInputs bits = new(input);
        bits.FindInSamples<FloatVector128>(0, 66);
        bits.FindInValues(65, 0, 71);
        Assert.Equal((1ul << (71 - 64)) - 1, bits.OfSamples(0)[1]);
        Assert.Equal([ulong.MaxValue, 1], new ReadOnlySpan<ulong>(bits.OfValues(70), 2).ToArray());
        bits.FindInValues(3, 0, 71);
        Assert.Equal([0b111ul, 0], new ReadOnlySpan<ulong>(bits.OfValues(0), 2).ToArray());
    }

    [Fact]
    public void A_square_of_bits_is_turned_over()
    {
        ulong* square = stackalloc ulong[64];
        SeededRandom random = new(1, "bits");
        ulong[] before = new ulong[64];
        for (int k = 0; k < 64; k++)
        {
            before[k] = square[k] = SeededRandom.Mix((ulong)random.Next(int.MaxValue));
        }

        BitSquare.Transpose(square);
        for (int k = 0; k < 64; k++)
        {
            for (int i = 0; i < 64; i++)
            {
                Assert.Equal((before[k] >> i) & 1, (square[i] >> k) & 1);
            }
        }
    }

    [Fact]
    public void Values_may_be_turned_over_in_any_shares()
    {
        using Tensor input = Random(64, 300, 0.2, 5);
        NonZeroInputs whole = new(input), parts = new(input);
        whole.FindInSamples<FloatVector256>(0, 64);
        whole.FindInValues(64, 0, 301);
        parts.FindInSamples<FloatVector256>(0, 12);
        parts.FindInSamples<FloatVector256>(12, 64);
        parts.FindInValues(64, 0, 100);
        parts.FindInValues(64, 100, 301);
        for (int value = 0; value < 301; value++)
        {
            ulong expected = 0;
            for (int row = 0; row < 64; row++)
            {
                expected |= input.Values(row)[value] != 0f ? 1ul << row : 0;
            }

            Assert.Equal(expected, *whole.OfValues(value));
            Assert.Equal(expected, *parts.OfValues(value));
        }
    }

    [Theory]
    [InlineData("dense 32, dense 10", 0.2, true)]
    [InlineData("dense 32, dense 10", 0.3, false)]
    [InlineData("dense 64, dense 10", 0.4, true)]
    [InlineData("dense 64, dense 10", 0.6, false)]
    [InlineData("conv 4 3x3, dense 10", 0.2, false)]
    public void A_dense_first_layer_passes_over_zeros_where_most_inputs_are_0(string model, double share, bool passes)
    {
        Dataset data = Mostly(share, 100);
        TrainingOptions options = new() { Model = Architecture.Parse(model) };
        using Backpropagation<FloatVector256> training = new(NetworkFactory.Create(data, options), data, Loss.CrossEntropy, options);
        Assert.Equal(passes, training.PassesOverZeros);
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(100, true)]
    [InlineData(3, false)]
    public void A_training_that_passes_over_zeros_has_the_same_bytes_at_any_number_of_threads_and_on_registers_of_any_width(int batch, bool augment)
    {
        Dataset data = Mostly(0.2, 500);
        TrainingOptions options = new() { Hidden = [48, 20], Epochs = 2, Batch = batch, Augment = augment, Threads = 1 };
        float[] one = Weights<FloatVector512>(data, options);
        Assert.Equal(one, Weights<FloatVector512>(data, options with { Threads = 3 }));
        Assert.Equal(one, Weights<FloatVector256>(data, options));
        Assert.Equal(one, Weights<FloatVector128>(data, options));
    }

    [Fact]
    public void The_gradient_of_a_step_is_that_of_the_dense_kernels()
    {
        Dataset data = Mostly(0.2, 90);
        FloatNetwork network = NetworkFactory.Create(data, new TrainingOptions { Hidden = [40] });
        TrainingOptions options = new() { Batch = 90 };
        using Backpropagation<FloatVector256> step = new(network, data, Loss.CrossEntropy, options);
        Assert.True(step.PassesOverZeros);
        step.ForwardAndBack([.. Enumerable.Range(0, 90)], 0, 0, 90);
        step.SumGradient(0, 90, 0, 785);
        Tensor input = step.Tensors[0], sums = step.Tensors[1];
        Parameters weights = step.Parameters.ByLayer[0]!;
        using AlignedFloats y = new((long)90 * sums.Stride), g = new((long)weights.Rows * weights.Stride);
        MatrixKernels<FloatVector256>.Multiply(input.Values(0), input.Stride, 90, weights.Rows, weights.Effective.Pointer, weights.Stride, weights.Stride, y.Pointer, sums.Stride);
        for (int row = 0; row < 90; row++)
        {
            for (int o = 0; o < 40; o++)
            {
                Assert.Equal(Math.Max(0f, y.Pointer[(row * sums.Stride) + o]), sums.Values(row)[o]);
            }
        }

        MatrixKernels<FloatVector256>.MultiplyTransposed(input.Values(0), input.Stride, 0, weights.Rows, 90, sums.Deltas(0), sums.DeltaStride, weights.Stride, g.Pointer, weights.Stride);
        Assert.Equal(new ReadOnlySpan<float>(g.Pointer, (int)g.Length).ToArray(), new ReadOnlySpan<float>(weights.Gradient.Pointer, (int)g.Length).ToArray());
    }

    private static void AreThoseOfPlainSums<T>(int samples, int inputs, int outputs, double share)
        where T : struct, IFloatVector<T>
    {
        int stride = Tensor.Pad(outputs);
        using Tensor input = Random(samples, inputs, share, outputs);
        using AlignedFloats weights = Random((inputs + 1) * stride, 1), deltas = Random(samples * stride, 2), sums = new(samples * stride), gradient = new((inputs + 1) * stride);
        NonZeroInputs bits = new(input);
        bits.FindInSamples<T>(0, samples);
        SparseKernels<T>.Multiply(input.Values(0), input.Stride, 1, bits.OfSamples(0), bits.WordsOfSample, samples, weights.Pointer, stride, stride, sums.Pointer, stride);
        bits.FindInValues(samples, 0, inputs + 1);
        SparseKernels<T>.Multiply(input.Values(0), 1, input.Stride, bits.OfValues(0), bits.WordsOfValue, inputs + 1, deltas.Pointer, stride, stride, gradient.Pointer, stride);
        for (int o = 0; o < outputs; o++)
        {
            for (int row = 0; row < samples; row++)
            {
                float sum = 0f;
                for (int i = 0; i <= inputs; i++)
                {
                    sum = MathF.FusedMultiplyAdd(input.Values(row)[i], weights.Pointer[(i * stride) + o], sum);
                }

                Assert.Equal(BitConverter.SingleToInt32Bits(sum), BitConverter.SingleToInt32Bits(sums.Pointer[(row * stride) + o]));
            }

            for (int i = 0; i <= inputs; i++)
            {
                float sum = 0f;
                for (int row = 0; row < samples; row++)
                {
                    sum = MathF.FusedMultiplyAdd(input.Values(row)[i], deltas.Pointer[(row * stride) + o], sum);
                }

                Assert.Equal(BitConverter.SingleToInt32Bits(sum), BitConverter.SingleToInt32Bits(gradient.Pointer[(i * stride) + o]));
            }
        }
    }

    private static Tensor Random(int rows, int count, double share, int seed)
    {
        SeededRandom random = new(seed, "inputs");
        Tensor tensor = new(count, rows, false);
        tensor.Allocate();
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < count; i++)
            {
                tensor.Values(row)[i] = random.NextSingle() < share ? random.NextSingle() + 0.01f : 0f;
            }
        }

        tensor.Close(0, rows);
        return tensor;
    }

    private static AlignedFloats Random(int count, int seed)
    {
        SeededRandom random = new(seed, "numbers");
        AlignedFloats numbers = new(count);
        for (int i = 0; i < count; i++)
        {
            numbers.Pointer[i] = random.NextGaussian();
        }

        return numbers;
    }

    // 28x28 pixels, as many of them not black.
    private static Dataset Mostly(double share, int count)
    {
        SeededRandom random = new(1, "pixels");
        float[] pixels = new float[count * 784], targets = new float[count];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.NextSingle() < share ? 1 + random.Next(255) : 0f;
        }

        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 10;
        }

        return new Dataset("pixels", TaskKind.Classification, Shape.Grey(28, 28), FeatureKind.Pixels, pixels, targets, [.. Enumerable.Range(0, 10).Select(c => $"{c}")]);
    }

    private static float[] Weights<T>(Dataset data, TrainingOptions options)
        where T : struct, IFloatVector<T> => NetworkTrainer.Train<T>(data, options, null, default).Network.Layers[0].Matrix!.Weights;
}
