using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Lowering;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Benchmarks;

/// <summary>Networks of LiteRT on the desktop, one thread, one sample at a time, beside ONNX Runtime on what export --onnx writes of them.</summary>
internal static class ImportedNetworks
{
    // Short ones, because other work on the machine disturbs some of them.
    private const int Rounds = 300;
    private const string Script = "tools/EdgeNet.Benchmarks/imported.js";

    /// <summary>Measures all networks of a folder.</summary>
    /// <param name="folder">Files NAME.tflite with NAME.inputs.bin: inputs as int8, one after another.</param>
    /// <returns>The rows of a table.</returns>
    public static IEnumerable<string> Table(string folder)
    {
        DirectoryInfo work = Directory.CreateTempSubdirectory("edgenet-imported-");
        try
        {
            Dictionary<string, (double Floats, double Bytes, int Macs)> here = [];
            foreach (string path in Directory.EnumerateFiles(folder, "*.tflite").Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileNameWithoutExtension(path);
                here.Add(name, Measure(path, File.ReadAllBytes(Path.Combine(folder, $"{name}.inputs.bin")), Path.Combine(work.FullName, name)));
            }

            Dictionary<string, double> there = OnnxRuntime(work.FullName);
            yield return "| network | multiply-adds | EdgeNet, floats: us | EdgeNet, bytes: us | ONNX Runtime: us | ratio to floats |\n| --- | --- | --- | --- | --- | --- |";
            foreach ((string name, (double floats, double bytes, int macs)) in here)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"| {name} | {macs:N0} | {floats:N1} | {bytes:N1} | {there[name]:N1} | {there[name] / floats:F2}x |");
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static (double Floats, double Bytes, int Macs) Measure(string path, byte[] inputs, string target)
    {
        ImportedGraph graph = LiteRtReader.Read(File.ReadAllBytes(path), path);
        string[] labels = [.. Enumerable.Range(0, graph.Output.Shape.Count).Select(i => $"{i}")];
        ModelFile model = ModelFile.Parse(ModelWriter.Write(GraphLowering.Lower(graph, LoweringSettings.Plain(true, labels)), []));
        InputInfo input = model.Input;
        byte[][] samples = [.. inputs.Select(b => (byte)(b ^ 0x80)).Chunk(input.Count)];
        float[][] raw = Array.ConvertAll(samples, s => Array.ConvertAll(s, b => (b - input.Offset[0]) / input.Scale[0]));

        // ONNX has the channels of a picture first.
        int places = input.Height * input.Width;
        float[] channelsFirst = [.. raw.SelectMany(r => Enumerable.Range(0, r.Length).Select(i => input.Rank == 1 ? r[i] : r[(i % places * input.Channels) + (i / places)]))];
        File.WriteAllBytes($"{target}.onnx", OnnxNetwork.Write(model, path));
        File.WriteAllBytes($"{target}.bin", MemoryMarshal.AsBytes<float>(channelsFirst).ToArray());
        int[] dimensions = input.Rank == 1 ? [1, input.Count] : [1, input.Channels, input.Height, input.Width];
        File.WriteAllText($"{target}.json", JsonSerializer.Serialize(dimensions));
        Network network = new(model);
        int calls = Math.Max(samples.Length, 60_000_000 / Math.Max(30_000, model.Macs));
        return (Timing.BestMicroseconds(Rounds, calls, i => network.Classify(raw[i % raw.Length])), Timing.BestMicroseconds(Rounds, calls, i => network.ClassifyQuantized(samples[i % samples.Length])), model.Macs);
    }

    private static Dictionary<string, double> OnnxRuntime(string folder)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", [Script, folder]) { RedirectStandardOutput = true }) ?? throw new UserException("node cannot be started");
        string lines = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return node.ExitCode != 0 ? throw new UserException("ONNX Runtime is not there: npm ci --ignore-scripts --prefix tests/EdgeNet.Import.Tests, and run this in the project's folder")
            : lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("what").GetString()!, e => e.GetProperty("value").GetDouble());
    }
}
