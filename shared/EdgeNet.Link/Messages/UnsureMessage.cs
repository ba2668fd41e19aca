namespace EdgeNet.Link;

/// <summary>
/// The body of unsure: the number of a reading (1 byte) that the board has kept because it was unsure of it, or <see cref="Clear"/>. The answer is a status with the number of
/// readings that are kept and, as its text, the label that the board gave; the reading follows as messages of type <see cref="LinkProtocol.Reading"/> with its number.
/// </summary>
public static class UnsureMessage
{
    /// <summary>In place of a number: the readings have arrived and can be let go.</summary>
    public const int Clear = 255;

    /// <summary>Bytes of the body.</summary>
    public const int Bytes = 1;

    /// <summary>Creates a body.</summary>
    /// <param name="number">The number of a reading, or <see cref="Clear"/>.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int number)
    {
        return new byte[] { (byte)number };
    }
}
