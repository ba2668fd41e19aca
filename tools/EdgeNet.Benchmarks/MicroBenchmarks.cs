using BenchmarkDotNet.Attributes;
using EdgeNet.Core;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>Small things, measured by BenchmarkDotNet on data that every machine has.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks
{
    private byte[] _file = [];
    private Network _network = null!;
    private float[] _values = [];
    private byte[] _pixels = [];

    [Params(32, 128)]
    public int Hidden { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        BuiltModel built = ModelBuilder.Build(Digits.Create("digits", 28, 2000, 200, 1), new TrainingOptions { Hidden = [Hidden], Epochs = 2 }, "digits", true, null, default);
        _file = built.File;
        _network = Network.Load(_file);
        _values = Digits.Create("digits", 28, 100, 10, 2).Test.Sample(0).ToArray();
        _pixels = Array.ConvertAll(_values, v => (byte)v);
    }

    [Benchmark]
    public int ClassifyFloats() => _network.Classify(_values);

    [Benchmark]
    public int ClassifyBytes() => _network.Classify(_pixels);

    [Benchmark]
    public ModelFile ParseModelFile() => ModelFile.Parse(_file);

    [Benchmark]
    public Network LoadNetwork() => Network.Load(_file);

    [Benchmark]
    public uint Crc() => Crc32.Compute(_file, 0, _file.Length);
}
