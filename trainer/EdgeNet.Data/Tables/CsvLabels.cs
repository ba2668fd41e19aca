using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>The column to be learned, read row by row: names of classes or numbers, whichever its values turn out to be.</summary>
/// <param name="task">What the user says it is; decided by the values where null.</param>
/// <param name="numbers">How numbers are written.</param>
internal sealed class CsvLabels(TaskKind? task, CsvNumbers numbers)
{
    // Whole numbers of more different values, or of values that come less often, are measurements.
    private const int MaxNumericClasses = 20;
    private const int LeastRowsPerClass = 3;

    private readonly FloatList _numbers = new();
    private readonly FloatList _classes = new();
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private bool _areNumbers = true;
    private bool _areWhole = true;
    private bool _areTooMany;

    /// <summary>Labels so far.</summary>
    public long Count => Math.Max(_classes.Count, _numbers.Count);

    /// <summary>Why the labels are classes or numbers, once all are added.</summary>
    public string Rule => task == TaskKind.Classification ? "classification, as --task says"
        : task is not null ? "regression, as --task says"
        : !_areNumbers ? "texts: classification"
        : !_areWhole ? "numbers with fractions: regression (--task classification overrules)"
        : $"whole numbers with {(_areTooMany ? $"more than {ModelFormat.MaxOutputs:N0}" : $"{_order.Count:N0}")} different value{(_order.Count == 1 ? "" : "s")} in {_classes.Count:N0} rows: {(AreClasses ? "classification (--task regression" : "regression (--task classification")} overrules)";

    // Two values are a yes and a no, however few rows there are.
    private bool AreClasses => task is null
        ? !_areNumbers || (_areWhole && (_order.Count <= 2 || (_order.Count <= MaxNumericClasses && _classes.Count >= LeastRowsPerClass * _order.Count)))
        : task != TaskKind.Regression;

    /// <summary>Adds the label of a row.</summary>
    /// <param name="text">The label.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Add(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (CsvNumbers.IsMissingLabel(text))
        {
            return text.Length == 0 ? "the label is missing" : $"the label is missing (\"{UserException.Quote(text)}\")";
        }

        bool isNumber = numbers.TryFinite(text, out float value);
        string? advice = isNumber || task == TaskKind.Classification ? null : CsvNumbers.Advice(text);
        if (!isNumber && (task == TaskKind.Regression || advice is not null))
        {
            return $"\"{UserException.Quote(text)}\" is not a number{(advice is null ? "" : $"; {advice}")}";
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
        if (!AreClasses)
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

    private string[] Sorted(string[] names) => names.All(n => numbers.TryNumber(n, out _))
        ? [.. names.OrderBy(n => numbers.TryNumber(n, out float value) ? value : 0).ThenBy(n => n, StringComparer.Ordinal)]
        : [.. names.Order(StringComparer.Ordinal)];
}
