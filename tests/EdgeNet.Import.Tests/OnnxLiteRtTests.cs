using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Lowering;
using EdgeNet.Import.Tests.OnnxRuntime;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Format;
using Xunit.Abstractions;

namespace EdgeNet.Import.Tests;

/// <summary>Networks of LiteRT, imported and written as ONNX.</summary>
public class OnnxLiteRtTests(ITestOutputHelper output)
{
    private static readonly string[] Models = ["ad01_int8", "hello_world_int8", "kws_int8", "resnet8_int8", "tinymaix_mnist_valid_q", "vww_int8"];

    /// <summary>LiteRT rounds twice and ONNX once, so bytes differ; labels are the same unless two outputs are close.</summary>
    [OnnxRuntimeFact("litert")]
    public void Imported_networks_answer_in_ONNX_as_the_reference_kernels()
    {
        ModelFile[] models = Array.ConvertAll(Models, Import);
        byte[][] inputs = Array.ConvertAll(Models, name => Read($"{name}.inputs.bin")), expected = Array.ConvertAll(Models, name => Read($"{name}.outputs.bin"));
        float[][] answers = OnnxRuntimeProcess.Run([.. models.Select((m, i) => new OnnxJob(OnnxNetwork.Write(m, "m"), Raw(m.Input, inputs[i])))]);
        for (int m = 0; m < models.Length; m++)
        {
            // The output byte from its real value: of LiteRT's softmax 256ths.
            OutputInfo unit = models[m].Output;
            float scale = unit.Function == ModelFormat.LiteRtSoftmax ? 1f / 256 : unit.LogitScale;
            int zero = unit.Function == ModelFormat.LiteRtSoftmax ? 0 : models[m].Layers[^1].Activation.ZeroPoint;
            double[] steps = [.. answers[m].Select((v, i) => Math.Abs((v / scale) + zero - (byte)(expected[m][i] ^ 0x80)))];
            output.WriteLine($"{Models[m]}: {steps.Count(s => s > 0.5):N0} of {steps.Length:N0} bytes differ, by at most {steps.Max():F0}, on average {steps.Average():F3}");

            // A step of a logit before softmax can be a tenth of the probability.
            bool chooses = unit.Function == ModelFormat.LiteRtSoftmax;
            Assert.InRange(steps.Max(), 0, chooses ? 40 : 3);
            Assert.InRange(steps.Average(), 0, chooses ? 2 : 0.5);
            int outputs = models[m].Labels.Length;
            Assert.All(Enumerable.Range(0, chooses ? steps.Length / outputs : 0), i =>
            {
                float[] answer = answers[m][(i * outputs)..((i + 1) * outputs)];
                sbyte[] reference = Array.ConvertAll(expected[m][(i * outputs)..((i + 1) * outputs)], b => (sbyte)b);
                Assert.InRange(reference.Max() - reference[Array.IndexOf(answer, answer.Max())], 0, 40);
            });
        }
    }

    private static ModelFile Import(string name)
    {
        ImportedGraph graph = LiteRtReader.Read(Read($"{name}.tflite"), name);
        return ModelFile.Parse(ModelWriter.Write(GraphLowering.Lower(graph, LoweringSettings.Plain(true, [.. Enumerable.Range(0, graph.Output.Shape.Count).Select(i => $"{i}")])), []));
    }

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(SharedData.Folder, "litert", file));

    // The real values of int8 inputs, all samples, channels first.
    private static (float[] Values, int[] Dimensions) Raw(InputInfo input, byte[] bytes)
    {
        int[] order = OnnxTensors.Order(input.Height, input.Width, input.Channels);
        int count = bytes.Length / input.Count;
        return ([.. Enumerable.Range(0, count).SelectMany(s => order.Select(i => ((byte)(bytes[(s * input.Count) + i] ^ 0x80) - input.Offset[0]) / input.Scale[0]))], [count, .. OnnxInput.Dimensions(input)[1..]]);
    }
}
