using System.Diagnostics;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Pictures;
using EdgeNet.RaspberryPi;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The Raspberry Pi program on a PC, with pictures in place of its camera.</summary>
[Trait("speed", "slow")]
public sealed class RaspberryPiTests : IDisposable
{
    private static readonly byte[] Model = ModelBuilder.Build(Digits.Create("digits", 28, 20_000, 500, 1), new TrainingOptions { Hidden = [32], Epochs = 5 }, "digits", false, null, default).File;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Ink on paper as a camera sees it: 640x480, dark on light, a shadow across, noise, not in the middle, and larger than in training.</summary>
    [Fact]
    public void Digits_on_paper_are_read()
    {
        string model = _folder.Write("digits.edgenet", Model);
        Dataset digits = Digits.Create("digits", 28, 10, 40, 77).Test;
        int right = 0;
        for (int i = 0; i < 20; i++)
        {
            string photo = _folder.Write($"photo{i}.pgm", Photo(digits.Sample(i), i));
            (int code, string output, string error) = Run(model, "--image", photo, "--invert", "--stretch", "--find-ink");
            Assert.True(code == 0, error);
            right += output.StartsWith(digits.Labels[digits.ClassOf(i)] + " (", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(right, 17, 20);
    }

    [Fact]
    public void Bad_input_gets_one_line()
    {
        string model = _folder.Write("digits.edgenet", Model);
        AssertRefused("no such file", model, "--image", _folder.File("none.png"));
        AssertRefused("not an EdgeNet model file", _folder.Write("bad.edgenet", "hello, this is not a model"), "--image", _folder.File("none.png"));
        AssertRefused("radar", model, "--sensor", "radar");
        BuiltModel bugs = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [2], Epochs = 2, Starts = 1 }, "bugs", true, null, default);
        AssertRefused("features, not a picture", _folder.Write("bugs.edgenet", bugs.File), "--image", _folder.Write("p.pgm", "P5 1 1 255 x"));
    }

    [Fact]
    public void A_model_that_was_trained_in_colour_sees_the_colours_of_a_picture()
    {
        float[] pixels = [.. Enumerable.Range(0, 20 * 64).SelectMany(i => i / 64 % 2 == 0 ? new[] { 200f, 10f, 10f } : [10f, 10f, 200f])];
        Dataset colours = new("colours", TaskKind.Classification, new Shape(3, 8, 8, 3), FeatureKind.Pixels, pixels, [.. Enumerable.Range(0, 20).Select(i => i % 2f)], ["red", "blue"]);
        string model = _folder.Write("colours.edgenet", ModelBuilder.Build(new DatasetSplit(colours, colours), new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "colours", true, null, default).File);
        string blue = _folder.Write("blue.ppm", [.. "P6 40 30 255 "u8, .. Enumerable.Range(0, 1200).SelectMany(_ => new byte[] { 10, 10, 200 })]);
        Assert.StartsWith("blue (", Run(model, "--image", blue).Output);

        // Inverted: yellow, which has more red than blue.
        Assert.StartsWith("red (", Run(model, "--image", blue, "--invert").Output);
        AssertRefused("--find-ink needs a model that was trained on grey pictures", model, "--image", blue, "--find-ink");
    }

    /// <summary>Neither colour nor shape alone is enough. The camera's pictures are larger and wider than the network's.</summary>
    [Fact]
    public void Coloured_shapes_are_recognised_by_a_convolutional_network()
    {
        DatasetSplit shapes = Shapes.Create(9_000, 1_200, 1);
        TrainingOptions options = new() { Model = Architecture.Parse("conv 16 5x5 stride 2 same, conv 32 3x3 stride 2 same, conv 32 3x3, dense 12"), Epochs = 6 };
        BuiltModel built = ModelBuilder.Build(shapes, options, "shapes", false, null, default);
        Assert.InRange(built.Score.Accuracy, 0.9, 1);
        string model = _folder.Write("shapes.edgenet", built.File);
        int right = 0;
        for (int i = 0; i < 12; i++)
        {
            string photo = _folder.Write($"shape{i}.ppm", Enlarged(shapes.Test.Sample(i), Shapes.Side));
            right += Run(model, "--image", photo).Output.StartsWith(shapes.Test.Labels[shapes.Test.ClassOf(i)] + " (", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(right, 10, 12);
    }

    /// <summary>Two pixels share the blue and the red. The numbers are JFIF's for pure red, green and white.</summary>
    [Fact]
    public void A_frame_of_a_camera_is_grey_or_in_colour()
    {
        byte[] frame = [76, 85, 76, 255, 150, 44, 150, 21, 255, 128, 0, 128];
        Assert.Equal([76, 76, 150, 150, 255, 0], FrameReader.FromYuyv(frame, 6, 1, 1).Pixels);
        Picture colours = FrameReader.FromYuyv(frame, 2, 3, 3);
        byte[] expected = [254, 0, 0, 254, 0, 0, 0, 255, 1, 0, 255, 1, 255, 255, 255, 0, 0, 0];
        Assert.InRange(expected.Zip(colours.Pixels, (e, p) => Math.Abs(e - p)).Max(), 0, 1);
    }

    // Every pixel ten times as high and as wide, and a grey margin left and right.
    private static byte[] Enlarged(ReadOnlySpan<float> pixels, int side)
    {
        const int Scale = 10, Margin = 40;
        int height = side * Scale, width = height + (2 * Margin);
        byte[] photo = new byte[height * width * 3];
        for (int i = 0; i < photo.Length; i++)
        {
            int x = (i / 3 % width) - Margin, y = i / 3 / width;
            photo[i] = x < 0 || x >= height ? (byte)90 : (byte)pixels[((((y / Scale) * side) + (x / Scale)) * 3) + (i % 3)];
        }

        return [.. Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n"), .. photo];
    }

    private static byte[] Photo(ReadOnlySpan<float> digit, int seed)
    {
        const int Width = 640, Height = 480, Scale = 11;
        SeededRandom random = new(seed, "photo");
        int left = 120 + random.Next(60), top = 60 + random.Next(60);
        byte[] pixels = new byte[Width * Height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Width, y = i / Width;
            int digitX = (x - left) / Scale, digitY = (y - top) / Scale;
            bool inside = x >= left && y >= top && digitX < 28 && digitY < 28;
            float paper = 205f - (40f * x / Width) + (4f * random.NextGaussian());
            pixels[i] = (byte)Math.Clamp(paper - (inside ? digit[(digitY * 28) + digitX] * 0.6f : 0f), 0f, 255f);
        }

        return [.. Encoding.ASCII.GetBytes($"P5 {Width} {Height} 255\n"), .. pixels];
    }

    private static void AssertRefused(string problem, params string[] args)
    {
        (int code, string _, string error) = Run(args);
        Assert.InRange(code, 1, 2);
        Assert.Contains(problem, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pi", "edgenet-pi.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
