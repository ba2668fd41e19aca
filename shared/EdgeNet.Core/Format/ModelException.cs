using System;

namespace EdgeNet.Core;

/// <summary>The one exception a bad model file causes. The message names the section and what is wrong with it.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public ModelException(string message)
        : base(message)
    {
    }
}
