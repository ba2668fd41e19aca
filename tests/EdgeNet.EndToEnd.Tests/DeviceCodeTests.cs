using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What a board would get wrong without a word is refused before it runs.</summary>
public class DeviceCodeTests
{
    [Theory]
    [InlineData("bytes of code")]
    [InlineData("bytes of signatures and arrays")]
    [InlineData("bytes of strings")]
    [InlineData("values on the stack (255 at most)")]
    public void An_assembly_that_would_wrap_around_is_refused(string problem)
    {
        string numbers = string.Join(", ", Enumerable.Range(0, 40_000).Select(i => i & 0xFF)), text = new('x', 33_000);
        string body = problem switch
        {
            "bytes of code" => "static int B(int x) { " + string.Concat(Enumerable.Repeat("x = x * 123456789;", 10_000)) + " return x; }",
            "bytes of signatures and arrays" => $"static byte[] C = {{ {numbers} }}; static byte[] D = {{ {numbers}, 1 }}; static int B(int x) {{ return C.Length + D.Length; }}",
            "bytes of strings" => $"static string C = \"{text}a\", D = \"{text}b\"; static int B(int x) {{ return C.Length + D.Length; }}",
            _ => "static int B(int x) { " + string.Concat(Enumerable.Range(0, 300).Select(i => $"int v{i} = x + {i};")) + " return " + string.Join(" + ", Enumerable.Range(0, 300).Select(i => $"v{i} * v{i}")) + "; }",
        };
        using Board board = new(BoardProfile.Esp32);
        Assert.Contains(problem, Assert.Throws<EmulatorException>(() => board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile("class A { " + body + " }")])).Message);
    }
}
