using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>The runner for small dense layers gives the outputs of the plain arithmetic of docs/model-format.md, to the last bit.</summary>
public class SmallDenseTests
{
    private static readonly int[] MaxInputs = [1, 3, 15, 31, 127, 255];

    [Fact]
    public void Random_layers_give_the_outputs_of_plain_arithmetic() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            int inputs = random.Next(1, 65), outputs = random.Next(1, 70), maxInput = MaxInputs[random.Next(MaxInputs.Length)], span = random.Next(1, 129);
            Layer layer = new(inputs, outputs, maxInput)
            {
                Weights = [.. Enumerable.Range(0, inputs * outputs).Select(_ => (sbyte)random.Next(-span, span))],
                Function = random.Next(4),
                IsLast = random.Next(3) == 0,
            };
            int shift = random.Next(5, 45);
            for (int o = 0; o < outputs; o++)
            {
                layer.Biases[o] = random.Next(-2_000_000, 2_000_000);
                layer.Multipliers[o] = random.Next(8) == 0 ? 0 : random.Next(1 << 30, int.MaxValue);
                layer.Shifts[o] = (byte)(shift + random.Next(8));
            }

            for (int i = 0; i < 5; i++)
            {
                Check(layer, [.. Enumerable.Range(0, inputs).Select(_ => (byte)random.Next(maxInput + 1))]);
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>All weights and inputs at their limits, in every combination of signs beside one another: the sums that only just fit.</summary>
    [Fact]
    public void No_lane_overflows_at_the_extremes()
    {
        foreach (int maxInput in MaxInputs)
        {
            foreach ((int inputs, int outputs) in new[] { (1, 1), (31, 9), (32, 10), (33, 7), (64, 32), (64, 3), (64, 1) })
            {
                foreach (sbyte[] pattern in new sbyte[][] { [127], [-128], [127, -128], [-128, 127, 127], [0, -128], [127, 0, 0], [-1], [127, 127, 127, -128] })
                {
                    Layer layer = new(inputs, outputs, maxInput) { Weights = [.. Enumerable.Range(0, inputs * outputs).Select(i => pattern[i % outputs % pattern.Length])], IsLast = true };
                    Array.Fill(layer.Multipliers, 1 << 30);
                    Array.Fill(layer.Shifts, (byte)30);
                    byte[] x = new byte[inputs];
                    Check(layer, x);
                    Array.Fill(x, (byte)maxInput);
                    Check(layer, x);
                }
            }
        }
    }

    /// <summary>By hand: 255 * 128 * 64 = 2,088,960 is below 2^21; 15 * 127 * 64 = 121,920 needs 17 bits and 15 * 68 * 64 = 65,280 needs 16; 127 * 1 * 2 = 254 needs 8.</summary>
    [Fact]
    public void A_long_has_as_many_lanes_as_the_weights_allow()
    {
        Assert.Equal(3, Lanes(64, -128, 255));
        Assert.Equal(3, Lanes(64, 127, 15));
        Assert.Equal(4, Lanes(64, 68, 15));
        Assert.Equal(3, Lanes(64, 69, 15));
        Assert.Equal(8, Lanes(2, 127, 1));
        Assert.Equal(7, Lanes(3, -127, 1));

        static int Lanes(int inputs, sbyte weight, int maxInput)
        {
            Layer layer = new(inputs, 5, maxInput) { Weights = [.. Enumerable.Repeat(weight, inputs * 5)] };
            return new UnsignedLanes(layer.Matrix, layer.File(), maxInput).Lanes;
        }
    }

    [Fact]
    public void Shifts_that_differ_too_much_or_sums_too_large_for_64_bits_are_left_to_the_other_forms()
    {
        Layer layer = new(4, 2, 255) { Weights = [1, 1, 1, 1, 1, 1, 1, 1] };
        Array.Fill(layer.Multipliers, int.MaxValue);
        Assert.Equal(35, Shift(35, 32));
        Assert.Equal(0, Shift(53, 53));
        Assert.Equal(0, Shift(40, 10));
        layer.Biases[0] = int.MaxValue - 2000;
        Assert.Equal(0, Shift(31, 31));
        layer.Biases[0] = 1 << 29;
        Assert.Equal(31, Shift(31, 31));
        Assert.Equal(0, Shift(31, 33));

        int Shift(byte first, byte second)
        {
            layer.Shifts[0] = first;
            layer.Shifts[1] = second;
            return new SmallPlan(layer.Matrix, layer.File(), 255, false).Shift;
        }
    }

    private static void Check(Layer layer, byte[] x)
    {
        MatrixInfo matrix = layer.Matrix;
        byte[] file = layer.File();
        SmallPlan plan = new(matrix, file, layer.MaxInput, layer.IsLast);
        if (plan.Shift == 0)
        {
            return;
        }

        Tensors tensors = new([layer.Inputs, layer.Outputs], 2, 0, layer.Outputs, layer.Inputs);
        LayerContext context = new() { File = file, InputSlot = 0, OutputSlot = layer.IsLast ? Tensors.NoSlot : 1, ReadsInput = true, MaxInput = layer.MaxInput };
        x.CopyTo(tensors.Slots[0], 0);
        new SmallDenseRunner(context, matrix, plan).Run(tensors);
        for (int o = 0; o < layer.Outputs; o++)
        {
            long sum = layer.Biases[o];
            for (int i = 0; i < layer.Inputs; i++)
            {
                sum += layer.Weights[(i * layer.Outputs) + o] * x[i];
            }

            Int128 rounded = (((Int128)sum * layer.Multipliers[o]) + ((Int128)1 << (layer.Shifts[o] - 1))) >> layer.Shifts[o];
            string name = $"{layer.Inputs} -> {layer.Outputs}, inputs up to {layer.MaxInput}, {plan.Lanes.Lanes} lanes, output {o}";
            if (layer.IsLast)
            {
                Assert.True((int)rounded == tensors.Sums[o], name);
            }
            else
            {
                byte limited = (byte)Int128.Clamp(rounded + layer.ZeroPoint, 0, 255);
                Assert.True((layer.HasTable ? Layer.Table(limited) : limited) == tensors.Slots[1][o], name);
            }
        }
    }

    private sealed class Layer(int inputs, int outputs, int maxInput)
    {
        public int Inputs { get; } = inputs;

        public int Outputs { get; } = outputs;

        public int MaxInput { get; } = maxInput;

        public required sbyte[] Weights { get; init; }

        public int Function { get; init; } = ModelFormat.Relu;

        public bool IsLast { get; init; }

        public int[] Biases { get; } = new int[outputs];

        public int[] Multipliers { get; } = new int[outputs];

        public byte[] Shifts { get; } = [.. Enumerable.Repeat((byte)31, outputs)];

        public bool HasTable => !IsLast && Function is ModelFormat.Sigmoid or ModelFormat.Tanh;

        public int ZeroPoint => IsLast || Function == ModelFormat.Relu ? 0 : Function == ModelFormat.Linear ? 100 : 128;

        public MatrixInfo Matrix
        {
            get
            {
                ActivationInfo activation = new(IsLast ? ModelFormat.Linear : Function, ModelFormat.RoundOnce, 8, ZeroPoint, 0, 255);
                int biasAt = Weights.Length;
                return new MatrixInfo(Inputs, Outputs, 8, activation) { BiasAt = biasAt, MultiplierAt = biasAt + (4 * Outputs), ShiftAt = biasAt + (8 * Outputs), TableAt = biasAt + (9 * Outputs) };
            }
        }

        public static byte Table(int value) => (byte)((value * 7) + 3);

        public byte[] File()
        {
            byte[] file = new byte[Weights.Length + (9 * Outputs) + 256];
            for (int i = 0; i < Weights.Length; i++)
            {
                file[i] = (byte)Weights[i];
            }

            MatrixInfo matrix = Matrix;
            for (int o = 0; o < Outputs; o++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(matrix.BiasAt + (4 * o)), Biases[o]);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(matrix.MultiplierAt + (4 * o)), Multipliers[o]);
                file[matrix.ShiftAt + o] = Shifts[o];
            }

            for (int i = 0; i < 256; i++)
            {
                file[matrix.TableAt + i] = Table(i);
            }

            return file;
        }
    }
}
