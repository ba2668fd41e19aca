using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What a model file says of the data that its network was trained on, so that it is judged by other samples. Kept as values of its section meta.</summary>
/// <param name="Fingerprint">Number of all samples before they were split; null if the file does not say.</param>
/// <param name="Split">How the test part was chosen; null if the samples were not split.</param>
/// <param name="Label">Name of the label column; empty if there was none.</param>
/// <param name="Normal">Of a model that finds anomalies, the label of the normal samples; empty if they had no labels.</param>
/// <param name="Channels">Names of the channels of recordings; empty if they had none.</param>
public sealed record TrainingData(uint? Fingerprint, SplitOptions? Split, string Label, string Normal, IReadOnlyList<string> Channels)
{
    private const string FingerprintKey = "data", SplitKey = "split", LabelKey = "label", NormalKey = "normal", ChannelsKey = "channels";

    /// <summary>The values that a model file keeps.</summary>
    /// <param name="split">The data.</param>
    /// <returns>Keys and values.</returns>
    public static IReadOnlyList<(string Key, string Value)> Notes(DatasetSplit split)
    {
        List<(string, string)> notes = [];
        if (split.Fingerprint is uint fingerprint)
        {
            notes.Add((FingerprintKey, fingerprint.ToString("x8", CultureInfo.InvariantCulture)));
        }

        if (split.Options is SplitOptions options)
        {
            notes.Add((SplitKey, options.ToString()));
        }

        if ((split.Train.Table is { HasHeader: true } table ? table.Label : split.Train.Windows?.Recordings.LabelColumn) is string label)
        {
            notes.Add((LabelKey, ColumnNames.Stored(label)));
        }

        if (split.Train.NormalLabel is string normal)
        {
            notes.Add((NormalKey, ColumnNames.Stored(normal)));
        }

        if (split.Train.Windows?.Recordings is { HasNames: true, Channels: var channels })
        {
            notes.Add((ChannelsKey, string.Join(',', channels.Select(c => Uri.EscapeDataString(c)))));
        }

        return notes;
    }

    /// <summary>Reads the values of a model file.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="UserException">A value is damaged.</exception>
    public static TrainingData Of(ModelFile model)
    {
        string fingerprint = model.Meta(FingerprintKey), split = model.Meta(SplitKey);
        uint number = 0;
        return fingerprint.Length == 0 || uint.TryParse(fingerprint, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            ? new TrainingData(fingerprint.Length == 0 ? null : number, split.Length == 0 ? null : SplitOptions.Parse(split), model.Meta(LabelKey), model.Meta(NormalKey),
                model.Meta(ChannelsKey).Length == 0 ? [] : [.. model.Meta(ChannelsKey).Split(',').Select(Uri.UnescapeDataString)])
            : throw new UserException($"model file, section meta: \"{UserException.Quote(fingerprint)}\" is not the number of a dataset");
    }
}
