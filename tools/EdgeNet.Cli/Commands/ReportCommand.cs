using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet report: a page that shows where a model is wrong, and what it takes.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        DataOptions data = new(forTraining: false);
        Option<string> output = new("--out") { Description = "The page to write.", Required = true, HelpName = "report.html" };
        Option<BoardProfile> board = CommonOptions.Board();
        Option<int> seed = CommonOptions.Seed();
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("report", """
            Test a model file as "eval" does, and write one page for a browser: what was taken for what, with the samples behind each number; precision and
            recall; the worst mistakes; whether confidences are right; size, memory and predicted time of each layer. The page needs no other file and no network.
            "train --report" writes it after a training, with what rounding to integers cost each layer.

            Examples:
              edgenet report digits.edgenet --data builtin:digits --out report.html
              edgenet report gestures.edgenet --data gestures/ --board esp32-s3 --out gestures.html
            """)
        {
            model,
        };
        data.AddTo(command);
        Array.ForEach<Option>([output, board, seed, force, json], command.Add);
        command.SetAction(parsed =>
        {
            LoadedModel file = LoadedModel.Read(parsed.GetRequiredValue(model));
            OutputFile page = OutputFile.Create(parsed.GetRequiredValue(output), LookPage.FileKind, parsed.GetValue(force), file.Path, data.NameOf(parsed));
            ModelLook look = ModelLook.Of(file, file.ReadData(data.Of(parsed), data.NameOf(parsed), parsed.GetValue(seed)), parsed.GetRequiredValue(board));
            page.Commit(LookPage.Write(look));
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(look, page.Name));
            }
            else
            {
                OriginText.Print(look.Evaluation.Origin);
                OutsideText.Warn(look.Evaluation.Outside, look.Score.Samples);
                Console.WriteLine($"written: {page.Name}");
            }

            ModelReport.Warn(look.Board.Heap);
        });
        return command;
    }
}
