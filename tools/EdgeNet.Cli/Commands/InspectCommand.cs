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
        Argument<string> model = new("model") { Description = "The model file, or a network of another program.", HelpName = "model.edgenet|model.tflite|model.onnx" };
        Option<BoardProfile> board = CommonOptions.Board();
        Option<bool> json = CommonOptions.Json();
        Command command = new("inspect", """
            Check a model file, and show what it contains and what it needs on a board. Of a LiteRT or ONNX network, show its operators, what it would need
            there as a model file, and what would have to change for it to fit; the exit code is 1 if it cannot become one.

            Examples:
              edgenet inspect digits.edgenet
              edgenet inspect digits.edgenet --board esp32-psram
              edgenet inspect digits.edgenet --json
              edgenet inspect kws.tflite --board esp32-psram
            """)
        {
            model, board, json,
        };
        command.SetAction(parsed =>
        {
            if (ForeignNetwork.Is(parsed.GetRequiredValue(model)))
            {
                return Forecast(NetworkForecast.Of(parsed.GetRequiredValue(model), parsed.GetRequiredValue(board)), parsed.GetValue(json));
            }

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

    private static int Forecast(NetworkForecast forecast, bool json)
    {
        if (json)
        {
            Json.Print(JsonReports.Of(forecast));
        }
        else
        {
            ForecastReport.Print(forecast);
        }

        return forecast.Model is null ? 1 : 0;
    }
}
