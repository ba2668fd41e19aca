using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeNet.TestSupport;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What train says of a board, before and after the training.</summary>
[Trait("speed", "slow")]
public sealed class TrainForBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_whose_layers_the_data_choose_takes_the_time_and_the_heap_that_train_predicts()
    {
        string model = _folder.File("tiny.edgenet");
        EdgeNetProcess train = EdgeNetProcess.Run("train", "--data", "builtin:digits8", "--model", "tiny", "--epochs", "1", "--augment", "--json", "--out", model).AssertSucceeded();
        Assert.Equal("conv 5 3x3 relu, pool 2, dense 10", train.Json.GetProperty("model").GetString());
        JsonElement emulate = EdgeNetProcess.Run("emulate", model, "--data", "builtin:digits8", "--json").AssertSucceeded().Json;
        double predicted = train.Json.GetProperty("predictedMicroseconds").GetDouble();
        Assert.Equal(1, emulate.GetProperty("predictedMicroseconds").GetDouble() / predicted, 0.05);
        Assert.Equal(emulate.GetProperty("heapPeakBytes").GetInt64(), train.Json.GetProperty("boardHeapBytes").GetInt64());
        Assert.Equal(1.0, emulate.GetProperty("agreement").GetDouble());

        // 8x8 pixels, then 6x6 places of 5 filters, then 3x3 of them where the pixels were.
        JsonElement inspect = EdgeNetProcess.Run("inspect", model, "--json").AssertSucceeded().Json;
        JsonElement[] layers = [.. inspect.GetProperty("layers").EnumerateArray()];
        Assert.Equal([64, 180], inspect.GetProperty("slotBytes").EnumerateArray().Select(b => b.GetInt32()));
        Assert.Equal(["1", "0", "null"], layers.Select(l => l.GetProperty("slot").GetRawText()));
        Assert.Equal([6 * 6 * 5 * 9, 0, 3 * 3 * 5 * 10], layers.Select(l => l.GetProperty("macs").GetInt32()));
        Assert.Equal("[3,3,5]", Regex.Replace(layers[1].GetProperty("outputShape").GetRawText(), @"\s", ""));
        Assert.Contains("6x6x5", EdgeNetProcess.Run("inspect", model).AssertSucceeded().Out);
    }

    [Fact]
    public void A_model_that_the_named_board_cannot_hold_is_refused_before_the_training_with_its_largest_layer()
    {
        string model = _folder.File("large.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:digits", "--model", "dense 16, dense 4000, dense 10", "--board", "esp32", "--out", model)
            .AssertRefused("bytes of heap, but esp32 has 102,400", "layer 2, \"dense 4000 relu\"", "64,000 bytes of weights", "--board");
        Assert.False(File.Exists(model));
    }
}
