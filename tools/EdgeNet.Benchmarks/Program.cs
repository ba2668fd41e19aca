using EdgeNet.Benchmarks;
using EdgeNet.Emulator;
using EdgeNet.Trainer.Data;

foreach (string m in new[] { "uci", "uci2", "uci4" })
{
    Dataset d = m.StartsWith("uci") ? new DataSource(new CsvOptions()).Load("/work/shared/data/digits/digits.csv.gz", 1).Train : new DataSource(new CsvOptions()).LoadTest("/work/shared/data/mnist", 1);
    float[][] s = [.. Enumerable.Range(0, 300).Select(i => d.Sample(i * (d.Count / 300)).ToArray())];
    foreach (BoardProfile p in BoardProfile.All)
    {
        BoardCosts c = BoardComparison.Run(File.ReadAllBytes($"/tmp/m/{m}.edgenet"), s, !m.StartsWith("uci"), p);
        Console.WriteLine($"{m} {p.Name} {c.Instructions:F0} {c.Microseconds:F0} naive {c.NaiveInstructions:F0} {c.NaiveMicroseconds:F0} ratio {c.InstructionRatio:F1} {c.TimeRatio:F1} load {c.LoadMicroseconds / 1000:F0} ram {c.RamBytes}");
    }
}
