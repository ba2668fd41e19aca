using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Cli.Reports;

/// <summary>What people should know of the data that a network is trained on.</summary>
internal static class DataReport
{
    /// <summary>Says on stderr which files of a folder were skipped.</summary>
    public static void WarnOfSkipped(string data, Dataset dataset)
    {
        if (dataset.Skipped.Count > 0)
        {
            Console.Error.WriteLine(TerminalText.Of($"{data.TrimEnd('/', '\\')}: skipped {SkippedFile.Describe(dataset.Skipped)}"));
        }
    }

    /// <summary>Says on stderr which classes are learnt but not tested.</summary>
    public static void WarnOfUntested(DatasetSplit split)
    {
        if (split.Train.Task != TaskKind.Classification)
        {
            return;
        }

        int[] learnt = Counts(split.Train), tested = Counts(split.Test);
        for (int c = 0; c < learnt.Length; c++)
        {
            if (learnt[c] > 0 && tested[c] == 0)
            {
                Console.Error.WriteLine(TerminalText.Of($"warning: the class \"{UserException.Quote(split.Train.Labels[c])}\" has {learnt[c]} training {(learnt[c] == 1 ? "sample" : "samples")} and none for testing: the accuracy says nothing about it"));
            }
        }
    }

    private static int[] Counts(Dataset data)
    {
        int[] counts = new int[data.Labels.Length];
        for (int i = 0; i < data.Count; i++)
        {
            counts[data.ClassOf(i)]++;
        }

        return counts;
    }
}
