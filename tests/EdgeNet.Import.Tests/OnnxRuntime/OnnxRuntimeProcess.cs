using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Import.Tests.OnnxRuntime;

/// <summary>Networks in ONNX Runtime: many in one process of Node.</summary>
internal static class OnnxRuntimeProcess
{
    public static string Folder { get; } = Path.Combine(SharedData.ProjectRoot, "tests/EdgeNet.Import.Tests");

    /// <summary>Runs networks.</summary>
    /// <param name="jobs">Networks with their inputs.</param>
    /// <returns>For each all values of its first output.</returns>
    public static float[][] Run(IReadOnlyList<OnnxJob> jobs)
    {
        using TemporaryFolder folder = new();
        for (int j = 0; j < jobs.Count; j++)
        {
            File.WriteAllBytes(folder.File($"{j}.onnx"), jobs[j].Model);
            for (int i = 0; i < jobs[j].Inputs.Length; i++)
            {
                File.WriteAllBytes(folder.File($"{j}.{i}.bin"), MemoryMarshal.AsBytes<float>(jobs[j].Inputs[i].Values).ToArray());
            }
        }

        File.WriteAllText(folder.File("jobs.json"), JsonSerializer.Serialize(jobs.Select((job, j) => new
        {
            model = $"{j}.onnx",
            inputs = job.Inputs.Select((input, i) => new { file = $"{j}.{i}.bin", dims = input.Dimensions }),
            output = $"{j}.out.bin",
        })));
        ProcessStartInfo start = new("node", [Path.Combine(Folder, "OnnxRuntime/run.js"), folder.Path]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return [.. jobs.Select((_, j) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File($"{j}.out.bin"))).ToArray())];
    }
}

/// <summary>An ONNX file with inputs in the network's order.</summary>
/// <param name="Model">The file.</param>
/// <param name="Inputs">Floats, and their dimensions with that of the batch.</param>
internal sealed record OnnxJob(byte[] Model, params (float[] Values, int[] Dimensions)[] Inputs);
