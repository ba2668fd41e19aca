using System.Diagnostics;

namespace EdgeNet.Emulator.Tests;

/// <summary>
/// A test that runs a program on nanoFramework's own interpreter. EDGENET_NANOCLR is its command line, in which {assemblies}
/// stands for the paths of the .pe files; EDGENET_PE is the folder they lie in, mscorlib.pe among them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealInterpreterFactAttribute : FactAttribute
{
    private const string CommandVariable = "EDGENET_NANOCLR", FolderVariable = "EDGENET_PE";

    public RealInterpreterFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(CommandVariable) is null || Environment.GetEnvironmentVariable(FolderVariable) is null)
        {
            Skip = $"nanoFramework's interpreter is not at hand: {CommandVariable} and {FolderVariable} are not set";
        }
    }

    /// <summary>Runs a program and gives the lines it printed with our prefix.</summary>
    public static string[] Run(string program)
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        string[] assemblies = ["mscorlib.pe", program + ".pe"];
        string command = Environment.GetEnvironmentVariable(CommandVariable)!
            .Replace("{assemblies}", string.Join(' ', assemblies.Select(a => $"\"{Path.Combine(folder, a)}\"")), StringComparison.Ordinal);
        (string shell, string option) = OperatingSystem.IsWindows() ? ("cmd", "/c") : ("sh", "-c");
        using Process process = Process.Start(new ProcessStartInfo(shell, [option, command]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.StartsWith("EN|", StringComparison.Ordinal))];
    }
}
