using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>Models with samples and what Core makes of these, for all compilers.</summary>
public sealed class CSamples : IDisposable
{
    // Dense, convolution and depthwise with weights of 8 and 4 bits; nine kinds without weights, of which additions, averages and means round once or twice; three output functions.
    private const int Kinds = 6 + 9 + 3 + 3;

    private const int SamplesOfEach = 10_000, SamplesOfANetwork = 3_500, SamplesOfAnAnswer = 200;

    // Networks that are slow under sanitizers and in an emulator show nothing that others do not.
    private const int MostMacs = 30_000;

    private readonly Lazy<CProgram> _layers = new(EveryLayer), _answers = new(EveryAnswer);

    /// <summary>At least 10,000 samples for every layer kind, width of weights, rounding and output function that networks from elsewhere have.</summary>
    internal CProgram Layers => _layers.Value;

    /// <summary>At least 10,000 samples of every task and output function of our own networks, inputs of 1 to 16 bits with scales of their own, anomalies, trained ranges, and files of version 1.</summary>
    internal CProgram Answers => _answers.Value;

    /// <summary>A file that EdgeNet 0.1.0 wrote.</summary>
    internal static string OfVersion1(string name) => Path.Combine(SharedData.ProjectRoot, "tests", "EdgeNet.Core.Tests", "Version1", $"{name}.edgenet");

    public void Dispose()
    {
        foreach (Lazy<CProgram> program in new[] { _layers, _answers })
        {
            if (program.IsValueCreated)
            {
                program.Value.Dispose();
            }
        }
    }

    private static CProgram EveryLayer()
    {
        CProgram program = new();
        Dictionary<(int Kind, int WeightBits, bool RoundsTwice), int> seen = [];
        for (int seed = 0; seen.Count < Kinds || seen.Values.Min() < SamplesOfEach; seed++)
        {
            PlainNetwork network = seed % 4 == 3 ? PlainNetworks.CreateForPictures(seed, seed % 8 == 7) : PlainNetworks.Create(seed, seed % 5 == 0);
            (int, int, bool)[] kinds = [.. network.Layers.Select(l => (l.Kind, l.WeightBits, l.RoundsTwice && l.Kind is (ModelFormat.Add or ModelFormat.AveragePool or ModelFormat.Mean)))
                .Append((0, network.Function, false)).Distinct()];
            ModelFile file = ModelFile.Parse(network.File());
            if (file.Macs > MostMacs || kinds.All(k => seen.GetValueOrDefault(k) >= SamplesOfEach))
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

        return program;
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

    private static CProgram EveryAnswer()
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

            AddFloats(program, file, seed);
        }

        foreach (string name in new[] { "bugs", "xor", "miles", "four-pixels" })
        {
            AddFloats(program, File.ReadAllBytes(OfVersion1(name)), 1);
        }

        return program;
    }

    private static void AddFloats(CProgram program, byte[] file, int seed)
    {
        int number = program.Add(file);
        InputInfo input = ModelFile.Parse(file).Input;
        Random random = new(seed);
        float[] raw = new float[input.Count];
        byte[] bytes = new byte[input.Count];
        for (int s = 0; s < SamplesOfAnAnswer; s++)
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
