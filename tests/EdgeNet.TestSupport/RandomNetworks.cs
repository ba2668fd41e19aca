using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.MaxPool;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.TestSupport;

/// <summary>Valid quantised networks of every kind, drawn by seed.</summary>
public static class RandomNetworks
{
    private static readonly Activation[] HiddenActivations = [Activation.Relu, Activation.Sigmoid, Activation.Tanh, Activation.Linear];
    private static readonly Activation[] OutputFunctions = [Activation.Linear, Activation.Relu, Activation.Sigmoid, Activation.Tanh, Activation.Softmax];

    public static QuantizedNetwork Create(int seed, bool extreme = false, bool pools = false)
    {
        Random random = new(seed);
        if (pools)
        {
            return CreatePooled(random, extreme);
        }

        Shape shape = random.Next(3) switch
        {
            0 => Shape.Features(random.Next(1, 40)),
            1 => Shape.Grey(random.Next(1, 7), random.Next(1, 7)),
            _ => new Shape(3, random.Next(1, 4), random.Next(1, 4), random.Next(1, 4)),
        };
        int bits = shape.Count <= ModelFormat.MaxWideInputs ? random.Next(1, 17) : 8;
        int pairs = random.Next(2) == 0 ? 1 : shape.Count;
        QuantizedLayer[] layers = new QuantizedLayer[random.Next(1, 5)];
        int inputs = shape.Count;
        for (int l = 0; l < layers.Length; l++)
        {
            int outputs = random.Next(1, 20);
            layers[l] = CreateLayer(random, inputs, outputs, l == layers.Length - 1, extreme);
            inputs = outputs;
        }

        return new QuantizedNetwork
        {
            Task = (TaskKind)random.Next(3),
            Shape = shape,
            InputBits = bits,
            InputScale = Numbers(random, pairs, 0.1f, 3f),
            InputOffset = Numbers(random, pairs, -5f, 50f),
            Layers = layers,
            OutputFunction = OutputFunctions[random.Next(OutputFunctions.Length)],
            LogitScale = 0.001f + random.NextSingle(),
            ValueScale = 1f,
            ValueOffset = 0f,
            Labels = [.. Enumerable.Range(0, inputs).Select(o => $"label {o}ä")],
            GoldenSeeds = random.Next(2) == 0 ? [] : [random.Next(1, int.MaxValue), random.Next(int.MinValue, 0)],
        };
    }

    /// <summary>The same with what finds anomalies: alone by centres, alone by reconstruction, or beside another task.</summary>
    public static QuantizedNetwork WithAnomalies(int seed, bool extreme = false)
    {
        QuantizedNetwork network = Create(seed, extreme);
        Random random = new(seed);
        int width = network.Shape.Count, kind = random.Next(3), fraction = random.Next(17 - network.InputBits), lists = kind == 1 ? 1 : random.Next(1, 6);
        ushort[] Numbers() => [.. Enumerable.Range(0, width).Select(_ => extreme ? ushort.MaxValue : (ushort)random.Next(1 << 16))];
        QuantizedAnomaly anomaly = new()
        {
            FractionBits = fraction,
            Centres = kind == 1 ? [] : [.. Enumerable.Range(0, lists).Select(_ => Numbers())],
            Weights = [.. Enumerable.Range(0, lists).Select(_ => Numbers())],
            Shift = random.Next(10, 20),
            Threshold = random.Next(1, 1 << 20),
            Multiplier = kind == 1 ? random.Next(int.MaxValue) : 0,
            LogitShift = kind == 1 ? random.Next(20, 40) : 0,
            Offset = kind == 1 ? random.Next(-70_000, 70_000) : 0,
        };
        QuantizedLayer[] layers = kind == 0 ? [] : kind == 1 ? [CreateLayer(random, width, 5, false, extreme), CreateLayer(random, 5, width, true, extreme)] : network.Layers;
        return kind == 2 ? network with { Anomaly = anomaly }
            : network with { Task = TaskKind.Anomaly, Layers = layers, OutputFunction = Activation.Linear, Labels = [.. AnomalyLabels.Names], Anomaly = anomaly };
    }

    // One to three poolings of a picture of any size, then dense layers.
    private static QuantizedNetwork CreatePooled(Random random, bool extreme)
    {
        QuantizedNetwork dense = Create(random.Next(), extreme);
        Shape shape = new(3, random.Next(2, 12), random.Next(2, 12), random.Next(1, 4));
        int bits = random.Next(1, 9);
        List<QuantizedLayer> layers = [];
        Shape seen = shape;
        for (int pools = random.Next(1, 4); pools > 0 && seen is { Height: > 1, Width: > 1 }; pools--)
        {
            layers.Add(new QuantizedMaxPool(seen, new Window(2, 2, 2, 2, 0, 0, 0, 0), bits));
            seen = seen with { Height = seen.Height / 2, Width = seen.Width / 2 };
        }

        int hidden = random.Next(1, 20);
        layers.Add(CreateLayer(random, seen.Count, hidden, false, extreme));
        layers.Add(CreateLayer(random, hidden, dense.Labels.Length, true, extreme));
        return dense with { Shape = shape, InputBits = bits, InputScale = [1f], InputOffset = [0f], Layers = [.. layers] };
    }

    /// <summary>A quantised input for a network: random, or all at the limits.</summary>
    public static int[] Input(QuantizedNetwork network, Random random)
    {
        int most = (1 << network.InputBits) - 1;
        int kind = random.Next(4);
        return [.. Enumerable.Range(0, network.Shape.Count).Select(_ => kind switch { 0 => most, 1 => 0, 2 => random.Next(3) == 0 ? most : 0, _ => random.Next(most + 1) })];
    }

    /// <summary>A dense layer of a network.</summary>
    public static QuantizedDense CreateLayer(Random random, int inputs, int outputs, bool last, bool extreme)
    {
        Activation activation = last ? Activation.Linear : HiddenActivations[random.Next(HiddenActivations.Length)];
        bool table = activation is Activation.Sigmoid or Activation.Tanh;
        sbyte[] weights = new sbyte[inputs * outputs];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)(extreme ? (random.Next(2) == 0 ? -128 : 127) : random.Next(-128, 128));
        }

        int[] bias = new int[outputs], multiplier = new int[outputs];
        byte[] shift = new byte[outputs];
        for (int o = 0; o < outputs; o++)
        {
            int most = extreme ? ModelFormat.MaxBias : 100_000;
            bias[o] = random.Next(-most, most);
            multiplier[o] = random.Next(1 << 30, int.MaxValue);
            shift[o] = (byte)random.Next(last ? 31 : 34, 45);
            shift[o] = last && extreme && o % 2 == 1 ? PlainNetworks.SmallestLogitShift(Math.Abs((long)bias[o]) + (128L * ushort.MaxValue * inputs), multiplier[o]) : shift[o];
        }

        byte[] entries = new byte[table ? ModelFormat.TableLength : 0];
        random.NextBytes(entries);
        int zeroPoint = table ? ModelFormat.TableCentre : activation == Activation.Linear && !last ? random.Next(256) : 0;
        return new QuantizedDense(new QuantizedMatrix(inputs, outputs, weights, bias, multiplier, shift, entries), activation, zeroPoint);
    }

    private static float[] Numbers(Random random, int count, float from, float to) =>
        [.. Enumerable.Range(0, count).Select(_ => from + ((to - from) * random.NextSingle()))];
}
