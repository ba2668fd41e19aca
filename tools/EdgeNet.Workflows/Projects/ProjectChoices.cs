namespace EdgeNet.Workflows;

/// <summary>What a new project runs on.</summary>
public enum ProjectKind
{
    /// <summary>A board with nanoFramework.</summary>
    Device,

    /// <summary>A console program on a PC.</summary>
    Console,

    /// <summary>A web server.</summary>
    Web,

    /// <summary>A Raspberry Pi.</summary>
    Pi,
}

/// <summary>The sensor of a new project.</summary>
public enum ProjectSensor
{
    /// <summary>One that the user adds.</summary>
    None,

    /// <summary>The motion sensor MPU-6886.</summary>
    Mpu6886,

    /// <summary>The thermal camera AMG8833.</summary>
    Amg8833,

    /// <summary>Analogue pins.</summary>
    Analog,

    /// <summary>A microphone on the I2S bus.</summary>
    Microphone,
}

/// <summary>How models reach a new project's board while it runs.</summary>
public enum ProjectLink
{
    /// <summary>Over a serial line, which also carries readings.</summary>
    Serial,

    /// <summary>From a server.</summary>
    Http,

    /// <summary>Not while it runs: by nanoff, or inside the app.</summary>
    None,
}

/// <summary>The words for choices, on the command line and in manifests.</summary>
internal static class ChoiceWords
{
    /// <summary>The word for a choice.</summary>
    public static string Word<T>(this T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();
}
