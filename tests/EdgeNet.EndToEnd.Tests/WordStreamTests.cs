using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>
/// Three spoken words in a stream with pauses, played into the microphone of the app: the model is trained from folders of WAV files, one of them with background.
/// docs/signals.md has the figures for all ten.
/// </summary>
public sealed class WordStreamTests : IDisposable
{
    private const int Rate = 8000;
    private static readonly string[] Words = ["2", "6", "9"], Speakers = ["george", "nicolas", "theo"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact]
    public void Words_of_a_stream_are_found_and_other_sound_is_none()
    {
        byte[] model = Train();
        List<short> stream = [];
        List<(string Word, double Begins, double Ends)> spoken = [];
        Add(Other(3, 6 * Rate));
        foreach (string speaker in Speakers)
        {
            foreach (string word in Words)
            {
                Add(new short[Rate]);
                short[] samples = Read(word, speaker, 0);
                spoken.Add((word, Seconds(), Seconds() + (samples.Length / (double)Rate)));
                Add(samples);
            }
        }

        Add(new short[Rate]);
        Add(Other(4, 6 * Rate));
        using AppBoard app = new(BoardProfile.Esp32, model);
        LiveReport report = app.Listen(new LiveRecording("words", [.. stream], 1, Rate), default);
        LiveAnswer[] words = [.. report.Answers.Where(a => a.Label is not (null or RecordingSet.BackgroundLabel))];
        Assert.Equal(spoken.Select(s => s.Word), words.Select(w => w.Label!));
        Assert.All(words.Zip(spoken), w => Assert.InRange(w.First.Seconds, w.Second.Begins, w.Second.Ends + 1));
        Assert.Equal(0, report.LostReadings);
        Assert.InRange(report.BusyShare, 0.2, 0.8);

        void Add(short[] samples) => stream.AddRange(samples);

        double Seconds() => stream.Count / (double)Rate;
    }

    // Every other recording of each voice but those with the numbers 0 to 4, and two files of other sound.
    private byte[] Train()
    {
        foreach (string word in Words)
        {
            foreach (string speaker in Speakers)
            {
                for (int number = 5; number < 50; number += 2)
                {
                    _folder.Write($"words/{word}/{speaker}_{number}.wav", File.ReadAllBytes(Wav(word, speaker, number)));
                }
            }
        }

        for (int seed = 1; seed <= 2; seed++)
        {
            _folder.Write($"words/{RecordingSet.BackgroundLabel}/{seed}.wav", WavBytes(Other(seed, 20 * Rate)));
        }

        return TrainingJob.Prepare(new TrainingRequest(_folder.File("words"), _folder.File("words.edgenet"))
        {
            Source = new DataSource(new CsvOptions())
            {
                Features = new FeatureChoice(FeatureText.Parse("spectrogram 32 mel hop 256")),
                Windows = new WindowOptions(new TimeLength(1, true), new TimeLength(0.192, true)),
            },
            Model = ModelChoice.Parse("conv 8 3x3 stride 2, conv 16 3x3 stride 2, dense 4"),
            Options = new TrainingOptions { Augment = true, Epochs = 20, WeightBits = [4], ActivationBits = [4] },
            AllowLoss = true,
        }).Run(null, default).Model.File;
    }

    private static string Wav(string word, string speaker, int number) => Path.Combine(SharedData.Folder, "spoken-digits", $"{word}_{speaker}_{number}.wav");

    private static short[] Read(string word, string speaker, int number) => RecordingReader.Read(Wav(word, speaker, number), new RecordingOptions(new CsvOptions())).Train.Recordings[0].Samples;

    // Noise, clicks and tones, loud and quiet, half a second of each.
    private static short[] Other(int seed, int count)
    {
        Random random = new(seed);
        short[] samples = new short[count];
        double kind = 0, hertz = 0, loudness = 0;
        for (int i = 0; i < count; i++)
        {
            if (i % (Rate / 2) == 0)
            {
                (kind, hertz, loudness) = (random.Next(3), random.Next(200, 3000), Math.Pow(10, 1 + (2.5 * random.NextDouble())));
            }

            double noise = (2 * random.NextDouble()) - 1;
            samples[i] = (short)(loudness * (kind == 0 ? noise : kind == 1 ? Math.Sin(2 * Math.PI * hertz * i / Rate) : noise * Math.Exp(-(i % 1000) / 50.0)));
        }

        return samples;
    }

    internal static byte[] WavBytes(short[] samples)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(2 * Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        Array.ForEach(samples, writer.Write);
        return stream.ToArray();
    }
}
