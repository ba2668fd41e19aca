using System.Globalization;

namespace EdgeNet.FftCode;

/// <summary>Writes a graph as statements. What is used once is written where it is used; all else gets a variable, which is free again after its last use.</summary>
internal sealed class CodeWriter
{
    // A constant costs an interpreter more than a variable, so one that is used so often becomes a variable. One of up to 32 bits costs twice as much as a larger one, because
    // the compiler writes it as a conversion.
    private const int Often = 3, OftenIfLarge = 10;

    private readonly List<string> _lines = [];
    private readonly SortedSet<int> _free = [];
    private readonly Dictionary<Node, int> _left = [];
    private int _variables;

    /// <summary>The statements that set outputs.</summary>
    /// <param name="outputs">What is assigned, and the number.</param>
    /// <returns>The statements.</returns>
    public static IEnumerable<string> Write(IReadOnlyList<(string Target, Node Value)> outputs)
    {
        CodeWriter writer = new();
        int constants = 0;
        HashSet<Node> seen = [];
        foreach ((_, Node value) in outputs)
        {
            value.Uses++;
            Count(value, seen);
        }

        Repeat(seen);
        foreach (Node constant in seen.Where(n => n.IsConstant && n.Uses >= (n.IsLarge ? OftenIfLarge : Often)).OrderBy(n => n.Number))
        {
            constant.Variable = "c" + constants++.ToString(CultureInfo.InvariantCulture);
            writer._lines.Add($"long {constant.Variable} = {constant.Format};");
        }

        // In the order in which they were made, so that little is open at a time: a transform ends before the next one begins.
        Dictionary<Node, string> targets = outputs.ToDictionary(o => o.Value, o => o.Target);
        foreach (Node node in seen.Where(n => n.Operands.Length > 0 && ((n.Uses > 1 && !n.IsRepeated) || targets.ContainsKey(n))).OrderBy(n => n.Number))
        {
            writer.Assign(node);
            if (targets.TryGetValue(node, out string? target))
            {
                writer.Prepare(node);
                writer._lines.Add($"{target} = {Bare(writer.Text(node))};");
            }
        }

        return writer._lines.Prepend($"long {string.Join(", ", Enumerable.Range(0, writer._variables).Select(i => "v" + i.ToString(CultureInfo.InvariantCulture)))};");
    }

    private static void Count(Node node, HashSet<Node> seen)
    {
        if (seen.Add(node))
        {
            foreach (Node operand in node.Operands)
            {
                operand.Uses++;
                Count(operand, seen);
            }
        }
    }

    // A sum of two variables costs an interpreter less to compute twice than to store once and load twice.
    private static void Repeat(HashSet<Node> nodes)
    {
        foreach (Node node in nodes.Where(n => n.IsSum && n.Uses == 2 && n.Operands.All(o => o.Uses > 1 && !o.IsRepeated && (o.IsConstant || o.Operands.Length > 0))).OrderBy(n => n.Number).ToList())
        {
            if (node.Operands.All(o => !o.IsRepeated))
            {
                node.IsRepeated = true;
                Array.ForEach(node.Operands, o => o.Uses++);
            }
        }
    }

    private static string Bare(string text) => text[0] == '(' && text[^1] == ')' ? text[1..^1] : text;

    // Gives variables to all that the node needs and that is used more than once.
    private void Prepare(Node node)
    {
        foreach (Node operand in node.Operands)
        {
            Assign(operand);
        }
    }

    private void Assign(Node node)
    {
        if (node.Variable != null || node.IsConstant)
        {
            return;
        }

        Prepare(node);
        if (node.Uses > 1 && !node.IsRepeated)
        {
            string text = Bare(Text(node));
            if (_free.Count == 0)
            {
                _free.Add(_variables++);
            }

            int number = _free.Min;
            _free.Remove(number);
            node.Variable = "v" + number.ToString(CultureInfo.InvariantCulture);
            _left[node] = node.Uses;
            _lines.Add($"{node.Variable} = {text};");
        }
    }

    private string Text(Node node)
    {
        if (node.Variable == null)
        {
            return string.Format(CultureInfo.InvariantCulture, node.Format, [.. node.Operands.Select(Text)]);
        }

        if (!node.IsConstant && --_left[node] == 0)
        {
            _free.Add(int.Parse(node.Variable.AsSpan(1), CultureInfo.InvariantCulture));
        }

        return node.Variable;
    }
}
