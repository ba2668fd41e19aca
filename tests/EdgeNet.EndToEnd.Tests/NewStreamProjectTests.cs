using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Loading;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;
using Mono.Cecil;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What edgenet new writes for models that listen to a stream: an app with assemblies beside it, which hears what its model was trained on.</summary>
[Trait("speed", "slow")]
public sealed class NewStreamProjectTests(ITestOutputHelper output) : IDisposable
{
    private const int Rate = 8000;

    private static readonly Lazy<byte[]> Motion = new(() => Train(ModelFormat.MotionSensor, "mean, std, bands 4 fft 16", 100, 6, 2)), Voltage = new(() => Train(ModelFormat.AnalogInput, "mean, rms", 50, 2, 0));

    private readonly TemporaryFolder _folder = new();

    /// <summary>A spectrogram of 256 points, and straight-line code for nothing else.</summary>
    public static byte[] Sound { get; } = StreamApp.Train(new TrainedSensor(ModelFormat.Microphone, Rate, 0), "spectrogram 8 fft 256 hop 256", 2048, 1024, 1, ("high", Tone(1500)), ("low", Tone(300)));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ProjectSensor.Mpu6886, ProjectLink.Serial)]
    [InlineData(ProjectSensor.Analog, ProjectLink.None)]
    [InlineData(ProjectSensor.None, ProjectLink.Serial)]
    [InlineData(ProjectSensor.Microphone, ProjectLink.Serial)]
    public void An_app_that_carries_a_model_of_a_stream_compiles_passes_its_own_test_and_keeps_to_the_promised_heap(ProjectSensor sensor, ProjectLink link)
    {
        byte[] model = sensor switch { ProjectSensor.Mpu6886 => Motion.Value, ProjectSensor.Microphone => Sound, _ => Voltage.Value };
        GeneratedProject project = Create(new NewProjectRequest(_folder.File("App1")) { Sensor = sensor, Link = link, Model = _folder.Write("m.edgenet", model) });
        byte[] app = GeneratedProject.Emit(project.CompileApp());
        Assert.Equal(2, project.RunTests(app));
        GeneratedProjectAssert.FilesAgree(project, app);
        GeneratedProjectAssert.IsTidy(project);

        // Each source is in one project, and every assembly fits in nanoFramework's format.
        string[] sources = [.. project.Libraries.SelectMany(l => project.SourcesOf(l)), .. project.DeviceSources.Where(s => s.StartsWith("EdgeNet/", StringComparison.Ordinal))];
        Assert.Equal(project.Paths.Where(p => p.StartsWith("EdgeNet/", StringComparison.Ordinal) && p.EndsWith(".cs", StringComparison.Ordinal)).Order(), sources.Order());
        IReadOnlyList<byte[]> all = project.EmitAll();
        foreach (byte[] assembly in all)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
            IReadOnlyList<(string Stream, int Bytes)> sizes = StreamSizes.Of(module);
            Assert.All(sizes, s => Assert.InRange(s.Bytes, 0, StreamSizes.MaxBytes));
            output.WriteLine($"{module.Name}: {sizes.Single(s => s.Stream == "code").Bytes:N0} bytes of code");
        }

        using Board board = new(BoardProfile.Esp32);
        board.Deploy(project.Contracts.Select(c => c.Bytes), all);
        board.I2c.Attach(1, Esp32App.MotionAddress, new Mpu6886(_ => new short[6]));
        board.RunFor(TimeSpan.FromSeconds(5));
        long promised = project.Project.Heap!.NeededBytes;
        output.WriteLine($"{sensor}: {board.HeapPeakBytes} of {promised} promised, {board.TypeTableBytes} of type tables");
        Assert.Contains(board.Output, l => l.StartsWith("model loaded from the app", StringComparison.Ordinal));
        Assert.InRange(board.HeapPeakBytes, promised - (25 * 1024), promised);
    }

    [Fact]
    public void The_app_hears_what_its_model_was_trained_on()
    {
        GeneratedProject project = Create(new NewProjectRequest(_folder.File("App1")) { Model = _folder.Write("m.edgenet", Sound) });
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(project.Contracts.Select(c => c.Bytes), project.EmitAll());
        board.I2s.Bus(1).Sound = new SensorRecording([.. Tone(300), .. Tone(1500), .. Tone(300)], 1, Rate, 0).SoundAt;
        board.RunFor(TimeSpan.FromSeconds(12));
        Assert.Contains("model loaded from the app, 2 labels, reads microphone, 8000 readings per second", board.Output);
        Assert.Equal(["answer: low", "answer: high", "answer: low"], board.Output.Where(l => l.StartsWith("answer: ", StringComparison.Ordinal) && l != "answer: unsure"));
        Assert.Equal(0, board.I2s.Bus(1).Lost);
    }

    /// <summary>A transform whose straight-line code was left out is computed by loops.</summary>
    [Fact]
    public void An_app_has_only_the_transforms_that_its_model_names_and_runs_models_with_others()
    {
        GeneratedProject project = Create(new NewProjectRequest(_folder.File("App1")) { Model = _folder.Write("m.edgenet", Sound) });
        Assert.Equal(["PairsOf128", "Power256", ""], Parts(project));
        GeneratedProject moving = Create(new NewProjectRequest(_folder.File("App2")) { Model = _folder.Write("n.edgenet", Motion.Value) });
        Assert.Equal(["Of16", "Weigh16", ""], Parts(moving));
        GeneratedProject without = Create(new NewProjectRequest(_folder.File("App3")) { Model = _folder.Write("o.edgenet", Voltage.Value) });
        Assert.Empty(Parts(without));
        Assert.DoesNotContain(without.Paths, p => p.Contains("Fft/EdgeNet", StringComparison.Ordinal));

        using Board board = new(BoardProfile.Esp32);
        board.Deploy(moving.Contracts.Select(c => c.Bytes), moving.EmitAll());
        board.Storage.Put(StoreBoard.Mailbox, Train(ModelFormat.MotionSensor, "bands 4 fft 64", 100, 6, 2));
        board.I2c.Attach(1, Esp32App.MotionAddress, new Mpu6886(new SensorRecording(Noise(4000, 6000), 6, 100, 0).At));
        board.RunFor(TimeSpan.FromSeconds(8));
        Assert.Contains("answer: wild", board.Output);

        static string[] Parts(GeneratedProject project) =>
            [.. project.Paths.Where(p => p.StartsWith("EdgeNet/Fft/Straight", StringComparison.Ordinal)).Select(p => p["EdgeNet/Fft/StraightLineFft.".Length..].Replace("cs", "", StringComparison.Ordinal).TrimEnd('.'))];
    }

    [Theory]
    [InlineData("mean, crossings, goertzel 500Hz")]
    [InlineData("bands 4 fft 64, bands 4 fft 16", 16, 64)]
    [InlineData("spectrogram 20 mel fft 512", 512)]
    [InlineData("mfcc 13 of 40", 256)]
    [InlineData("ei-mfe", 256)]
    [InlineData("ei-mfcc", 256)]
    public void Every_feature_with_a_transform_names_its_size(string features, params int[] points)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(features), ["x"], Rate, 1, 4096, 4096);
        Assert.Equal(points, ProjectStream.TransformsOf(SignalInfo.Parse(pipeline.Section)));
    }

    [Fact]
    public void A_stream_that_the_sensor_cannot_give_is_refused_with_the_figures()
    {
        Refused("kind console", "listens to a stream", new NewProjectRequest(_folder.File("App1")) { Kind = ProjectKind.Console, Model = _folder.Write("m.edgenet", Sound) });
        Refused("1 values per reading", "an AMG8833 gives pictures", new NewProjectRequest(_folder.File("App1")) { Sensor = ProjectSensor.Amg8833, Model = _folder.Write("m.edgenet", Sound) });
        Refused("it was trained on microphone", "another --sensor", new NewProjectRequest(_folder.File("App1")) { Sensor = ProjectSensor.Mpu6886, Model = _folder.Write("m.edgenet", Sound) });
        Refused("130 readings per second", "such as 125", new NewProjectRequest(_folder.File("App1")) { Model = _folder.Write("m.edgenet", Train(ModelFormat.MotionSensor, "mean", 130, 3, 2)) });
        Refused("single readings", "edgenet train --window", new NewProjectRequest(_folder.File("App1")) { Sensor = ProjectSensor.Microphone, Model = _folder.Write("m.edgenet", Gestures.Model) });
        Assert.False(Directory.Exists(_folder.File("App1")));

        void Refused(string first, string second, NewProjectRequest request)
        {
            string message = Assert.Throws<UserException>(() => NewProject.Create(request)).Message;
            Assert.Contains(first, message);
            Assert.Contains(second, message);
        }
    }

    [Fact]
    public void An_update_keeps_the_assemblies_and_transforms()
    {
        string folder = _folder.File("App1");
        NewProject project = NewProject.Create(new NewProjectRequest(folder) { Model = _folder.Write("m.edgenet", Sound) });
        project.Write(default);
        Dictionary<string, byte[]> before = Files();
        _folder.Write("App1/EdgeNet/Core/obj/built.txt", "build output");
        File.AppendAllText(Path.Combine(folder, "EdgeNet/Fft/StraightLineFft.cs"), "// changed");
        Assert.NotEqual(0, EdgeNetUpdate.Run(folder, force: true).Files);
        Assert.Equal(before, Files());

        Dictionary<string, byte[]> Files() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
    }

    private static GeneratedProject Create(NewProjectRequest request) => new(NewProject.Create(request));

    // Two loudnesses.
    private static byte[] Train(int kind, string features, int rate, int channels, int fullScale) => StreamApp.Train(new TrainedSensor(kind, rate, fullScale), features, rate, rate / 2, channels,
        ("quiet", Noise(400, 20 * rate * channels)), ("wild", Noise(4000, 20 * rate * channels)));

    private static short[] Noise(int size, int count)
    {
        Random random = new(size);
        return [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-size, size))];
    }

    private static short[] Tone(int hertz) => [.. Enumerable.Range(0, 4 * Rate).Select(i => (short)((6000 * Math.Sin(2 * Math.PI * hertz * i / Rate)) + (i * 7919 % 201) - 100))];
}
