using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx;
using EdgeNet.Import.Quantization;
using EdgeNet.Trainer.Export.Onnx;

namespace EdgeNet.Import.Tests.Onnx;

/// <summary>Small ONNX files, and what a network that has been read computes.</summary>
internal static class OnnxFiles
{
    /// <summary>A file whose input is x and whose output is y.</summary>
    public static byte[] Of(int[] input, Action<OnnxGraph> add, int version = 17)
    {
        OnnxGraph graph = new("test", version);
        graph.Input("x", OnnxType.Float, input);
        add(graph);
        graph.Output("y", OnnxType.Float);
        return graph.ToBytes();
    }

    /// <summary>Reads a file.</summary>
    public static ImportedGraph Read(byte[] file) => OnnxReader.Read(file, "test.onnx");

    /// <summary>Reads a file and computes its output.</summary>
    public static float[] Run(byte[] file, params float[] input) => new GraphRunner(Read(file)).Run(input).ToArray();

    /// <summary>1, 2, 3, ...</summary>
    public static float[] Count(int count, float first = 1) => [.. Enumerable.Range(0, count).Select(i => first + i)];
}
