using System;

namespace EdgeNet.Core;

/// <summary>The only exception that an invalid model file causes. The message names the section and says what is wrong with it.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public ModelException(string message)
        : base(message)
    {
    }
}
