using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>Adds the length of the first three channels as a channel.</summary>
public sealed record MagnitudeSpec : FeatureSpec
{
    /// <summary>Its word, and the name of the channel.</summary>
    public const string Word = "magnitude";

    /// <inheritdoc/>
    public override bool IsStep => true;

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        if (plan.Channels.Count is < 3 or >= SignalFormat.MaxChannels)
        {
            throw new UserException($"{Word}: a stream of {plan.Channels.Count} channels; it takes the first three, and there are at most {SignalFormat.MaxChannels} with it");
        }

        plan.Add(SignalFormat.Magnitude, new ByteBuffer());
        plan.Channels.Add(Word);
    }

    /// <inheritdoc/>
    public override string ToString() => Word;
}
