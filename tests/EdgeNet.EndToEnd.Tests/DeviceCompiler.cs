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
    public static byte[] Compile(string source, params string[] contracts) =>
        Compile("Generated", OutputKind.DynamicallyLinkedLibrary, [source], contracts.Prepend("mscorlib").Select(c => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "device-http", c + ".dll"))));

    /// <summary>Compiles an app.</summary>
    /// <param name="name">Name of the assembly.</param>
    /// <param name="sources">C#.</param>
    /// <param name="references">Contracts, and assemblies that are deployed with it.</param>
    /// <returns>The assembly.</returns>
    public static byte[] CompileApp(string name, IEnumerable<string> sources, IEnumerable<byte[]> references) =>
        Compile(name, OutputKind.ConsoleApplication, sources, references.Select(r => MetadataReference.CreateFromImage(r)));

    private static byte[] Compile(string name, OutputKind kind, IEnumerable<string> sources, IEnumerable<MetadataReference> references)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(name, sources.Select(s => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.CSharp10))), references,
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
        return assembly.ToArray();
    }
}
