using EdgeNet.Files;
using EdgeNet.Trainer.Export.Onnx;

namespace EdgeNet.Workflows;

/// <summary>Writes models as ONNX.</summary>
public static class OnnxExport
{
    /// <summary>ONNX files of this program: they begin with the version of the format and its name.</summary>
    public static OutputKind Kind { get; } = new("ONNX that edgenet has written", head => head.AsSpan() is [0x08, _, 0x12, 0x07, ..] && head.AsSpan(4).StartsWith("EdgeNet"u8));

    /// <summary>Writes a model in integers as ONNX.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="target">The ONNX file.</param>
    /// <param name="force">Whether a file that this program has not written is replaced.</param>
    /// <exception cref="UserException">The model is missing, damaged or has what ONNX has not, or the file cannot be written.</exception>
    public static void Write(string path, string target, bool force)
    {
        if (!Path.GetExtension(target).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserException($"{target}: the output is ONNX, so the name of the file must end in .onnx");
        }

        LoadedModel model = LoadedModel.Read(path);
        OutputFile file = OutputFile.Create(target, Kind, force, path);
        file.Commit(OnnxNetwork.Write(model.Model, path));
    }

    /// <summary>Writes the network of a training in floating point as ONNX.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="file">The ONNX file.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Write(TrainedModel trained, OutputFile file) => file.Commit(OnnxFloatNetwork.Write(trained.Model.Training.Network, trained.Model.Model.Meta("name")));
}
