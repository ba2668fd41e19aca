using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What the names of files say, such as {label}_{speaker}_{number}: fields in braces, and between them what separates them.</summary>
public sealed class FileNamePattern
{
    /// <summary>The field that is the label.</summary>
    public const string Label = "label";

    private const int MaxLength = 200;

    private readonly string _text;
    private readonly string[] _fields;

    // Before the first field, between fields, and after the last.
    private readonly string[] _between;
    private readonly bool _hasExtension;
    private readonly bool _isOfTraining;

    private FileNamePattern(string text, string[] fields, string[] between, bool isOfTraining)
    {
        (_text, _fields, _between, _isOfTraining) = (text, fields, between, isOfTraining);
        _hasExtension = between[^1].Contains('.', StringComparison.Ordinal);
    }

    /// <summary>Names of the fields.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>The end of a message that names fields; empty if there are none.</summary>
    internal static string Listed(IReadOnlyList<string> fields) => fields.Count == 0 ? "" : $"; and the fields of --file-names are {string.Join(", ", fields.Select(f => UserException.Quote(f)))}";

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern. Where it has no extension, neither have the names that it is compared with.</param>
    /// <param name="isOfTraining">Whether a model was trained with it, and the user has not given it.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="UserException">It has no fields, or it is not clear where they end.</exception>
    public static FileNamePattern Parse(string text, bool isOfTraining = false)
    {
        List<string> fields = [], between = [];
        int at = 0;
        while (text.Length <= MaxLength)
        {
            int open = text.IndexOf('{', at);
            between.Add(open < 0 ? text[at..] : text[at..open]);
            if (open < 0)
            {
                break;
            }

            int close = text.IndexOf('}', open);
            string field = close < 0 ? "" : text[(open + 1)..close];
            if (field.Length == 0 || field.Contains('{') || fields.Contains(field) || (fields.Count > 0 && between[^1].Length == 0))
            {
                throw Wrong(text);
            }

            fields.Add(field);
            at = close + 1;
        }

        return fields.Count > 0 && !between.Exists(b => b.Contains('}') || b.Contains('/')) ? new FileNamePattern(text, [.. fields], [.. between], isOfTraining) : throw Wrong(text);
    }

    /// <summary>The values of the fields in the name of a file: each is as short as what follows allows.</summary>
    /// <param name="path">Its path, of which only the name counts.</param>
    /// <returns>A value per field.</returns>
    /// <exception cref="UserException">It is not such a name.</exception>
    public string[] Match(string path)
    {
        string name = Path.GetFileName(path);
        if (!_hasExtension)
        {
            name = Path.GetFileNameWithoutExtension(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name);
        }

        string[] values = new string[_fields.Length];
        int at = name.StartsWith(_between[0], StringComparison.Ordinal) ? _between[0].Length : -1;
        for (int f = 0; f < values.Length && at >= 0; f++)
        {
            string next = _between[f + 1];
            bool isLast = f == values.Length - 1;
            int end = isLast ? (name.EndsWith(next, StringComparison.Ordinal) ? name.Length - next.Length : -1) : name.IndexOf(next, at, StringComparison.Ordinal);
            values[f] = end > at ? name[at..end] : "";
            at = end > at ? end + next.Length : -1;
        }

        return at >= 0 ? values : throw new UserException($"{path}: the name is not like --file-names '{UserException.Quote(_text)}'{(_isOfTraining ? ", with which the model was trained; rename the files, or give the --file-names of these" : "")}");
    }

    /// <summary>The value of a field in the name of a file.</summary>
    /// <param name="path">Its path, of which only the name counts.</param>
    /// <param name="field">One of <see cref="Fields"/>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="UserException">It is not such a name.</exception>
    public string Match(string path, string field) => Match(path)[Array.IndexOf(_fields, field)];

    private static UserException Wrong(string text) =>
        new($"--file-names '{UserException.Quote(text)}' must name fields in braces with something between them, such as '{{label}}_{{speaker}}_{{number}}'");
}
