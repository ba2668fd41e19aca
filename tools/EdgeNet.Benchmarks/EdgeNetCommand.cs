using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Benchmarks;

/// <summary>The edgenet command as users run it: as a separate process.</summary>
/// <param name="path">The program.</param>
internal sealed class EdgeNetCommand(string path)
{
    /// <summary>Where "dotnet build" leaves the command, seen from the repository's root.</summary>
    public static string Built => $"tools/EdgeNet.Cli/bin/Release/net10.0/{RuntimeInformation.RuntimeIdentifier}/edgenet" + (OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>Runs it.</summary>
    /// <returns>What it prints.</returns>
    /// <exception cref="UserException">There is no such program, or it fails.</exception>
    public string Run(params string[] args)
    {
        if (!File.Exists(path))
        {
            throw new UserException($"there is no command {path}; build it with \"dotnet build -c Release tools/EdgeNet.Cli\", or give its path with --edgenet");
        }

        using Process process = Process.Start(new ProcessStartInfo(path, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new UserException($"{path} {args[0]}: {error.Result.Trim()}");
    }

    /// <summary>Trains a network and throws the model away.</summary>
    /// <param name="data">What --data is given.</param>
    /// <param name="options">All other options.</param>
    /// <returns>Samples per second, from the first step on, and the accuracy in the test.</returns>
    public (double Speed, double Accuracy) Train(string data, params string[] options)
    {
        string model = Path.Combine(Path.GetTempPath(), $"edgenet-benchmark-{Guid.NewGuid():N}.edgenet");
        try
        {
            JsonElement report = JsonDocument.Parse(Run(["train", "--data", data, .. options, "--out", model, "--json"])).RootElement;
            return (report.GetProperty("samplesPerSecond").GetDouble(), report.GetProperty("testAccuracy").GetDouble());
        }
        finally
        {
            File.Delete(model);
        }
    }
}
