namespace EdgeNet.Link;

/// <summary>The names of the files on a board's drive. docs/updates.md says what is in them.</summary>
public static class BoardFiles
{
    /// <summary>The drive of the ESP32 app.</summary>
    public const string Drive = "I:\\";

    /// <summary>The mailbox: where a model is put from outside, by nanoff for instance. Its signature may be beside it.</summary>
    public const string Mailbox = "model.edgenet";

    /// <summary>Added to the name of a model file for that of its signature, on a desktop too.</summary>
    public const string SignatureExtension = ".sig";

    /// <summary>The key that an owner's boards share.</summary>
    public const string FleetKey = "fleet.key";

    /// <summary>The model in a slot.</summary>
    /// <param name="slot">0 or 1.</param>
    /// <returns>Its name.</returns>
    public static string Model(int slot)
    {
        return "slot" + slot + ".edgenet";
    }

    /// <summary>The seal of the model in a slot.</summary>
    /// <param name="slot">0 or 1.</param>
    /// <returns>Its name.</returns>
    public static string Seal(int slot)
    {
        return "slot" + slot + ".seal";
    }

    /// <summary>What was learned on the board.</summary>
    /// <param name="number">0 or 1.</param>
    /// <returns>Its name.</returns>
    public static string Learned(int number)
    {
        return "learn" + number + ".bin";
    }

    /// <summary>A selector record.</summary>
    /// <param name="number">0 or 1.</param>
    /// <returns>Its name.</returns>
    public static string Selector(int number)
    {
        return "select" + number + ".bin";
    }
}
