using System.Globalization;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>What classifications cost on a virtual board, beside naive loops over the same model.</summary>
internal static class BoardMeasurements
{
    private const int Samples = 1000;

    /// <summary>Rows of a table: model, input bits, accuracy, costs.</summary>
    public static IEnumerable<string> Table(DatasetSplit mnist, DatasetSplit? digits8)
    {
        yield return "| model | input bits | int8 accuracy | instructions | predicted ms | naive instructions | naive ms | ratio, instructions | ratio, time | load ms | RAM bytes | bytes a weight |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        foreach (int bits in new[] { 8, 4, 2, 1 })
        {
            yield return Row("MNIST 784-32-10", mnist, bits, pixels: true, epochs: 6, BoardProfile.Esp32);
        }

        yield return Row("MNIST 784-32-10, PSRAM", mnist, 1, pixels: true, epochs: 6, BoardProfile.Esp32Psram);
        if (digits8 is not null)
        {
            foreach (int bits in new[] { 8, 4, 2 })
            {
                yield return Row("8x8 64-32-10", digits8, bits, pixels: false, epochs: null, BoardProfile.Esp32);
            }
        }
    }

    private static string Row(string name, DatasetSplit data, int bits, bool pixels, int? epochs, BoardProfile profile)
    {
        BuiltModel built = ModelBuilder.Build(data, new TrainingOptions { Hidden = [32], Epochs = epochs ?? new TrainingOptions().EffectiveEpochs(data.Train.Count), InputBits = bits }, name, true, null, default);
        float[][] samples = [.. EvenSpread.Of(data.Test.Count, Samples).Select(i => data.Test.Sample(i).ToArray())];
        BoardCosts c = BoardComparison.Run(built.File, samples, pixels, profile);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {bits} | {built.Score.Accuracy:F4} | {c.Instructions:N0} | {c.Microseconds / 1000:F2} | {c.NaiveInstructions:N0} | {c.NaiveMicroseconds / 1000:F1} | {c.InstructionRatio:F1} | {c.TimeRatio:F1} | {c.LoadMicroseconds / 1000:F0} | {c.RamBytes:N0} | {c.BytesPerWeight:F2} |");
    }
}
