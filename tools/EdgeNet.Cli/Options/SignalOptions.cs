using System.CommandLine;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say how recordings become samples.</summary>
internal sealed class SignalOptions
{
    private readonly Option<TimeLength?> _window = Length("--window", "Recordings: length of a window, such as 2s, 500ms or 200 readings; makes tables recordings, a reading per row [1s of sound, else 2s].", "2s");
    private readonly Option<TimeLength?> _stride = Length("--stride", "Recordings: from the beginning of one window to that of the next [half a window].", "0.5s");
    private readonly Option<float?> _rate = CommonOptions.Number("--rate", "Recordings: readings per second; faster recordings are resampled to it [what the recordings say].", 0.001f, 1_000_000f);
    private readonly Option<float?> _fullScale = CommonOptions.Number("--full-scale", "Recordings: the largest value that the sensor gives, in the unit of the recordings, such as 2 for +-2 g [decided by the recordings].", 1e-6f, 1e9f);

    private readonly Option<FeatureText?> _features = new("--features")
    {
        Description = $"Recordings: what the network sees of a window, such as \"mean, rms, peaks, bands 8\". There are {string.Join(", ", FeatureText.Words)}; docs/signals.md explains them [sound for WAV files, else motion].",
        HelpName = "text",
        CustomParser = r =>
        {
            try
            {
                return FeatureText.Parse(r.Tokens[0].Value);
            }
            catch (UserException e)
            {
                return CommonOptions.Refuse<FeatureText?>(r, e.Message);
            }
        },
    };

    /// <summary>All of them.</summary>
    public Option[] All => [_window, _stride, _rate, _features, _fullScale];

    /// <summary>How recordings are read. Whoever says anything of windows means recordings.</summary>
    public DataSource Of(ParseResult parsed, DataSource source) => source with
    {
        Features = new FeatureChoice(parsed.GetValue(_features)),
        Windows = new WindowOptions(parsed.GetValue(_window), parsed.GetValue(_stride), parsed.GetValue(_rate)) { FullScale = parsed.GetValue(_fullScale) },
        TablesAreRecordings = Array.Exists(All, o => parsed.GetResult(o) is { Implicit: false }),
    };

    private static Option<TimeLength?> Length(string name, string description, string example) => new(name)
    {
        Description = description,
        HelpName = $"{example}|500ms|200",
        CustomParser = r => TimeLength.Parse(r.Tokens[0].Value)
            ?? CommonOptions.Refuse<TimeLength?>(r, $"{name} must be a length such as {example}, 500ms or 200 readings, not {UserException.Quote(r.Tokens[0].Value)}"),
    };
}
