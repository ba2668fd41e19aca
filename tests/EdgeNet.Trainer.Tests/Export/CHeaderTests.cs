using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>Models as C headers: compiled by the compilers of this computer, run, and compared with Core to the last bit.</summary>
[Trait("speed", "slow")]
public sealed class CHeaderTests
{
    // Dense, convolution and depthwise with weights of 8 and 4 bits; nine kinds without weights, of which additions, averages and means round once or twice; three output functions.
    private const int Kinds = 6 + 9 + 3 + 3;

    private const int SamplesOfEach = 10_000, SamplesOfANetwork = 1_000;

    [CompilerFact(nameof(CCompiler.Checked))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_under_sanitizers() => CompareLayers(CCompiler.Checked);

    [CompilerFact(nameof(CCompiler.Arm1176))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_on_the_processor_of_the_first_Raspberry_Pi_Zero() => CompareLayers(CCompiler.Arm1176);

    [CompilerFact(nameof(CCompiler.Clang))]
    public void Layers_of_every_kind_and_width_give_Cores_logits_with_the_other_compiler() => CompareLayers(CCompiler.Clang);

    [CompilerFact(nameof(CCompiler.Checked))]
    public void Answers_of_every_task_function_and_input_are_Cores_under_sanitizers() => CompareAnswers(CCompiler.Checked);

    [CompilerFact(nameof(CCompiler.Arm1176))]
    public void Answers_of_every_task_function_and_input_are_Cores_on_the_processor_of_the_first_Raspberry_Pi_Zero() => CompareAnswers(CCompiler.Arm1176);

    [CompilerFact(nameof(CCompiler.Fused))]
    public void A_compiler_that_merges_products_and_sums_changes_nothing() => CompareAnswers(CCompiler.Fused);

    [CompilerFact(nameof(CCompiler.Wide))]
    public void A_processor_that_keeps_more_bits_than_a_float_has_changes_nothing() => CompareAnswers(CCompiler.Wide);

    [CompilerFact(nameof(CCompiler.Checked))]
    public void The_header_is_Cpp_as_well()
    {
        using CProgram program = Answers(1);
        string main = program.WriteMain();
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

    [CompilerFact(nameof(CCompiler.Checked))]
    public void Labels_and_names_cannot_write_source()
    {
        string[] labels = ["\"; int x = 1; \"", "*/ int y; /*", "??/", "??=define", "%s%n\\", "\\x41\\", "ä ö 魚", "'", "a\\", "//", "??'0"];
        QuantizedNetwork network = RandomNetworks.Create(3);
        network = network with { Shape = Shape.Features(2), InputBits = 8, InputScale = [1f], InputOffset = [0f], Labels = labels, GoldenSeeds = [], Layers = [RandomNetworks.CreateLayer(new Random(1), 2, labels.Length, true, false)] };
        using TemporaryFolder folder = new();
        folder.Write("m.h", CHeader.Write(ModelFile.Parse(ModelWriter.Write(network, [("name", "*/ int z; /* ??/"), ("build", "\"ä\\")])), "m"));
        string source = folder.Write("main.c", "#include <stdio.h>\n#include \"m.h\"\nint main(void) { for (int o = 0; o < M_OUTPUTS; o++) puts(m_label(o)); return 0; }\n");
        byte[] printed = CCompiler.Checked.Execute(CCompiler.Checked.Compile(source), []);
        Assert.Equal(labels, Encoding.UTF8.GetString(printed).TrimEnd('\n').Split('\n'));
        CCompiler.Check("g++", source, "-std=c++17", "-x", "c++");
        Assert.All(File.ReadAllBytes(folder.File("m.h")), b => Assert.InRange(b, (byte)'\n', (byte)'~'));
    }

    private static void CompareLayers(CCompiler compiler)
    {
        using CProgram program = new();
        Dictionary<(int Kind, int WeightBits, bool RoundsTwice), int> seen = [];
        for (int seed = 0; seen.Count < Kinds || seen.Values.Min() < SamplesOfEach; seed++)
        {
            PlainNetwork network = seed % 4 == 3 ? PlainNetworks.CreateForPictures(seed, seed % 8 == 7) : PlainNetworks.Create(seed, seed % 5 == 0);
            (int, int, bool)[] kinds = [.. network.Layers.Select(l => (l.Kind, l.WeightBits, l.RoundsTwice && l.Kind is (ModelFormat.Add or ModelFormat.AveragePool or ModelFormat.Mean)))
                .Append((0, network.Function, false)).Distinct()];
            if (kinds.All(k => seen.GetValueOrDefault(k) >= SamplesOfEach))
            {
                continue;
            }

            Array.ForEach(kinds, k => seen[k] = seen.GetValueOrDefault(k) + SamplesOfANetwork);
            int model = program.Add(network.File());
            Random random = new(seed);
            byte[] raw = new byte[network.Input.Height * network.Input.Width * network.Input.Channels];
            for (int s = 0; s < SamplesOfANetwork; s++)
            {
                Fill(random, raw);
                if (s % 8 == 0)
                {
                    program.AddQuantized(model, raw);
                }
                else
                {
                    program.AddBytes(model, raw);
                }
            }
        }

        program.Compare(compiler);
    }

    // Half of a picture's values are often zero.
    private static void Fill(Random random, byte[] raw)
    {
        random.NextBytes(raw);
        bool isSparse = random.Next(2) == 0;
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = isSparse && random.Next(2) == 0 ? (byte)0 : raw[i];
        }
    }

    private static void CompareAnswers(CCompiler compiler)
    {
        using CProgram program = Answers(400);
        Assert.True(program.Samples >= SamplesOfEach);
        program.Compare(compiler);
    }

    // Every task and output function, inputs of 1 to 16 bits with scales of their own, anomalies, trained ranges, and files of version 1.
    private static CProgram Answers(int samples)
    {
        CProgram program = new();
        for (int seed = 0; seed < 26; seed++)
        {
            byte[] file = ModelWriter.Write(seed < 16 ? RandomNetworks.Create(seed, seed % 4 == 0) : RandomNetworks.WithAnomalies(seed, seed % 4 == 0), []);
            ModelFile model = ModelFile.Parse(file);
            if (seed % 2 == 0 && model.Input.Rank == 1)
            {
                file = ModelWriter.Append(file, ModelFormat.RangeSection, [.. BitConverter.GetBytes(model.Input.Count), .. Enumerable.Range(0, model.Input.Count).SelectMany(_ => (byte[])[.. BitConverter.GetBytes(-120f), .. BitConverter.GetBytes(250.5f)])]);
                model = ModelFile.Parse(file);
            }

            AddFloats(program, file, seed, samples);
        }

        foreach (string name in new[] { "bugs", "xor", "miles", "four-pixels" })
        {
            AddFloats(program, File.ReadAllBytes(Path.Combine(SharedData.ProjectRoot, "tests", "EdgeNet.Core.Tests", "Version1", $"{name}.edgenet")), 1, samples);
        }

        return program;
    }

    private static void AddFloats(CProgram program, byte[] file, int seed, int samples)
    {
        int number = program.Add(file);
        InputInfo input = ModelFile.Parse(file).Input;
        Random random = new(seed);
        float[] raw = new float[input.Count];
        byte[] bytes = new byte[input.Count];
        for (int s = 0; s < samples; s++)
        {
            for (int i = 0; i < raw.Length; i++)
            {
                raw[i] = Value(random, input.Scale[i % input.Scale.Length], input.Offset[i % input.Offset.Length], input.MaxValue);
            }

            program.AddFloats(number, raw);
            random.NextBytes(bytes);
            program.AddBytes(number, bytes);
        }
    }

    // Mostly values that end up beside the border between two quantised values, where one wrong rounding shows.
    private static float Value(Random random, float scale, float offset, int most) => random.Next(40) switch
    {
        0 => 0f,
        1 => random.Next(50) == 0 ? float.NaN : -0f,
        2 => random.Next(2) == 0 ? 1e30f : -1e30f,
        3 => float.Epsilon,
        < 30 => MathF.BitIncrement((random.Next(most) + 0.5f - offset) / scale) + (random.Next(-2, 3) * MathF.ScaleB(1f, random.Next(-24, -14))),
        _ => (random.NextSingle() * 400f) - 130f,
    };
}
