using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Export.C;

namespace EdgeNet.Workflows;

/// <summary>Writes models as C headers.</summary>
public static class CExport
{
    private static readonly OutputKind Kind = new("a C header that edgenet export has written", head => Encoding.UTF8.GetString(head).Contains(CHeader.Origin, StringComparison.Ordinal));

    /// <summary>Writes a model as a header whose names begin with that of the file.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="target">The header.</param>
    /// <param name="force">Whether a file that was not exported is replaced.</param>
    /// <returns>Bytes of memory that the header's functions use, apart from the stack.</returns>
    /// <exception cref="UserException">The name is not one in C, the model is missing, damaged or reads a stream, or the file cannot be written.</exception>
    public static int Write(string path, string target, bool force)
    {
        string name = CName.In(target);
        ModelFile model = LoadedModel.Read(path).Model;
        if (model.HasSignal)
        {
            throw new UserException($"{path}: the network reads a sensor's stream through a pipeline of filters and features, which is not written as C; deploy the model as a file");
        }

        OutputFile.Create(target, Kind, force, path).Commit(Encoding.ASCII.GetBytes(CHeader.Write(model, name)));
        return CHeader.RamBytes(model);
    }
}
