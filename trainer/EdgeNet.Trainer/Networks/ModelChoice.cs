using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Networks;

/// <summary>What a user says of a network: all its layers, or how large it is to be.</summary>
public sealed class ModelChoice
{
    private readonly Architecture? _layers;
    private readonly ModelPreset _preset;

    private ModelChoice(Architecture? layers, ModelPreset preset) => (_layers, _preset) = (layers, preset);

    /// <summary>Reads what a user types.</summary>
    /// <param name="text">tiny, small or accurate, or layers as <see cref="Architecture.Parse"/> reads them.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="UserException">A word is not understood; the message points at it.</exception>
    public static ModelChoice Parse(string text)
    {
        if (PresetIn(text) is { } preset)
        {
            return new ModelChoice(null, preset);
        }

        try
        {
            return new ModelChoice(Architecture.Parse(text), default);
        }
        catch (UserException e) when (text.Trim().All(char.IsLetter) && text.Trim().Length > 0)
        {
            throw new UserException($"{e.Message}; or choose tiny, small or accurate", e);
        }
    }

    /// <summary>Whether a text may be meant as a choice, and not as the name of a file.</summary>
    /// <param name="text">What a user types.</param>
    /// <returns>True for one of the words, and for anything with a comma or a space.</returns>
    public static bool IsMeantBy(string text) => text.AsSpan().IndexOfAny(", ") >= 0 || PresetIn(text) is not null;

    /// <summary>Finds the layers.</summary>
    /// <param name="data">What the network is to learn: its shape decides the layers of a preset.</param>
    /// <returns>The layers.</returns>
    public Architecture For(Dataset data) => _layers ?? ModelPresets.For(_preset, data);

    /// <summary>Whether a word is the size of a network.</summary>
    internal static bool IsPreset(string word) => PresetIn(word) is not null;

    private static ModelPreset? PresetIn(string text) =>
        Enum.GetValues<ModelPreset>().Where(p => text.Trim().Equals(p.ToString(), StringComparison.OrdinalIgnoreCase)).Select(p => (ModelPreset?)p).FirstOrDefault();
}
