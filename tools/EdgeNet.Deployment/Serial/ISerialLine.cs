namespace EdgeNet.Deployment.Serial;

/// <summary>A line with a board at its other end. Bytes may get lost, come twice or be changed on it.</summary>
public interface ISerialLine : IDisposable
{
    /// <summary>Sends bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="IOException">The line is gone.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Waits for bytes and takes what there is.</summary>
    /// <param name="into">Receives them.</param>
    /// <param name="timeout">How long to wait for the first.</param>
    /// <returns>Number of bytes; 0 if none came in time.</returns>
    /// <exception cref="IOException">The line is gone.</exception>
    int Read(Span<byte> into, TimeSpan timeout);
}
