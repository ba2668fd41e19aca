using System.Globalization;
using System.Text;
using EdgeNet.Cli.Terminal;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Names and labels of strangers, and the terminal that they would steer.</summary>
public sealed class TerminalTextTests : IDisposable
{
    // Turns round what follows, and clears the screen.
    private const string Hostile = "\u202E\e[2Jabcd";
    private const string Shown = "??[2Jabcd";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain \"text\", café, 数字, \U0001F41E", "plain \"text\", café, 数字, \U0001F41E")]
    [InlineData("می\u200Cخواهم क्\u200Dष", "می\u200Cخواهم क्\u200Dष")]
    [InlineData(Hostile, Shown)]
    [InlineData("a\rb\nc\td\0e\u009Bf\u0085g", "a?b?c?d?e?f?g")]
    [InlineData("\u200E\u200F\u202A\u202D\u2066\u2069\u061C\uFEFF\u00AD", "?????????")]
    [InlineData("a\u2028b\u2029c", "a?b?c")]
    [InlineData("tag \U000E0041", "tag ?")]
    public void What_steers_a_terminal_or_turns_text_round_is_a_question_mark(string text, string shown) => Assert.Equal(shown, TerminalText.Of(text));

    [Fact]
    public void Half_a_character_is_a_question_mark() => Assert.Equal("a?b?", TerminalText.Of($"a{(char)0xD83D}b{(char)0xDC1E}"));

    [Fact]
    public void Every_other_character_stays()
    {
        for (int code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 7)
        {
            if (Rune.TryCreate(code, out Rune rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                Assert.Equal(rune.ToString(), TerminalText.Of(rune.ToString()));
            }
        }
    }

    [Fact]
    public void The_lines_of_a_server_are_shown_without_what_names_of_files_would_do()
    {
        StringWriter output = new() { NewLine = "\n" };
        using (ReportWriter report = new(output))
        {
            report.Add($"127.0.0.1: {Hostile} is not sent");
        }

        Assert.Equal($"127.0.0.1: {Shown} is not sent\n", output.ToString());
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Labels_and_names_of_a_model_are_shown_so_and_given_to_programs_as_they_are()
    {
        string model = _folder.File("m.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--name", "caterpillar", "--epochs", "3", "--out", model).AssertSucceeded();

        // Of as many bytes; the reader itself refuses control characters.
        byte[] file = File.ReadAllBytes(model), hostile = [.. "\u202E\u2066abcde"u8];
        for (int at; (at = file.AsSpan().IndexOf("caterpillar"u8)) >= 0;)
        {
            hostile.CopyTo(file, at);
        }

        File.WriteAllBytes(model, Reseal(file));
        string data = _folder.Write("d.csv", [.. "1,5,ladybird\n5,1,"u8, .. hostile]);
        foreach (string[] command in new string[][] { ["inspect", model], ["eval", model, "--data", data], ["classify", model, "1", "5"], ["classify", model, "5", "1"] })
        {
            EdgeNetProcess run = EdgeNetProcess.Run(command).AssertSucceeded();
            Assert.DoesNotContain('\u202E', run.Out);
            Assert.DoesNotContain('\u2066', run.Out);
            Assert.True(run.Out.Contains("??abcde", StringComparison.Ordinal) || command[0] == "classify", run.Out);
        }

        EdgeNetProcess json = EdgeNetProcess.Run("inspect", model, "--json").AssertSucceeded();
        Assert.Equal(Encoding.UTF8.GetString(hostile), json.Json.GetProperty("name").GetString());
        Assert.DoesNotContain('\u202E', json.Out);
    }

    private static byte[] Reseal(byte[] file)
    {
        BitConverter.TryWriteBytes(file.AsSpan(12), Crc32.Compute(file, ModelFormat.HeaderLength, file.Length - ModelFormat.HeaderLength));
        BitConverter.TryWriteBytes(file.AsSpan(16), Crc32.Compute(file, 0, 16));
        return file;
    }
}
