using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Convolutions, pools and additions on a virtual board: the logits of plain loops, in the memory that the model names, whatever room there is.</summary>
public sealed class WindowLayersBoardTests : IDisposable
{
    private readonly Board _board = new(BoardProfile.Esp32 with { HeapBytes = 4 << 20 });

    private readonly long _empty;

    public WindowLayersBoardTests()
    {
        _board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        _empty = _board.MeasureHeap();
    }

    [Fact]
    public void Every_kind_of_network_takes_the_memory_it_names_and_gives_the_logits_of_plain_loops()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Check(PlainNetworks.Create(seed, extreme: seed % 3 == 0), seed);
            Check(PlainNetworks.CreateForPictures(seed, extreme: seed % 5 == 0), seed);
        }
    }

    /// <summary>The second layer has room for three inputs in a long only, so that the first is laid out for three too, if both are in a chain.</summary>
    [Fact]
    public void A_chain_takes_the_memory_it_names_wherever_it_ends()
    {
        Random random = new(1);
        PlainLayer first = Convolution(4, 9, 8), second = Convolution(8, 72, 4);
        PlainNetwork plain = new() { Input = (9, 9, 1), Layers = [first, second, PlainNetworks.Weighted(random, ModelFormat.Dense, 4, 3, 15, false, last: true)] };
        Check(plain, 1, [.. Enumerable.Range(0, 40).Select(i => i * 200)]);

        PlainLayer Convolution(int bits, int terms, int outputs) => new()
        {
            Kind = ModelFormat.Convolution,
            Function = ModelFormat.Relu,
            WeightBits = bits,
            Bits = 4,
            High = 15,
            Outputs = outputs,
            Window = [3, 3, 2, 2, 0, 0, 0, 0],
            Weights = [.. Enumerable.Range(0, terms * outputs).Select(_ => bits == 8 ? (random.Next(2) * 255) - 128 : random.Next(-8, 8))],
            Bias = new int[outputs],
            Multipliers = [.. Enumerable.Repeat(1 << 20, outputs)],
            Shifts = [.. Enumerable.Repeat((byte)30, outputs)],
        };
    }

    public void Dispose() => _board.Dispose();

    private void Check(PlainNetwork plain, int seed) => Check(plain, seed, [0, new Random(seed).Next(8000), 1 << 20]);

    private void Check(PlainNetwork plain, int seed, int[] spares)
    {
        byte[] file = plain.File();
        int least = ModelFile.Parse(file).RamBytes;
        Network desktop = Network.Load(file);
        Random random = new(seed);
        byte[][] pictures = [.. Enumerable.Range(0, 4).Select(_ => PlainNetworks.Raw(plain, random))];
        foreach (int spare in spares)
        {
            BoardObject model = (BoardObject)_board.Call("EdgeNet.Core.ModelFile.Parse", file)!;
            BoardObject network = _board.New("EdgeNet.Core.Network", model, spare);
            _board.Release(model);
            long takes = _board.MeasureHeap() - _empty;
            long says = (long)_board.CallOn(network, "get_RamBytes")!;
            Assert.True(says == takes, $"network {seed} with {spare} bytes to spare: {says} bytes named, {takes} taken");
            Assert.InRange(takes, 1, least + spare);
            foreach (byte[] picture in pictures)
            {
                _board.CallOn(network, picture == pictures[0] ? "ClassifyQuantized" : "Classify", picture);
                desktop.Classify(picture);
                Assert.Equal(desktop.Value(0), Convert.ToSingle(_board.CallOn(network, "Value", 0), null));
                Assert.Equal(Array.ConvertAll(plain.LogitsOf(picture), l => (long)l), Enumerable.Range(0, plain.Layers[^1].Outputs!.Value).Select(o => (long)_board.CallOn(network, "Logit", o)!));
            }

            _board.Release(network);
        }
    }
}
