using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>micro-speech: a picture with a row of 40 channels for every 20 ms, as TensorFlow's micro_speech computes it.</summary>
public sealed record MicroSpeechSpec : FeatureSpec
{
    /// <summary>Its word.</summary>
    public const string Word = "micro-speech";

    private const int Rate = 16000;
    private const float LowestHertz = 125, HighestHertz = 7500, GainStrength = 0.95f, GainOffset = 80;
    private const int GainBits = 21;

    /// <inheritdoc/>
    public override int HopAt(double rate) => MicroSpeechStage.HopLength;

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        if (plan.Channels.Count != 1 || plan.Rate != Rate)
        {
            throw new UserException($"{Word} takes one channel of {Rate} readings per second, not {plan.Channels.Count} of {plan.Rate:0.###}");
        }

        plan.RequireFrame(Word, MicroSpeechStage.FrameLength);
        ByteBuffer record = new();
        Append(record, MicroSpeechTables.Window(MicroSpeechStage.FrameLength, MicroSpeechStage.WindowBits));
        Append(record, MicroSpeechTables.Cosines());
        Append(record, MicroSpeechTables.Gains(GainStrength, GainOffset, MicroSpeechStage.SmoothingBits - MicroSpeechStage.CorrectionBits, GainBits));
        Append(record, MicroSpeechTables.Logarithms());
        (int[] edges, short[] weights, short[] unweights) = MicroSpeechTables.Channels(MicroSpeechStage.Channels, (Int16Fft.Points / 2) + 1, Rate, LowestHertz, HighestHertz);
        Array.ForEach(edges, e => record.UInt16(e));
        Append(record, weights);
        Append(record, unweights);
        plan.Add(SignalFormat.MicroSpeech, record);
        plan.Picture = Shape.Grey(1 + ((plan.Window - MicroSpeechStage.FrameLength) / MicroSpeechStage.HopLength), MicroSpeechStage.Channels);
    }

    /// <inheritdoc/>
    public override string ToString() => Word;

    private static void Append(ByteBuffer record, short[] table) => Array.ForEach(table, v => record.UInt16((ushort)v));
}
