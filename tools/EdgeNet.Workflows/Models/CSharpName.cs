using System.Text.RegularExpressions;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Names that exported source has from the user.</summary>
internal static partial class CSharpName
{
    private static readonly HashSet<string> Keywords = [.. """
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern
        false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override
        params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof
        uint ulong unchecked unsafe ushort using virtual void volatile while
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    // Keywords only where a type is named.
    private static readonly HashSet<string> TypeKeywords = ["record", "required", "scoped", "file", "var", "dynamic", "partial", "where", "await", "unmanaged", "notnull", "nint", "nuint", "yield"];

    /// <summary>Makes sure that source can be in a namespace.</summary>
    /// <exception cref="UserException">A part of it is no identifier.</exception>
    public static void CheckNamespace(string space)
    {
        if (Array.Find(space.Split('.'), part => !IsIdentifier(part)) is string wrong)
        {
            throw new UserException($"--namespace \"{UserException.Quote(space)}\": \"{UserException.Quote(wrong)}\" is not a valid C# identifier; use letters, digits and _, such as My.App");
        }
    }

    /// <summary>Finds the name of the class in the name of its file.</summary>
    /// <param name="file">The C# file.</param>
    /// <returns>Its name without .cs.</returns>
    /// <exception cref="UserException">It is not the name of a C# file, or no class of exported source can have that name.</exception>
    public static string ClassIn(string file)
    {
        if (!Path.GetExtension(file).Equals(".cs", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserException($"{file}: the output is C# source, so the name of the file must end in .cs");
        }

        string name = Path.GetFileNameWithoutExtension(file);
        return IsIdentifier(name) && !IsTypeKeyword(name) && !Used().IsMatch(name) ? name
            : throw new UserException($"{file}: \"{UserException.Quote(name)}\" cannot be the name of this C# class; choose another, such as DigitsModel.cs");
    }

    /// <summary>Whether a text is an identifier in ASCII and no keyword.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name) && !Keywords.Contains(name);

    /// <summary>Whether an identifier has another meaning where a type is named.</summary>
    public static bool IsTypeKeyword(string name) => TypeKeywords.Contains(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();

    // Members of the classes that are written, and the class that they use.
    [GeneratedRegex(@"^(Bytes|InputCount|Labels|logits|Classify|Estimate|Run|Logit|Value|Best|Quantise|Limit|Limited|Scaled|ScaledTwice|Array|ArgumentException|function|wide|scales|offsets|rows|quantised|(values|table|steps|seen|starts|tensor|weights|biases|multipliers|shifts|Layer)[0-9]+)\z")]
    private static partial Regex Used();
}
