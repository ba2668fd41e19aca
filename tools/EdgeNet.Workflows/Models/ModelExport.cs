using System.Text;
using EdgeNet.Files;
using EdgeNet.Trainer.Export;

namespace EdgeNet.Workflows;

/// <summary>Writes models as C# source.</summary>
public static class ModelExport
{
    /// <summary>Bytes of the largest model that is written as an array: a nanoFramework assembly holds 64 KB of array data and signatures, and silently wraps beyond.</summary>
    internal const int MaxArrayBytes = 59_000;

    private const int BytesPerLine = 24;
    private const string Origin = "written by edgenet export";

    private static readonly OutputKind Kind = new("C# that edgenet export has written", head => Encoding.UTF8.GetString(head).Contains(Origin, StringComparison.Ordinal));

    /// <summary>Writes a model as a C# class that has the name of the file.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="target">The C# file.</param>
    /// <param name="space">Namespace of the class.</param>
    /// <param name="asCode">Whether the class is the network as code; else it is an array of the file's bytes.</param>
    /// <param name="force">Whether a file that was not exported is replaced.</param>
    /// <exception cref="UserException">A name is not one in C#, the model is missing, damaged, too large for this or of another kind, or the file cannot be written.</exception>
    public static void Write(string path, string target, string space, bool asCode, bool force)
    {
        CSharpName.CheckNamespace(space);
        string name = CSharpName.ClassIn(target);
        LoadedModel model = LoadedModel.Read(path);
        if (asCode && model.Model.Anomaly is not null)
        {
            throw new UserException($"{path}: a model that finds anomalies cannot be exported as code; export it without --csharp, as an array of bytes");
        }

        if (asCode && model.Model.Range is not null)
        {
            throw new UserException($"{path}: a model that is unsure of values outside of the trained range cannot be exported as code; export it without --csharp, as an array of bytes");
        }

        if (!asCode && model.Bytes.Length > MaxArrayBytes)
        {
            throw new UserException($"{path}: {model.Bytes.Length} bytes; an assembly on a board can hold at most {MaxArrayBytes} bytes of arrays. Deploy the model as a file");
        }

        string source = asCode ? NetworkCode.Write(model.Model, name, space) : Source(model, name, space);
        OutputFile.Create(target, Kind, force, path).Commit(Encoding.UTF8.GetBytes(source));
    }

    /// <summary>A model file as a C# class. Its bytes are made when they are asked for: in a field they would take a board's heap from the start.</summary>
    internal static string Source(LoadedModel model, string name, string space)
    {
        StringBuilder source = new();
        source.Append($"namespace {space};\n\n");
        source.Append($"/// <summary>{CSharpText.Title(model.Model)}, {Origin}.</summary>\n");
        source.Append($"internal static class {name}\n{{\n    /// <summary>The model file.</summary>\n    public static byte[] Bytes\n    {{\n        get\n        {{\n            return new byte[]\n            {{\n");
        for (int at = 0; at < model.Bytes.Length; at += BytesPerLine)
        {
            source.Append("                ").AppendJoin(", ", model.Bytes.Skip(at).Take(BytesPerLine)).Append(",\n");
        }

        return source.Append("            };\n        }\n    }\n}\n").ToString();
    }
}
