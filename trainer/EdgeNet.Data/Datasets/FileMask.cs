using System.Text;
using System.Text.RegularExpressions;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>A mask for names of files, as shells have it: * for any text, ? for one character, [0-4] or [ab] for one of some characters. With a slash it is for whole paths.</summary>
internal sealed class FileMask
{
    private const int MaxLength = 200;

    private readonly Regex _pattern;
    private readonly bool _isForPaths;

    /// <summary>Reads a mask.</summary>
    /// <param name="text">Separated by / or \.</param>
    /// <exception cref="UserException">A bracket is not closed, or has nothing or a range backwards in it, or the mask is too long.</exception>
    public FileMask(string text)
    {
        string mask = text.Replace('\\', '/');
        _isForPaths = mask.Contains('/');
        StringBuilder pattern = new("^");
        for (int i = 0; i < mask.Length; i++)
        {
            int close = mask[i] == '[' ? mask.IndexOf(']', i) : -1;
            if (mask.Length > MaxLength || (mask[i] == '[' && close <= i + 1))
            {
                throw Wrong(text);
            }

            pattern.Append(mask[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '[' => $"[{mask[(i + 1)..close].Replace("^", "\\^").Replace("[", "\\[")}]",
                _ => Regex.Escape(mask[i].ToString()),
            });
            i = Math.Max(i, close);
        }

        try
        {
            _pattern = new Regex(pattern.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (ArgumentException)
        {
            throw Wrong(text);
        }
    }

    /// <summary>Whether a file's name, or its path, is like the mask.</summary>
    /// <param name="path">Relative to the folder of the data, separated by /.</param>
    public bool IsLike(string path) => _pattern.IsMatch(_isForPaths ? path : Path.GetFileName(path));

    private static UserException Wrong(string text) =>
        new($"\"{UserException.Quote(text)}\" is no mask for names of files; it may have * for any text, ? for one character, and characters in brackets such as [0-4]");
}
