using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Options;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    private const string AllBoards = "all";

    public static Option<bool> Json() => new("--json") { Description = "Print the result as one JSON object on stdout." };

    public static Option<bool> Force() => new("--force") { Description = "Overwrite an existing file even if it is of another kind." };

    public static Option<int?> Baud() => Whole("--baud", $"Speed of the serial port [{SerialPortLine.DefaultBaudRate}].", 300, 4_000_000);

    /// <summary>An address of this machine.</summary>
    public static Option<IPAddress?> Address(string description) => new("--address")
    {
        Description = description,
        HelpName = "IP",
        CustomParser = r => IPAddress.TryParse(r.Tokens[0].Value, out IPAddress? ip) ? ip : Refuse<IPAddress?>(r, $"--address must be an IP address of this machine, not {r.Tokens[0].Value}"),
    };

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Random seed; the same seed gives the same data, split and network.",
        DefaultValueFactory = _ => 1,
    };

    public static Option<string> Data() => new("--data")
    {
        Description = "A CSV file, or - for one that is piped in; a folder of CSV files with the same columns; an IDX file of pictures or a folder of IDX files; a folder with one sub-folder of pictures (PNG, JPEG, BMP or PGM) per class; recordings: a folder of CSV, WAV or JSON files or lines of numbers, or one table with --window; or builtin:NAME (see \"edgenet datasets\").",
        Required = true,
        HelpName = "path|-|builtin:name",
    };

    public static Option<string?> LabelColumn() => new("--label-column") { Description = "Tables: the label column: its name or, where the table has no header, its number from 1 [the last column].", HelpName = "name|number" };

    public static Option<BoardProfile> Board() => new("--board")
    {
        Description = "The board: a name listed by \"edgenet boards\", or a JSON profile.",
        HelpName = "esp32|...|my-board.json",
        DefaultValueFactory = _ => BoardProfile.Esp32,
        CustomParser = r => FindBoard(r) ?? BoardProfile.Esp32,
    };

    /// <summary>The same, or all of those that are built in.</summary>
    public static Option<IReadOnlyList<BoardProfile>> Boards() => new("--board")
    {
        Description = "The board: a name listed by \"edgenet boards\", a JSON profile, or all to compare the built-in boards.",
        HelpName = "esp32|...|my-board.json|all",
        DefaultValueFactory = _ => [BoardProfile.Esp32],
        CustomParser = r => r.Tokens[0].Value.Equals(AllBoards, StringComparison.OrdinalIgnoreCase) ? BoardProfile.All : FindBoard(r) is BoardProfile board ? [board] : [],
    };

    public static Option<TaskKind?> Task() => new("--task")
    {
        Description = "Tables: whether the label column contains classes or numbers [classes if it has texts, or at most 20 different whole numbers, each three times or more on average]. Or anomaly: learn what is normal, from normal data only; every column is an input, except one that --label-column names.",
        HelpName = "classification|regression|anomaly",
        CustomParser = r => r.Tokens[0].Value.ToLowerInvariant() switch
        {
            "classification" => TaskKind.Classification,
            "regression" => TaskKind.Regression,
            "anomaly" => TaskKind.Anomaly,
            string other => Refuse<TaskKind?>(r, $"--task must be classification, regression or anomaly, not {other}"),
        },
    };

    public static Option<(int Height, int Width)?> InputSize() => new("--input-size")
    {
        Description = "Pictures: rows x columns to resize every picture to, such as 28x28 [the size they share, up to 64x64, else 28x28]. Tables: the picture whose pixels the columns are, row by row [none].",
        HelpName = "HxW",
        CustomParser = r =>
        {
            string[] parts = r.Tokens[0].Value.Split('x');
            return parts.Length == 2 && int.TryParse(parts[0], out int h) && int.TryParse(parts[1], out int w) && h is > 0 and <= 128 && w is > 0 and <= 128
                ? (h, w)
                : Refuse<(int, int)?>(r, $"--input-size must be two numbers from 1 to 128 such as 28x28, not {r.Tokens[0].Value}");
        },
    };

    /// <summary>An option with a range A:B.</summary>
    public static Option<(float From, float To)?> Range(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A:B",
        CustomParser = r =>
        {
            string[] parts = r.Tokens[0].Value.Split(':');
            return parts.Length == 2 && TryFloat(parts[0], out float a) && TryFloat(parts[1], out float b) && a < b
                ? (a, b)
                : Refuse<(float, float)?>(r, $"{name} must be two numbers A:B with A below B, such as 0.01:1, not {r.Tokens[0].Value}");
        },
    };

    /// <summary>An option with a number between two limits.</summary>
    public static Option<float?> Number(string name, string description, float min, float max) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = r => TryFloat(r.Tokens[0].Value, out float v) && v >= min && v <= max
            ? v
            : Refuse<float?>(r, $"{name} must be a number from {min} to {max}, not {r.Tokens[0].Value}"),
    };

    /// <summary>An option with a number between two limits that may change after some epochs.</summary>
    public static Option<ChangingNumber?> Changing(string name, string description, float min, float max) => new(name)
    {
        Description = description,
        HelpName = "X[,Y@N...]",
        CustomParser = r => ChangingNumber.Parse(r.Tokens[0].Value, min, max)
            ?? Refuse<ChangingNumber?>(r, r.Tokens[0].Value.AsSpan().IndexOfAny(",@") < 0 ? $"{name} must be a number from {min} to {max}, not {r.Tokens[0].Value}"
                : $"{name} must be numbers from {min} to {max}, each after the first with the epochs before it, such as 0.1,0.03@12, not {r.Tokens[0].Value}"),
    };

    /// <summary>An option with a whole number between two limits.</summary>
    public static Option<int?> Whole(string name, string description, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = r => int.TryParse(r.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int v) && v >= min && v <= max
            ? v
            : Refuse<int?>(r, $"{name} must be a whole number from {min} to {max}, not {r.Tokens[0].Value}"),
    };

    /// <summary>An option with one of a few words.</summary>
    public static Option<T?> OneOf<T>(string name, string description, params (string Word, T Value)[] words)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Select(w => w.Word)),
            CustomParser = r => Choose(r, name, r.Tokens[0].Value, words) is (true, T value) ? value : null,
        };

    /// <summary>The same as text: an option of a type of values costs the start of a command several methods that cannot be compiled before.</summary>
    public static Option<string?> OneWordOf(string name, string description, params string[] words)
    {
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', words) };
        option.Validators.Add(r =>
        {
            string word = r.Tokens[0].Value;
            if (!words.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                r.AddError(NotOneOf(name, words, word));
            }
        });
        return option;
    }

    public static (bool Found, T Value) Choose<T>(ArgumentResult result, string name, string word, (string Word, T Value)[] words)
    {
        foreach ((string candidate, T value) in words)
        {
            if (candidate.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return (true, value);
            }
        }

        return (false, Refuse<T>(result, NotOneOf(name, words.Select(w => w.Word), word)));
    }

    private static string NotOneOf(string name, IEnumerable<string> words, string word) => $"{name} must be one of {string.Join(", ", words)}, not {word}";

    private static BoardProfile? FindBoard(ArgumentResult result)
    {
        try
        {
            return BoardCatalog.Find(result.Tokens[0].Value);
        }
        catch (UserException e)
        {
            return Refuse<BoardProfile?>(result, $"--board: {e.Message}");
        }
    }

    public static T Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default!;
    }

    private static bool TryFloat(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
