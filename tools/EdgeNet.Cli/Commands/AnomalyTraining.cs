using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet train --task anomaly: from normal data to a model file.</summary>
internal static class AnomalyTraining
{
    public static int Run(TrainingRequest request, BoardProfile board, bool asJson)
    {
        AnomalyJob job = AnomalyJob.Prepare(request);
        DataReport.Warn(request.Data, job.Data);
        if (!asJson)
        {
            DataReport.Print(job.Data, null);
        }

        using Interruption interruption = new();
        (BuiltAnomaly built, string path) = TrainingDisplay.Run("learning what is normal", progress => job.Run(progress, interruption.Token));
        foreach (string warning in built.Warnings)
        {
            Console.Error.WriteLine(TerminalText.Of($"warning: {warning}"));
        }

        (HeapForecast heap, EmulationReport? emulation) = EmulatedModel.Forecast(built.File, job.Data.Test, board);
        if (asJson)
        {
            Dictionary<string, object?> printed = JsonReports.Of(built, path, heap, emulation?.PredictedMicroseconds, emulation?.Signal?.Share);
            printed["data"] = JsonReports.OfData(job.Data);
            Json.Print(printed);
        }
        else
        {
            AnomalyReport.Print(built, path, job.Data.Train.NormalLabel is not null, job.Options, heap, emulation);
        }

        ModelReport.Warn(heap);
        ModelReport.Warn(emulation?.Signal);
        return 0;
    }
}
