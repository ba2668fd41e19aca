using System.CommandLine;
using EdgeNet.Core;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet inspect: what a model file holds.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("inspect", """
            Check a model file and say what it holds, and what it needs on a board.

            Examples:
              edgenet inspect digits.edgenet
              edgenet inspect digits.edgenet --json
            """)
        {
            model, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            if (!parsed.GetValue(json))
            {
                ModelReport.Print(ModelLoader.Load(path));
                return;
            }

            byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
            try
            {
                Json.Print(ToJson(ModelFile.Parse(bytes)));
            }
            catch (ModelException e)
            {
                // Whoever reads the JSON learns that the file is bad; the exit code and stderr say it as well.
                Json.Print(new { modelBytes = bytes.Length, crcOk = false, error = e.Message });
                throw new DataException($"{path}: {e.Message}", e);
            }
        });
        return command;
    }

    private static object ToJson(ModelFile model) => new
    {
        name = model.Meta("name"),
        dataset = model.Meta("dataset"),
        build = model.Meta("build"),
        task = ((TaskKind)model.Output.Task).ToString(),
        inputShape = Evaluator.ShapeOf(model).Dimensions,
        inputBits = model.Input.Bits,
        labels = model.Labels,
        layers = model.Layers.Select((layer, i) => new
        {
            kind = layer.KindName,
            shape = new[] { layer.Inputs, layer.Outputs },
            activation = ModelReport.ActivationName(model, i),
            weightBytes = layer.Matrix?.WeightBytes ?? 0,
        }),
        modelBytes = model.Length,
        ramBytes = model.RamBytes,
        macs = model.Macs,
        goldenVectors = model.GoldenCount,
        crcOk = true,
    };
}
