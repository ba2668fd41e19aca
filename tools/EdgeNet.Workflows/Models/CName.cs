using System.Text.RegularExpressions;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The name that all functions and constants of a C header begin with.</summary>
internal static partial class CName
{
    /// <summary>Finds it in the name of the header.</summary>
    /// <param name="file">The C header.</param>
    /// <returns>Its name without .h.</returns>
    /// <exception cref="UserException">It is not the name of a header, or names in C cannot begin with it.</exception>
    public static string In(string file)
    {
        if (!Path.GetExtension(file).Equals(".h", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserException($"{file}: the output is a C header, so the name of the file must end in .h");
        }

        string name = Path.GetFileNameWithoutExtension(file);
        return Prefix().IsMatch(name) ? name
            : throw new UserException($"{file}: names in C cannot begin with \"{UserException.Quote(name)}\"; use a letter and up to 39 letters, digits and single _ between them, such as digits.h");
    }

    // C++ keeps names with two underscores in a row for itself.
    [GeneratedRegex(@"^(?=.{1,40}\z)[A-Za-z](_?[A-Za-z0-9])*\z")]
    private static partial Regex Prefix();
}
