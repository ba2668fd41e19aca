using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Brings recordings to the same channels, the same rate and integers of 16 bits.</summary>
/// <param name="name">Name of the data.</param>
/// <param name="options">What is wanted.</param>
/// <param name="notes">Gets what was done.</param>
internal sealed class RecordingAssembly(string name, RecordingOptions options, RecordingNotes notes)
{
    // Clocks of boards and of sensors are that far from what they should be.
    private const double SameRate = 0.02;

    private const float FullRange = 32768f;

    // Readings per second, from one in a day to what no sensor of a board gives; and how many become one at most.
    private const double LowestRate = 1e-5, HighestRate = 1e6, MostToOne = 10_000;

    // Of a scale that the data decide, a bit is left for what is larger than anything recorded.
    private const float Headroom = 2f;

    /// <summary>Brings recordings together.</summary>
    /// <param name="raw">The recordings; those without readings are noted and left out.</param>
    /// <param name="skipped">What was not read.</param>
    /// <returns>The set.</returns>
    /// <exception cref="UserException">They do not fit together or to what is wanted, or none has readings.</exception>
    public RecordingSet Assemble(IReadOnlyList<RawRecording> raw, IReadOnlyList<SkippedFile> skipped)
    {
        foreach (RawRecording empty in raw.Where(r => r.Pieces.Count == 0))
        {
            notes.Add("left out, being empty", empty.Name);
        }

        RawRecording[] filled = [.. raw.Where(r => r.Pieces.Count > 0).Select(Reviewed).OfType<RawRecording>()];
        if (filled.Length == 0)
        {
            if (raw.Any(r => r.Pieces.Count > 0))
            {
                throw new UserException($"{name}: the corrections leave no recording");
            }

            throw new UserException($"{name}: {(raw.Count == 0 ? "no recordings (CSV, WAV, JSON or lines of numbers)" : raw.Count == 1 ? $"{(raw[0].Name == name ? "the recording" : UserException.Quote(raw[0].Name))} is empty" : $"all {raw.Count:N0} recordings are empty")}{(skipped.Count > 0 ? $"; skipped {SkippedFile.Describe(skipped)}" : "")}");
        }

        CheckChannels(filled);
        CheckRates(filled);
        double rate = RateOf(filled);
        float scale = options.SampleScale ?? ScaleOf(filled);
        string[] channels = filled[0].Channels;
        List<Recording> recordings = [];
        foreach (RawRecording recording in filled)
        {
            double own = recording.Rate > 0 ? recording.Rate : rate;
            bool convert = Math.Abs(own - rate) > SameRate * rate;
            if (convert)
            {
                if (own / rate > MostToOne)
                {
                    throw new UserException($"{recording.Name}: {own:0.###} readings a second become {rate:0.#####}: more than {MostToOne:N0} for one; choose a higher --rate");
                }

                notes.Add($"resampled from {own:0.###} to {rate:0.###} readings a second", recording.Name);
            }

            foreach (RawPiece piece in recording.Pieces)
            {
                float[] values = convert ? RateConversion.Down(piece.Values, channels.Length, own, rate) : piece.Values;
                recordings.Add(new Recording(recording.Name, recording.Label, channels, (float)rate, ToIntegers(values, scale, recording.Name))
                {
                    Group = recording.Group,
                    Start = piece.First / own,
                });
            }
        }

        return new RecordingSet(name, [.. recordings.Where(r => r.Count > 0)], scale) { IsSound = filled[0].IsSound, HasNames = filled[0].HasNames, LabelColumn = filled[0].LabelColumn, Skipped = skipped, Notes = [.. notes.Lines] };
    }

    // Null for what is left out.
    private RawRecording? Reviewed(RawRecording recording)
    {
        if (options.Review?.Concerns(recording.Name) != true)
        {
            return recording;
        }

        string? label = options.Review.LabelOf(recording.Name, recording.Label, SampleFingerprint.Of(recording));
        return label is null ? null : recording.Label is null ? recording : recording with { Label = label };
    }

    // What a file says of its rate or of the times of its readings.
    private static void CheckRates(RawRecording[] recordings)
    {
        if (Array.Find(recordings, r => r.Rate > 0 && r.Rate is not (>= LowestRate and <= HighestRate)) is RawRecording strange)
        {
            throw new UserException($"{strange.Name}: has {strange.Rate:G3} readings a second; {LowestRate:0.#####} to {HighestRate:N0} can be read");
        }
    }

