namespace EdgeNet.Cli.Terminal;

/// <summary>Waits for the end that a user asks for.</summary>
internal static class CancellationWait
{
    /// <summary>Waits.</summary>
    /// <param name="token">What is cancelled when the user presses Ctrl-C.</param>
    /// <returns>When it has been.</returns>
    public static async Task WhenCancelled(this CancellationToken token)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(ended.SetResult))
        {
            await ended.Task;
        }
    }
}
