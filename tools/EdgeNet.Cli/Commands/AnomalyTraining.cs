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
    public static int Run(TrainingRequest request, BoardProfile board, OutputFile? page, bool asJson)
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

        BoardLook needs = BoardLook.Of(built.File, job.Data.Test, board);
        (HeapForecast heap, EmulationReport? emulation) = needs;
        if (asJson)
        {
            Dictionary<string, object?> printed = JsonReports.Of(built, path, heap, emulation?.PredictedMicroseconds, emulation?.Signal?.Share);
            PageReport.AddTo(printed, page);
            printed["data"] = JsonReports.OfData(job.Data);
            Json.Print(printed);
        }
        else
        {
            AnomalyReport.Print(built, path, job.Data.Train.NormalLabel is not null, job.Options, heap, emulation);
        }

        PageReport.Write(page, () => ModelLook.Of(new LoadedModel(path, built.File, built.Model), ModelLook.TestDataOf(job.Data), needs), asJson);
        ModelReport.Warn(heap);
        ModelReport.Warn(emulation?.Signal);
        return 0;
    }
}
