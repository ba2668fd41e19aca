using EdgeNet.Data;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Layers.Answer;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Concatenation;
using EdgeNet.Trainer.Layers.Mean;
using EdgeNet.Trainer.Layers.Pad;
using EdgeNet.Trainer.Layers.Reshape;
using EdgeNet.Trainer.Layers.Table;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Fuzz;

/// <summary>A model file with the layer kinds that only imported networks have.</summary>
internal static class ImportedModel
{
    /// <summary>Creates one.</summary>
    /// <param name="function">An output function that gives bytes.</param>
    /// <returns>The file.</returns>
    public static byte[] Create(Activation function)
    {
        Shape small = new(3, 2, 2, 1), padded = new(3, 3, 3, 1), doubled = new(3, 2, 2, 2);
        byte[] entries = [.. Enumerable.Range(0, 512).Select(q => (byte)q)];
        return ModelWriter.Write(new QuantizedNetwork
        {
            Task = TaskKind.Classification,
            Shape = small,
            InputBits = 8,
            InputScale = [1],
            InputOffset = [0],
            Layers =
            [
                new QuantizedPad(small, 1, 0, 0, 1, 128, 128),
                new QuantizedAveragePool(padded, new Window(2, 2, 1, 1, 0, 0, 0, 0), 8) { ZeroPoint = 9, Limits = new OutputLimits(3, 200), Rounding = Rounding.Twice },
                new QuantizedAddTwice(small, new QuantizedAddend(1 << 30, 31, 1), new QuantizedAddend(1 << 30, 31, 2), 1 << 30, 50, 3),
                new QuantizedConcatenation(small, small, 2, 0),
                new QuantizedTable(doubled, entries, 5),
                new QuantizedMean(doubled, new Window(1, 2, 1, 2, 0, 0, 0, 0), 1 << 30, 31, 5, 5) { Rounding = Rounding.Twice },
                new QuantizedReshape(new Shape(3, 1, 2, 2), 5),
                new QuantizedAnswer(4, 128),
            ],
            Reads = [[0], [1], [0, 2], [3, 0], [4], [5], [6], [7]],
            OutputFunction = function,
            OutputEntries = [.. Enumerable.Range(0, 256).Select(d => function == Activation.Lookup ? d : int.MaxValue >> (d / 8))],
            LogitScale = 1,
            ValueScale = 1,
            ValueOffset = 0,
            Labels = ["a", "b", "c", "d"],
            Originals = [new OriginalTensor(0, true, 3, [1, 2, 2, 1]), new OriginalTensor(2, false, 9, [4]), new OriginalTensor(OriginalTensor.OutputBytes, true, 12, [1, 4])],
            GoldenSeeds = [],
        }, []);
    }
}
