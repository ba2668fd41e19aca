using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeNet.Core;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Loading;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What edgenet new writes for a board compiles, fits, runs and answers, whatever was chosen.</summary>
[Trait("speed", "slow")]
public sealed class NewProjectTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] TwoValues = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "bugs", true, null, default).File;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, ProjectSensor, ProjectLink, bool> Combinations
    {
        get
        {
            TheoryData<string, ProjectSensor, ProjectLink, bool> all = [];
            foreach (string board in Wired)
            {
                foreach (ProjectSensor sensor in Enum.GetValues<ProjectSensor>())
                {
                    foreach (ProjectLink link in Enum.GetValues<ProjectLink>())
                    {
                        all.Add(board, sensor, link, false);

                        // Another board is other pins, which no model changes.
                        if (board == "esp32")
                        {
                            all.Add(board, sensor, link, true);
                        }
                    }
                }
            }

            return all;
        }
    }

    private static IEnumerable<string> Wired => BoardProfile.All.Select(b => b.Name).Where(b => !b.StartsWith("rp2040", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_combination_compiles_and_passes_its_own_test_on_its_board(string board, ProjectSensor sensor, ProjectLink link, bool model)
    {
        GeneratedProject project = Create(board, sensor, link, model ? ModelFor(sensor) : null);
        CSharpCompilation compilation = project.CompileApp();
        byte[] app = GeneratedProject.Emit(compilation);
        Assert.Equal(2, project.RunTests(app));
        GeneratedProjectAssert.FilesAgree(project, app);
        GeneratedProjectAssert.IsTidy(project);
        using Board deployed = new(BoardProfile.All.Single(b => b.Name == board));
        deployed.Deploy(project.Contracts.Select(c => c.Bytes), project.EmitAll());
        output.WriteLine($"type tables {deployed.TypeTableBytes}");
    }

    /// <summary>Each file of EdgeNet/ declares a type that the app uses, directly or by way of others.</summary>
    [Theory]
    [InlineData(ProjectSensor.None, ProjectLink.None)]
    [InlineData(ProjectSensor.Mpu6886, ProjectLink.Serial)]
    [InlineData(ProjectSensor.Amg8833, ProjectLink.Http)]
    [InlineData(ProjectSensor.Analog, ProjectLink.None)]
    public void A_project_has_no_source_that_its_app_does_not_need(ProjectSensor sensor, ProjectLink link)
    {
        GeneratedProject project = Create("esp32", sensor, link, ModelFor(sensor));
        CSharpCompilation compilation = project.CompileAsOne();
        HashSet<string> reached = [$"{project.Name}/Program.cs"];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out string? path))
        {
            SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == path);
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            IEnumerable<string> named = tree.GetRoot().DescendantNodes().Select(n => semantics.GetSymbolInfo(n).Symbol).OfType<ISymbol>()
                .SelectMany(s => new[] { s as INamedTypeSymbol, s.ContainingType }).OfType<INamedTypeSymbol>().SelectMany(t => t.DeclaringSyntaxReferences).Select(r => r.SyntaxTree.FilePath);
            foreach (string next in named.Where(reached.Add))
            {
                open.Enqueue(next);
            }
        }

        string[] sources = [.. project.DeviceSources.Concat(project.Libraries.SelectMany(project.SourcesOf)).Where(s => s.StartsWith("EdgeNet/", StringComparison.Ordinal)).Order()];
        Assert.All(sources.Except(reached), s => Assert.EndsWith("/Properties/AssemblyInfo.cs", s));
        Assert.Equal(project.Paths.Where(p => p.StartsWith("EdgeNet/", StringComparison.Ordinal) && p.EndsWith(".cs", StringComparison.Ordinal)).Order(), sources);
    }

    /// <summary>What an app takes of an esp32's heap is not more than was promised when its project was written.</summary>
    [Theory]
    [InlineData(ProjectSensor.Mpu6886, ProjectLink.Serial)]
    [InlineData(ProjectSensor.Mpu6886, ProjectLink.Http)]
    [InlineData(ProjectSensor.Amg8833, ProjectLink.None)]
    [InlineData(ProjectSensor.Amg8833, ProjectLink.Http)]
    public void The_heap_that_new_promises_is_enough(ProjectSensor sensor, ProjectLink link)
    {
        GeneratedProject project = Create("esp32", sensor, link, ModelFor(sensor));
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(project.Contracts.Select(c => c.Bytes), project.EmitAll());
        Attach(board);
        board.RunFor(TimeSpan.FromSeconds(10));
        Assert.Contains(board.Output, l => l.StartsWith("model loaded from the app", StringComparison.Ordinal));
        long promised = project.Project.Heap!.NeededBytes;
        output.WriteLine($"{sensor} {link}: {board.HeapPeakBytes} of {promised} promised, {board.TypeTableBytes} of type tables");
        Assert.InRange(board.HeapPeakBytes, promised - (25 * 1024), promised);
    }

    /// <summary>A file as large as an app may carry: padded with a name that nobody reads.</summary>
    [Fact]
    public void The_largest_model_that_an_app_carries_leaves_room_in_its_assembly()
    {
        byte[] large = Padded(ModelExport.MaxArrayBytes);
        Assert.InRange(large.Length, ModelExport.MaxArrayBytes - 8, ModelExport.MaxArrayBytes);
        GeneratedProject project = Create("esp32-psram", ProjectSensor.Analog, ProjectLink.Http, large);
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(GeneratedProject.Emit(project.CompileApp())));
        Assert.All(StreamSizes.Of(module), s =>
        {
            output.WriteLine($"{s.Stream}: at most {s.Bytes:N0} bytes");
            Assert.InRange(s.Bytes, 1, StreamSizes.MaxBytes);
        });
        Assert.Contains("59,000", Assert.Throws<UserException>(() => Create("esp32-psram", ProjectSensor.Analog, ProjectLink.None, Padded(ModelExport.MaxArrayBytes + 8))).Message);
    }

    [Fact]
    public void A_model_in_storage_wins_over_the_one_in_the_app_and_the_apps_runs_again_when_that_is_gone()
    {
        GeneratedProject project = Create("esp32", ProjectSensor.Mpu6886, ProjectLink.Serial, Gestures.Model);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(project.Contracts.Select(c => c.Bytes), project.EmitAll());
        Attach(board);
        board.RunFor(TimeSpan.FromSeconds(4));
        Assert.Contains("model loaded from the app, 2 labels, reads MPU-6886", board.Output);
        Assert.DoesNotContain(board.Output, l => l.StartsWith("error", StringComparison.Ordinal));
        Assert.Empty(board.Storage.Files);

        board.Storage.Put(StoreBoard.Mailbox, Gestures.Model);
        board.PowerCycle();
        board.RunFor(TimeSpan.FromSeconds(20));
        Assert.Contains("model loaded from slot 0, 2 labels, reads MPU-6886", board.Output);
        Assert.Contains("model confirmed", board.Output);

        // Rot: the stored one is reported, and the app's takes its place.
        int before = board.Output.Count;
        foreach (string file in board.Storage.Files.Where(f => board.Storage.Read(f).Length > 400))
        {
            board.Storage.FlipBit(file, 8 * 300);
        }

        board.PowerCycle();
        board.RunFor(TimeSpan.FromSeconds(4));
        Assert.Contains(board.Output.Skip(before), l => l.StartsWith("error: ", StringComparison.Ordinal) && l.Contains("damaged", StringComparison.Ordinal));
        Assert.Contains("model loaded from the app, 2 labels, reads MPU-6886", board.Output.Skip(before));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_figures()
    {
        Refused("expects 150 values", "AMG8833 gives 64", () => Create("esp32", ProjectSensor.Amg8833, ProjectLink.None, Gestures.Model));
        Refused("expects 64 values", "6 for each reading", () => Create("esp32", ProjectSensor.Mpu6886, ProjectLink.None, ThermalScene.Model));
        Refused("expects 64 values", "6 free analogue pins", () => Create("esp32", ProjectSensor.Analog, ProjectLink.None, ThermalScene.Model));
        Refused("numbers", "--kind console", () => Create("esp32", ProjectSensor.None, ProjectLink.None, Built("miles")));
        Refused("yes or no", "--kind console", () => Create("esp32", ProjectSensor.None, ProjectLink.None, Built("gates")));
        BuiltModel large = ModelBuilder.Build(BuiltInDatasets.Create("digits", 1), new TrainingOptions { Hidden = [60], Epochs = 1, Starts = 1 }, "digits", true, null, default);
        Refused("bytes of heap", "esp32 has 102,400", () => Create("esp32", ProjectSensor.None, ProjectLink.None, large.File));
        Assert.False(Directory.Exists(_folder.File("App")));
        Create("esp32-psram", ProjectSensor.None, ProjectLink.None, large.File);

        void Refused(string first, string second, Action create)
        {
            string message = Assert.Throws<UserException>(create).Message;
            Assert.Contains(first, message);
            Assert.Contains(second, message);
        }

        static byte[] Built(string name) => ModelBuilder.Build(BuiltInDatasets.Create(name, 1), new TrainingOptions { Hidden = [4], Epochs = 5, Starts = 1 }, name, true, null, default).File;
    }

    /// <summary>Texts of a model file must not become source.</summary>
    [Fact]
    public void Labels_are_text_in_source_and_documents()
    {
        string[] labels = ["\"; class Evil { } //", "a\\b`|]($Name$) ü"];
        byte[] model = RelabelledBugs(labels);
        GeneratedProject project = Create("esp32", ProjectSensor.Analog, ProjectLink.None, model);
        Assert.Equal(2, project.RunTests(GeneratedProject.Emit(project.CompileApp())));
        Assert.DoesNotContain("Evil { }", project.Text("README.md"));
        Assert.All(project.Paths.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)), p => Assert.DoesNotContain("class Evil { } //\";", project.Text(p)));
    }

    [Fact]
    public void Every_board_is_wired_or_refused_in_a_line()
    {
        foreach (BoardProfile board in BoardProfile.All)
        {
            if (Wired.Contains(board.Name))
            {
                BoardWiring wiring = BoardWiring.Of(board);
                int[] pins = [wiring.Led, wiring.Data, wiring.Clock, wiring.Receive, wiring.Transmit, .. wiring.Analog.Select(a => a.Pin)];
                Assert.Equal(pins.Length, pins.Distinct().Count());

                // A microphone may take the pins of the sensors that a project with one has not.
                pins = [wiring.Led, wiring.Receive, wiring.Transmit, wiring.Sound.Clock, wiring.Sound.Select, wiring.Sound.Data];
                Assert.Equal(pins.Length, pins.Distinct().Count());
            }
            else
            {
                Assert.Contains("choose one of esp32, ", Assert.Throws<UserException>(() => BoardWiring.Of(board)).Message);
            }
        }

        // Those of an ESP32-WROVER's PSRAM.
        BoardWiring psram = BoardWiring.Of(BoardProfile.Esp32Psram);
        Assert.DoesNotContain(psram.Receive, new[] { 16, 17 });
        Assert.DoesNotContain(psram.Transmit, new[] { 16, 17 });
        Assert.Contains("rp2040-x", Assert.Throws<UserException>(() => BoardWiring.Of(BoardProfile.Esp32 with { Name = "rp2040-x" })).Message);
    }

    [Fact]
    public void The_packages_are_those_of_the_ESP32_app()
    {
        Dictionary<string, string> known = XDocument.Load(Path.Combine(SharedData.ProjectRoot, "device", "EdgeNet.Esp32", "packages.config")).Root!.Elements("package").ToDictionary(p => p.Attribute("id")!.Value, p => p.Attribute("version")!.Value);
        foreach (ProjectSensor sensor in Enum.GetValues<ProjectSensor>())
        {
            foreach ((string id, string version) in Create("esp32", sensor, ProjectLink.Http, null).Packages.Concat(Create("esp32", sensor, ProjectLink.Serial, null).Packages))
            {
                Assert.Equal(known[id], version);
            }
        }

        XDocument test = XDocument.Load(Path.Combine(SharedData.ProjectRoot, "Directory.Packages.props"));
        Dictionary<string, string> central = test.Descendants("PackageVersion").ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);
        GeneratedProject project = Create("esp32", ProjectSensor.None, ProjectLink.None, null);
        XElement[] packages = [.. XDocument.Parse(project.Text($"{project.Name}.Tests/{project.Name}.Tests.csproj")).Descendants("PackageReference")];
        Assert.Equal(4, packages.Length);
        Assert.All(packages, p => Assert.Equal(central[p.Attribute("Include")!.Value], p.Attribute("Version")!.Value));
    }

    /// <summary>docs/your-app.md shows what is written.</summary>
    [Fact]
    public void The_document_shows_the_program_as_it_is_written()
    {
        string[] parts = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "your-app.md")).ReplaceLineEndings("\n").Split("```csharp\n");
        GeneratedProject project = new(NewProject.Create(new NewProjectRequest(_folder.File("Gestures")) { Sensor = ProjectSensor.Mpu6886 }));
        Assert.Equal(2, parts.Length);
        Assert.Equal(project.Text("Gestures/Program.cs"), parts[1].Split("```")[0]);
        Assert.All(Regex.Matches(string.Concat(parts), @"\| `((?:README|Gestures)[^`]*)`(?:, `([^`]+)`)?").SelectMany(m => m.Groups.Values.Skip(1)).Where(g => g.Success),
            g => Assert.Contains(project.Paths, p => g.Value.EndsWith('/') ? p.StartsWith(g.Value, StringComparison.Ordinal) : p == g.Value));
    }

    [Fact]
    public void The_README_shows_what_the_program_does()
    {
        string shown = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "README.md")).ReplaceLineEndings("\n").Split("```csharp\n")[1].Split("```")[0];
        GeneratedProject project = new(NewProject.Create(new NewProjectRequest(_folder.File("Gestures")) { Sensor = ProjectSensor.Mpu6886 }));
        Assert.Contains(shown, project.Text("Gestures/Program.cs").Replace("\n        ", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_command_writes_the_same_bytes()
    {
        GeneratedProject first = Create("esp32", ProjectSensor.Mpu6886, ProjectLink.Serial, Gestures.Model), second = Create("esp32", ProjectSensor.Mpu6886, ProjectLink.Serial, Gestures.Model);
        Assert.Equal(first.Paths, second.Paths);
        Assert.All(first.Paths, p => Assert.Equal(first.Project.Files[p], second.Project.Files[p]));
    }

    private static byte[] ModelFor(ProjectSensor sensor) => sensor switch
    {
        ProjectSensor.Amg8833 => ThermalScene.Model,
        ProjectSensor.Mpu6886 => Gestures.Model,
        ProjectSensor.Microphone => NewStreamProjectTests.Sound,
        _ => TwoValues,
    };

    private static byte[] Padded(int bytes)
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [4], Epochs = 1, Starts = 1 }, "bugs", true, null, default);
        int bare = ModelWriter.Write(built.Quantization.Network, [("name", "")]).Length;
        return ModelWriter.Write(built.Quantization.Network, [("name", new string('x', bytes - bare))]);
    }

    private static byte[] RelabelledBugs(string[] labels)
    {
        Data.DatasetSplit bugs = BuiltInDatasets.Create("bugs", 1);
        return ModelBuilder.Build(new Data.DatasetSplit(Relabel(bugs.Train), Relabel(bugs.Test)), new TrainingOptions { Hidden = [2], Epochs = 5, Starts = 1 }, "bugs", true, null, default).File;

        Data.Dataset Relabel(Data.Dataset d) => new(d.Name, d.Task, d.Shape, d.Kind, d.Features, d.Targets, labels);
    }

    private static void Attach(Board board)
    {
        board.I2c.Attach(1, Esp32App.CameraAddress, new Emulator.Devices.Amg8833(_ => [.. Enumerable.Repeat(22f, 64)]));
        board.I2c.Attach(1, Esp32App.MotionAddress, new Emulator.Devices.Mpu6886(seconds => Gestures.Motion(false, seconds)));
    }

    private GeneratedProject Create(string board, ProjectSensor sensor, ProjectLink link, byte[]? model) => new(NewProject.Create(new NewProjectRequest(_folder.File("App1"))
    {
        Board = BoardProfile.All.Single(b => b.Name == board),
        Sensor = sensor,
        Link = link,
        Model = model is null ? null : _folder.Write("m.edgenet", model),
    }));
}
