using System.Reflection;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Export;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Networks of all kinds of layers written as code: compiled for the desktop and for a board, compared with plain loops.</summary>
[Trait("speed", "slow")]
public class LoopCodeTests
{
    [Fact]
    public void Random_networks_give_the_logits_of_plain_loops_on_the_desktop()
    {
        PlainNetwork[] networks = [.. Enumerable.Range(0, 40).Select(seed => PlainNetworks.Create(seed, seed % 3 == 0))];
        Type[] classes = Compile([.. networks.Select((n, i) => NetworkCode.Write(ModelFile.Parse(n.File()), $"Network{i}", "My.App"))]);
        Random random = new(1);
        foreach ((PlainNetwork network, Type type) in networks.Zip(classes))
        {
            for (int i = 0; i < 2; i++)
            {
                byte[] raw = PlainNetworks.Raw(network, random);
                int[] expected = network.LogitsOf(raw);
                int best = (int)type.GetMethod("Classify", [typeof(byte[])])!.Invoke(null, [raw])!;
                Assert.Equal(expected, expected.Select((_, o) => (int)type.GetMethod("Logit")!.Invoke(null, [o])!));
                Assert.Equal(Array.IndexOf(expected, expected.Max()), best);
            }
        }
    }

    [Fact]
    public void Random_networks_give_the_logits_of_plain_loops_on_a_board()
    {
        Random random = new(1);
        for (int seed = 0; seed < 15; seed++)
        {
            PlainNetwork network = PlainNetworks.Create(seed, seed % 3 == 0);
            using Board board = Deploy(ModelFile.Parse(network.File()));
            byte[] raw = PlainNetworks.Raw(network, random);
            long best = (long)board.Call("My.App.Generated.Classify", raw)!;
            int[] expected = network.LogitsOf(raw);
            Assert.Equal(expected.Select(l => (long)l), expected.Select((_, o) => (long)board.Call("My.App.Generated.Logit", o)!));
            Assert.Equal(Array.IndexOf(expected, expected.Max()), best);
        }
    }

    /// <summary>Their raw values are real numbers, which no byte holds. The one that ad01 is needs more arrays than an assembly has.</summary>
    [SharedDataFact]
    public void Imported_networks_give_the_logits_of_Core()
    {
        string[] names = ["hello_world_int8", "kws_int8", "tinymaix_mnist_valid_q"];
        string folder = Path.Combine(SharedData.Folder, "litert");
        ModelFile[] models = Array.ConvertAll(names, n => ImportedModel.Of(ForeignNetwork.Read(Path.Combine(folder, $"{n}.tflite")), new ImportRequest("", "")).Model);
        Type[] classes = Compile([.. models.Select((m, i) => NetworkCode.Write(m, $"Network{i}", "My.App"))]);
        for (int m = 0; m < models.Length; m++)
        {
            Network network = new(models[m]);
            InputInfo input = models[m].Input;
            foreach (byte[] sample in File.ReadAllBytes(Path.Combine(folder, $"{names[m]}.inputs.bin")).Chunk(input.Count))
            {
                float[] raw = Array.ConvertAll(sample, b => ((b ^ 0x80) - input.Offset[0]) / input.Scale[0]);
                network.Classify(raw);
                classes[m].GetMethod(models[m].Output.Task == ModelFormat.Regression ? "Estimate" : "Classify", [typeof(float[])])!.Invoke(null, [raw]);
                Assert.All(Enumerable.Range(0, network.OutputCount), o => Assert.Equal(network.Logit(o), (int)classes[m].GetMethod("Logit")!.Invoke(null, [o])!));
            }
        }
    }

