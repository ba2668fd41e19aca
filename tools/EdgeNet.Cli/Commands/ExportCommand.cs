using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet export: a model file as C# source, for programs that carry their model inside.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> output = new("--out") { Description = "The C# file to write; its name is the name of the class.", Required = true, HelpName = "Model.cs" };
        Option<string> space = new("--namespace") { Description = "Namespace of the class.", DefaultValueFactory = _ => "EdgeNet.Models" };
        Option<bool> csharp = new("--csharp") { Description = "Write the network itself as straight-line C# code, for tiny models: no heap for weights, and twice as fast on a board." };
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
            string target = parsed.GetRequiredValue(output);
            ModelExport.Write(parsed.GetRequiredValue(model), target, parsed.GetRequiredValue(space), parsed.GetValue(csharp), parsed.GetValue(force));
            Console.WriteLine($"written: {target}");
        });
        return command;
    }
}
