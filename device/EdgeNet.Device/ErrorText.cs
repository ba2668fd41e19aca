using System;

namespace EdgeNet.Device;

/// <summary>What an exception says to people.</summary>
public static class ErrorText
{
    /// <summary>The text of an exception.</summary>
    /// <param name="e">The exception.</param>
    /// <returns>Never empty.</returns>
    public static string Of(Exception e)
    {
        return e.Message.Length > 0 ? e.Message : e.GetType().FullName;
    }
}
