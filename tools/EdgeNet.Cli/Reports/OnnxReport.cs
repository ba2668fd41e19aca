using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>The network in floating point that a training writes, if it is wanted.</summary>
internal static class OnnxReport
{
    /// <summary>Names it in JSON.</summary>
    public static void AddTo(Dictionary<string, object?> json, OutputFile? onnx)
    {
        if (onnx is not null)
        {
            json["onnx"] = onnx.Name;
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(OutputFile? onnx, TrainedModel trained, bool asJson)
    {
        if (onnx is null)
        {
            return;
        }

        OnnxExport.Write(trained, onnx);
        if (!asJson)
        {
            Console.WriteLine($"written: {onnx.Name}");
        }
    }
}
