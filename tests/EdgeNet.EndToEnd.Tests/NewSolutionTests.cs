using System.Diagnostics;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Tests;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using Mono.Cecil;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Solutions of edgenet new as users have them on disk, built by the SDK.</summary>
[Trait("speed", "slow")]
public sealed class NewSolutionTests : IDisposable
{
    private static readonly Lazy<byte[]> Bugs = new(() => ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "bugs", true, null, default).File);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A solution with assemblies beside the app.</summary>
    [Fact]
    public void A_users_test_passes_with_nothing_but_the_SDK()
    {
        Write(new NewProjectRequest(_folder.File("Gestures")) { Sensor = ProjectSensor.Microphone });
        string output = Dotnet("test", "Gestures.Tests");
        Assert.Contains("Passed:     2", output);

        // An update does not disturb what has been built.
        EdgeNetProcess.Run("new", "--update", _folder.File("Gestures")).AssertSucceeded();
    }

    [Fact]
    public void A_users_web_server_passes_its_test()
    {
        Write(new NewProjectRequest(_folder.File("Gestures")) { Kind = ProjectKind.Web, Model = _folder.Write("bugs.edgenet", Bugs.Value) });
        Assert.Contains("Passed:     9", Dotnet("test", "Gestures.Tests"));
    }

    [Fact]
    public void A_users_program_classifies_on_its_command_line()
    {
        // Pictures that are red or blue.
        float[] pixels = [.. Enumerable.Range(0, 20 * 64).SelectMany(i => i / 64 % 2 == 0 ? new[] { 200f, 10f, 10f } : [10f, 10f, 200f])];
        Dataset colours = new("colours", TaskKind.Classification, new Shape(3, 8, 8, 3), FeatureKind.Pixels, pixels, [.. Enumerable.Range(0, 20).Select(i => i % 2f)], ["red", "blue"]);
        byte[] model = ModelBuilder.Build(new DatasetSplit(colours, colours), new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "colours", true, null, default).File;
        Write(new NewProjectRequest(_folder.File("Gestures")) { Kind = ProjectKind.Console, Model = _folder.Write("colours.edgenet", model) });
        string picture = _folder.Write("picture.ppm", [.. "P6 16 16 255 "u8, .. Enumerable.Range(0, 256).SelectMany(_ => new byte[] { 10, 10, 200 })]);
        Assert.Matches(@"^blue \(\d+ %\)\s*$", Dotnet("run", "--project", "Gestures", "--", picture));
        Assert.Contains("expects 192 finite numbers", Dotnet("run", "--no-build", "--project", "Gestures", "--", "1", "2"));
    }

    /// <summary>Against the signatures of its packages; with the classes of the other sensors, to build all of them at once.</summary>
    [Fact]
    public void A_users_program_for_a_Raspberry_Pi_compiles_with_each_sensor()
    {
        string folder = _folder.File("Gestures");
        NewProject[] others = [.. new[] { (ProjectSensor.Mpu6886, Gestures.Model), (ProjectSensor.None, Bugs.Value) }
            .Select(o => NewProject.Create(new NewProjectRequest(folder) { Kind = ProjectKind.Pi, Sensor = o.Item1, Model = _folder.Write("m.edgenet", o.Item2) }))];
        Write(new NewProjectRequest(folder) { Kind = ProjectKind.Pi, Sensor = ProjectSensor.Amg8833, Model = _folder.Write("m.edgenet", ThermalScene.Model) });
        Assert.Equal(["Gestures/Amg8833Sensor.cs", "Gestures/Program.cs"], Sources(Directory.GetFiles(Path.Combine(folder, "Gestures"), "*.cs").Select(f => "Gestures/" + Path.GetFileName(f))));
        foreach (NewProject other in others)
        {
            string sensor = Assert.Single(Sources(other.Files.Keys), p => p.EndsWith("Sensor.cs", StringComparison.Ordinal));
            _folder.Write("Gestures/" + sensor, other.Files[sensor]);
            Assert.Contains($"new {Path.GetFileNameWithoutExtension(sensor)}()", new GeneratedProject(other).Text("Gestures/Program.cs"));
        }

        UseContracts();
        Dotnet("build", "Gestures", "-warnaserror");

        static string[] Sources(IEnumerable<string> paths) => [.. paths.Where(p => p.StartsWith("Gestures/", StringComparison.Ordinal) && p.EndsWith(".cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What Visual Studio builds of it is what its test has run.</summary>
    [Theory]
    [InlineData(ProjectSensor.Mpu6886, ProjectLink.Serial)]
    [InlineData(ProjectSensor.None, ProjectLink.Http)]
    [InlineData(ProjectSensor.Microphone, ProjectLink.None)]
    public void The_project_for_Visual_Studio_builds_what_the_virtual_board_runs(ProjectSensor sensor, ProjectLink link)
    {
        GeneratedProject project = new(Write(new NewProjectRequest(_folder.File("Gestures")) { Sensor = sensor, Link = link, Model = sensor == ProjectSensor.None ? _folder.Write("bugs.edgenet", Bugs.Value) : null }));
        foreach ((string assembly, string path) in project.References)
        {
            if (project.Contracts.FirstOrDefault(c => c.Name == assembly + ".dll").Bytes is byte[] contract)
            {
                _folder.Write("Gestures/" + path[3..].Replace('\\', '/'), contract);
            }
        }

        string extension = NanoFrameworkExtension.Install(_folder);
        (int exitCode, string[] lines) = NanoFrameworkExtension.Build(_folder.File("Gestures/Gestures/Gestures.nfproj"), "-property:Configuration=Release", $"-property:NanoFrameworkProjectSystemPath={extension}");
        Assert.True(exitCode == 0, string.Join('\n', lines));
        Dotnet("build", "Gestures.Board", "-c", "Release");
        Assert.Equal(Code(File.ReadAllBytes(_folder.File("Gestures/Gestures.Board/bin/Release/netstandard2.0/Gestures.dll"))), Code(File.ReadAllBytes(_folder.File("Gestures/Gestures/bin/Release/Gestures.exe"))));

        (int without, string[] said) = NanoFrameworkExtension.Build(_folder.File("Gestures/Gestures/Gestures.nfproj"), "-property:MSBuildExtensionsPath=" + _folder.File("none"));
        Assert.NotEqual(0, without);
        Assert.Contains("needs the nanoFramework extension", Assert.Single(said));
    }

    private NewProject Write(NewProjectRequest request)
    {
        NewProject project = NewProject.Create(request);
        project.Write(default);
        return project;
    }

    private string Dotnet(params string[] args)
    {
        ProcessStartInfo start = new("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.File("Gestures") };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // As on a user's machine: nothing that this test run was started with.
        foreach (string inherited in start.Environment.Keys.Where(k => k.StartsWith("VSTest", StringComparison.OrdinalIgnoreCase) || k.StartsWith("MSBuild", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 || args[0] == "run", output);
        return output;
    }

    // In place of the packages, which a machine without a network does not have.
    private void UseContracts()
    {
        string project = _folder.File("Gestures/Gestures/Gestures.csproj"), pi = Path.Combine(AppContext.BaseDirectory, "pi");
        string[] lines = File.ReadAllLines(project);
        Assert.Contains(lines, l => l.Contains("<PackageReference Include=\"System.Device.Gpio\" Version=\"4.2.0\" />", StringComparison.Ordinal));
        string references = $"<Reference Include=\"{pi}/System.Device.Gpio.dll\" /><Reference Include=\"{pi}/Iot.Device.Bindings.dll\" />";
        File.WriteAllLines(project, lines.Where(l => !l.Contains("Iot.Device", StringComparison.Ordinal)).Select(l => l.Contains("PackageReference", StringComparison.Ordinal) ? references : l));
    }

    private static string[] Code(byte[] assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        return [.. module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).Select(m => m.FullName + "\n" + string.Join('\n', m.Body.Instructions)).Order(StringComparer.Ordinal)];
    }
}
