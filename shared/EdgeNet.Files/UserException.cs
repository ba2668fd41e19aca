namespace EdgeNet.Files;

/// <summary>The user's input is wrong: a file, a folder, a value. The message says what is wrong, where, and what to do.</summary>
public sealed class UserException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line for the user.</param>
    public UserException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line for the user.</param>
    /// <param name="inner">What was caught.</param>
    public UserException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What a message quotes of a text from outside.</summary>
    /// <param name="text">The text.</param>
    /// <returns>At most 40 characters of it, none of which steer a terminal.</returns>
    public static string Quote(ReadOnlySpan<char> text) => text.Length <= 40 ? TerminalText.Of(text) : $"{TerminalText.Of(text[..40])}…";
}
