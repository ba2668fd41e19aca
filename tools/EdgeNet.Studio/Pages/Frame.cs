namespace EdgeNet.Studio.Pages;

/// <summary>A message to a page.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsText">Whether they are JSON.</param>
internal sealed record Frame(byte[] Bytes, bool IsText);
