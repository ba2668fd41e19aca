using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Tests;

/// <summary>What the pages Look and Try are told is what the command line says.</summary>
public sealed class LookAndTryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Project => Directory.CreateDirectory(_folder.File("project")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_model_the_pages_say_what_to_do()
    {
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        using ClientWebSocket socket = await studio.ConnectAsync();
        foreach (string request in (string[])["look.open", "try.open"])
        {
            Assert.Equal("there is no model yet: train one first", (await studio.AskAsync(socket, request, new { })).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task The_figures_are_those_of_eval_and_the_report_is_that_of_the_command()
    {
        SmallProject.OfPictures(Project);
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        using ClientWebSocket socket = await studio.ConnectAsync();
        JsonElement look = await OkAsync(studio, socket, "look.open", new { });
        string model = Path.Combine(Project, "model.edgenet"), data = Path.Combine(Project, "sides");
        ModelEvaluation expected = ModelEvaluation.Run(model, new DataSource(new CsvOptions()), data, 1);
        Assert.Equal(expected.Score.Accuracy, look.GetProperty("accuracy").GetDouble());
        Assert.Equal("repeatedSplit", look.GetProperty("origin").GetString());
        foreach (JsonElement cell in look.GetProperty("cells").EnumerateArray())
        {
            (int row, int column) = (cell.GetProperty("row").GetInt32(), cell.GetProperty("column").GetInt32());
            JsonElement opened = await OkAsync(studio, socket, "look.cell", new { row, column });
            Assert.Equal(expected.Score.Confusion[row][column], opened.GetProperty("count").GetInt32());
            Assert.Equal(expected.Score.Confusion[row][column], opened.GetProperty("samples").GetArrayLength());
        }

        LoadedModel loaded = LoadedModel.Read(model);
        ModelLook same = ModelLook.Of(loaded, loaded.ReadData(new DataSource(new CsvOptions()), data, 1), Emulator.BoardProfile.Esp32);
        using HttpResponseMessage report = await studio.Http.SendAsync(studio.Request(HttpMethod.Get, "/api/look.report"));
        Assert.Equal(LookPage.Write(same), await report.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", report.Content.Headers.ContentDisposition!.DispositionType);
    }

    /// <summary>A picture that is sent is prepared as the trainer prepares the same file: every pixel of it is equal.</summary>
    [Fact]
    public async Task A_picture_is_answered_as_classify_answers_its_file()
    {
        SmallProject.OfPictures(Project);
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        LoadedModel model = LoadedModel.Read(Path.Combine(Project, "model.edgenet"));
        Random random = new(1);
        byte[] rows = new byte[31 * ((3 * 47) + 1)];
        random.NextBytes(rows);
        for (int row = 0; row < 31; row++)
        {
            rows[row * ((3 * 47) + 1)] = 0;
        }

        string file = _folder.Write("photo.png", Png.Write(47, 31, 2, rows));
        ClassifiedSample expected = ModelClassification.Run(model, new CsvOptions(), [file], invert: false, why: true).Single();
        using HttpRequestMessage request = studio.Request(HttpMethod.Post, "/api/try.picture");
        request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(file));
        using HttpResponseMessage response = await studio.Http.SendAsync(request);
        JsonElement answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(expected.Values, answer.GetProperty("values").EnumerateArray().Select(v => v.GetSingle()));
        Assert.Equal(expected.Why!.Drops, answer.GetProperty("why").GetProperty("drops").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public async Task Numbers_and_windows_are_answered()
    {
        SmallProject.OfTable(Project);
        await using (StudioClient studio = await StudioClient.StartAsync(Project))
        {
            using ClientWebSocket socket = await studio.ConnectAsync();
            JsonElement open = await OkAsync(studio, socket, "try.open", new { });
            Assert.Equal(["noise", "signal"], open.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
            Assert.Equal("high", (await OkAsync(studio, socket, "try.values", new { values = new[] { 3, 12 } })).GetProperty("label").GetString());
            Assert.Equal("low", (await OkAsync(studio, socket, "try.values", new { values = new[] { 3, 1 } })).GetProperty("label").GetString());
            Assert.Equal("the model expects 2 numbers", (await studio.AskAsync(socket, "try.values", new { values = new[] { 3 } })).GetProperty("error").GetString());
            Assert.Contains("there is no sample", (await studio.AskAsync(socket, "try.sample", new { sample = -1 })).GetProperty("error").GetString());
        }

        Directory.Delete(Project, recursive: true);
        SmallProject.OfRecordings(Project);
        await using StudioClient second = await StudioClient.StartAsync(Project);
        using ClientWebSocket other = await second.ConnectAsync();
        JsonElement recordings = (await OkAsync(second, other, "try.open", new { })).GetProperty("recordings");
        Assert.InRange(recordings.GetArrayLength(), 1, 6);
        JsonElement window = await OkAsync(second, other, "try.sample", new { sample = recordings[0].GetProperty("samples")[0].GetInt32() });
        Assert.Equal(2, window.GetProperty("view").GetProperty("curves").GetArrayLength());
        Assert.Equal(recordings[0].GetProperty("label").GetString(), window.GetProperty("expected").GetString());
        Assert.Equal("classification", (await OkAsync(second, other, "look.open", new { })).GetProperty("task").GetString());
    }

    [Fact]
    public async Task After_a_training_the_loss_of_each_layer_is_known()
    {
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        using ClientWebSocket socket = await studio.ConnectAsync();
        await OkAsync(studio, socket, "project.change", new { train = new[] { "--data", "builtin:bugs", "--hidden", "3", "--epochs", "2" } });
        await OkAsync(studio, socket, "training.start", new { });
        while ((await studio.TopicAsync(socket, "training")).GetProperty("state").GetString() != "done")
        {
            // What was pushed meanwhile comes with the answer.
            await studio.AskAsync(socket, "project.beginnings");
        }

        JsonElement[] layers = [.. (await OkAsync(studio, socket, "look.open", new { })).GetProperty("layers").EnumerateArray()];
        Assert.Equal(2, layers.Length);
        Assert.All(layers, l => Assert.Equal(l.GetProperty("number").GetInt32(), l.GetProperty("loss").GetProperty("layer").GetInt32()));
    }

    [Fact]
    public async Task A_new_model_is_seen_and_a_damaged_one_is_named()
    {
        SmallProject.OfTable(Project);
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        using ClientWebSocket socket = await studio.ConnectAsync();
        int before = (await OkAsync(studio, socket, "look.open", new { })).GetProperty("modelBytes").GetInt32();
        TrainingJob.Prepare(TrainingRequestOptions.Read(["--data", "table.csv", "--hidden", "30", "--epochs", "2", "--allow-loss", "--out", "model.edgenet"]).In(Project)).Run(null, default);
        Assert.True((await OkAsync(studio, socket, "look.open", new { })).GetProperty("modelBytes").GetInt32() > before);
        await File.WriteAllTextAsync(Path.Combine(Project, "model.edgenet"), "damaged");
        Assert.Contains("model.edgenet", (await studio.AskAsync(socket, "try.open", new { })).GetProperty("error").GetString());
        using HttpRequestMessage request = studio.Request(HttpMethod.Post, "/api/try.picture");
        request.Content = new ByteArrayContent([1, 2, 3]);
        Assert.Equal(HttpStatusCode.BadRequest, (await studio.Http.SendAsync(request)).StatusCode);
    }

    private static async Task<JsonElement> OkAsync(StudioClient studio, ClientWebSocket socket, string name, object with)
    {
        JsonElement said = await studio.AskAsync(socket, name, with);
        Assert.True(said.TryGetProperty("ok", out JsonElement ok), said.ToString());
        return ok;
    }
}
