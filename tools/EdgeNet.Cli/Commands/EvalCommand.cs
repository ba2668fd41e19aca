using System.CommandLine;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet eval: how good a model file is on data.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> data = CommonOptions.Data();
        Option<string?> labelColumn = CommonOptions.LabelColumn();
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("eval", """
            Test a model file with the code that runs on a board. Uses the test part of data that have one, else all samples.

            Examples:
              edgenet eval digits.edgenet --data builtin:digits
              edgenet eval mnist.edgenet --data mnist/ --json
            """)
        {
            model, data, labelColumn, seed, json,
        };
        command.SetAction(parsed =>
        {
            ModelFile file = ModelLoader.Load(parsed.GetRequiredValue(model));
            Dataset samples = DataFor(file, parsed.GetValue(labelColumn)).LoadTest(parsed.GetRequiredValue(data), parsed.GetValue(seed));
            Score score = Evaluator.Evaluate(file, samples);
            if (parsed.GetValue(json))
            {
                Json.Print(ToJson(score, file));
            }
            else
            {
                ModelReport.Print(score, file);
            }
        });
        return command;
    }

    /// <summary>Reads data as a model needs them: a CSV's column by the model's task, pictures in the model's size.</summary>
    public static DataSource DataFor(ModelFile model, string? labelColumn)
    {
        TaskKind? task = model.Output.Task == ModelFormat.MultiLabel ? null : (TaskKind)model.Output.Task;
        return new DataSource(new CsvOptions(labelColumn, task), model.Input.Rank == 1 ? null : (model.Input.Height, model.Input.Width));
    }

    /// <summary>What --json prints of a score.</summary>
    public static Dictionary<string, object> ToJson(Score score, ModelFile model)
    {
        Dictionary<string, object> json = model.Output.Task == ModelFormat.Regression
            ? new() { ["error"] = score.Error, ["largestError"] = score.LargestError }
            : new() { ["accuracy"] = score.Accuracy };
        json["samples"] = score.Samples;
        json["confusion"] = score.Confusion;
        json["labels"] = model.Labels;
        return json;
    }
}
