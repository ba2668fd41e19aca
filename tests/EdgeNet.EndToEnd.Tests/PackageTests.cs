using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeNet.TestSupport;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The packages as users get them, and the documents that come with them.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const string Page = "docs/library.md", Tool = "tools/EdgeNet.Cli";
    private static readonly string[] Libraries =
        ["shared/EdgeNet.Core", "shared/EdgeNet.Files", "shared/EdgeNet.Pictures", "tools/EdgeNet.Emulator", "trainer/EdgeNet.Data", "trainer/EdgeNet.Trainer"];

    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Packages_are_the_libraries_that_people_use_and_the_command_and_no_others()
    {
        string[] projects = [.. Directory.EnumerateFiles(SharedData.ProjectRoot, "*.csproj", SearchOption.AllDirectories)
            .Where(p => XElement.Load(p).Descendants("IsPackable").Any(e => e.Value == "true"))
            .Select(p => Path.GetRelativePath(SharedData.ProjectRoot, Path.GetDirectoryName(p)!).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        Assert.Equal([.. Libraries.Append(Tool).Order(StringComparer.Ordinal)], projects);
        Assert.All(projects, p => Assert.True(File.Exists(Path.Combine(SharedData.ProjectRoot, p, "PACKAGE.md"))));
        Assert.DoesNotContain(projects, p => File.ReadAllText(Directory.GetFiles(Path.Combine(SharedData.ProjectRoot, p), "*.csproj").Single()).Contains("<Version>", StringComparison.Ordinal));
    }

    /// <summary>Every piece of the page names the file that it is; programs are built against the packages in a folder of their own, and run.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void What_the_library_page_shows_runs_against_the_packages()
    {
        string feed = _folder.File("feed");
        Run(SharedData.ProjectRoot, "msbuild", WritePackAll(feed), "-nologo", "-v:m", "-nodeReuse:false");
        AssertPackages(feed);

        string[] pieces = [.. WritePieces()];
        string[] files = ["Lamp.Tests/Lamp.Tests.csproj", "Lamp.Tests/LampTests.cs", "Lamp/Lamp.csproj", "Lamp/Program.cs", "Own/Program.cs", "Run/Program.cs", "Train/Program.cs"];
        Assert.Equal(files, pieces.Order(StringComparer.Ordinal));
        WriteConsole("Train", "EdgeNet.Trainer");
        WriteConsole("Own", "EdgeNet.Trainer");
        WriteConsole("Run", "EdgeNet.Core");
        WriteConsole("Readmes", "EdgeNet.Trainer", "EdgeNet.Emulator");
        WriteReadmes();
        WriteSources(feed);
        _folder.Write("All.slnx", $"<Solution>{string.Concat(Projects().Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");
        Run(_folder.Path, "build", "All.slnx", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        string tests = Run(_folder.Path, "test", "Lamp.Tests", "--no-build", "--nologo", "-nodeReuse:false");
        Assert.Matches("Passed: +1,", tests);

        // Measured once by its botanist: two flowers that one straight line tells apart.
        _folder.Write("flowers.csv", string.Join('\n', Enumerable.Range(0, 60)
            .Select(i => i % 2 == 0 ? $"{5.0 + (i % 7 * 0.1):F1},3.4,1.{i % 5 + 2},0.2,setosa" : $"{5.5 + (i % 9 * 0.1):F1},2.7,4.{i % 7 + 1},1.3,versicolor").Prepend("a,b,c,d,species")));
        Assert.Matches(@"test accuracy 100\s?%, quantised 100\s?%\n\d+ bytes, \d+ bytes of RAM on a board", Run(_folder.Path, Program("Train")));
        Assert.Matches(@"4 values in, 2 labels, \d+ bytes of RAM\nsetosa \d+ %", Run(_folder.Path, Program("Run")));
        Assert.Matches(@"100\s?% of the training samples", Run(_folder.Path, Program("Own")));
    }

    private void AssertPackages(string feed)
    {
        string version = XElement.Load(Path.Combine(SharedData.ProjectRoot, "Directory.Build.props")).Descendants("Version").Single().Value;
        string[] names = [.. Libraries.Select(l => Path.GetFileName(l)!)];
        Assert.Equal(names.SelectMany(n => new[] { $"{n}.{version}.nupkg", $"{n}.{version}.snupkg" }).Order(StringComparer.Ordinal),
            Directory.GetFiles(feed).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        foreach (string name in names)
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{version}.nupkg")), symbols = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{version}.snupkg"));
            string[] files = [.. package.Entries.Select(e => e.FullName)];
            string[] frameworks = name == "EdgeNet.Core" ? ["netstandard2.0", "net10.0"] : ["net10.0"];
            foreach (string framework in frameworks)
            {
                Assert.Contains($"lib/{framework}/{name}.dll", files);
                Assert.Contains($"lib/{framework}/{name}.xml", files);
                Assert.Contains($"lib/{framework}/{name}.pdb", symbols.Entries.Select(e => e.FullName));
            }

            Assert.Equal(frameworks.Length, files.Count(f => f.StartsWith("lib/", StringComparison.Ordinal) && f.EndsWith(".dll", StringComparison.Ordinal)));
            Assert.Contains("README.md", files);
            XElement nuspec = XElement.Load(package.GetEntry($"{name}.nuspec")!.Open()).Elements().Single();
            string Value(string element) => nuspec.Elements().Single(e => e.Name.LocalName == element).Value;
            Assert.Equal("MIT", Value("license"));
            Assert.Contains("nanoframework", Value("tags"));
            Assert.NotEqual("Package Description", Value("description"));
            Assert.Equal(name == "EdgeNet.Emulator", files.Contains("contracts/mscorlib.dll"));

            // No package needs what is none.
            string[] needed = [.. nuspec.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).Where(id => id.StartsWith("EdgeNet.", StringComparison.Ordinal))];
            Assert.Empty(needed.Except(names));
            Assert.True(name is not ("EdgeNet.Core" or "EdgeNet.Emulator" or "EdgeNet.Files") || needed.Length == 0);
        }
    }

    // All of them at once, from what the build of this test has compiled.
    private string WritePackAll(string feed)
    {
        string projects = string.Join(';', Libraries.Select(l => Path.Combine(SharedData.ProjectRoot, l, Path.GetFileName(l) + ".csproj")));
        return _folder.Write("pack.proj", $"""
            <Project DefaultTargets="Pack">
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" Properties="Configuration={Configuration};NoBuild=true;PackageOutputPath={feed}" BuildInParallel="true" />
              </Target>
            </Project>
            """);
    }

    private IEnumerable<string> WritePieces()
    {
        foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(SharedData.ProjectRoot, Page)).ReplaceLineEndings("\n")))
        {
            Match name = FileName().Match(block.Groups["text"].Value);
            Assert.True(name.Success, $"{Page}: a block of code does not say which file it is:\n{block.Value}");
            _folder.Write(name.Groups["name"].Value, block.Groups["text"].Value);
            yield return name.Groups["name"].Value;
        }
    }

    // What each package shows, as a method each, to be compiled.
    private void WriteReadmes()
    {
        foreach (string library in Libraries)
        {
            string text = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, library, "PACKAGE.md")).ReplaceLineEndings("\n");
            string[] lines = Block().Matches(text).Single(m => m.Groups["language"].Value == "csharp").Groups["text"].Value.Split('\n');
            string name = Path.GetFileName(library).Replace('.', '_');
            IEnumerable<string> usings = lines.TakeWhile(l => l.StartsWith("using EdgeNet", StringComparison.Ordinal) || l.Length == 0);
            _folder.Write($"Readmes/{name}.cs", $"{string.Join('\n', usings)}\nstatic class {name}\n{{\n    public static void Run()\n    {{\n{string.Join('\n', lines.Skip(usings.Count()))}\n    }}\n}}\n");
        }

        _folder.Write("Readmes/Program.cs", "System.Console.WriteLine();");
    }

    private void WriteConsole(string name, params string[] packages) => _folder.Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <InvariantGlobalization>true</InvariantGlobalization>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            {string.Concat(packages.Select(p => $"<PackageReference Include=\"{p}\" Version=\"*\" />"))}
          </ItemGroup>
        </Project>
        """);

    // Our packages from the feed, into a folder of their own; those of others from where this build has them.
    private void WriteSources(string feed)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder.File("packages")}" /></config>
              <packageSources><clear /><add key="local" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="cache" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.targets", "<Project />");
    }

    private IEnumerable<string> Projects() => Directory.GetFiles(_folder.Path, "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(_folder.Path, p).Replace('\\', '/'));

    private string Program(string name) => _folder.File($"{name}/bin/Debug/net10.0/{name}.dll");

    private static string Run(string folder, params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // What the runner of this test tells its own children is not for these.
        foreach (string name in info.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) || k == "NUGET_PACKAGES").ToArray())
        {
            info.Environment.Remove(name);
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(//|<!--) (?<name>[\w./]+)")]
    private static partial Regex FileName();
}
