using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>The page about a model: whole, harmless whatever texts it holds, and of bearable size.</summary>
public sealed partial class LookPageTests
{
    private const string Hostile = "<script>alert(1)</script>", Quoting = "\"'><img src=x onerror=alert(1)>", Steering = "\u202eevil\u0007\ud800";

    [Fact]
    public void Texts_of_a_model_and_its_data_are_never_markup()
    {
        string[] labels = [Hostile, Quoting, "c"];
        Dataset data = new(Hostile, TaskKind.Classification, Shape.Features(3), FeatureKind.SharedRange, [3, 0, 0, 0, 3, 0, 0, 0, 3], [1, 2, 0], labels)
        {
            Files = [Hostile + ".png", Quoting, Steering],
            Columns = [Hostile, Quoting, Steering],
        };
        string page = AssertWhole(ModelLookTests.Look(TinyModels.Largest(labels, Hostile), data));
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<img src=x", page);
        Assert.DoesNotContain('\u202e', page);
        Assert.DoesNotContain('\u0007', page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Contains("&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;", page);
    }

    [Fact]
    public void Nothing_is_loaded_and_only_its_own_style_applies()
    {
        string page = AssertWhole(ModelLookTests.Look(TinyModels.Largest(["a", "b"]), TinyModels.Data(TaskKind.Classification, ["a", "b"], ([3, 0], [1]))));
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"content=\"default-src 'none'; img-src data:; style-src 'sha256-{hash}'\"", page);
        Assert.DoesNotContain(" style=", page);
        Assert.DoesNotContain("http:", page);
        Assert.DoesNotContain("https:", page);
        Assert.DoesNotContain("url(", page);
    }

    [Fact]
    public void Pictures_are_in_the_page_and_are_the_samples()
    {
        byte[] pixels = [0, 50, 100, 150, 200, 255];
        Dataset data = new("pictures", TaskKind.Classification, Shape.Grey(2, 3), FeatureKind.Pixels, Array.ConvertAll(pixels, p => (float)p), [0], ["a"]);
        LoadedModel model = TinyModels.Linear(TaskKind.Classification, new float[6], 6, ["a"]);
        string page = AssertWhole(ModelLookTests.Look(model, data));
        byte[] png = Convert.FromBase64String(Regex.Match(page, "src=\"data:image/png;base64,([^\"]+)\"").Groups[1].Value);
        using TemporaryFolder folder = new();
        Picture read = PictureFile.Read(folder.Write("p.png", png));
        Assert.Equal((3, 2, 1), (read.Width, read.Height, read.Channels));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void A_colour_picture_survives_as_PNG()
    {
        Random random = new(1);
        byte[] pixels = new byte[17 * 5 * 3];
        random.NextBytes(pixels);
        using TemporaryFolder folder = new();
        Picture read = PictureFile.Read(folder.Write("p.png", PngWriter.Write(new Picture(17, 5, pixels, 3))));
        Assert.Equal((17, 5, 3), (read.Width, read.Height, read.Channels));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void A_thousand_mistakes_among_many_classes_stay_readable()
    {
        Random random = new(1);
        string[] labels = [.. Enumerable.Range(0, 120).Select(i => $"class {i}")];
        float[] values = [.. Enumerable.Range(0, 3000 * labels.Length).Select(_ => (float)((random.NextDouble() * 6) - 3))], targets = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.Next(labels.Length))];
        ModelLook look = ModelLookTests.Look(TinyModels.Largest(labels), new Dataset("many", TaskKind.Classification, Shape.Features(labels.Length), FeatureKind.SharedRange, values, targets, labels));
        string page = AssertWhole(look);
        Assert.InRange(page.Length, 10_000, 2_000_000);
        Assert.Contains("The most frequent confusions", page);
        Assert.DoesNotContain("class=\"matrix\"", page);
    }

