using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet eval: how good a model file is on data.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        DataOptions data = new(forTraining: false);
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("eval", """
            Test a model file with the code that runs on a board. The samples are the test part of the data; of the data of the training, those that were
            set aside then; of other data all.

            Examples:
              edgenet eval digits.edgenet --data builtin:digits
              edgenet eval mnist.edgenet --data mnist/ --json
              edgenet eval gestures.edgenet --data gestures/
            """)
        {
            model,
        };
        data.AddTo(command);
        Array.ForEach<Option>([seed, json], command.Add);
        command.SetAction(parsed =>
        {
            ModelEvaluation evaluation = ModelEvaluation.Run(parsed.GetRequiredValue(model), data.Of(parsed), data.NameOf(parsed), parsed.GetValue(seed));
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(evaluation));
            }
            else
            {
                EvaluationReport.Print(evaluation);
            }
        });
        return command;
    }
}
