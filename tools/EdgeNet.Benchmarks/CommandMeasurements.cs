using System.Diagnostics;
using EdgeNet.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>What the command's start costs: its training beside the same in a process that is warm, and how long small commands take from start to end.</summary>
internal static class CommandMeasurements
{
    private const int TrainingRounds = 7;
    private const int StartRounds = 21;
    private const int Epochs = 8;

    /// <summary>Samples per second of the command's first epoch and of its first eight, and the share of a warm process's in the same round; medians.</summary>
    public static IEnumerable<(string What, double Speed, double Share)> Training(EdgeNetCommand command, string mnistFolder, DatasetSplit mnist)
    {
        TrainingOptions options = new() { Hidden = [128], Epochs = Epochs };
        NetworkTrainer.Train(mnist.Train, options, null, default);
        List<double> warm = [], first = [], all = [];
        for (int round = 0; round < TrainingRounds; round++)
        {
            first.Add(command.Train(mnistFolder, "--hidden", "128", "--epochs", "1").Speed);
            warm.Add(NetworkTrainer.Train(mnist.Train, options, null, default).SamplesPerSecond);
            all.Add(command.Train(mnistFolder, "--hidden", "128", "--epochs", $"{Epochs}").Speed);
        }

        yield return ($"warm process, {Epochs} epochs", Median(warm), 1);
        yield return ("edgenet train, first epoch", Median(first), Median(first.Zip(warm, (f, w) => f / w)));
        yield return ($"edgenet train, {Epochs} epochs", Median(all), Median(all.Zip(warm, (a, w) => a / w)));
    }

    /// <summary>Milliseconds from start to end; median and minimum.</summary>
    public static IEnumerable<(string What, double Median, double Least)> Starts(EdgeNetCommand command)
    {
        string model = Path.Combine(Path.GetTempPath(), $"edgenet-benchmark-{Guid.NewGuid():N}.edgenet");
        try
        {
            command.Run("train", "--data", "builtin:xor", "--hidden", "3", "--out", model, "--json");
            string[][] commands = [["classify", model, "1", "0"], ["classify", model, "1", "0", "--json"], ["inspect", model, "--json"]];
            List<double>[] times = [.. commands.Select(_ => new List<double>())];
            for (int round = 0; round < StartRounds; round++)
            {
                for (int c = 0; c < commands.Length; c++)
                {
                    long started = Stopwatch.GetTimestamp();
                    command.Run(commands[c]);
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

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
