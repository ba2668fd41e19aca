using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Compiles small programs for a board as NanoFramework.props does: C# 10, optimised, against contracts and nothing else.</summary>
internal static class DeviceCompiler
{
    /// <summary>Compiles a library.</summary>
    /// <param name="source">C#.</param>
    /// <param name="contracts">Assemblies that it uses besides mscorlib.</param>
    /// <returns>The assembly.</returns>
    public static byte[] Compile(string source, params string[] contracts)
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Generated",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))],
            contracts.Prepend("mscorlib").Select(c => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "device-http", c + ".dll"))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
        return assembly.ToArray();
    }
}
