using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>The column to be learned, read row by row: names of classes or numbers, whichever its values turn out to be.</summary>
/// <param name="task">What the user says it is; decided by the values where null.</param>
internal sealed class CsvLabels(TaskKind? task)
{
    // A numeric column with more different values than this is a measurement, not a class.
    private const int MaxNumericClasses = 100;

    private readonly FloatList _numbers = new();
    private readonly FloatList _classes = new();
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private bool _areNumbers = true;
    private bool _areWhole = true;
    private bool _areTooMany;

    /// <summary>Adds the label of a row.</summary>
    /// <param name="text">The label.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Add(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return "the label is missing";
        }

        bool isNumber = CsvRows.TryNumber(text, out float value) && float.IsFinite(value);
        if (!isNumber && task == TaskKind.Regression)
        {
            return $"\"{UserException.Quote(text)}\" is not a number";
        }

        _areNumbers &= isNumber;
        _areWhole &= isNumber && value == MathF.Floor(value);
        if (_areNumbers && task != TaskKind.Classification)
        {
            _numbers.Add(value);
        }

        if (task != TaskKind.Regression && !_areTooMany)
        {
            if (!_order.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int index))
            {
                index = _order.Count;
                _order[text.ToString()] = index;
            }

            _classes.Add(index);
            _areTooMany = _order.Count > ModelFormat.MaxOutputs;
        }

        return !_areTooMany || (_areNumbers && task is null) ? null
            : $"\"{UserException.Quote(text)}\" is one of more than {ModelFormat.MaxOutputs:N0} different labels; a model has at most {ModelFormat.MaxOutputs:N0}";
    }

    /// <summary>The classes, sorted, where that is what the labels are.</summary>
    /// <returns>Their names, and the class of every row; null if the labels are numbers to be estimated.</returns>
    public (string[] Names, float[] Classes)? TakeClasses()
    {
        bool areClasses = task is null ? !_areNumbers || (_areWhole && _order.Count <= MaxNumericClasses) : task != TaskKind.Regression;
        if (!areClasses)
        {
            return null;
        }

        string[] names = Sorted([.. _order.Keys]);
        float[] classes = _classes.Take();
        int[] places = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            places[_order[names[i]]] = i;
        }

        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = places[(int)classes[i]];
        }

        return (names, classes);
    }

    /// <summary>The numbers to be estimated, one per row.</summary>
    public float[] TakeNumbers() => _numbers.Take();

    private static string[] Sorted(string[] names) => names.All(n => CsvRows.TryNumber(n, out _))
        ? [.. names.OrderBy(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ThenBy(n => n, StringComparer.Ordinal)]
        : [.. names.Order(StringComparer.Ordinal)];
}
