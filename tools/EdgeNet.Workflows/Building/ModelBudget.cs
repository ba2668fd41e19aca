using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>What a network will cost, found out with its first weights before anything is trained.</summary>
/// <param name="Model">Its layers as text.</param>
/// <param name="Layers">Its layers, from input to output.</param>
/// <param name="Bytes">Bytes of the model file, without what only people read.</param>
/// <param name="RamBytes">RAM of the network: exact.</param>
/// <param name="Macs">Multiply-adds of a classification.</param>
public sealed record ModelBudget(string Model, IReadOnlyList<LayerBudget> Layers, int Bytes, int RamBytes, int Macs)
{
    private const int Samples = 3;

    private byte[] File { get; init; } = [];

    /// <summary>Finds out what a network will cost.</summary>
    /// <param name="train">What is to be learned.</param>
    /// <param name="options">How.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="UserException">The layers do not fit the data, or do not fit a model file.</exception>
    public static ModelBudget Of(Dataset train, TrainingOptions options)
    {
        Architecture architecture = options.ArchitectureFor(train);
        Shape[] shapes = architecture.Shapes(train.Shape);
        byte[] file = ModelBuilder.BuildUntrained(train, options, FeaturePipeline.Of(train));
        ModelFile model = ModelFile.Parse(file);
        return new ModelBudget(architecture.ToString(), [.. architecture.Layers.Select((layer, l) => new LayerBudget(layer.ToString()!, shapes[l + 1].ToString()!, model.Layers[l].Matrix?.WeightBytes ?? 0, model.Layers[l].Macs))], file.Length, model.RamBytes, model.Macs) { File = file };
    }

    /// <summary>Runs the network on a virtual board: this takes a moment.</summary>
    /// <param name="data">What is to be learned; a few of its test samples are classified.</param>
    /// <param name="board">The board.</param>
    /// <returns>What it takes there.</returns>
    /// <exception cref="UserException">The app on the board does not accept the model, for a reason other than memory.</exception>
    public BoardBudget On(DatasetSplit data, BoardProfile board)
    {
        (HeapForecast heap, EmulationReport? report) = EmulatedModel.TryRun(File, data.Test, Samples, board, null, null, CancellationToken.None);
        return new BoardBudget(heap, report?.PredictedMicroseconds);
    }
}

/// <summary>What a layer will cost.</summary>
/// <param name="Text">The layer as --model has it.</param>
/// <param name="Output">Shape of what it gives.</param>
/// <param name="WeightBytes">Bytes of its weights.</param>
/// <param name="Macs">Its multiply-adds.</param>
public sealed record LayerBudget(string Text, string Output, int WeightBytes, int Macs);

/// <summary>What a network will take on a board.</summary>
/// <param name="Heap">The heap of the whole app.</param>
/// <param name="Microseconds">Predicted time of a classification; null if the board cannot hold the model.</param>
public sealed record BoardBudget(HeapForecast Heap, double? Microseconds);
