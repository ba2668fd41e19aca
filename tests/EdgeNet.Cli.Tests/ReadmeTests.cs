using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace EdgeNet.Cli.Tests;

/// <summary>The program in the README is compiled as a user would have it: a console project, and the one reference that the text names.</summary>
[Trait("speed", "slow")]
public sealed class ReadmeTests : IDisposable
{
    private const string Reference = "shared/EdgeNet.Core/EdgeNet.Core.csproj";

    // What the SDK's template for a console project has in front of every file.
    private const string ImplicitUsings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic;";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_program_compiles_with_the_reference_that_is_named_and_classifies_a_flower()
    {
        string readme = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "README.md"));
        string[] parts = readme.Split("```csharp");
        Assert.Equal(2, parts.Length);
        Assert.Contains(Reference, parts[0].Split("\n\n")[^2]);
        Assert.True(File.Exists(Path.Combine(SharedData.ProjectRoot, Reference)));

        string program = _folder.File("program.dll"), core = typeof(ModelFile).Assembly.Location;
        EmitResult compiled = CSharpCompilation.Create("program",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(parts[1].Split("```")[0])],
            [.. Framework().Append(core).Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)).Emit(program);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));

        // Measures of an iris, as in the README's example; the label does not matter, that there is one does.
        File.Copy(core, _folder.File(Path.GetFileName(core)));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "edgenet.runtimeconfig.json"), _folder.File("program.runtimeconfig.json"));
        string data = _folder.Write("flowers.csv", string.Concat(Enumerable.Range(0, 30).Select(i => $"{5 + (i % 5 * 0.1)},3,{1 + (i % 2 * 4)},{i % 2},{(i % 2 == 0 ? "setosa" : "virginica")}\n")));
        EdgeNetProcess.Run("train", "--data", data, "--hidden", "4", "--out", _folder.File("flowers.edgenet")).AssertSucceeded();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path })!;
        EdgeNetProcess ran = EdgeNetProcess.Finish(process).AssertSucceeded();
        Assert.Matches(@"^\d+\s+setosa \d+ %\s*$", ran.Out);
    }

    private static IEnumerable<string> Framework() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetDirectoryName(p) == Path.GetDirectoryName(typeof(object).Assembly.Location));
}
