using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Trainer.Data;

Dataset d = new DataSource(new CsvOptions()).LoadTest("/work/shared/data/mnist", 1);
foreach (string m in new[] { "mnist", "mnist128" })
{
    Network n = Network.Load(File.ReadAllBytes($"/tmp/m/{m}.edgenet"));
    float[][] f = [.. Enumerable.Range(0, 2000).Select(i => d.Sample(i).ToArray())];
    byte[][] b = [.. f.Select(s => Array.ConvertAll(s, v => (byte)v))];
    for (int r = 0; r < 6; r++)
    {
        Stopwatch w = Stopwatch.StartNew();
        for (int k = 0; k < 20; k++) foreach (float[] s in f) n.Classify(s);
        double tf = w.Elapsed.TotalMicroseconds / 40000;
        w.Restart();
        for (int k = 0; k < 20; k++) foreach (byte[] s in b) n.Classify(s);
        Console.WriteLine($"{m} float {tf:F3} us, bytes {w.Elapsed.TotalMicroseconds / 40000:F3} us");
    }
}