    /// <summary>With loops and without them; inputs of 16 bits, pixels and columns; every function but softmax.</summary>
    [Fact]
    public void Numbers_of_regressions_are_those_of_Core()
    {
        QuantizedNetwork[] networks = [.. Enumerable.Range(0, 25).Select(seed => RandomNetworks.Create(seed)).Where(n => n.OutputFunction != Activation.Softmax)
            .Select((n, i) => n with { Task = TaskKind.Regression, ValueScale = 1.5f + i, ValueOffset = -0.25f * i, GoldenSeeds = [] })];
        Random random = new(1);
        QuantizedLayer[] wide = [RandomNetworks.CreateLayer(random, 60, 300, false, false), RandomNetworks.CreateLayer(random, 300, 2, true, false)];
        networks = [.. networks, networks[0] with { Shape = Shape.Features(60), InputBits = 16, InputScale = [200f], InputOffset = [3f], Layers = wide, Labels = ["a", "b"] }];
        ModelFile[] models = Array.ConvertAll(networks, n => ModelFile.Parse(ModelWriter.Write(n, [])));
        string[] sources = [.. models.Select((m, i) => NetworkCode.Write(m, $"Network{i}", "My.App"))];
        Assert.Contains("straight-line", sources[0]);
        Assert.DoesNotContain("straight-line", sources[^1]);
        foreach ((ModelFile model, Type type) in models.Zip(Compile(sources)))
        {
            Network network = new(model);
            float[] raw = [.. Enumerable.Range(0, model.Input.Count).Select(_ => (float)random.Next(256))];
            byte[] pixels = Array.ConvertAll(raw, v => (byte)v);
            type.GetMethod("Estimate", [model.Input.Rank > 1 ? typeof(byte[]) : typeof(float[])])!.Invoke(null, [model.Input.Rank > 1 ? pixels : raw]);
            if (model.Input.Rank > 1)
            {
                network.Classify(pixels);
            }
            else
            {
                network.Classify(raw);
            }

            Assert.All(Enumerable.Range(0, network.OutputCount), o => Assert.Equal(network.Value(o), (float)type.GetMethod("Value")!.Invoke(null, [o])!));
        }
    }

    [Fact]
    public void Numbers_of_a_regression_are_those_of_Core_on_a_board()
    {
        ModelFile model = ModelBuilder.Build(BuiltInDatasets.Create("miles", 1), new TrainingOptions { Hidden = [4], Epochs = 20 }, "miles", true, null, default).Model;
        Network network = new(model);
        using Board board = Deploy(model);
        foreach (float kilometres in new[] { 0f, 1.5f, 42.195f, 99f })
        {
            network.Classify([kilometres]);
            board.Call("My.App.Generated.Estimate", new[] { kilometres });
            Assert.Equal(network.Value(0), Convert.ToSingle(board.Call("My.App.Generated.Value", 0)));
        }
    }

    [Fact]
    public void Weights_that_no_assembly_of_a_board_holds_are_refused()
    {
        PlainNetwork network = new() { Input = (20, 20, 1), Layers = [PlainNetworks.Weighted(new Random(1), ModelFormat.Dense, 400, 150, 255, false, last: true, weightBits: 8)] };
        Assert.Contains("the weights as arrays in code have 61,350 bytes", Assert.Throws<UserException>(() => NetworkCode.Write(ModelFile.Parse(network.File()), "M", "N")).Message);
        PlainLayer reshape = new() { Kind = ModelFormat.Reshape, Shape = (1, 1), Outputs = 2 };
        PlainNetwork chain = new() { Input = (1, 1, 2), Layers = [.. Enumerable.Repeat(reshape, 80), new() { Kind = ModelFormat.Answer, Outputs = 2 }] };
        Assert.Contains("bytes on a board; at most 45,000", Assert.Throws<UserException>(() => NetworkCode.Write(ModelFile.Parse(chain.File()), "M", "N")).Message);
    }

    private static Board Deploy(ModelFile model)
    {
        Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile(NetworkCode.Write(model, "Generated", "My.App"))]);
        return board;
    }

    private static Type[] Compile(string[] sources)
    {
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll").Select(p => MetadataReference.CreateFromFile(p));
        CSharpCompilation compilation = CSharpCompilation.Create("Networks", sources.Select(s => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.CSharp10))), references,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
        Assembly loaded = Assembly.Load(assembly.ToArray());
        return [.. sources.Select((_, i) => loaded.GetType($"My.App.Network{i}")!)];
    }
}
