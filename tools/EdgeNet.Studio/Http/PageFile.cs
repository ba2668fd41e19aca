namespace EdgeNet.Studio.Http;

/// <summary>A file of the page.</summary>
/// <param name="Path">Its path, such as pages/train.js.</param>
/// <param name="Type">What it is, as Content-Type says it.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record PageFile(string Path, string Type, byte[] Bytes);
