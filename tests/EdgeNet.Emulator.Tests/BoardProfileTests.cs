using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Emulator.Tests;

/// <summary>Profiles of boards: those that are built in, files, and what they do to the clock.</summary>
public class BoardProfileTests
{
    private static readonly string[] Figures = [BoardProfileJson.Clock, BoardProfileJson.Cycles, BoardProfileJson.Heap, BoardProfileJson.Flash, BoardProfileJson.Storage];

    private const string Valid = """
        { "name": "mine", "title": "My board",
          "clockMegahertz": { "value": 80, "basis": "measured", "source": "Its data sheet." },
          "cyclesPerInstruction": { "value": 1.5, "basis": "estimate", "source": "A guess." },
          "heapBytes": { "value": 50000, "basis": "documented", "source": "Its firmware." },
          "methods": { "EdgeNet.Core.Network.Run": { "value": 2.25, "basis": "measured", "source": "A stopwatch." } } }
        """;

    [Fact]
    public void What_is_built_in_is_named_as_its_file_says_of_every_figure_where_it_comes_from_and_is_written_as_it_stands_there()
    {
        Assert.Equal(["esp32", "esp32-c3", "esp32-psram", "esp32-s3", "rp2040"], BoardProfile.All.Select(b => b.Name));
        foreach (BoardProfile board in BoardProfile.All)
        {
            Assert.Equal(Figures.Order(), board.Sources.Keys.Order());
            Assert.All(board.Sources.Values, s => Assert.EndsWith(".", s.Sentence));
            using Stream file = typeof(BoardProfile).Assembly.GetManifestResourceStream($"boards/{board.Name}.json")!;
            Assert.Equal(new StreamReader(file).ReadToEnd(), Encoding.UTF8.GetString(BoardProfileJson.Write(board)));
        }

        Assert.Equal((100 * 1024, 240, 1.6), (BoardProfile.Esp32.HeapBytes, BoardProfile.Esp32.ClockMegahertz, BoardProfile.Esp32.CyclesPerInstruction));
        Assert.Equal((2 << 20, 240, 1.9), (BoardProfile.Esp32Psram.HeapBytes, BoardProfile.Esp32Psram.ClockMegahertz, BoardProfile.Esp32Psram.CyclesPerInstruction));
    }

