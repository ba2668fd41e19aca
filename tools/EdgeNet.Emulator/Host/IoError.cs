namespace EdgeNet.Emulator.Host;

/// <summary>Values of IOException.IOExceptionErrorCode.</summary>
internal enum IoError
{
    Others = unchecked((int)0xE0000000),
    FileNotFound = unchecked((int)0xE2000000),
    UnauthorizedAccess = unchecked((int)0xE7000000),
    PathAlreadyExists = unchecked((int)0xE8000000),
}
