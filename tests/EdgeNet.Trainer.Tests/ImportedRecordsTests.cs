using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Layers.Answer;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Concatenation;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Layers.MaxPool;
using EdgeNet.Trainer.Layers.Mean;
using EdgeNet.Trainer.Layers.Pad;
using EdgeNet.Trainer.Layers.Reshape;
using EdgeNet.Trainer.Layers.Table;
using EdgeNet.Trainer.Quantization;
using Xunit;

namespace EdgeNet.Trainer.Tests;

/// <summary>The integer layers of all kinds, as imported networks have them: their files, with golden vectors, against those that plain loops and the tables of docs/model-format.md give.</summary>
public class ImportedRecordsTests
{
    [Fact]
    public void Networks_of_all_kinds_are_written_as_the_format_says_with_the_logits_of_plain_loops()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            PlainNetwork plain = PlainNetworks.Create(seed, extreme: seed % 4 == 0) with { GoldenSeeds = [seed + 1] };
            plain = plain with { Layers = Array.ConvertAll(plain.Layers, l => l.Kind > ModelFormat.Add || (l.Kind == ModelFormat.Add && l.RoundsTwice) ? l with { Bits = 8 } : l) };
            byte[] expected = plain.File();
            Assert.Equal(expected, ModelWriter.Write(Of(plain), []));
            Network.Load(expected);
        }
    }

    private static QuantizedNetwork Of(PlainNetwork plain)
    {
        List<Shape> shapes = [Picture(plain.Input)];
        List<QuantizedLayer> layers = [];
        for (int l = 0; l < plain.Layers.Length; l++)
        {
            PlainLayer layer = plain.Layers[l];
            Shape first = shapes[layer.First ?? l], second = layer.Second == ModelFormat.NoTensor ? default : shapes[layer.Second];
            layers.Add(Of(layer, first, second, l == plain.Layers.Length - 1));
            shapes.Add(Picture(layer.Output((first.Height, first.Width, first.Channels), (second.Height, second.Width, second.Channels))));
        }

        return new QuantizedNetwork
        {
            Task = TaskKind.Classification,
            Shape = shapes[0],
            InputBits = plain.InputBits,
            InputScale = [plain.Scale],
            InputOffset = [plain.Offset],
            Layers = [.. layers],
            Reads = [.. plain.Layers.Select((layer, l) => layer.Second == ModelFormat.NoTensor ? new[] { layer.First ?? l } : [layer.First ?? l, layer.Second])],
            OutputFunction = (Activation)plain.Function,
            OutputEntries = plain.Entries,
            LogitScale = 1,
            ValueScale = 1,
            ValueOffset = 0,
            Labels = [.. Enumerable.Range(0, shapes[^1].Count).Select(o => $"{o}")],
            GoldenSeeds = plain.GoldenSeeds,
        };
    }

    private static QuantizedLayer Of(PlainLayer layer, Shape first, Shape second, bool isLast)
    {
        int high = layer.High ?? (1 << layer.Bits) - 1, outputs = layer.Outputs ?? first.Channels;
        OutputLimits limits = new(layer.Low, high);
        Rounding rounding = layer.RoundsTwice ? Rounding.Twice : Rounding.Once;
        Activation activation = (Activation)layer.Function;
        Window? window = layer.Window.Length == 0 ? null : new(layer.Window[0], layer.Window[1], layer.Window[2], layer.Window[3], layer.Window[4], layer.Window[5], layer.Window[6], layer.Window[7]);
        switch (layer.Kind)
        {
            case ModelFormat.MaxPool: return new QuantizedMaxPool(first, window!, layer.Bits) { ZeroPoint = layer.ZeroPoint, Limits = limits };
            case ModelFormat.AveragePool: return new QuantizedAveragePool(first, window!, layer.Bits) { ZeroPoint = layer.ZeroPoint, Limits = limits, Rounding = rounding };
            case ModelFormat.Add when layer.RoundsTwice:
                return new QuantizedAddTwice(first, new QuantizedAddend(layer.Multipliers[0], layer.Shifts[0], layer.Zeros[0]), new QuantizedAddend(layer.Multipliers[1], layer.Shifts[1], layer.Zeros[1]),
                    layer.Multipliers[2], layer.Shifts[2], layer.ZeroPoint)
                { Limits = limits };
            case ModelFormat.Add:
                return new QuantizedAdd(first, activation, layer.Multipliers[0], layer.Multipliers[1], layer.Zeros[0], layer.Zeros[1], layer.Shifts[0], layer.ZeroPoint, layer.Bits) { Limits = limits };
            case ModelFormat.Table: return new QuantizedTable(first, layer.Table, layer.ZeroPoint) { Limits = limits };
            case ModelFormat.Mean: return new QuantizedMean(first, window!, layer.Multipliers[0], layer.Shifts[0], layer.Zeros[0], layer.ZeroPoint) { Limits = limits, Rounding = rounding };
            case ModelFormat.Concatenation: return new QuantizedConcatenation(first, second, layer.Axis, layer.ZeroPoint) { Largest = high };
            case ModelFormat.Pad: return new QuantizedPad(first, layer.Frame[0], layer.Frame[1], layer.Frame[2], layer.Frame[3], layer.Padding, layer.ZeroPoint) { Largest = high };
            case ModelFormat.Reshape: return new QuantizedReshape(new Shape(3, layer.Shape.Height, layer.Shape.Width, outputs), layer.ZeroPoint) { Largest = high };
            case ModelFormat.Answer: return new QuantizedAnswer(outputs, layer.ZeroPoint);
        }

        QuantizedMatrix matrix = new(layer.Weights.Length / outputs, outputs, Array.ConvertAll(layer.Weights, w => (sbyte)w), layer.Bias, layer.Multipliers, layer.Shifts, layer.Table) { WeightBits = layer.WeightBits };
        QuantizedDense dense = new(matrix, activation, layer.ZeroPoint) { Bits = layer.Bits, Limits = isLast ? null : limits, Rounding = rounding };
        return layer.Kind switch
        {
            ModelFormat.Dense => dense,
            ModelFormat.Convolution => new QuantizedConvolution(first, window!, dense, layer.Padding),
            _ => new QuantizedDepthwise(first, window!, matrix, activation, layer.ZeroPoint, layer.Bits, layer.Padding) { Limits = limits, Rounding = rounding },
        };
    }

    private static Shape Picture((int Height, int Width, int Channels) shape) => new(3, shape.Height, shape.Width, shape.Channels);
}
