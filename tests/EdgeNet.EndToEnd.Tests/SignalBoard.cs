using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A virtual board with the code of signals and a pipeline, beside the same pipeline on the desktop.</summary>
internal sealed class SignalBoard : IDisposable
{
    public SignalBoard(FeaturePipeline pipeline)
    {
        Desktop = SignalPipeline.FromSection(pipeline.Section);
        Board = new Board(BoardProfile.Esp32) { HeapMayOverrun = true };
        Board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(hasSignal: true));

        // Names of sections and the like are made once and stay; what a second pipeline takes is the pipeline's.
        Board.Release(New(pipeline.Section));
        long before = Board.MeasureHeap();
        Pipeline = New(pipeline.Section);
        HeapBytes = Board.MeasureHeap() - before;
    }

    public Board Board { get; }

    public BoardObject Pipeline { get; }

    public SignalPipeline Desktop { get; }

    /// <summary>What the pipeline keeps of the board's heap.</summary>
    public long HeapBytes { get; }

    /// <summary>Gives both the same block of readings.</summary>
    /// <returns>How many values they took, which are the same.</returns>
    public int Add(short[] samples, int from, int count)
    {
        int taken = Desktop.Add(samples, from, count);
        Assert.Equal(taken, (long)Board.CallOn(Pipeline, "Add", samples, from, count)!);
        Assert.Equal(Desktop.IsFull, Board.CallOn(Pipeline, "get_IsFull"));
        return taken;
    }

    /// <summary>Makes sure that both have the same features or the same picture.</summary>
    public void CompareOutputs()
    {
        Assert.Equal(Desktop.Features, (float[])Board.CallOn(Pipeline, "get_Features")!);
        Assert.Equal(Desktop.Picture, (byte[])Board.CallOn(Pipeline, "get_Picture")!);
    }

    private BoardObject New(byte[] section) => (BoardObject)Board.Call("EdgeNet.Core.SignalPipeline.FromSection", section)!;

    public void Dispose() => Board.Dispose();
}
