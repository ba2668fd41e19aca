using System.CommandLine;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Export;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet export: a model file as C# source, for programs that carry their model inside.</summary>
internal static class ExportCommand
{
    // A nanoFramework assembly holds 64 KB of array data, and silently wraps beyond.
    private const int MostBytes = 60_000;
    private const int BytesALine = 24;
    private const string Origin = "written by edgenet export";

    private static readonly OutputKind Kind = new("C# that edgenet export has written", head => Encoding.UTF8.GetString(head).Contains(Origin, StringComparison.Ordinal));

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> output = new("--out") { Description = "The C# file to write.", Required = true, HelpName = "Model.cs" };
        Option<string> space = new("--namespace") { Description = "Namespace of the class.", DefaultValueFactory = _ => "EdgeNet.Models" };
        Option<bool> csharp = new("--csharp") { Description = "Write the network itself as straight-line C# code, for tiny models: no heap for weights, and twice as quick on a board." };
        Option<bool> force = CommonOptions.Force();
        Command command = new("export", """
            Write a model file as a C# class with an array of bytes, for a board without storage; EdgeNet.Core loads the array as it loads a file.
            With --csharp the class is the network: it needs nothing else and gives the same answers, bit for bit.

            Examples:
              edgenet export digits.edgenet --out DigitsModel.cs --namespace My.App
              edgenet export gestures.edgenet --out Gestures.cs --csharp
            """)
        {
            model, output, space, csharp, force,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model), target = parsed.GetRequiredValue(output);
            (ModelFile file, byte[] bytes) = ModelLoader.LoadWithBytes(path);
            bool code = parsed.GetValue(csharp);
            if (!code && file.Length > MostBytes)
            {
                throw new UserException($"{path}: {file.Length} bytes; an assembly on a board holds at most {MostBytes} in arrays. Deploy it as a file");
            }

            string name = Path.GetFileNameWithoutExtension(target);
            if (!IsIdentifier(name))
            {
                throw new UserException($"{target}: \"{name}\" is not the name of a C# class");
            }

            string source = code ? StraightLineCode.Write(file, name, parsed.GetRequiredValue(space)) : Source(bytes, file, name, parsed.GetRequiredValue(space));
            OutputFile written = OutputFile.Create(target, Kind, parsed.GetValue(force), path);
            written.Commit(Encoding.UTF8.GetBytes(source));
            Console.WriteLine($"written: {target}");
        });
        return command;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Source(byte[] bytes, ModelFile model, string name, string space)
    {
        StringBuilder source = new();
        source.Append($"namespace {space};\n\n");
        source.Append($"/// <summary>The model \"{CSharpText.Comment(model.Meta("name"))}\" ({CSharpText.Comment(model.Meta("build"))}), {Origin}.</summary>\n");
        source.Append($"internal static class {name}\n{{\n    /// <summary>The model file.</summary>\n    public static readonly byte[] Bytes =\n    {{\n");
        for (int at = 0; at < bytes.Length; at += BytesALine)
        {
            source.Append("        ").AppendJoin(", ", bytes.Skip(at).Take(BytesALine)).Append(",\n");
        }

        return source.Append("    };\n}\n").ToString();
    }
}
