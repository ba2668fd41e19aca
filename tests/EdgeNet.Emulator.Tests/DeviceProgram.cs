using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeNet.Emulator.Tests;

/// <summary>Compiles programs for a board as device/NanoFramework.props does: C# 10, optimised, against the contracts and nothing else.</summary>
internal static class DeviceProgram
{
    private const string Usings = "using System; using System.Threading; using System.IO; using System.Device.Adc; using System.Device.Gpio; using System.Device.I2c;\n";

    /// <summary>A board with a program.</summary>
    /// <param name="source">Its C#; the namespaces of threads, files and pins are there.</param>
    public static Board Deployed(string source)
    {
        Board board = new(BoardProfile.Esp32);
        board.Deploy(Programs.Contracts, [Compile(source)]);
        return board;
    }

    /// <summary>Compiles a program with a Main.</summary>
    public static byte[] Compile(string source, string name = "Generated")
    {
        CSharpCompilation compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(Usings + source, new CSharpParseOptions(LanguageVersion.CSharp10))],
            Programs.ContractPaths.Select(c => MetadataReference.CreateFromFile(c)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
        return assembly.ToArray();
    }
}
