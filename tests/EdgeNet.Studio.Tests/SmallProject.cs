using EdgeNet.Cli.Options;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Tests;

/// <summary>Projects with a model that was trained in a moment.</summary>
internal static class SmallProject
{
    private const int Side = 8, Bright = 3, PerClass = 30;

    /// <summary>Pictures of 8x8 pixels with three bright columns, left or right; one of those for testing, left/7.png, has the wrong label.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void OfPictures(string folder)
    {
        foreach (string side in (string[])["left", "right"])
        {
            Directory.CreateDirectory(Path.Combine(folder, "sides", side));
            for (int i = 0; i < PerClass; i++)
            {
                bool isLeft = side == "left" != (side == "left" && i == 7);
                byte[] rows = [.. Enumerable.Range(0, Side).SelectMany(_ => Enumerable.Range(-1, Side + 1).Select(x => x < 0 ? (byte)0 : (isLeft ? x < Bright : x >= Side - Bright) ? (byte)(150 + (3 * i)) : (byte)(2 * i)))];
                File.WriteAllBytes(Path.Combine(folder, "sides", side, $"{i}.png"), Png.Write(Side, Side, 0, rows));
            }
        }

        Train(folder, "--data", "sides", "--test-files", "*7.png", "--hidden", "4", "--epochs", "40");
    }

    /// <summary>A table of two columns, of which the second decides.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void OfTable(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "table.csv"), "noise,signal,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},{(i % 2 == 0 ? 10 + (i % 3) : i % 3)},{(i % 2 == 0 ? "high" : "low")}\n")));
        Train(folder, "--data", "table.csv", "--hidden", "4", "--epochs", "40");
    }

    /// <summary>Recordings of two movements.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void OfRecordings(string folder)
    {
        foreach (string file in (string[])["slow/1.csv", "slow/2.csv", "slow/3.csv", "fast/1.csv", "fast/2.csv", "fast/3.csv"])
        {
            string path = Path.Combine(folder, "moves", file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i % (file[0] == 's' ? 20 : 4)},{i % 3}\n")));
        }

        Train(folder, "--data", "moves", "--window", "20", "--rate", "10", "--features", "mean, std", "--epochs", "20");
    }

    /// <summary>The digits that are built in.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void OfDigits(string folder) => Train(folder, "--data", "builtin:digits", "--hidden", "32", "--epochs", "3");

    private static void Train(string folder, params string[] words)
    {
        File.WriteAllText(Path.Combine(folder, "studio.json"), System.Text.Json.JsonSerializer.Serialize(new { train = words, board = "esp32" }));
        TrainingJob.Prepare(TrainingRequestOptions.Read([.. words, "--allow-loss", "--out", "model.edgenet"]).In(folder)).Run(null, default);
    }
}
