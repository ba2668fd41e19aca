using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What train and inspect promise of a board's heap is what the app takes there.</summary>
[Trait("speed", "slow")]
public sealed class HeapForecastTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A model for no wired sensor with two values, one for the thermal camera's 64, and pictures of 784 pixels in whole and in single bits.</summary>
    [Theory]
    [InlineData("bugs", "2", 16)]
    [InlineData("digits8", "32", 8)]
    [InlineData("digits", "16", 8)]
    [InlineData("digits", "24", 1)]
    public void Train_inspect_and_emulate_name_the_same_heap(string data, string hidden, int bits)
    {
        string model = _folder.File("m.edgenet");
        JsonElement train = EdgeNetProcess.Run("train", "--data", "builtin:" + data, "--hidden", hidden, "--input-bits", $"{bits}", "--epochs", "1", "--starts", "1",
            "--allow-loss", "--json", "--out", model).AssertSucceeded().Json;
        JsonElement inspect = EdgeNetProcess.Run("inspect", model, "--json").AssertSucceeded().Json;
        JsonElement emulate = EdgeNetProcess.Run("emulate", model, "--data", "builtin:" + data, "--samples", "3", "--json").AssertSucceeded().Json;
        long heap = train.GetProperty("boardHeapBytes").GetInt64();
        Assert.Equal(heap, inspect.GetProperty("boardHeapBytes").GetInt64());
        Assert.Equal(heap, emulate.GetProperty("heapPeakBytes").GetInt64());
        Assert.Equal(1.0, emulate.GetProperty("agreement").GetDouble());
        Assert.Equal("esp32", train.GetProperty("board").GetString());
        Assert.Equal(100 * 1024, inspect.GetProperty("boardHeapSizeBytes").GetInt32());

        // The network's own memory is another figure, the same everywhere; the file is in memory beside it while it is loaded.
        long ram = train.GetProperty("ramBytes").GetInt64();
        Assert.Equal(ram, inspect.GetProperty("ramBytes").GetInt64());
        Assert.InRange(heap, ram + new FileInfo(model).Length + 15_000, 100 * 1024);
    }

    [Fact]
    public void A_model_that_the_board_cannot_hold_is_written_with_a_warning_that_names_what_it_needs_and_what_there_is()
    {
        string model = _folder.File("large.edgenet");
        EdgeNetProcess train = EdgeNetProcess.Run("train", "--data", "builtin:digits", "--hidden", "100", "--epochs", "1", "--json", "--out", model).AssertSucceeded();
        long needed = train.Json.GetProperty("boardHeapBytes").GetInt64();
        string warning = FormattableString.Invariant($"warning: the app with this model needs {needed:N0} bytes of heap, but esp32 has 102,400");
        Assert.Contains(warning, train.Error);
        Assert.InRange(needed, 150_000, 250_000);
        EdgeNetProcess inspect = EdgeNetProcess.Run("inspect", model).AssertSucceeded();
        Assert.Contains(warning, inspect.Error);
        Assert.Contains(FormattableString.Invariant($"{needed:N0} of 102,400 bytes of heap"), inspect.Out);
        Assert.Contains("esp32 has 102,400", EdgeNetProcess.Run("emulate", model, "--data", "builtin:digits").AssertRefused().Error);

        string deployment = _folder.File("deploy.json");
        EdgeNetProcess deploy = EdgeNetProcess.Run("deploy", model, "--nanoff", deployment).AssertSucceeded();
        Assert.Contains(warning, deploy.Error);
        Assert.Contains(FormattableString.Invariant($"{needed:N0} of 102,400 bytes of heap"), deploy.Out);
        Assert.DoesNotContain("warning", EdgeNetProcess.Run("deploy", model, "--nanoff", deployment, "--board", "esp32-psram").AssertSucceeded().Error);

        EdgeNetProcess larger = EdgeNetProcess.Run("inspect", model, "--board", "esp32-psram", "--json").AssertSucceeded();
        Assert.DoesNotContain("warning", larger.Error);
        Assert.Equal(2 * 1024 * 1024, larger.Json.GetProperty("boardHeapSizeBytes").GetInt32());
        EdgeNetProcess.Run("inspect", model, "--board", "esp8266").AssertRefused("esp32, esp32-c3, esp32-psram", "JSON file", "esp8266");
    }

    /// <summary>The promise is neither too small nor too large: with that much heap the app loads the model, with a kilobyte less it does not.</summary>
    [Fact]
    public void The_heap_that_is_promised_is_the_heap_that_is_needed()
    {
        byte[] model = StoreBoard.Model(1, 1500);
        HeapForecast forecast = AppBoard.Forecast(BoardProfile.Esp32 with { HeapBytes = 32 * 1024 }, model);
        Assert.False(forecast.Fits);
        Assert.True(Loads((int)forecast.NeededBytes));
        Assert.False(Loads((int)forecast.NeededBytes - 1024));

        bool Loads(int heapBytes)
        {
            using Board board = Esp32App.Create(BoardProfile.Esp32 with { HeapBytes = heapBytes });
            board.Storage.Put(StoreBoard.Mailbox, model);
            board.Run(TimeSpan.FromSeconds(4));
            return board.Output.Any(l => l.Contains("the model expects 2 values", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_forecast_is_the_same_every_time()
    {
        byte[] model = StoreBoard.Model(1);
        Assert.Equal(AppBoard.Forecast(BoardProfile.Esp32, model), AppBoard.Forecast(BoardProfile.Esp32, model));
    }

    public void Dispose() => _folder.Dispose();
}