    private void CheckChannels(RawRecording[] recordings)
    {
        RawRecording first = recordings[0];
        if (options.Channels is int wanted && first.Channels.Length != wanted)
        {
            throw new UserException($"{first.Name}: has {Count(first.Channels.Length)} ({string.Join(", ", first.Channels.Take(8).Select(c => UserException.Quote(c)))}), but the model was trained on {wanted}");
        }

        foreach (RawRecording other in recordings)
        {
            if (other.Channels.Length != first.Channels.Length || other.IsSound != first.IsSound || (other.HasNames && first.HasNames && !other.Channels.SequenceEqual(first.Channels)))
            {
                throw new UserException($"{other.Name}: its channels ({Named(other)}) are not those of {first.Name} ({Named(first)}); all recordings must have the same");
            }
        }

        static string Count(int channels) => channels == 1 ? "1 channel" : $"{channels} channels";

        static string Named(RawRecording r) => r.HasNames || r.IsSound ? string.Join(", ", r.Channels.Take(8).Select(c => UserException.Quote(c))) : Count(r.Channels.Length);
    }

    // Faster recordings can be brought to the rate wanted; what slower ones have not recorded cannot be made up.
    private double RateOf(RawRecording[] recordings)
    {
        RawRecording[] known = [.. recordings.Where(r => r.Rate > 0).OrderBy(r => r.Rate)];
        if (known.Length == 0)
        {
            return options.Rate ?? throw new UserException($"{name}: the recordings do not say how many readings there are in a second; give --rate, such as --rate 100, or a column of times");
        }

        (RawRecording slowest, RawRecording fastest) = (known[0], known[^1]);
        if (options.Rate is float wanted)
        {
            return slowest.Rate >= wanted * (1 - SameRate) ? wanted
                : throw new UserException($"{slowest.Name}: has {slowest.Rate:0.###} readings a second, but {wanted:0.###} {(options.SampleScale is null ? "are wanted (--rate)" : "is what the model was trained on")}; {(options.SampleScale is null ? "only faster recordings can be resampled" : "record it faster, or train a model with --rate " + slowest.Rate.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture))}");
        }

        return fastest.Rate - slowest.Rate <= SameRate * slowest.Rate ? known[known.Length / 2].Rate
            : throw new UserException($"{slowest.Name} has {slowest.Rate:0.###} readings a second, but {fastest.Name} has {fastest.Rate:0.###}; give --rate {slowest.Rate:0.###} to resample the faster ones, or leave one kind out");
    }

    private float ScaleOf(RawRecording[] recordings)
    {
        float largest = 0;
        bool integers = true;
        string of = "";
        foreach (RawRecording recording in recordings)
        {
            foreach (RawPiece piece in recording.Pieces)
            {
                foreach (float value in piece.Values)
                {
                    integers &= value == MathF.Floor(value);
                    if (Math.Abs(value) > largest)
                    {
                        (largest, of) = (Math.Abs(value), recording.Name);
                    }
                }
            }
        }

        if (options.FullScale is float full)
        {
            return largest <= full ? FullRange / full
                : throw new UserException($"{of}: has the value {largest:0.####}, more than --full-scale {full:0.####}");
        }

        if ((integers && largest <= FullRange) || largest == 0)
        {
            return 1;
        }

        float scale = MathF.Pow(2, MathF.Floor(MathF.Log2(FullRange / Headroom / largest)));
        return float.IsNormal(scale) ? scale : throw new UserException($"{of}: has the value {largest:0.####}, which is too large or too small to be measured");
    }

    private short[] ToIntegers(float[] values, float scale, string of)
    {
        short[] samples = new short[values.Length];
        int beyond = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = Math.Round((double)values[i] * scale, MidpointRounding.AwayFromZero);
            beyond += value is < -FullRange or > FullRange ? 1 : 0;
            samples[i] = (short)Math.Clamp(value, short.MinValue, short.MaxValue);
        }

        if (beyond > 0)
        {
            notes.Add("has values beyond the largest that the model can have", of);
        }

        return samples;
    }
}
