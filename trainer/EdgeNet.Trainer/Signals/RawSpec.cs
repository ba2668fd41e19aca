using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>The readings of a window as bytes: a picture with a row per reading and a column per channel.</summary>
/// <param name="Bits">Bits of a reading that the bytes span: larger readings are limited.</param>
public sealed record RawSpec(int Bits) : FeatureSpec
{
    /// <summary>Its word.</summary>
    public const string Word = "raw";

    private const int AllBits = 16, ByteBits = 8;

    /// <summary>Reads the words after the first.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The feature.</returns>
    /// <exception cref="UserException">A word is not understood.</exception>
    public static RawSpec Read(FeatureWords words) => new(words.HasMore ? words.Number("bits of a reading", ByteBits, AllBits) : AllBits);

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        plan.Add(SignalFormat.Raw, new ByteBuffer().Byte(Bits - ByteBits));
        plan.Picture = Shape.Grey(plan.Window, plan.Channels.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => Bits == AllBits ? Word : $"{Word} {Bits}";
}
