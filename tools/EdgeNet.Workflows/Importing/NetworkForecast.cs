using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Quantization;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>What a network of another program would need on a board, found out without writing anything.</summary>
/// <param name="Network">The network.</param>
/// <param name="Model">The model file that it would become; null if it cannot become one.</param>
/// <param name="Problem">Why it cannot; empty if it can.</param>
/// <param name="Heap">The heap of the app with it on the board; null if there is no model.</param>
/// <param name="Microseconds">Predicted time of a classification; null if the board cannot hold it.</param>
public sealed record NetworkForecast(ForeignNetwork Network, ImportedModel? Model, string Problem, HeapForecast? Heap, double? Microseconds)
{
    // Ranges of real numbers do not change what a network needs, so that made-up samples will do to find them.
    private const int MadeUpSamples = 3;

    /// <summary>Finds it out: this takes a few seconds.</summary>
    /// <param name="path">The LiteRT or ONNX file.</param>
    /// <param name="board">The board.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="UserException">The file is missing, damaged, or has an operator that cannot be run.</exception>
    public static NetworkForecast Of(string path, BoardProfile board)
    {
        ForeignNetwork network = ForeignNetwork.Read(path);
        try
        {
            ImportedGraph graph = network.Graph;
            ImportedGraph integers = graph.IsQuantized ? graph : GraphQuantizer.Quantize(graph, new SampleReader(MadeUp(graph), new ScaledNetwork(graph, [0f], [1f])));
            ImportedModel model = ImportedModel.Of(network with { Graph = integers }, new ImportRequest(path, ""));
            (HeapForecast heap, EmulationReport? report) = EmulatedModel.TryRun(model.File, MadeUp(model.Model), 1, board, null, null, CancellationToken.None);
            return new NetworkForecast(network, model, "", heap, report?.PredictedMicroseconds);
        }
        catch (UserException e)
        {
            return new NetworkForecast(network, null, e.Message, null, null);
        }
    }

    /// <summary>What would have to change for it to fit the board; empty if it fits.</summary>
    /// <returns>Lines.</returns>
    public IReadOnlyList<string> Changes()
    {
        if (Model is null || Heap is not { Fits: false } heap)
        {
            return [];
        }

        LayerInfo[] layers = Model.Model.Layers;
        int weights = layers.Sum(WeightBytes), heaviest = Array.FindIndex(layers, l => WeightBytes(l) == layers.Max(WeightBytes)), widest = Array.FindIndex(layers, l => l.Outputs == layers.Max(m => m.Outputs));
        string[] larger = [.. BoardProfile.All.Where(b => b.HeapBytes >= heap.NeededBytes).Select(b => b.Name)];
        return
        [
            $"{heap.NeededBytes - heap.Board.HeapBytes:N0} bytes less{(heap.IsLowerBound ? " at least" : "")} would fit {heap.Board.Name}",
            $"weights take {weights:N0} bytes, most of them layer {heaviest + 1} ({layers[heaviest].KindName}) with {WeightBytes(layers[heaviest]):N0}: fewer outputs, or layers",
            $"values between layers take {ActivationMemory.Of(Model.Model).SlotBytes.Sum():N0} bytes, most of them layer {widest + 1} ({layers[widest].KindName}) with {layers[widest].Outputs:N0}: a smaller input, or a larger first stride",
            larger.Length > 0 ? $"or another board: {string.Join(", ", larger)}" : "no board here has so much heap; a PC or a Raspberry Pi runs it",
        ];
    }

    private static int WeightBytes(LayerInfo layer) => layer.Matrix?.WeightBytes ?? 0;

    private static Dataset MadeUp(ImportedGraph graph)
    {
        int count = graph.Input.Shape.Count;
        return new Dataset("made-up samples", TaskKind.Regression, Shape.Features(count), FeatureKind.Columns, Noise(MadeUpSamples * count), new float[MadeUpSamples], ["0"]);
    }

    private static Dataset MadeUp(ModelFile model)
    {
        TaskKind task = (TaskKind)model.Output.Task;
        return new Dataset("made-up samples", task, Evaluator.ShapeOf(model), FeatureKind.Pixels, Drawn(model.Input), new float[task == TaskKind.Classification ? 1 : model.Labels.Length], model.Labels);
    }

    // What a layer reads decides how long it takes, since products with 0 are left out: hence bytes of the whole range, and the raw values that become them.
    private static float[] Drawn(InputInfo input)
    {
        byte[] drawn = new byte[input.Count];
        DrawnInput.Fill(1, input.Count, input.MaxValue, drawn, []);
        return [.. drawn.Select((value, i) => (value - input.Offset[input.PerFeature ? i : 0]) / input.Scale[input.PerFeature ? i : 0])];
    }

    private static float[] Noise(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
