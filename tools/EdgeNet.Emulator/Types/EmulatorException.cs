namespace EdgeNet.Emulator;

/// <summary>The virtual board cannot do what is asked of it: an assembly it must refuse, a missing method, a wrong call.</summary>
public sealed class EmulatorException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public EmulatorException(string message)
        : base(message)
    {
    }
}