    [Fact]
    public void A_file_is_read()
    {
        foreach (byte[] file in new[] { Encoding.UTF8.GetBytes(Valid), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)], [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Valid)] })
        {
            BoardProfile board = BoardProfileJson.Read(file);
            Assert.Equal(("mine", "My board", 80, 1.5, 50000, null, null), (board.Name, board.Title, board.ClockMegahertz, board.CyclesPerInstruction, board.HeapBytes, board.FlashBytes, board.StorageBytes));
            Assert.Equal(new FigureSource(FigureBasis.Documented, "Its firmware."), board.Sources[BoardProfileJson.Heap]);
            Assert.Equal(new MethodCycles(2.25, new FigureSource(FigureBasis.Measured, "A stopwatch.")), board.Methods["EdgeNet.Core.Network.Run"]);
        }
    }

    [Theory]
    [InlineData("\"name\": \"mine\", ", "", "no \"name\"")]
    [InlineData("\"name\": \"mine\"", "\"name\": \"mine\", \"name\": \"mine\"", "duplicate name")]
    [InlineData("\"title\"", "\"speed\": 1, \"title\"", "unknown name \"speed\"; the known names are name, title, clockMegahertz")]
    [InlineData("\"value\": 80", "\"value\": 80, \"unit\": \"MHz\"", "\"clockMegahertz\" has the unknown name \"unit\"")]
    [InlineData("\"value\": 80", "\"value\": 0", "\"clockMegahertz\": \"value\" is \"0\", but should be a number from 1 to 10,000")]
    [InlineData("\"value\": 80", "\"value\": 1e999", "\"1e999\"")]
    [InlineData("\"value\": 80", "\"value\": \"80\"", "should be a number")]
    [InlineData("\"value\": 80", "\"value\": NaN", "line 2")]
    [InlineData("\"value\": 1.5", "\"value\": -1.5", "0.05 to 100")]
    [InlineData("\"value\": 50000", "\"value\": 50000.5", "whole number from 1,024")]
    [InlineData("\"value\": 50000", "\"value\": 99999999999", "whole number")]
    [InlineData("\"value\": 2.25", "\"value\": 1000", "EdgeNet.Core.Network.Run")]
    [InlineData("EdgeNet.Core.Network.Run", "two words", "full name of a method")]
    [InlineData("\"estimate\"", "\"guess\"", "\"basis\" is \"guess\", but should be one of estimate, documented, measured")]
    [InlineData("\"A guess.\"", "\"\"", "text of 1 to")]
    [InlineData("\"A guess.\"", "\"a\\u001b[2J\"", "text of 1 to")]
    [InlineData("\"A guess.\"", "\"\\ud800\"", "half of a surrogate pair")]
    [InlineData("\"mine\"", "\"../mine\"", "letters, digits")]
    [InlineData("\"My board\"", "7", "\"title\" should be a text")]
    [InlineData("{ \"value\": 80, \"basis\": \"measured\", \"source\": \"Its data sheet.\" }", "80", "\"clockMegahertz\" should be an object")]
    [InlineData("\"A stopwatch.\"", "{ \"a\": { \"b\": 1 } }", "is not valid JSON")]
    [InlineData("\"A guess.\"", "\"A guess.\" // says who", "line 3")]
    public void What_is_no_profile_is_refused_in_one_line_that_says_what_and_where(string part, string other, string problem)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);
        string message = Assert.Throws<FormatException>(() => BoardProfileJson.Read(Encoding.UTF8.GetBytes(Valid.Replace(part, other, StringComparison.Ordinal)))).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void What_is_too_large_is_not_even_parsed()
    {
        Assert.Contains("at most 65,536", Assert.Throws<FormatException>(() => BoardProfileJson.Read(new byte[65537])).Message);
        string methods = string.Join(",", Enumerable.Range(0, 201).Select(i => $"\"M.{i}\":{{\"value\":1,\"basis\":\"estimate\",\"source\":\"x\"}}"));
        Assert.Contains("more than 200 methods", Assert.Throws<FormatException>(() => BoardProfileJson.Read(Encoding.UTF8.GetBytes(Valid.Replace("\"methods\": {", "\"methods\": {" + methods + ",", StringComparison.Ordinal)))).Message);
        Assert.Throws<FormatException>(() => BoardProfileJson.Read(Encoding.UTF8.GetBytes(new string('[', 60000))));
    }

    /// <summary>Every byte changed to every value, and every end: a refusal, or a profile that can be written and read again.</summary>
    [Fact]
    public void A_file_cut_anywhere_or_with_any_byte_changed_is_refused_or_a_profile()
    {
        byte[] file = Encoding.UTF8.GetBytes(Valid);
        for (int length = 0; length < file.Length - 1; length++)
        {
            Assert.Throws<FormatException>(() => BoardProfileJson.Read(file[..length]));
        }

        int refused = 0;
        foreach (byte value in new byte[] { 0, 1, (byte)'"', (byte)'0', (byte)'9', (byte)'e', (byte)'{', (byte)'}', (byte)',', (byte)'-', (byte)'.', (byte)'\\', 0x7F, 0xC3, 0xFF })
        {
            for (int at = 0; at < file.Length; at++)
            {
                byte[] changed = (byte[])file.Clone();
                changed[at] = value;
                try
                {
                    BoardProfile board = BoardProfileJson.Read(changed);
                    Assert.Equal(BoardProfileJson.Write(board), BoardProfileJson.Write(BoardProfileJson.Read(BoardProfileJson.Write(board))));
                }
                catch (FormatException e)
                {
                    refused++;
                    Assert.DoesNotContain(e.Message, char.IsControl);
                }
            }
        }

        Assert.InRange(refused, 5 * file.Length, 14 * file.Length);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Gen<string> text = from length in Gen.Choose(1, 60) from chars in Gen.ArrayOf(Gen.Elements("aZ09 .\"\\/{}:,<>&'äß€漢".ToCharArray()), length) select new string(chars);
        Gen<string> name = from length in Gen.Choose(1, 40) from chars in Gen.ArrayOf(Gen.Elements("aZ09-._".ToCharArray()), length) select new string(chars);
        Gen<FigureSource> source = from basis in Gen.Elements(Enum.GetValues<FigureBasis>()) from sentence in text select new FigureSource(basis, sentence);
        Gen<double> cycles = from v in Gen.Choose(1, int.MaxValue) select 0.05 + (99.9 * v / int.MaxValue);
        Gen<BoardProfile> profiles =
            from called in name
            from title in text
            from clock in Gen.Choose(1, 10_000)
            from general in cycles
            from heap in Gen.Choose(1024, 256 << 20)
            from flash in Gen.Elements<int?>(null, 0, 5, int.MaxValue)
            from storage in Gen.Elements<int?>(null, 0, 5, int.MaxValue)
            from sources in Gen.ArrayOf(source, 5)
            from methods in Gen.ArrayOf(from method in name from taken in cycles from origin in source select (method, new MethodCycles(taken, origin)), 3)
            select new BoardProfile(called, heap, clock, general)
            {
                Title = title,
                FlashBytes = flash,
                StorageBytes = storage,
                Sources = Figures.Zip(sources).Where(s => s.First != BoardProfileJson.Flash || flash is not null).Where(s => s.First != BoardProfileJson.Storage || storage is not null).ToDictionary(s => s.First, s => s.Second),
                Methods = methods.DistinctBy(m => m.method).ToDictionary(m => m.method, m => m.Item2),
            };
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(profiles.ToArbitrary(), board => Assert.Equivalent(board, BoardProfileJson.Read(BoardProfileJson.Write(board)), strict: true)));
    }

    /// <summary>Twice the cycles in one method: that method's own instructions take twice as long, everything else what it took.</summary>
    [Fact]
    public void The_cycles_of_a_method_are_those_of_its_own_instructions()
    {
        IReadOnlyList<MethodCost> usual = Costs(BoardProfile.Esp32, out double busy);
        MethodCost costliest = usual[0];
        MethodCycles twice = new(2 * BoardProfile.Esp32.CyclesPerInstruction, new FigureSource(FigureBasis.Estimate, "x"));
        IReadOnlyList<MethodCost> changed = Costs(BoardProfile.Esp32 with { Methods = new Dictionary<string, MethodCycles> { [costliest.Method] = twice, ["No.Such"] = twice } }, out double busier);
        Assert.Equal(2.0, changed.Single(m => m.Method == costliest.Method).Microseconds / costliest.Microseconds, 3);
        Assert.Equal(costliest.Microseconds, busier - busy, costliest.Microseconds / 1000);
        Assert.All(changed.Where(m => m.Method != costliest.Method), m => Assert.Equal(usual.Single(u => u.Method == m.Method).Microseconds, m.Microseconds, 3));
        Assert.Equal(usual.ToDictionary(m => m.Method, m => (m.Calls, m.Instructions)), changed.ToDictionary(m => m.Method, m => (m.Calls, m.Instructions)));
    }

    private static IReadOnlyList<MethodCost> Costs(BoardProfile profile, out double busyMicroseconds)
    {
        using Board board = Programs.Deployed(profile, "EdgeNet.Classification");
        Assert.True(board.Run(TimeSpan.FromMinutes(1)).Completed);
        busyMicroseconds = board.BusyMicroseconds;
        return board.Profile();
    }
}
