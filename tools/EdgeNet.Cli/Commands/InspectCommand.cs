using System.CommandLine;
using EdgeNet.Cli.Emulation;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet inspect: what a model file holds.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<BoardProfile> board = CommonOptions.Board();
        Option<bool> json = CommonOptions.Json();
        Command command = new("inspect", """
            Check a model file and say what it holds, and what it needs on a board.

            Examples:
              edgenet inspect digits.edgenet
              edgenet inspect digits.edgenet --board esp32-psram
              edgenet inspect digits.edgenet --json
            """)
        {
            model, board, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            BoardProfile profile = parsed.GetRequiredValue(board);
            if (!parsed.GetValue(json))
            {
                (ModelFile file, byte[] contents) = ModelLoader.LoadWithBytes(path);
                HeapForecast forecast = AppBoard.Forecast(profile, contents);
                ModelReport.Print(file, ModelSections.OptionalBytes(contents), forecast);
                ModelReport.Warn(forecast);
                return;
            }

            byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
            try
            {
                ModelFile file = ModelFile.Parse(bytes);
                HeapForecast forecast = AppBoard.Forecast(profile, bytes);
                Json.Print(ToJson(file, ModelSections.OptionalBytes(bytes), forecast));
                ModelReport.Warn(forecast);
            }
            catch (ModelException e)
            {
                // Whoever reads the JSON learns that the file is bad; the exit code and stderr say it as well.
                Json.Print(new { modelBytes = bytes.Length, crcOk = false, error = e.Message });
                throw new UserException($"{path}: {e.Message}", e);
            }
        });
        return command;
    }

    /// <summary>What --json prints of a model.</summary>
    public static object ToJson(ModelFile model, int optionalBytes, HeapForecast heap) => new
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
        optionalBytes,
        ramBytes = model.RamBytes,
        board = heap.Board.Name,
        boardHeapBytes = heap.NeededBytes,
        boardHeapSizeBytes = heap.Board.HeapBytes,
        macs = model.Macs,
        goldenVectors = model.GoldenCount,
        crcOk = true,
    };
}
