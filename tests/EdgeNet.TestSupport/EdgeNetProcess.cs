using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>Runs the real program as a user would.</summary>
public sealed record EdgeNetProcess(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static EdgeNetProcess Run(params string[] args)
    {
        using Process process = Start(args);
        return Finish(process);
    }

    /// <summary>Runs it in a folder.</summary>
    public static EdgeNetProcess RunIn(string folder, params string[] args)
    {
        using Process process = Start(args, null, folder);
        return Finish(process);
    }

    /// <summary>Runs it with an environment variable.</summary>
    public static EdgeNetProcess RunWith((string Name, string Value) variable, params string[] args)
    {
        using Process process = Start(args, variable);
        return Finish(process);
    }

    public static Process Start(params string[] args) => Start(args, null);

    private static Process Start(string[] args, (string Name, string Value)? variable, string folder = "")
    {
        ProcessStartInfo info = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "edgenet.dll"));
        Array.ForEach(args, info.ArgumentList.Add);
        if (variable is not null)
        {
            info.Environment[variable.Value.Name] = variable.Value.Value;
        }

        return Process.Start(info)!;
    }

    public static EdgeNetProcess Finish(Process process)
    {
        // Not waited for before the time is up: a program that does not end leaves them open.
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("edgenet did not end within three minutes");
        }

        // Lines end the same everywhere.
        return new EdgeNetProcess(process.ExitCode, output.Result.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>Sends a signal by its name, such as INT.</summary>
    public static void Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Bad input: one line on stderr, nothing on stdout, exit code 1 or 2.</summary>
    public EdgeNetProcess AssertRefused(params string[] parts)
    {
        Assert.InRange(ExitCode, 1, 2);
        string line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("edgenet: ", line);
        Assert.DoesNotContain("   at ", line);
        Assert.All(parts, p => Assert.Contains(p, line));
        return this;
    }

    public EdgeNetProcess AssertSucceeded()
    {
        Assert.True(ExitCode == 0, Error);
        return this;
    }
}
