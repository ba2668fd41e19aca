using System.Text;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>The programs of docs/export-c.md: compiled, and run. The first line of each is its name.</summary>
[Trait("speed", "slow")]
public sealed class CDocumentTests
{
    /// <summary>What the sketch uses of an Arduino, with the serial line on the terminal.</summary>
    private const string Arduino = """
        #include <stdio.h>
        #include <stdlib.h>
        struct SerialPort
        {
            int unread = -2;
            void begin(long) {}
            int peek() { if (unread == -2) unread = getchar(); return unread; }
            int read() { int c = peek(); unread = -2; if (c == EOF) exit(0); return c; }
            int available() { if (peek() == EOF) exit(0); return 1; }
            float parseFloat() { char text[32]; int n = 0; while (peek() == ' ') read(); while (peek() > ' ' && n < 31) text[n++] = (char)read(); text[n] = 0; return (float)atof(text); }
            void print(const char *text) { fputs(text, stdout); }
            void print(int number) { printf("%d", number); }
            void println(const char *text) { puts(text); }
        };
        static SerialPort Serial;

        """;

    [CompilerFact(nameof(CCompiler.Cpp))]
    public void The_sketch_answers_on_its_serial_line()
    {
        using TemporaryFolder folder = new();
        byte[] file = File.ReadAllBytes(CSamples.OfVersion1("bugs"));
        folder.Write("bugs.h", CHeader.Write(ModelFile.Parse(file), "bugs"));
        folder.Write("Arduino.h", Arduino);
        string program = CCompiler.Cpp.Compile(folder.Write("garden_bugs.cpp", $"#include \"Arduino.h\"\n{Code("garden_bugs.ino")}int main() {{ setup(); for (;;) {{ loop(); }} }}\n"));
        Network core = Network.Load(file);
        string expected = string.Concat(new float[][] { [3, 1], [1.25f, 3] }.Select(size => $"{core.Label(core.Classify(size))}, {core.ConfidencePercent()} % sure\n"));
        Assert.Equal(expected, Encoding.UTF8.GetString(CCompiler.Cpp.Execute(program, "3 1\n1.25 3\r\n"u8.ToArray())));
    }

    [CompilerFact(nameof(CCompiler.Checked))]
    public void The_program_prints_a_label_and_a_confidence_for_each_picture()
    {
        PlainNetwork network = Enumerable.Range(0, 100).Select(seed => PlainNetworks.Create(seed)).First(n => n.Layers[^1].Outputs > 5);
        byte[] file = network.File(), pictures = new byte[3 * network.Input.Height * network.Input.Width * network.Input.Channels];
        new Random(1).NextBytes(pictures);
        using TemporaryFolder folder = new();
        folder.Write("mnist.h", CHeader.Write(ModelFile.Parse(file), "mnist"));
        string program = CCompiler.Checked.Compile(folder.Write("mnist.c", Code("mnist.c").Replace("// mnist.c\n", "", StringComparison.Ordinal)));
        Network core = Network.Load(file);
        string expected = string.Concat(pictures.Chunk(pictures.Length / 3).Select(p => $"{core.Label(core.Classify(p))} {core.ConfidencePercent()}\n"));
        Assert.Equal(expected, Encoding.UTF8.GetString(CCompiler.Checked.Execute(program, pictures)));
    }

    private static string Code(string name)
    {
        string page = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "export-c.md")).ReplaceLineEndings("\n");
        int from = page.IndexOf($"// {name}\n", StringComparison.Ordinal);
        Assert.True(from > 0, name);
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
