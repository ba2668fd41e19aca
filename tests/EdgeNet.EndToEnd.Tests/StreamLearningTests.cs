using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The app that both listens to a stream and learns: taught by its button and over the line while the stream goes on.</summary>
public class StreamLearningTests
{
    private const int Rate = 4000, ButtonPin = 0;
    private const int High = 1500, Low = 300, New = 1000;
    private const string Learned = "learned: ", LearnedNew = Learned + "new 1, ";

    // As the app does: room for four new labels, and five samples of each label.
    private const int NewLabels = 4, Remembered = 5 * (2 + NewLabels);

    private static readonly byte[] Model = Words("bands 8 fft 64", 1);

    [Fact]
    public void Five_presses_while_a_recording_plays_teach_the_same_on_board_and_desktop_and_outlast_a_power_cut()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, Model);
        using (Board board = StreamApp.CreateLearning(storage))
        {
            // Pressed briefly to go on to "low", to "new 1", and past "new 2" to "high"; held for five seconds each.
            Press(board, (4, 4.2), (5, 10), (11, 11.2), (12, 17), (18, 18.2), (18.5, 18.7), (19, 24));
            List<short> heard = [];
            Hear(board, s => s < 11 ? Low : s < 18 ? New : High, heard);
            List<(int Windows, string Label)> presses = Presses(board);
            board.RunFor(TimeSpan.FromSeconds(36));
            Assert.Equal(0, board.I2s.Bus(StreamApp.SoundBus).Lost);
            Assert.Equal(["low", "new 1", "high"], presses.Select(p => p.Label).Distinct());
            Assert.All(presses.GroupBy(p => p.Label), g => Assert.Equal(5, g.Count()));
            Assert.Contains("active: prototypes", board.Output);
            Assert.Equal(OnDesktop(heard, presses), LearningBoard.Saved(storage));
        }

        using (Board board = StreamApp.CreateLearning(storage))
        {
            Press(board);
            Hear(board, s => s < 4 ? New : s < 7 ? Low : New, []);
            List<(double Seconds, string Answer)> answers = StreamApp.Answers(board);
            board.RunFor(TimeSpan.FromSeconds(10));
            Assert.Equal(["new 1", "low", "new 1"], answers.Select(a => a.Answer).Where(a => a != "unsure"));
        }

        storage.Put(StoreBoard.Mailbox, Words("rms, crossings", 2));
        using (Board board = StreamApp.CreateLearning(storage))
        {
            Press(board);
            Hear(board, _ => Low, []);
            board.RunFor(TimeSpan.FromSeconds(8));
            Assert.Contains("error: what was learned with another model was dropped", board.Output);
            Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
            Assert.Contains("answer: low", board.Output);
        }
    }

    [Fact]
    public void A_movement_is_taught_over_the_line()
    {
        const int MotionRate = 100;
        string movement = "still";
        byte[] model = StreamApp.Train(new TrainedSensor(ModelFormat.MotionSensor, MotionRate, 2), "mean, std, crossings", MotionRate, MotionRate / 4, 3,
            [.. new[] { "shaken", "still" }.Select(label => (label, Enumerable.Range(0, 30 * MotionRate).SelectMany(i => Movement(label, i / (double)MotionRate)).ToArray()))]);
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, model);
        using Board board = StreamApp.CreateLearning(storage);
        Press(board);
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Movement(movement, seconds)));
        RunningApp app = new(board);
        BoardTeacher teacher = new(app.Client);
        app.Run(4);
        foreach (string label in new[] { "still", "shaken", "circling" })
        {
            movement = label;
            app.Run(2);
            Assert.Equal(8, teacher.Learn(label, 8, null, default));
        }

        app.Run(3);
        LearnedByBoard learned = teacher.Tell(default);
        Assert.Equal([("shaken", 8, false), ("still", 8, false), ("circling", 8, true)], learned.Labels.Select(l => (l.Label, l.Samples, l.IsNew)));
        Assert.NotEqual(LearnedAnswer.Network, learned.Active);
        List<string> seen = [];
        Assert.Equal(8, LabelWatch.Run(app.Client, 8, l => seen.Add(l.Text), default));
        Assert.All(seen, l => Assert.Equal("circling", l));
        teacher.Forget(default);
        Assert.Equal(LearnedAnswer.Network, teacher.Tell(default).Active);
    }

    // The same readings, windows and presses.
    private static byte[] OnDesktop(List<short> heard, List<(int Windows, string Label)> presses)
    {
        ModelFile file = ModelFile.Parse(Model);
        SignalPipeline pipeline = new(file);
        Network network = new(file);
        Learner learner = new(file, network, NewLabels, Remembered);
        short[] samples = [.. heard];
        int windows = 0;
        for (int at = 0; at < samples.Length && windows < presses[^1].Windows;)
        {
            at += pipeline.Add(samples, at, samples.Length - at);
            if (pipeline.IsFull)
            {
                pipeline.Classify(network);
                learner.Answer();
                windows++;
                foreach ((_, string label) in presses.Where(p => p.Windows == windows))
                {
                    Assert.True(learner.Press(label) >= 0, learner.Problem);
                    Settle(learner);
                }
            }
        }

        return LearnedBytes.Of(learner);
    }

    private static void Settle(Learner learner)
    {
        while (learner.Work())
        {
        }
    }

    // How many windows had been classified when each sample was learned.
    private static List<(int Windows, string Label)> Presses(Board board)
    {
        List<(int, string)> presses = [];
        int windows = 0;
        board.Watch("EdgeNet.Device.AppLoop.Answer", (_, _) => windows++);
        board.OutputWritten += (_, line) =>
        {
            if (line.StartsWith(Learned, StringComparison.Ordinal))
            {
                presses.Add((windows, line[Learned.Length..line.IndexOf(',', StringComparison.Ordinal)]));
            }
        };
        return presses;
    }

    private static void Press(Board board, params (double From, double To)[] seconds) =>
        board.Gpio.Line(ButtonPin).Input = microseconds => !seconds.Any(s => microseconds >= s.From * 1e6 && microseconds < s.To * 1e6);

    private static void Hear(Board board, Func<double, int> hertz, List<short> heard) => board.I2s.Bus(StreamApp.SoundBus).Sound = seconds =>
    {
        short value = Tone(hertz(seconds), (int)(seconds * Rate));
        heard.Add(value);
        return value;
    };

    private static byte[] Words(string features, int seed) => StreamApp.Train(new TrainedSensor(ModelFormat.Microphone, Rate, 0), features, 1600, 800, 1,
        ("high", Sound(High, seed)), ("low", Sound(Low, seed)));

    private static short[] Sound(int hertz, int seed) => [.. Enumerable.Range(seed, 8 * Rate).Select(i => Tone(hertz, i))];

    private static short Tone(int hertz, int i) => (short)((6000 * Math.Sin(2 * Math.PI * hertz * i / Rate)) + (i * 7919 % 201) - 100);

    // Circling swings two axes one after the other; shaking swings them together, and faster.
    private static short[] Movement(string label, double seconds)
    {
        double angle = 2 * Math.PI * seconds;
        (double x, double y) = label switch { "shaken" => (8000 * Math.Sin(3 * angle), 4000 * Math.Sin(3 * angle)), "circling" => (8000 * Math.Sin(angle), 8000 * Math.Cos(angle)), _ => (0, 0) };
        int noise = (int)(seconds * 7919) % 201;
        return [(short)(x + noise), (short)(y - noise), (short)(16384 + noise)];
    }
}
