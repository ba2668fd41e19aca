using System.Globalization;
using System.Runtime.CompilerServices;

namespace EdgeNet.FftCode;

/// <summary>A number in a transform: an input, a constant, or an operation on others.</summary>
/// <param name="Format">How it is written in C#, with {0} and so on for the operands.</param>
/// <param name="Operands">What it is computed from.</param>
internal sealed record Node(string Format, params Node[] Operands)
{
    private const string Sum = "({0} + {1})", Difference = "({0} - {1})";

    private static int _made;

    /// <summary>How many were made before it.</summary>
    public int Number { get; } = _made++;

    /// <summary>How many others use it.</summary>
    public int Uses { get; set; }

    /// <summary>The variable that holds it; null for what is written where it is used.</summary>
    public string? Variable { get; set; }

    /// <summary>Whether it is a constant.</summary>
    public bool IsConstant { get; private init; }

    /// <summary>Whether it is a constant of more than 32 bits.</summary>
    public bool IsLarge { get; private init; }

    /// <summary>Whether it is a sum or a difference.</summary>
    public bool IsSum => Format is Sum or Difference;

    /// <summary>Whether it is computed wherever it is used.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>A constant.</summary>
    /// <param name="value">Its value.</param>
    /// <returns>The node.</returns>
    public static Node OfConstant(long value) => new(value.ToString(CultureInfo.InvariantCulture) + "L") { IsConstant = true, IsLarge = value is < int.MinValue or > uint.MaxValue };

    /// <summary>The sum of two.</summary>
    public static Node operator +(Node a, Node b) => new(Sum, a, b);

    /// <summary>The difference of two.</summary>
    public static Node operator -(Node a, Node b) => new(Difference, a, b);

    /// <summary>The product of two.</summary>
    public static Node operator *(Node a, Node b) => new("({0} * {1})", a, b);

    /// <summary>Each node is itself only.</summary>
    public bool Equals(Node? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
