namespace EdgeNet.Trainer.Data;

/// <summary>Something is wrong with what the user gave us: a file, a folder, a value. The message says what, where, and what to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line for the user.</param>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line for the user.</param>
    /// <param name="inner">What was caught.</param>
    public DataException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
