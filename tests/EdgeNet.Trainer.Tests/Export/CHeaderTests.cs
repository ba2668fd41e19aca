using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>Models as C headers: compiled by the compilers of this computer, run, and compared with Core to the last bit.</summary>
[Trait("speed", "slow")]
public sealed class CHeaderTests(CSamples samples) : IClassFixture<CSamples>
{
    [CompilerFact(nameof(CCompiler.Checked))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_under_sanitizers() => samples.Layers.Compare(CCompiler.Checked);

    [CompilerFact(nameof(CCompiler.Arm1176))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_on_the_processor_of_the_first_Raspberry_Pi_Zero() => samples.Layers.Compare(CCompiler.Arm1176);

    [CompilerFact(nameof(CCompiler.Clang))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_with_the_other_compiler() => samples.Layers.Compare(CCompiler.Clang);

    [CompilerFact(nameof(CCompiler.Checked))]
    public void Answers_of_every_task_function_and_input_are_Cores_under_sanitizers() => samples.Answers.Compare(CCompiler.Checked);

    [CompilerFact(nameof(CCompiler.Arm1176))]
    public void Answers_of_every_task_function_and_input_are_Cores_on_the_processor_of_the_first_Raspberry_Pi_Zero() => samples.Answers.Compare(CCompiler.Arm1176);

    [CompilerFact(nameof(CCompiler.Fused))]
    public void A_compiler_that_merges_products_and_sums_changes_nothing() => samples.Answers.Compare(CCompiler.Fused);

    [CompilerFact(nameof(CCompiler.Wide))]
    public void A_processor_that_keeps_more_bits_than_a_float_has_changes_nothing() => samples.Answers.Compare(CCompiler.Wide);

    [CompilerFact(nameof(CCompiler.Checked))]
    public void The_header_is_Cpp_as_well()
    {
        string main = samples.Answers.WriteMain();
        CCompiler.Check("g++", main, "-std=c++17", "-x", "c++");
        CCompiler.Check("g++", main, "-std=c++11", "-x", "c++");
    }

    /// <summary>What the compiler reserves is what the header says, and no constant is among it.</summary>
    [CompilerFact(nameof(CCompiler.Checked))]
    public void The_memory_that_a_header_uses_is_exactly_what_it_says()
    {
        using TemporaryFolder folder = new();
        for (int seed = 0; seed < 8; seed++)
        {
            ModelFile model = ModelFile.Parse(seed < 4 ? PlainNetworks.Create(seed).File() : ModelWriter.Write(RandomNetworks.WithAnomalies(seed), []));
            folder.Write($"M{seed}.h", CHeader.Write(model, $"M{seed}"));
            string form = model.Input.Rank > 1 ? "uint8_t" : "float", source = folder.Write("m.c", $$"""
                #include "M{{seed}}.h"
                int run(const {{form}} *raw, const char **label);
                int run(const {{form}} *raw, const char **label) { int answer = M{{seed}}_classify(raw); *label = M{{seed}}_label(answer); return answer; }
                """);
            CCompiler.Run("gcc", "-std=c99", "-O2", "-fno-pie", "-c", source, "-o", folder.File("m.o"));
            string sizes = CCompiler.Run("size", "-A", folder.File("m.o"));
            Assert.Equal((CHeader.RamBytes(model), 0), (Section(sizes, ".bss"), Section(sizes, ".data")));
        }

        static int Section(string sizes, string name) => int.Parse(sizes.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(l => l.Length > 1 && l[0] == name)[1]);
    }

    /// <summary>Filters and features are not written as C, and without them the answers would be wrong.</summary>
    [Fact]
    public void A_network_behind_a_pipeline_of_a_stream_is_refused()
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("mean, rms"), ["x"], 100, 1, 8, 4);
        QuantizedNetwork network = RandomNetworks.Create(3);
        network = network with { Shape = Shape.Features(2), InputBits = 8, InputScale = [1f], InputOffset = [0f], GoldenSeeds = [], Layers = [RandomNetworks.CreateLayer(new Random(1), 2, network.Labels.Length, true, false)] };
        ModelFile model = ModelFile.Parse(ModelWriter.Write(network, [], pipeline: pipeline));
        Assert.Contains("pipeline", Assert.Throws<ArgumentException>(() => CHeader.Write(model, "m")).Message, StringComparison.Ordinal);
    }

    [CompilerFact(nameof(CCompiler.Checked))]
    public void Labels_and_names_cannot_write_source()
    {
        string[] labels = ["\"; int x = 1; \"", "*/ int y; /*", "??/", "??=define", "%s%n\\", "\\x41\\", "ä ö 魚", "'", "a\\", "//", "??'0"];
        QuantizedNetwork network = RandomNetworks.Create(3);
        network = network with { Shape = Shape.Features(2), InputBits = 8, InputScale = [1f], InputOffset = [0f], Labels = labels, GoldenSeeds = [], Layers = [RandomNetworks.CreateLayer(new Random(1), 2, labels.Length, true, false)] };
        using TemporaryFolder folder = new();
        folder.Write("m.h", CHeader.Write(ModelFile.Parse(ModelWriter.Write(network, [("name", "*/ int z; /* ??/"), ("build", "\"ä\\")], new TableNotes(["*/ int a;", "b ??/\\"], null, null))), "m"));
        string source = folder.Write("main.c", "#include <stdio.h>\n#include \"m.h\"\nint main(void) { for (int o = 0; o < M_OUTPUTS; o++) puts(m_label(o)); return 0; }\n");
        byte[] printed = CCompiler.Checked.Execute(CCompiler.Checked.Compile(source), []);
        Assert.Equal(labels, Encoding.UTF8.GetString(printed).TrimEnd('\n').Split('\n'));
        CCompiler.Check("g++", source, "-std=c++17", "-x", "c++");
        Assert.All(File.ReadAllBytes(folder.File("m.h")), b => Assert.InRange(b, (byte)'\n', (byte)'~'));
    }
}
