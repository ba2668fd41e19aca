using System;
using System.IO;

namespace EdgeNet.Device;

/// <summary>What an exception says to people. nanoFramework's file errors have an empty message: what happened is in their code.</summary>
public static class ErrorText
{
    /// <summary>The text of an exception.</summary>
    /// <param name="e">The exception.</param>
    /// <returns>Never empty.</returns>
    public static string Of(Exception e)
    {
        IOException file = e as IOException;
        if (file != null && (int)file.ErrorCode != 0)
        {
            return Of(file.ErrorCode);
        }

        return e.Message.Length > 0 ? e.Message : e.GetType().FullName;
    }

    private static string Of(IOException.IOExceptionErrorCode code)
    {
        switch (code)
        {
            case IOException.IOExceptionErrorCode.FileNotFound:
                return "the file is missing";
            case IOException.IOExceptionErrorCode.UnauthorizedAccess:
                return "the file is in use";
            case IOException.IOExceptionErrorCode.PathAlreadyExists:
                return "the file exists already";
            case IOException.IOExceptionErrorCode.VolumeNotFound:
                return "the board has no such drive";
            case IOException.IOExceptionErrorCode.Others:
                return "the storage is full or damaged";
            default:
                return "storage error " + (int)code;
        }
    }
}
