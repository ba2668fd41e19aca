namespace EdgeNet.Studio.Pages;

/// <summary>Bytes for a page.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Type">What they are, as Content-Type says it.</param>
/// <param name="FileName">The name under which the browser saves them; null if the page shows them.</param>
internal sealed record PageBytes(byte[] Bytes, string Type, string? FileName = null);
