using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Lowering;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Networks that others trained, on a virtual board with the app around them: the bytes of the reference kernels, in a time that is fixed here.</summary>
public class ImportedNetworkBoardTests
{
    /// <summary>Costs on the virtual board are deterministic: a change of a number here is made on purpose.</summary>
    [SharedDataTheory]
    [InlineData("hello_world_int8", "esp32", 2.3)]
    [InlineData("tinymaix_mnist_valid_q", "esp32", 50.4)]
    [InlineData("ad01_int8", "esp32-psram", 281)]
    [InlineData("kws_int8", "esp32-psram", 3_194)]
    [InlineData("resnet8_int8", "esp32-psram", 12_380)]
    [InlineData("vww_int8", "esp32-psram", 12_553)]
    public void A_board_gives_the_bytes_of_the_reference_kernels(string name, string board, double milliseconds)
    {
        string path = Path.Combine(SharedData.Folder, "litert", name);
        ImportedGraph graph = LiteRtReader.Read(File.ReadAllBytes(path + ".tflite"), name);
        byte[] file = ModelWriter.Write(GraphLowering.Lower(graph, LoweringSettings.Plain(true, [.. Enumerable.Range(0, graph.Output.Shape.Count).Select(i => $"{i}")])), []);
        byte[] input = First(path + ".inputs.bin", graph.Input.Shape.Count), output = First(path + ".outputs.bin", graph.Output.Shape.Count);

        // The board's logits are the desktop's, whose output function gives the reference's bytes.
        Network desktop = Network.Load(file);
        desktop.ClassifyQuantized(input);
        int[] logits = [.. Enumerable.Range(0, output.Length).Select(desktop.Logit)];
        ModelFile model = ModelFile.Parse(file);
        int zero = model.Layers[^1].Activation.ZeroPoint;
        Assert.Equal(output, logits.Select((l, o) => model.Output.GivesBytes ? desktop.OutputByte(o) : (byte)(l + zero)));

        using AppBoard app = new(BoardProfile.All.Single(p => p.Name == board), file);
        Assert.True(app.Start().Fits);
        app.Use(network =>
        {
            double before = app.Board.BusyMicroseconds;
            app.Board.CallOn(network, "ClassifyQuantized", input);
            Assert.InRange((app.Board.BusyMicroseconds - before) / 1000, milliseconds * 0.98, milliseconds * 1.02);
            Assert.Equal(logits, Enumerable.Range(0, logits.Length).Select(o => (int)(long)app.Board.CallOn(network, "Logit", o)!));
        });

        static byte[] First(string path, int count) => [.. File.ReadAllBytes(path).Take(count).Select(b => (byte)(b ^ 0x80))];
    }

    /// <summary>A board without PSRAM is told that the network is too large for it, by how much.</summary>
    [SharedDataFact]
    public void A_board_too_small_for_a_network_says_so()
    {
        ImportedGraph graph = LiteRtReader.Read(File.ReadAllBytes(Path.Combine(SharedData.Folder, "litert", "kws_int8.tflite")), "kws");
        byte[] file = ModelWriter.Write(GraphLowering.Lower(graph, LoweringSettings.Plain(true, [.. Enumerable.Range(0, 12).Select(i => $"{i}")])), []);
        using AppBoard app = new(BoardProfile.Esp32, file);
        HeapForecast heap = app.Start();
        Assert.False(heap.Fits);
        Assert.Contains("heap", heap.Problem);
    }
}
