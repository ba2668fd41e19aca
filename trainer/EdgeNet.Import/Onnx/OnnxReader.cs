using System.Text.Json;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;
using EdgeNet.Import.Onnx.Operators;

namespace EdgeNet.Import.Onnx;

/// <summary>Reads ONNX files.</summary>
public static class OnnxReader
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const int OldestVersion = 13;
    private const int NewestVersion = 22;
    private const int MaxNodes = 4096;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>The network: tensors that QuantizeLinear has given a step have one, all others are real numbers.</returns>
    /// <exception cref="UserException">The file is damaged, or has what cannot be run; the message says what, where, and what would work.</exception>
    public static ImportedGraph Read(byte[] file, string name)
    {
        try
        {
            return Build(OnnxModel.Read(new ProtoReader(file)));
        }
        catch (FormatException e)
        {
            throw new UserException($"{name}: not a readable ONNX file: {UserLine(e.Message)}", e);
        }
        catch (OverflowException e)
        {
            throw new UserException($"{name}: not a readable ONNX file: a tensor has more values than can be counted", e);
        }
        catch (UserException e)
        {
            throw new UserException($"{name}: {e.Message}", e);
        }
    }

    private static string UserLine(string text) => TerminalText.Of(text);

    private static ImportedGraph Build(OnnxModel model)
    {
        long version = model.Operators.GetValueOrDefault("");
        if (!model.HasGraph || model.Nodes.Count == 0)
        {
            throw new FormatException("there is no network in it");
        }

        if (version is < OldestVersion or > NewestVersion)
        {
            throw new UserException($"its operators are of version {version}; versions {OldestVersion} to {NewestVersion} are read: export it again with opset_version=17");
        }

        if (model.Nodes.Count > MaxNodes)
        {
            throw new UserException($"it has {model.Nodes.Count:N0} operators, at most {MaxNodes:N0} are read");
        }

        HashSet<string> constants = [.. model.Constants.Select(c => c.Name)];
        OnnxValueInfo[] inputs = [.. model.Inputs.Where(i => !constants.Contains(i.Name))];
        OnnxValueInfo input = inputs.Length == 1 ? inputs[0] : throw Several("inputs", inputs);
        OnnxValueInfo output = model.Outputs.Count == 1 ? model.Outputs[0] : throw Several("outputs", model.Outputs);
        int[] dimensions = InputReader.Dimensions(input);
        NetworkBuilder network = new(dimensions.Length > 1 ? dimensions[0] : 1, (int)version);
        Dictionary<string, OnnxValue> values = [];
        foreach (OnnxTensor constant in model.Constants)
        {
            values[constant.Name] = ConstantOperators.Of(constant, network);
        }

        Dictionary<string, int> readers = Readers(model, output.Name, out bool[] needed);
        OnnxActivation read = InputReader.Read(input, dimensions, model, network);
        network.Input = read.Tensor;
        values[input.Name] = read;
        for (int n = 0; n < model.Nodes.Count; n++)
        {
            OnnxNode node = model.Nodes[n];
            if (needed[n])
            {
                NodeReader reader = new(network, node, n, [.. node.Inputs.Select(i => i.Length == 0 ? null : Find(i, node, n))]);
                values[node.Outputs[0]] = Run(reader, node);
            }
        }

        OnnxActivation result = Find(output.Name, null, 0) as OnnxActivation ?? throw new UserException($"its output \"{UserException.Quote(output.Name)}\" does not depend on its input");
        if (network.Nodes.Count == 0)
        {
            throw new UserException("it has no operator that computes anything");
        }

        CheckShape(result, output);
        CheckOrder(result, network);
        GraphNotes notes = GraphNotes.None with { Name = model.Name, Labels = LabelsOf(model), Remarks = network.Remarks };
        return new ImportedGraph(network.Input, network.Nodes, result.Tensor, notes);

        OnnxValue Find(string value, OnnxNode? node, int index)
        {
            OnnxValue found = values.TryGetValue(value, out OnnxValue? known) ? known
                : throw new UserException($"{(node is null ? "its output" : $"{UserException.Quote(node.Operator)} at node {index} reads")} \"{UserException.Quote(value)}\", which nothing before it gives");
            return found is OnnxActivation x && readers[value] > 1 ? x with { IsShared = true } : found;
        }
    }

    // Where the file says the whole shape, another one would mean that an operator was understood in another way.
    private static void CheckShape(OnnxActivation result, OnnxValueInfo output)
    {
        if (output.Dimensions is { Count: > 0 } said && said.TrueForAll(d => d > 0) && !said.SequenceEqual(result.Dimensions.Select(d => (long?)d)))
        {
            throw new UserException($"its output \"{UserException.Quote(output.Name)}\" is {OnnxShape.Text(said)} as the file says, but {OnnxShape.Text(result.Dimensions)} by its operators; export it again");
        }
    }

    private static void CheckOrder(OnnxActivation result, NetworkBuilder network)
    {
        if (result.Order.AsSpan().SequenceEqual(OnnxShape.Identity(result.Order.Length)))
        {
            return;
        }

        if (!result.Order.AsSpan().SequenceEqual(OnnxShape.ChannelsFirst(result.Tensor.Shape)))
        {
            throw new UserException("the values of its output would have to be moved into their order; let a dense layer be the last, or leave out the Transpose or Flatten before the output");
        }

        network.Remarks.Add("its outputs come place by place, channels innermost (rows, columns, channels), where ONNX has channels first");
    }

    private static OnnxValue Run(NodeReader reader, OnnxNode node)
    {
        bool known = Enumerable.Range(0, reader.Inputs).All(i => !reader.Has(i) || reader.IsConstant(i));
        return known && ConstantOperators.Of(node.Operator) is { } compute ? compute(reader)
            : OnnxOperators.Of(node.Domain, node.Operator) is { } run ? run(reader)
            : throw reader.Error(OnnxOperators.NotSupported(node.Domain, node.Operator));
    }

    // How many operators read each value, those apart that the output does not depend on.
    private static Dictionary<string, int> Readers(OnnxModel model, string output, out bool[] needed)
    {
        Dictionary<string, int> readers = new() { [output] = 1 };
        needed = new bool[model.Nodes.Count];
        for (int n = model.Nodes.Count - 1; n >= 0; n--)
        {
            OnnxNode node = model.Nodes[n];
            needed[n] = node.Outputs.Exists(readers.ContainsKey);
            if (needed[n] && node.Outputs.Skip(1).FirstOrDefault(readers.ContainsKey) is string second)
            {
                throw new UserException($"{UserException.Quote(node.Operator)} at node {n}: its output \"{UserException.Quote(second)}\" is used; only the first output of an operator is supported");
            }

            foreach (string input in needed[n] ? node.Inputs.Where(i => i.Length > 0) : [])
            {
                readers[input] = readers.GetValueOrDefault(input) + 1;
            }
        }

        return readers;
    }

    // As edgenet train --onnx and others note them: an array of texts.
    private static string[]? LabelsOf(OnnxModel model)
    {
        try
        {
            return model.Notes.TryGetValue("labels", out string? note) && JsonSerializer.Deserialize<string[]>(note) is { } labels && Array.TrueForAll(labels, l => l is not null) ? labels : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static UserException Several(string what, IReadOnlyCollection<OnnxValueInfo> values) =>
        new($"it has {values.Count} {what}{(values.Count == 0 ? "" : $" ({string.Join(", ", values.Take(4).Select(v => $"\"{UserException.Quote(v.Name)}\""))})")}; networks with one are supported: export only what is needed");
}
