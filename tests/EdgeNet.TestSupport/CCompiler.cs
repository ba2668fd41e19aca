using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>A compiler of C on this computer, and how programs that it makes are run.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Options">What it is always told.</param>
/// <param name="Runner">What runs the programs; empty for this computer itself.</param>
public sealed record CCompiler(string Command, string[] Options, params string[] Runner)
{
    private static readonly string[] Strict = ["-Wall", "-Wextra", "-Werror", "-pedantic"];

    /// <summary>C99, with every warning and every check at run time that there is.</summary>
    public static CCompiler Checked { get; } = new("gcc", ["-std=c99", .. Strict, "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);

    /// <summary>C99 as programs are usually compiled.</summary>
    public static CCompiler Plain { get; } = new("gcc", ["-std=c99", .. Strict, "-O2"]);

    /// <summary>The first Raspberry Pi Zero.</summary>
    public static CCompiler Arm1176 { get; } = new("arm-linux-gnueabi-gcc", ["-std=c99", .. Strict, "-O2", "-mcpu=arm1176jzf-s", "-mfpu=vfp", "-mfloat-abi=softfp", "-static"], "qemu-arm", "-cpu", "arm1176");

    /// <summary>One that may merge multiplications with additions.</summary>
    public static CCompiler Fused { get; } = new(Fma.IsSupported ? "gcc" : "gcc for FMA", ["-std=gnu11", .. Strict, "-O2", "-mfma", "-ffp-contract=fast"]);

    /// <summary>One whose registers hold more bits than a float has.</summary>
    public static CCompiler Wide { get; } = new(X86Base.IsSupported ? "gcc" : "gcc for x87", ["-std=gnu11", .. Strict, "-O2", "-mfpmath=387"]);

    /// <summary>C++ as the Arduino IDE compiles it.</summary>
    public static CCompiler Cpp { get; } = new("g++", ["-std=gnu++11", .. Strict, "-O2"]);

    /// <summary>An Arduino Uno.</summary>
    public static CCompiler Avr { get; } = new("avr-gcc", ["-std=c99", .. Strict, "-Os", "-mmcu=atmega328p"], "simavr");

    /// <summary>The other compiler of most computers.</summary>
    public static CCompiler Clang { get; } = new("clang", ["-std=c99", .. Strict, "-O2"]);

    /// <summary>What is missing on this computer; null if nothing is.</summary>
    public string? Missing => Array.Find([Command, .. Runner.Take(1)], program => !IsThere(program));

    /// <summary>Compiles a program.</summary>
    /// <returns>Its file.</returns>
    public string Compile(string source)
    {
        string program = Path.ChangeExtension(source, null) + "-" + Guid.NewGuid().ToString("N")[..6];
        Run(Command, [.. Options, source, "-o", program]);
        return program;
    }

    /// <summary>Compiles without a result, as C or C++ by the options.</summary>
    public static void Check(string compiler, string source, params string[] options) => Run(compiler, [.. Strict, .. options, "-fsyntax-only", source]);

    /// <summary>Runs a program with an input.</summary>
    /// <returns>Its output.</returns>
    public byte[] Execute(string program, byte[] input)
    {
        string[] command = [.. Runner, program];
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        reading.Wait();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {errors.Result}");
        return output.ToArray();
    }

    /// <summary>Runs a tool.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool}: {errors}");
        return output.Result;
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
