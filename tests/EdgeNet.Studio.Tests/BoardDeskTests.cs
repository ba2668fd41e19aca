using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Studio.Tests;

/// <summary>What pages ask the board's desk for, also what no page would ask.</summary>
public sealed class BoardDeskTests : IDisposable
{
    private static readonly string[] Names =
    [
        "board.start", "board.stop", "board.paint", "board.hand", "board.move", "board.feed", "board.press", "board.sensor", "board.unplug", "board.stay", "board.plug", "board.send", "board.cancel",
        "board.classify", "board.compare", "board.record", "board.recordings", "board.play", "board.ports", "board.connect",
    ];

    private readonly TemporaryFolder _folder = new();

    public BoardDeskTests()
    {
        DatasetSplit bugs = BuiltInDatasets.Create("bugs", 1);
        File.WriteAllBytes(_folder.File("model.edgenet"), ModelBuilder.Build(bugs, new TrainingOptions { Hidden = [3], Epochs = 5, Starts = 1 }, "bugs", true, null, default).File);
        File.WriteAllText(_folder.File("studio.json"), """{"train":["--data","builtin:bugs"],"board":"esp32"}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_table_is_fed_classified_and_compared_as_the_project_has_it()
    {
        await using Studio studio = Open();
        await AskAsync(studio, "board.start", "{}");
        JsonElement answer = default;
        for (int tries = 0; answer.ValueKind == JsonValueKind.Undefined; tries++)
        {
            try
            {
                answer = JsonSerializer.SerializeToElement(await AskAsync(studio, "board.classify", """{"values":[3,4.5]}"""), Pages.PageJson.Options);
            }
            catch (UserException e) when (e.Message.Contains("no model", StringComparison.Ordinal) && tries < 100)
            {
                // The app is still loading it.
                await Task.Delay(50);
            }
        }

        Assert.True(answer.GetProperty("equal").GetBoolean());
        JsonElement agreement = JsonSerializer.SerializeToElement(await AskAsync(studio, "board.compare", """{"count":25}"""), Pages.PageJson.Options);
        Assert.Equal((25, 25), (agreement.GetProperty("samples").GetInt32(), agreement.GetProperty("equal").GetInt32()));
        await AskAsync(studio, "board.feed", """{"values":[3,4.5]}""");
        await Assert.ThrowsAsync<UserException>(() => AskAsync(studio, "board.feed", """{"values":[3]}"""));
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused_in_words_and_write_nothing_outside_of_the_folder()
    {
        await using Studio studio = Open();
        string outside = Path.GetDirectoryName(_folder.File("x"))!;
        string[] values = ["null", "{}", "[]", "7", "\"x\"", "[1,2]", "[[1,2,3,4,5,6]]", "1e400", "-1", "true", "\"../../evil.csv\"", "\"evil\"", "[null]", "\"camera\"", "\"nothing\""];
        string[] keys = ["celsius", "pitchDegrees", "shakeHertz", "readings", "rate", "values", "seconds", "on", "atWrite", "label", "count", "file", "port", "baud", "input", "learns"];
        int refused = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            string name = Names[random.Next(Names.Length)];
            string body = random.Next(8) == 0 ? values[random.Next(values.Length)]
                : "{" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{keys[random.Next(keys.Length)]}\":{values[random.Next(values.Length)]}").DistinctBy(p => p.Split(':')[0])) + "}";

            // A real recording or comparison takes its time; what is wrong is found before.
            using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(200));
            try
            {
                await studio.Requests.AnswerAsync(name, JsonDocument.Parse(body).RootElement, soon.Token);
            }
            catch (Exception e) when (e is UserException or OperationCanceledException or ModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1500);
        Assert.DoesNotContain(Directory.GetFiles(outside, "evil*", SearchOption.AllDirectories), f => !f.StartsWith(_folder.File(""), StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(outside)!, "evil*"), _ => true);
    }

    private Studio Open() => Studio.Open(new StudioOptions(_folder.File(""), TrainingRequestOptions.Read));

    private static Task<object?> AskAsync(Studio studio, string name, string body) => studio.Requests.AnswerAsync(name, JsonDocument.Parse(body).RootElement, default);
}
