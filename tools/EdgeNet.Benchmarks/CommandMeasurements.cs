using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>What users get: the edgenet command as a process of its own, beside the same training in a process that is warm.</summary>
internal static class CommandMeasurements
{
    private const int TrainingRounds = 7;
    private const int StartRounds = 21;
    private const int Hidden = 128;
    private const int Epochs = 8;

    /// <summary>Where "dotnet build" leaves the command, seen from the repository's root.</summary>
    public static string Built => $"trainer/EdgeNet.Cli/bin/Release/net10.0/{RuntimeInformation.RuntimeIdentifier}/edgenet" + (OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>Samples a second of the command's first epoch and of its first eight, and what share that is of a warm process in the same round; medians.</summary>
    public static IEnumerable<(string What, double Speed, double Share)> Training(string command, string mnistFolder, DatasetSplit mnist)
    {
        TrainingOptions options = new() { Hidden = [Hidden], Epochs = Epochs };
        NetworkTrainer.Train(mnist.Train, options, null, default);
        List<double> warm = [], first = [], all = [];
        for (int round = 0; round < TrainingRounds; round++)
        {
            first.Add(Speed(command, mnistFolder, 1));
            warm.Add(NetworkTrainer.Train(mnist.Train, options, null, default).SamplesPerSecond);
            all.Add(Speed(command, mnistFolder, Epochs));
        }

        yield return ($"warm process, {Epochs} epochs", Median(warm), 1);
        yield return ("edgenet train, first epoch", Median(first), Median(first.Zip(warm, (f, w) => f / w)));
        yield return ($"edgenet train, {Epochs} epochs", Median(all), Median(all.Zip(warm, (a, w) => a / w)));
    }

    /// <summary>Milliseconds from start to end of a classification of one row; median and least.</summary>
    public static IEnumerable<(string What, double Median, double Least)> Starts(string command)
    {
        string model = Path.Combine(Path.GetTempPath(), $"edgenet-benchmark-{Environment.ProcessId}.edgenet");
        try
        {
            Run(command, ["train", "--data", "builtin:xor", "--hidden", "3", "--out", model, "--json"]);
            string[][] commands = [["classify", model, "1", "0"], ["classify", model, "1", "0", "--json"], ["inspect", model, "--json"]];
            List<double>[] times = [.. commands.Select(_ => new List<double>())];
            for (int round = 0; round < StartRounds; round++)
            {
                for (int c = 0; c < commands.Length; c++)
                {
                    long started = Stopwatch.GetTimestamp();
                    Run(command, commands[c]);
                    times[c].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }

            return [.. commands.Select((c, i) => ("edgenet " + string.Join(' ', c.Select(a => a == model ? "xor.edgenet" : a)), Median(times[i]), times[i].Min()))];
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static double Speed(string command, string mnistFolder, int epochs)
    {
        string model = Path.Combine(Path.GetTempPath(), $"edgenet-benchmark-{Guid.NewGuid():N}.edgenet");
        try
        {
            return JsonDocument.Parse(Run(command, ["train", "--data", mnistFolder, "--hidden", $"{Hidden}", "--epochs", $"{epochs}", "--out", model, "--json"]))
                .RootElement.GetProperty("samplesPerSecond").GetDouble();
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static string Run(string command, string[] args)
    {
        if (!File.Exists(command))
        {
            throw new DataException($"there is no command {command}; build it with \"dotnet build -c Release trainer/EdgeNet.Cli\", or name it with --edgenet");
        }

        using Process process = Process.Start(new ProcessStartInfo(command, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new DataException($"{command} {args[0]}: {error.Result.Trim()}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
