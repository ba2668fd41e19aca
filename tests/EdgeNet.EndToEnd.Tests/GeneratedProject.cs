using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using EdgeNet.Workflows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A project that edgenet new has put together in memory, compiled in this process as its project files say.</summary>
internal sealed class GeneratedProject
{
    // What the SDK puts in front of every file of a project with ImplicitUsings.
    private const string ImplicitUsings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks; global using System.Net.Http;";

    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    // EdgeNet's sources and contracts are the same in every project.
    private static readonly ConcurrentDictionary<string, SyntaxTree> Parsed = [];
    private static readonly ConcurrentDictionary<string, MetadataReference> Contract = [];

    private static readonly Lock OneAtATime = new();

    // By their sources: those of most projects are the same.
    private static readonly ConcurrentDictionary<string, byte[]> Compiled = [];

    // What a test project has: the framework, and the assemblies of this one.
    private static readonly MetadataReference[] Desktop =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(r => MetadataReference.CreateFromFile(r))];

    // An older version of the framework is referred to by xunit; the SDK does not tell either.
    private static readonly KeyValuePair<string, ReportDiagnostic>[] Untold = [new("CS1701", ReportDiagnostic.Suppress)];

    public GeneratedProject(NewProject project)
    {
        Project = project;
        Name = project.Name;
    }

    public NewProject Project { get; }

    public string Name { get; }

    public string Text(string path) => Encoding.UTF8.GetString(Project.Files[path]).TrimStart('\uFEFF');

    public IEnumerable<string> Paths => Project.Files.Keys;

    /// <summary>Sources as NAME.nfproj lists them, its own and EdgeNet's.</summary>
    public string[] DeviceSources => [.. Includes($"{Name}/{Name}.nfproj", "Compile").Select(p => $"{Name}/{p}"), .. Includes("EdgeNet/EdgeNet.projitems", "Compile").Select(p => "EdgeNet/" + p.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal))];

    /// <summary>Assemblies that NAME.nfproj refers to, and where it looks for each.</summary>
    public Dictionary<string, string> References => XDocument.Parse(Text($"{Name}/{Name}.nfproj")).Descendants(MsBuild + "Reference")
        .ToDictionary(r => r.Attribute("Include")!.Value, r => r.Element(MsBuild + "HintPath")!.Value);

    public IEnumerable<(string Id, string Version)> Packages => XDocument.Parse(Text($"{Name}/packages.config")).Root!.Elements("package").Select(p => (p.Attribute("id")!.Value, p.Attribute("version")!.Value));

    public IEnumerable<(string Name, byte[] Bytes)> Contracts => Paths.Where(p => p.StartsWith("EdgeNet/board/contracts/", StringComparison.Ordinal)).Select(p => (Path.GetFileName(p), Project.Files[p]));

    /// <summary>Assemblies of the app beside its own: the path of each one's project.</summary>
    public string[] Libraries => [.. ProjectsOf($"{Name}/{Name}.nfproj")];

    /// <summary>The app for a board: C# 10, against the contracts in the project and the project's own assemblies and nothing else.</summary>
    public CSharpCompilation CompileApp() => Compile(Name, DeviceSources, Libraries, OutputKind.ConsoleApplication);

    /// <summary>All sources of the app and of the assemblies beside it in one compilation, to see what uses what.</summary>
    public CSharpCompilation CompileAsOne() => Compile(Name, [.. DeviceSources, .. Libraries.SelectMany(SourcesOf)], [], OutputKind.ConsoleApplication);

    /// <summary>All that is deployed: the app, and assemblies beside it.</summary>
    public IReadOnlyList<byte[]> EmitAll() => [Emit(CompileApp()), .. EmitLibraries()];

    /// <summary>Sources of one of them, as its .nfproj lists them.</summary>
    public string[] SourcesOf(string project) => [.. Includes(project, "Compile").Select(s => $"{Path.GetDirectoryName(project)!.Replace('\\', '/')}/{s}")];

    public static byte[] Emit(CSharpCompilation compilation)
    {
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        Diagnostic[] problems = [.. result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(result.Success && problems.Length == 0, string.Join('\n', problems.Take(5).Select(d => d.ToString())));
        return assembly.ToArray();
    }

    /// <summary>Compiles the project's own test, runs all of it on the compiled app, and says how many tests there were.</summary>
    /// <param name="app">The compiled app.</param>
    public int RunTests(byte[] app)
    {
        byte[][] libraries = EmitLibraries();
        CSharpCompilation tests = CSharpCompilation.Create(Name + ".Tests", [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(Text($"{Name}.Tests/AppTests.cs"))],
            Desktop, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: Untold));
        Type type = Assembly.Load(Emit(tests)).GetType($"{Name}.Tests.AppTests")!;
        MethodInfo[] facts = [.. type.GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null)];

        // Where the projects' tests look for their files, there is room for one project at a time, and test classes run beside each other.
        lock (OneAtATime)
        {
            WriteForTests(app, libraries);
            foreach (MethodInfo fact in facts)
            {
                using IDisposable instance = (IDisposable)Activator.CreateInstance(type)!;
                fact.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
        }

        return facts.Length;
    }

    private void WriteForTests(byte[] app, byte[][] libraries)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "app");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, Name + ".dll"), app);
        foreach ((string name, byte[] bytes) in Contracts.Concat(Libraries.Select(l => Path.GetFileNameWithoutExtension(l) + ".dll").Zip(libraries)))
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        File.WriteAllBytes(Path.Combine(AppContext.BaseDirectory, "TestModel.edgenet"), Project.Files[$"{Name}.Tests/TestModel.edgenet"]);
    }

    private CSharpCompilation Compile(string name, string[] sources, string[] projects, OutputKind kind) => CSharpCompilation.Create(name, sources.Select(Parse),
        [.. Contracts.Select(c => Contract.TryGetValue(c.Name, out MetadataReference? known) ? known : Contract[c.Name] = MetadataReference.CreateFromImage(c.Bytes)), .. projects.Select(p => MetadataReference.CreateFromImage(CompileLibrary(p)))],
        new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release));

    private byte[][] EmitLibraries() => [.. Libraries.Select(CompileLibrary)];

    // As its .nfproj says.
    private byte[] CompileLibrary(string project)
    {
        string key = string.Concat(SourcesOf(project).Select(Text));
        return Compiled.TryGetValue(key, out byte[]? done) ? done
            : Compiled[key] = Emit(Compile(Path.GetFileNameWithoutExtension(project), SourcesOf(project), ProjectsOf(project), OutputKind.DynamicallyLinkedLibrary));
    }

    private string[] ProjectsOf(string project) =>
        [.. Includes(project, "ProjectReference").Select(r => Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(project)!, r)).Replace('\\', '/'))];

    private SyntaxTree Parse(string path)
    {
        // The straight-line transform has what its model needs.
        if (!path.StartsWith("EdgeNet/", StringComparison.Ordinal) || path.StartsWith("EdgeNet/Fft/", StringComparison.Ordinal))
        {
            return ParseAs(path);
        }

        return Parsed.TryGetValue(path, out SyntaxTree? tree) ? tree : Parsed[path] = ParseAs(path);
    }

    private SyntaxTree ParseAs(string path) => CSharpSyntaxTree.ParseText(Text(path), new CSharpParseOptions(LanguageVersion.CSharp10), path);

    private IEnumerable<string> Includes(string project, string item) => XDocument.Parse(Text(project)).Descendants(MsBuild + item).Select(i => i.Attribute("Include")!.Value.Replace('\\', '/'));
}
