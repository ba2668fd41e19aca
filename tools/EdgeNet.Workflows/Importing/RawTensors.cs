using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Workflows;

/// <summary>Runs a model on bytes as the tensors of the network hold them that it was imported from, to compare it with that network byte for byte.</summary>
public static class RawTensors
{
    private const int SignedZero = 128;
    private const int MaxInputBytes = 1 << 30;
    private const string Ending = ".bin", TextStart = "out 0 ";

    // Bytes tell nothing of themselves: their file is known by its name.
    private static readonly OutputKind Bytes = new("a file of bytes (.bin)", _ => true), Other = new("a file of bytes (.bin)", _ => false);
    private static readonly OutputKind Text = new("tensors that edgenet has written", head => head.AsSpan().StartsWith(Encoding.ASCII.GetBytes(TextStart)));

    /// <summary>Runs all inputs and writes the outputs.</summary>
    /// <param name="loaded">The model, which reads and gives bytes.</param>
    /// <param name="inputs">A file of input tensors, one after the other.</param>
    /// <param name="outputs">The file for the output tensors, one after the other.</param>
    /// <param name="layers">The file for every tensor of the first input, as text: number, shape and bytes of the original; null for none.</param>
    /// <param name="force">Whether files of another kind are overwritten.</param>
    /// <returns>How many inputs there were.</returns>
    /// <exception cref="UserException">The model has no such tensors, the inputs are not whole, or a file cannot be read or written.</exception>
    public static int Run(LoadedModel loaded, string inputs, string outputs, string? layers, bool force)
    {
        ModelFile model = loaded.Model;
        IReadOnlyList<OriginalTensor> originals = OriginalTensor.Read(model);
        if (model.Input.Bits != 8 || model.HasSignal || model.Layers.Length == 0 || model.Layers[^1] is not AnswerInfo)
        {
            throw new UserException($"{loaded.Path}: its inputs and outputs are no bytes; a model that was imported from a network of int8 has such");
        }

        OutputFile target = OutputFile.Create(outputs, outputs.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? Bytes : Other, force, inputs, loaded.Path);
        OutputFile? text = layers is null ? null : OutputFile.Create(layers, Text, force, inputs, loaded.Path, outputs);
        if (layers is not null && OutputFile.Resolve(layers) == OutputFile.Resolve(outputs))
        {
            throw new UserException($"{layers}: cannot hold both the outputs and the tensors; give two names");
        }

        byte[] all = DataFile.ReadAllBytes(inputs, MaxInputBytes);
        int values = model.Input.Count, samples = all.Length / values;
        if (samples == 0 || all.Length % values != 0)
        {
            throw new UserException($"{inputs}: {all.Length:N0} bytes are not a whole number of inputs of {values:N0}");
        }

        Network network = new(model);
        RawAnswer answer = new(network, model, originals);
        byte[] results = new byte[samples * network.OutputCount];
        for (int s = 0; s < samples; s++)
        {
            byte[] sample = all[(s * values)..((s + 1) * values)];
            answer.Run(sample).CopyTo(results, s * network.OutputCount);
        }

        string? described = text is null ? null : answer.Describe(all[..values]);
        target.Commit(results);
        text?.Commit(Encoding.ASCII.GetBytes(described!));
        return samples;
    }

    // A model that was stripped holds what most originals do: int8.
    private sealed class RawAnswer(Network network, ModelFile model, IReadOnlyList<OriginalTensor> originals)
    {
        // The list begins with the network's input and ends with its output.
        private readonly bool _inputIsSigned = originals.Count == 0 || originals[0].IsSigned, _outputIsSigned = originals.Count == 0 || originals[^1].IsSigned;

        public byte[] Run(byte[] sample)
        {
            network.ClassifyQuantized(Turned(sample, _inputIsSigned));
            return Turned(Outputs(), _outputIsSigned);
        }

        public string Describe(byte[] sample)
        {
            StringBuilder text = new();
            text.Append(TextStart).Append(Convert.ToHexStringLower(Run(sample))).Append('\n');
            byte[][] tensors = network.RunLayers(Turned(sample, _inputIsSigned));
            foreach (OriginalTensor original in originals.OrderBy(o => o.Number))
            {
                byte[] values = original.Tensor == OriginalTensor.OutputBytes ? Outputs() : tensors[original.Tensor];
                text.Append($"tensor {original.Number} {(original.IsSigned ? "INT8" : "UINT8")} [{string.Join(',', original.Dimensions)}] : ").Append(Convert.ToHexStringLower(Turned(values, original.IsSigned))).Append('\n');
            }

            return text.ToString();
        }

        private byte[] Outputs() => [.. Enumerable.Range(0, network.OutputCount).Select(o => model.Output.GivesBytes ? network.OutputByte(o) : (byte)(network.Logit(o) + model.Layers[^1].Activation.ZeroPoint))];

        private static byte[] Turned(byte[] values, bool signed) => signed ? Array.ConvertAll(values, v => (byte)(v ^ SignedZero)) : values;
    }
}
