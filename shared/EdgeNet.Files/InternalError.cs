namespace EdgeNet.Files;

/// <summary>Errors that are our fault, and not the user's.</summary>
public static class InternalError
{
    /// <summary>What the user is told of one.</summary>
    /// <param name="error">The error.</param>
    /// <returns>One line, with what a report of it needs.</returns>
    public static string TextOf(Exception error) =>
        $"internal error, please report it: {error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
}
