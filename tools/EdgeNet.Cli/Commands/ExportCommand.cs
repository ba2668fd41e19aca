using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet export: a model file as C# source, for programs that carry their model inside, as C, for boards that no .NET reaches, or as ONNX, for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> output = new("--out") { Description = "The file to write. C# is NAME.cs, C is NAME.h; NAME is the name of the class, or what all names in C begin with.", Required = true, HelpName = "Model.cs" };
        Option<string> space = new("--namespace") { Description = "Namespace of the class, such as My.App.", DefaultValueFactory = _ => "EdgeNet.Models" };
        Option<bool> csharp = new("--csharp") { Description = "Write the network itself as C#: a small one of dense layers, or of convolutions and dense layers, without loops, which needs no heap for weights and is up to twice as fast on a board; any other with loops. Not for a model that finds anomalies." };
        Option<bool> c = new("--c") { Description = "Write the network as one C99 header that needs nothing else, for boards that no .NET reaches and for programs in C or C++. Not for a model of a sensor's stream." };
        Option<bool> onnx = new("--onnx") { Description = "Write the network as ONNX, in integers with QuantizeLinear and DequantizeLinear, for ONNX Runtime and others." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("export", """
            Write a model file as a C# class with an array of bytes, for a board without storage; EdgeNet.Core loads the array like a file.
            With --csharp the class is the network itself: it needs nothing else and gives the same logits, bit for bit.
            A model that finds anomalies cannot be exported with --csharp.
            With --c the file is a C header with the same logits, bit for bit, that uses as much memory as it says; see docs/export-c.md.
            With --onnx the file is for other programs; docs/export.md says by how much their answers may differ.

            The name of the class and each part of the namespace must be valid C# identifiers: letters (A to Z, a to z), digits and _, not beginning
            with a digit, and no keywords. The class cannot have the name of a member that the code uses, such as Bytes, Labels or Classify.

            Examples:
              edgenet export digits.edgenet --out DigitsModel.cs --namespace My.App
              edgenet export gestures.edgenet --out Gestures.cs --csharp
              edgenet export digits.edgenet --out digits.h --c
              edgenet export digits.edgenet --out digits.onnx --onnx
            """)
        {
            model, output, space, csharp, c, onnx, force, json,
        };
        command.Validators.Add(result =>
        {
            bool isForClass = result.GetValue(csharp) || result.GetResult(space) is { Implicit: false };
            if (result.GetValue(c) && result.GetValue(onnx))
            {
                result.AddError("--c and --onnx write different files: omit one of them");
            }
            else if ((result.GetValue(c) || result.GetValue(onnx)) && isForClass)
            {
                result.AddError($"{(result.GetValue(c) ? "--c" : "--onnx")} writes no C#: omit --csharp and --namespace");
            }
        });
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model), target = parsed.GetRequiredValue(output);
            bool replaces = parsed.GetValue(force);
            if (parsed.GetValue(c))
            {
                int ram = CExport.Write(path, target, replaces);
                Result.Print(parsed.GetValue(json), JsonReports.OfCExport(path, target, ram), $"written: {target}; it uses {ram:N0} bytes of RAM");
                return;
            }

            if (parsed.GetValue(onnx))
            {
                OnnxExport.Write(path, target, replaces);
            }
            else
            {
                ModelExport.Write(path, target, parsed.GetRequiredValue(space), parsed.GetValue(csharp), replaces);
            }

            Result.Print(parsed.GetValue(json), JsonReports.OfExport(path, target), $"written: {target}");
        });
        return command;
    }
}
