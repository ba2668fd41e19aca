namespace EdgeNet.Emulator;

/// <summary>The board stopped while a method of its program was called from outside: its power was cut.</summary>
public sealed class PowerLostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the board stopped.</param>
    public PowerLostException(string message)
        : base(message)
    {
    }
}
