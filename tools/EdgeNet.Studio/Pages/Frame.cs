namespace EdgeNet.Studio.Pages;

/// <summary>A message to a page.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Sent">Completed when it has been sent, for one who waits for that.</param>
internal sealed record Frame(byte[] Json, TaskCompletionSource? Sent = null);
