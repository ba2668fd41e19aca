using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>A program in C with one or several exported models. It reads samples and writes everything that the headers tell about each.</summary>
internal sealed class CProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ModelFile> _models = [];
    private readonly List<Network> _networks = [];
    private readonly MemoryStream _samples = new(), _expected = new();

    /// <summary>Samples so far.</summary>
    public int Samples { get; private set; }

    public string Folder => _folder.Path;

    /// <summary>Adds a model.</summary>
    /// <returns>Its number.</returns>
    public int Add(byte[] file)
    {
        ModelFile model = ModelFile.Parse(file);
        _models.Add(model);
        _networks.Add(new Network(model));
        _folder.Write($"M{_models.Count - 1}.h", CHeader.Write(model, $"M{_models.Count - 1}"));
        return _models.Count - 1;
    }

    /// <summary>Adds a sample of raw bytes, and what Core makes of it.</summary>
    public void AddBytes(int model, byte[] raw)
    {
        Begin(model, 'b', raw);
        Expect(model, _networks[model].Classify(raw));
    }

    /// <summary>Adds a sample of bytes that are quantised already; one that Core refuses must be refused.</summary>
    public void AddQuantized(int model, byte[] values)
    {
        Begin(model, 'q', values);
        Try(model, () => _networks[model].ClassifyQuantized(values));
    }

    /// <summary>Adds a sample of raw floats; one that Core refuses must be refused.</summary>
    public void AddFloats(int model, float[] raw)
    {
        Begin(model, 'f', MemoryMarshal.AsBytes(raw.AsSpan()));
        Try(model, () => _networks[model].Classify(raw));
    }

    /// <summary>Compiles, runs all samples and compares every byte.</summary>
    public void Compare(CCompiler compiler)
    {
        byte[] actual = compiler.Execute(compiler.Compile(WriteMain()), _samples.ToArray());
        byte[] expected = _expected.ToArray();
        int same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(same == expected.Length && actual.Length == same, $"{compiler.Command}: {actual.Length} bytes of {expected.Length}; the first difference is at {same}");
    }

    /// <summary>Writes the program.</summary>
    /// <returns>Its source file.</returns>
    public string WriteMain()
    {
        StringBuilder main = new("#include <stdio.h>\n");
        for (int i = 0; i < _models.Count; i++)
        {
            main.Append($"#include \"M{i}.h\"\n");
        }

        main.Append($$"""
            static unsigned char bytes[65536];
            static float floats[65536];
            static int get(void *to, size_t size) { return fread(to, 1, size, stdin) == size; }
            static void put(int32_t value) { fwrite(&value, sizeof value, 1, stdout); }
            static void put_float(float value) { fwrite(&value, sizeof value, 1, stdout); }

            """);
        for (int i = 0; i < _models.Count; i++)
        {
            ModelFile model = _models[i];
            bool isPicture = model.Input.Rank > 1;
            string fromFloats = isPicture ? $"M{i}_classify_floats" : $"M{i}_classify";
            string more = (model.Output.GivesBytes ? $" for (int o = 0; o < M{i}_OUTPUTS; o++) {{ put(M{i}_byte(o)); }}" : "") + (model.Anomaly is null ? "" : $" put(M{i}_anomaly_score()); put_float(M{i}_anomaly_level()); put(M{i}_is_anomaly());")
                + (model.Range is null ? "" : $" put(M{i}_is_outside());")
                + (model.Output.Task == ModelFormat.MultiLabel ? $" for (int o = 0; o < M{i}_OUTPUTS; o++) {{ put(M{i}_is_on(o)); }}" : "")
                + (model.Output.Task <= ModelFormat.MultiLabel ? $" put(M{i}_confidence_percent());" : "");
            main.Append($$"""
                static int run{{i}}(int form)
                {
                    int answer;
                    if (form == 'b') {
                        if (!get(bytes, M{{i}}_INPUTS)) return 0;
                        {{(isPicture ? $"answer = M{i}_classify(bytes);" : $"for (int j = 0; j < M{i}_INPUTS; j++) {{ floats[j] = bytes[j]; }}\n            answer = M{i}_classify(floats);")}}
                    } else if (form == 'q') {
                        if (!get(bytes, M{{i}}_INPUTS)) return 0;
                        {{(model.Input.Planes == 1 ? $"answer = M{i}_classify_quantized(bytes);" : "return 0;")}}
                    } else {
                        if (!get(floats, sizeof(float) * M{{i}}_INPUTS)) return 0;
                        answer = {{fromFloats}}(floats);
                    }
                    put(answer);
                    if (answer < 0) return 1;
                    for (int o = 0; o < M{{i}}_OUTPUTS; o++) { put(M{{i}}_logit(o)); put_float(M{{i}}_value(o)); }
                   {{more}}
                    return 1;
                }

                """);
        }

        main.Append("int main(void)\n{\n    unsigned char head[2];\n    while (get(head, 2)) switch (head[0]) {\n");
        for (int i = 0; i < _models.Count; i++)
        {
            main.Append($"    case {i}: if (!run{i}(head[1])) return 1; break;\n");
        }

        main.Append("    }\n    return 0;\n}\n");
        return _folder.Write("main.c", main.ToString());
    }

    public void Dispose()
    {
        _folder.Dispose();
        _samples.Dispose();
        _expected.Dispose();
    }

    private void Begin(int model, char form, ReadOnlySpan<byte> raw)
    {
        _samples.Write([(byte)model, (byte)form]);
        _samples.Write(raw);
        Samples++;
    }

    private void Try(int model, Func<int> classify)
    {
        int answer;
        try
        {
            answer = classify();
        }
        catch (ArgumentException)
        {
            Write(_expected, -1);
            return;
        }

        Expect(model, answer);
    }

    private void Expect(int model, int answer)
    {
        Network network = _networks[model];
        ModelFile file = _models[model];
        Write(_expected, answer);
        for (int o = 0; o < network.OutputCount; o++)
        {
            Write(_expected, network.Logit(o));
            Write(_expected, BitConverter.SingleToInt32Bits(network.Value(o)));
        }

        for (int o = 0; o < network.OutputCount && file.Output.GivesBytes; o++)
        {
            Write(_expected, network.OutputByte(o));
        }

        if (file.Anomaly is not null)
        {
            Write(_expected, network.AnomalyScore);
            Write(_expected, BitConverter.SingleToInt32Bits(network.AnomalyLevel));
            Write(_expected, network.IsAnomaly ? 1 : 0);
        }

        if (file.Range is not null)
        {
            Write(_expected, network.IsOutside ? 1 : 0);
        }

        for (int o = 0; o < network.OutputCount && file.Output.Task == ModelFormat.MultiLabel; o++)
        {
            Write(_expected, network.IsOn(o) ? 1 : 0);
        }

        if (file.Output.Task <= ModelFormat.MultiLabel)
        {
            Write(_expected, network.ConfidencePercent());
        }
    }

    private static void Write(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
