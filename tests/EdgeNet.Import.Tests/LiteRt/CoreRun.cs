using EdgeNet.Core;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>What Core computes of a model file that was imported.</summary>
public static class CoreRun
{
    /// <summary>All tensors that remain, in the form and with the numbers of the original: lines of a number and hexadecimal digits.</summary>
    public static string Tensors(QuantizedNetwork network, byte[] input)
    {
        ModelFile model = ModelFile.Parse(ModelWriter.Write(network, []));
        Network core = new(model);
        byte[][] tensors = core.RunLayers(input);
        byte[] outputs = model.Output.GivesBytes ? [.. Enumerable.Range(0, core.OutputCount).Select(o => core.OutputByte(o))] : [];
        return string.Concat(OriginalTensor.Read(model).OrderBy(o => o.Number).Select(o => $"{o.Number} {Digits(o.Tensor == OriginalTensor.OutputBytes ? outputs : tensors[o.Tensor], o.IsSigned)}\n"));
    }

    private static string Digits(byte[] bytes, bool isSigned) => Convert.ToHexStringLower(isSigned ? Array.ConvertAll(bytes, b => (byte)(b ^ 0x80)) : bytes);
}
