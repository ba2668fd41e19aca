using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>Finds out before a training whether a board can hold the model that it will give: memory does not depend on what the weights have learned.</summary>
internal static class BoardRoom
{
    // App and runtime leave far more of a heap than this share.
    private const int LeastShare = 8;

    /// <summary>Asks whether a board can hold the model, if that is not certain.</summary>
    /// <param name="board">The board.</param>
    /// <param name="data">What is to be learned.</param>
    /// <param name="options">How.</param>
    /// <returns>The heap that it takes; null if the model is so small that there is room for certain.</returns>
    /// <exception cref="UserException">The layers do not fit the data.</exception>
    public static HeapForecast? Ask(BoardProfile board, DatasetSplit data, TrainingOptions options)
    {
        Architecture layers = options.ArchitectureFor(data.Train);
        long values = layers.ParametersOf(data.Train.Shape) + layers.Shapes(data.Train.Shape).Sum(s => (long)s.Count);
        return values < board.HeapBytes / LeastShare ? null : AppBoard.Forecast(board, ModelBuilder.BuildUntrained(data.Train, options, FeaturePipeline.Of(data.Train)));
    }

    /// <summary>Asks the app on the virtual board, with a model of first weights.</summary>
    /// <param name="board">The board.</param>
    /// <param name="data">What is to be learned.</param>
    /// <param name="options">How.</param>
    /// <exception cref="UserException">The board has no room for the model; the message names the layer that takes the most. Or the layers do not fit the data.</exception>
    public static void Check(BoardProfile board, DatasetSplit data, TrainingOptions options)
    {
        byte[] file = ModelBuilder.BuildUntrained(data.Train, options, FeaturePipeline.Of(data.Train));
        HeapForecast heap = AppBoard.Forecast(board, file);
        if (!heap.Fits)
        {
            ModelFile model = ModelFile.Parse(file);
            int largest = Enumerable.Range(0, model.Layers.Length).MaxBy(l => BytesOf(model.Layers[l]));
            LayerInfo layer = model.Layers[largest];
            throw new UserException($"{heap.Problem}; layer {largest + 1}, \"{options.ArchitectureFor(data.Train).Layers[largest]}\", takes the most: {layer.Matrix?.WeightBytes ?? 0:N0} bytes of weights, and {layer.Outputs:N0} of outputs. Make it smaller, or choose a board with more heap (--board)");
        }
    }

    /// <summary>Makes sure that a board can compute the features of a sensor's stream as fast as they come.</summary>
    /// <param name="board">The board.</param>
    /// <param name="data">What is to be learned.</param>
    /// <exception cref="UserException">The features alone take longer than from one window to the next.</exception>
    public static void CheckTime(BoardProfile board, DatasetSplit data)
    {
        if (data.Train.Windows is { Features: FeaturePipeline pipeline } windows && SignalReport.Measure(pipeline.Section, board, windows, 0) is { Share: > 1 } report)
        {
            throw new UserException(report.Problem);
        }
    }

    private static long BytesOf(LayerInfo layer) => (layer.Matrix?.WeightBytes ?? 0L) + layer.Outputs;
}
