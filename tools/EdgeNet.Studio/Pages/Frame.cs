namespace EdgeNet.Studio.Pages;

/// <summary>A message to a page.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsText">Whether they are JSON.</param>
/// <param name="Sent">Completed when it has been sent, for one who waits for that.</param>
internal sealed record Frame(byte[] Bytes, bool IsText, TaskCompletionSource? Sent = null);
