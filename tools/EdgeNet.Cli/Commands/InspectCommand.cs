using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

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
            Check a model file, and show what it contains and what it needs on a board.

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
            Inspection file = Inspection.Of(parsed.GetRequiredValue(model));
            if (file.Model is not ModelFile valid)
            {
                ErrorReport.Say($"{file.Path}: {file.Problem}");
                if (parsed.GetValue(json))
                {
                    Json.Print(JsonReports.OfInvalid(file));
                }

                return 1;
            }

            using AppBoard app = new(parsed.GetRequiredValue(board), file.Bytes);
            HeapForecast heap = app.Start();
            double? share = heap.Fits ? app.ShareOfStream(null) : null;
            int optionalBytes = Inspection.OptionalBytes(file.Bytes);
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(valid, optionalBytes, heap, share));
            }
            else
            {
                ModelReport.Print(valid, optionalBytes, heap, share);
            }

            ModelReport.Warn(heap);
            return 0;
        });
        return command;
    }
}
