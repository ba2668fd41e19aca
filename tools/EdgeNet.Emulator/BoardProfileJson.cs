using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace EdgeNet.Emulator;

/// <summary>Board profiles as JSON. Reading is strict: unknown, missing or duplicate names and values out of range are errors. docs/boards.md describes the format.</summary>
public static class BoardProfileJson
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Largest number of methods in a profile.</summary>
    public const int MaxMethods = 200;

    /// <summary>Largest number of characters in a name.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Largest number of characters in a title.</summary>
    public const int MaxTitleLength = 120;

    /// <summary>The figure <see cref="BoardProfile.ClockMegahertz"/>.</summary>
    public const string Clock = "clockMegahertz";

    /// <summary>The figure <see cref="BoardProfile.CyclesPerInstruction"/>.</summary>
    public const string Cycles = "cyclesPerInstruction";

    /// <summary>The figure <see cref="BoardProfile.HeapBytes"/>.</summary>
    public const string Heap = "heapBytes";

    /// <summary>The figure <see cref="BoardProfile.FlashBytes"/>.</summary>
    public const string Flash = "flashBytes";

    /// <summary>The figure <see cref="BoardProfile.StorageBytes"/>.</summary>
    public const string Storage = "storageBytes";

    /// <summary>Fewest cycles per instruction.</summary>
    public const double MinCycles = 0.05;

    /// <summary>Most cycles per instruction.</summary>
    public const double MaxCycles = 100;

    private const string NameKey = "name", TitleKey = "title", MethodsKey = "methods", ValueKey = "value", BasisKey = "basis", SourceKey = "source";
    private const int MaxDepth = 4, MaxSourceLength = 400, MaxMethodLength = 200;

    private static readonly Figure[] Figures =
    [
        new(Clock, 1, 10_000, IsWhole: false, IsRequired: true), new(Cycles, MinCycles, MaxCycles, IsWhole: false, IsRequired: true),
        new(Heap, 1024, 256 * 1024 * 1024, IsWhole: true, IsRequired: true),
        new(Flash, 0, int.MaxValue, IsWhole: true, IsRequired: false), new(Storage, 0, int.MaxValue, IsWhole: true, IsRequired: false),
    ];

    private static readonly Figure MethodFigure = new("", MinCycles, MaxCycles, IsWhole: false, IsRequired: true);
    private static readonly string[] Bases = [.. Enum.GetNames<FigureBasis>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private sealed record Figure(string Name, double Min, double Max, bool IsWhole, bool IsRequired);

    /// <summary>Reads a profile.</summary>
    /// <param name="json">The file: UTF-8, or UTF-16 with a byte order mark, as written by redirection in Windows PowerShell.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="FormatException">The file is not a profile; the message says in one line what is wrong.</exception>
    public static BoardProfile Read(byte[] json)
    {
        if (json.Length > MaxBytes)
        {
            throw new FormatException($"has {json.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes, but a board profile has at most {MaxBytes.ToString("N0", CultureInfo.InvariantCulture)}");
        }

        ReadOnlyMemory<byte> text = json is [0xFF, 0xFE, ..] ? Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(json, 2, json.Length - 2))
            : json is [0xEF, 0xBB, 0xBF, ..] ? json.AsMemory(3) : json;
        if (!Utf8.IsValid(text.Span))
        {
            throw new FormatException("is not a board profile: it is not UTF-8 text");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return ReadProfile(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is not a board profile: {(e.LineNumber is long line ? $"line {line + 1} is not valid JSON" : "an object has a duplicate name")} ({FirstSentence(e.Message)})", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("is not a board profile: a text contains half of a surrogate pair", e);
        }
    }

    /// <summary>Writes a profile.</summary>
    /// <param name="profile">One that <see cref="Read"/> would read.</param>
    /// <returns>UTF-8, one figure per line.</returns>
    public static byte[] Write(BoardProfile profile)
    {
        StringBuilder json = new("{\n");
        json.Append($"  \"{NameKey}\": {Text(profile.Name)},\n  \"{TitleKey}\": {Text(profile.Title)}");
        foreach (Figure figure in Figures)
        {
            if (ValueOf(profile, figure.Name) is double value)
            {
                json.Append($",\n  \"{figure.Name}\": {FigureText(value, profile.Sources.GetValueOrDefault(figure.Name))}");
            }
        }

        if (profile.Methods.Count > 0)
        {
            json.Append($",\n  \"{MethodsKey}\": {{\n    ");
            json.AppendJoin(",\n    ", profile.Methods.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{Text(m.Key)}: {FigureText(m.Value.Cycles, m.Value.Source)}"));
            json.Append("\n  }");
        }

        return Encoding.UTF8.GetBytes(json.Append("\n}\n").ToString());
    }

    private static BoardProfile ReadProfile(JsonElement root)
    {
        CheckObject(root, "the file", [NameKey, TitleKey, .. Figures.Select(f => f.Name), MethodsKey], [NameKey, TitleKey, .. Figures.Where(f => f.IsRequired).Select(f => f.Name)]);
        Dictionary<string, double> values = [];
        Dictionary<string, FigureSource> sources = [];
        foreach (Figure figure in Figures)
        {
            if (root.TryGetProperty(figure.Name, out JsonElement element))
            {
                (values[figure.Name], sources[figure.Name]) = ReadFigure(element, figure, $"\"{figure.Name}\"");
            }
        }

        return new BoardProfile(ReadName(root.GetProperty(NameKey)), (int)values[Heap], values[Clock], values[Cycles])
        {
            Title = ReadText(root.GetProperty(TitleKey), $"\"{TitleKey}\"", MaxTitleLength),
            FlashBytes = values.TryGetValue(Flash, out double flash) ? (int)flash : null,
            StorageBytes = values.TryGetValue(Storage, out double storage) ? (int)storage : null,
            Sources = sources,
            Methods = root.TryGetProperty(MethodsKey, out JsonElement methods) ? ReadMethods(methods) : new Dictionary<string, MethodCycles>(),
        };
    }

    private static Dictionary<string, MethodCycles> ReadMethods(JsonElement methods)
    {
        Dictionary<string, MethodCycles> read = [];
        foreach (JsonProperty method in Members(methods, $"\"{MethodsKey}\""))
        {
            string where = $"\"{MethodsKey}\", {Quote(method.Name)}";
            if (method.Name.Length is 0 or > MaxMethodLength || method.Name.Any(c => c is <= ' ' or > '~'))
            {
                throw new FormatException($"{where}: is not the full name of a method such as EdgeNet.Core.DenseLayer.Run");
            }

            (double cycles, FigureSource source) = ReadFigure(method.Value, MethodFigure, where);
            read[method.Name] = read.Count < MaxMethods ? new MethodCycles(cycles, source) : throw new FormatException($"\"{MethodsKey}\" names more than {MaxMethods} methods");
        }

        return read;
    }

    private static (double Value, FigureSource Source) ReadFigure(JsonElement element, Figure figure, string where)
    {
        CheckObject(element, where, [ValueKey, BasisKey, SourceKey], [ValueKey, BasisKey, SourceKey]);
        JsonElement value = element.GetProperty(ValueKey);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !(number >= figure.Min && number <= figure.Max) || (figure.IsWhole && !value.TryGetInt64(out _)))
        {
            throw new FormatException(FormattableString.Invariant($"{where}: \"{ValueKey}\" is {Quote(value.GetRawText().Trim('"'))}, but should be a {(figure.IsWhole ? "whole " : "")}number from {figure.Min:#,0.##} to {figure.Max:#,0.##}"));
        }

        string basis = ReadText(element.GetProperty(BasisKey), $"{where}: \"{BasisKey}\"", MaxNameLength);
        int index = Array.IndexOf(Bases, basis);
        return index >= 0 ? (number, new FigureSource(Enum.GetValues<FigureBasis>()[index], ReadText(element.GetProperty(SourceKey), $"{where}: \"{SourceKey}\"", MaxSourceLength)))
            : throw new FormatException($"{where}: \"{BasisKey}\" is {Quote(basis)}, but should be one of {string.Join(", ", Bases)}");
    }

    /// <summary>Whether a name may contain a character.</summary>
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_';

    private static string ReadName(JsonElement element)
    {
        string name = ReadText(element, $"\"{NameKey}\"", MaxNameLength);
        return name.All(IsNameCharacter) ? name
            : throw new FormatException($"\"{NameKey}\" is {Quote(name)}, but should contain only letters, digits, \"-\", \".\" and \"_\"");
    }

    private static string ReadText(JsonElement element, string where, int maxLength)
    {
        string? text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        return text is null || text.Length == 0 || text.Length > maxLength || text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            ? throw new FormatException($"{where} should be a text of 1 to {maxLength} characters on one line") : text;
    }

    private static void CheckObject(JsonElement element, string where, string[] known, string[] required)
    {
        string[] names = [.. Members(element, where).Select(m => m.Name)];
        if (names.FirstOrDefault(n => !known.Contains(n)) is string unknown)
        {
            throw new FormatException($"{where} has the unknown name {Quote(unknown)}; the known names are {string.Join(", ", known)}");
        }

        if (required.FirstOrDefault(r => !names.Contains(r)) is string missing)
        {
            throw new FormatException($"{where} has no \"{missing}\"");
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw new FormatException($"{where} should be an object");

    private static double? ValueOf(BoardProfile profile, string figure) => figure switch
    {
        Clock => profile.ClockMegahertz,
        Cycles => profile.CyclesPerInstruction,
        Heap => profile.HeapBytes,
        Flash => profile.FlashBytes,
        _ => profile.StorageBytes,
    };

    private static string FigureText(double value, FigureSource? source)
    {
        source ??= new FigureSource(FigureBasis.Estimate, "Not known.");
        return $"{{ \"{ValueKey}\": {value.ToString(CultureInfo.InvariantCulture)}, \"{BasisKey}\": \"{Bases[(int)source.Basis]}\", \"{SourceKey}\": {Text(source.Sentence)} }}";
    }

    private static string Text(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // Removes control characters, which could control a terminal.
    private static string Quote(string text) => $"\"{string.Concat(text.Take(MaxNameLength).Select(c => char.IsControl(c) ? '?' : c))}{(text.Length > MaxNameLength ? "…" : "")}\"";

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');
}