    [Fact]
    public void Large_pictures_are_left_out_when_the_page_would_grow_too_large()
    {
        Random random = new(1);
        byte[] noise = new byte[100 * 64 * 64 * 3];
        random.NextBytes(noise);
        string[] labels = [.. Enumerable.Range(0, 10).Select(i => $"{i}")];
        Dataset data = new("noise", TaskKind.Classification, new Shape(3, 64, 64, 3), FeatureKind.Pixels, Array.ConvertAll(noise, n => (float)n), [.. Enumerable.Range(0, 100).Select(i => (float)(i % 10))], labels);
        LoadedModel model = TinyModels.Linear(TaskKind.Classification, new float[64 * 64 * 3 * 10], 64 * 64 * 3, labels);
        string page = AssertWhole(ModelLookTests.Look(model, data));
        Assert.Contains("without their pictures", page);
        Assert.InRange(page.Length, 1_000_000, 3_000_000);
    }

    /// <summary>Any task with any output function, weights and scales at their limits: values that are no probabilities, and no numbers.</summary>
    [Fact]
    public void Whatever_a_valid_model_answers_there_is_a_page()
    {
        BoardLook board = new(new HeapForecast(BoardProfile.Esp32, 1), null);
        for (int seed = 0; seed < 120; seed++)
        {
            byte[] file = ModelWriter.Write(seed % 4 == 3 ? RandomNetworks.WithAnomalies(seed, extreme: seed % 8 == 3) : RandomNetworks.Create(seed, extreme: seed % 2 == 0), []);
            ModelFile model = ModelFile.Parse(file);
            TaskKind task = (TaskKind)model.Output.Task;
            Random random = new(seed);
            Shape shape = Evaluator.ShapeOf(model);
            float[] features = [.. Enumerable.Range(0, 6 * shape.Count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 30))))];
            bool hasClasses = task is TaskKind.Classification or TaskKind.Anomaly;
            float[] targets = [.. Enumerable.Range(0, 6 * (hasClasses ? 1 : model.Labels.Length)).Select(_ => hasClasses ? random.Next(model.Labels.Length) : task == TaskKind.MultiLabel ? random.Next(2) : (float)random.NextDouble())];
            Dataset data = new("random", task, shape, FeatureKind.Columns, features, targets, model.Labels);
            ModelLook look = ModelLook.Of(new LoadedModel("m", file, model), new TestData(data, TestOrigin.Unknown), board);
            AssertWhole(look);
            InputShares shares = InputShares.Of(model, new Network(model), data.Sample(0).ToArray());
            Assert.InRange(shares.Drops.Length, 1, 1024);
        }
    }

    [Fact]
    public void The_same_look_gives_the_same_bytes()
    {
        byte[] Page() => LookPage.Write(ModelLookTests.Look(TinyModels.Largest(["a", "b"]), TinyModels.Data(TaskKind.Classification, ["a", "b"], ([3, 0], [1]), ([0, 3], [1]))));
        Assert.Equal(Page(), Page());
    }

    /// <summary>All elements end, links lead somewhere, ids are there once, tables and pictures speak to those who do not see them.</summary>
    internal static string AssertWhole(ModelLook look)
    {
        byte[] bytes = LookPage.Write(look);
        Assert.True(LookPage.FileKind.Recognises(bytes));
        string page = Encoding.UTF8.GetString(bytes);
        Stack<string> open = new();
        foreach (Match tag in Tag().Matches(Regex.Replace(page, "<style>.*?</style>", "", RegexOptions.Singleline)))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
            {
                Assert.Equal(open.Pop(), name);
            }
            else if (name is not ("meta" or "img") && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        string[] ids = [.. Regex.Matches(page, " id=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];
        Assert.Distinct(ids);
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\""), m => Assert.Contains(m.Groups[1].Value[1..], ids));
        Assert.All(Regex.Matches(page, "<table[^>]*>"), m => Assert.StartsWith("<caption", page[(m.Index + m.Length)..].TrimStart()));
        Assert.All(Regex.Matches(page, "<img[^>]*>"), m => Assert.Contains(" alt=\"", m.Value));
        Assert.DoesNotContain("NaN", Regex.Replace(page, "base64,[^\"]*", ""));
        return page;
    }

    [GeneratedRegex("<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>")]
    private static partial Regex Tag();
}
