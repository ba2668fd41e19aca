using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Answer;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Lowering;

/// <summary>Makes of a quantised graph what a model file says.</summary>
public static class GraphLowering
{
    // A board runs the golden vectors while it loads a model, before its watchdog barks.
    private const long GoldenSteps = 10_000_000;

    private static readonly int[] GoldenSeeds = [1, 2];

    /// <summary>What a graph finds by itself: softmax chooses a label, logistic says yes or no to each, anything else gives numbers.</summary>
    /// <param name="graph">A graph, quantised or not.</param>
    /// <returns>The task.</returns>
    public static TaskKind TaskOf(ImportedGraph graph) => NetworkEnd.Of(graph).Task;

    /// <summary>Whether a graph ends with a function that makes outputs of its logits: softmax, logistic or tanh.</summary>
    /// <param name="graph">A graph, quantised or not.</param>
    /// <returns>False if its last values are the logits.</returns>
    public static bool HasEnd(ImportedGraph graph) => NetworkEnd.Of(graph).Node is not null;

    /// <summary>A graph that ends with logits, with the function behind it that makes probabilities of them.</summary>
    /// <param name="graph">A graph of real numbers.</param>
    /// <param name="task">Classes, or yes or no per output.</param>
    /// <returns>The graph with softmax, or with the logistic function.</returns>
    public static ImportedGraph WithEnd(ImportedGraph graph, TaskKind task)
    {
        GraphTensor output = new("probabilities", -1, graph.Output.Shape, [.. graph.Output.Dimensions], null);
        GraphNode end = task == TaskKind.Classification ? new SoftmaxNode("Softmax", [graph.Output], output, 1) : new FunctionNode("Sigmoid", [graph.Output], output, new SigmoidFunction());
        return graph with { Nodes = [.. graph.Nodes, end], Output = output };
    }

    /// <summary>Lowers a graph.</summary>
    /// <param name="graph">A graph all of whose tensors are integers.</param>
    /// <param name="settings">What it does not say.</param>
    /// <returns>The network.</returns>
    /// <exception cref="UserException">It has an operator, a size or a scale that no model file has.</exception>
    public static QuantizedNetwork Lower(ImportedGraph graph, LoweringSettings settings)
    {
        Arithmetic arithmetic = settings.RoundsTwice ? new LiteRtArithmetic() : new OnceArithmetic();
        NetworkEnd end = NetworkEnd.Of(graph);
        DenseNode? last = settings.RoundsTwice ? null : LastDense(graph, end);
        ImportedGraph folded = PadFolding.Fold(graph);
        LoweredTensors tensors = new(graph.Input);
        NodeLowering lowering = new(arithmetic);
        foreach (GraphNode node in folded.Nodes.Where(n => n != last && !end.After.Contains(n.Output)))
        {
            lowering.Lower(node, tensors);
        }

        OutputFields output = end.Fields(arithmetic);
        if (last is null)
        {
            tensors.Add(new QuantizedAnswer(end.Logits.Shape.Count, end.Logits.Step!.Zero), tensors.Find(end.Logits));
        }
        else
        {
            (QuantizedLayer layer, float scale) = WeightLowering.Logits(last);
            tensors.Add(layer, tensors.Find(last.Inputs[0]));
            output = output with { LogitScale = output.LogitScale / end.Logits.Step!.Scale * scale };
        }

        // From the input to the output, as the rest of the list.
        foreach (GraphTensor tensor in end.After.Reverse().Where(_ => settings.RoundsTwice))
        {
            tensors.Note(tensor, OriginalTensor.OutputBytes);
        }

        (float[] inputScale, float[] inputOffset) = InputMapping.Of(graph.Input, settings.Mean, settings.Deviation);
        return new QuantizedNetwork
        {
            Task = settings.Task ?? end.Task,
            Shape = Shapes.OfInput(graph),
            InputBits = 8,
            InputScale = inputScale,
            InputOffset = inputOffset,
            Layers = [.. tensors.Layers],
            Reads = [.. tensors.Reads],
            OutputFunction = output.Function,
            OutputEntries = output.Entries,
            LogitScale = output.LogitScale,
            ValueScale = output.ValueScale,
            ValueOffset = output.ValueOffset,
            Labels = settings.Labels,
            Originals = [.. tensors.Originals],
            GoldenSeeds = [.. GoldenSeeds.Take((int)Math.Min(GoldenSeeds.Length, GoldenSteps / Math.Max(1, GraphSize.Steps(graph))))],
        };
    }

    // Its sums are finer logits than the bytes that they become, if nothing else needs the bytes.
    private static DenseNode? LastDense(ImportedGraph graph, NetworkEnd end) =>
        graph.Nodes.FirstOrDefault(n => n.Output == end.Logits) is DenseNode dense && dense.Limits == GraphLimits.None && dense.Weights.Terms == dense.Inputs[0].Shape.Count
        && graph.Nodes.Count(n => n.Inputs.Contains(end.Logits)) == (end.Node is null ? 0 : 1) ? dense : null;
}
