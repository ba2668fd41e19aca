using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Lowering;

/// <summary>How a network ends: the tensor whose values are its logits, and what makes its outputs of them.</summary>
/// <param name="Logits">The tensor.</param>
/// <param name="Node">The operator that makes the outputs of it: softmax, logistic or tanh; null if the logits are the outputs.</param>
/// <param name="After">Tensors that have the bytes of the outputs; empty if the logits are the outputs.</param>
internal sealed record NetworkEnd(GraphTensor Logits, GraphNode? Node, IReadOnlyList<GraphTensor> After)
{
    private const float SoftmaxScale = 1f / 256;

    /// <summary>Finds the end of a network.</summary>
    public static NetworkEnd Of(ImportedGraph graph)
    {
        List<GraphTensor> after = [];
        GraphTensor tensor = graph.Output;
        while (graph.Nodes.FirstOrDefault(n => n.Output == tensor) is { } node)
        {
            after.Add(tensor);
            if (node is SoftmaxNode or FunctionNode { Function: SigmoidFunction or TanhFunction })
            {
                return new NetworkEnd(node.Inputs[0], node, after);
            }

            if (!HasSameBytes(node))
            {
                break;
            }

            tensor = node.Inputs[0];
        }

        return new NetworkEnd(graph.Output, null, []);
    }

    /// <summary>What the network finds if nobody says otherwise.</summary>
    public TaskKind Task => Node switch
    {
        SoftmaxNode => TaskKind.Classification,
        FunctionNode { Function: SigmoidFunction } => TaskKind.MultiLabel,
        _ => TaskKind.Regression,
    };

    /// <summary>The output function of the model file.</summary>
    public OutputFields Fields(Arithmetic arithmetic)
    {
        AffineStep logits = Logits.Step!;
        bool exact = arithmetic.Rounding == Rounding.Twice;
        if (Node is null)
        {
            return new OutputFields(Activation.Linear, [], logits.Scale, 1f, 0f);
        }

        AffineStep output = Node.Output.Step!;
        try
        {
            return Node switch
            {
                SoftmaxNode when exact && (output.Scale != SoftmaxScale || output.Zero != 0) => throw new UserException($"gives values with scale {output.Scale} and zero point {output.ZeroPoint}; softmax of int8 has 1/256 and -128"),
                SoftmaxNode softmax when exact => new OutputFields(Activation.LiteRtSoftmax, LiteRtTables.Exponentials(logits.Scale, softmax.Beta), logits.Scale, 1f, 0f),
                SoftmaxNode softmax => new OutputFields(Activation.Softmax, [], logits.Scale * softmax.Beta, 1f, 0f),
                FunctionNode function when exact => new OutputFields(Activation.Lookup, [.. arithmetic.Table(function.Function, logits, output, 0).Select(b => (int)b)], logits.Scale, output.Scale, -output.Zero * output.Scale),
                FunctionNode { Function: SigmoidFunction } => new OutputFields(Activation.Sigmoid, [], logits.Scale, 1f, 0f),
                _ => new OutputFields(Activation.Tanh, [], logits.Scale, 1f, 0f),
            };
        }
        catch (UserException e)
        {
            throw new UserException($"{Node.Place}: {e.Message}", e);
        }
    }

    private static bool HasSameBytes(GraphNode node) => node is ReshapeNode
        || (node is FunctionNode { Function: IdentityFunction } && node.Inputs[0].Step!.Scale == node.Output.Step!.Scale && node.Inputs[0].Step!.Zero == node.Output.Step!.Zero);
}

/// <summary>Fields of section OUTP.</summary>
/// <param name="Function">The function.</param>
/// <param name="Entries">Its table, if the file has one.</param>
/// <param name="LogitScale">The real number that a logit of 1 means.</param>
/// <param name="ValueScale">Factor of values for people.</param>
/// <param name="ValueOffset">Added to them.</param>
internal sealed record OutputFields(Activation Function, int[] Entries, float LogitScale, float ValueScale, float ValueOffset);
