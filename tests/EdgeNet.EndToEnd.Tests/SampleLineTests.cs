using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;
using EdgeNet.Link;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Samples and labels over a serial line to the code of a board: whatever the line does, an answer is that of the desktop.</summary>
public class SampleLineTests
{
    // Samples of three parts, logits of two; samples of one part.
    private static readonly byte[] Wide = Model(300, 150), Other = Model(3, 2);

    [Fact]
    public void A_board_classifies_samples_of_numbers_and_of_pixels_as_the_desktop_does()
    {
        using Running board = new(Wide);
        SampleLine line = new(board.Client, Wide, 150);
        for (int seed = 0; seed < 10; seed++)
        {
            AssertAnswers(line, Wide, seed, pixels: seed % 2 == 0);
        }

        Assert.Equal(0, board.Client.Retries);
    }

    /// <summary>One fault per 60 to 3,000 bytes: the right answer, or a failure is reported.</summary>
    [Fact]
    public void On_a_bad_line_an_answer_is_the_right_one_or_there_is_none()
    {
        int answers = 0, failures = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            using Running board = new(seed % 2 == 0 ? Wide : Other, seed, 1.0 / (60 << (seed % 6)));
            SampleLine line = new(board.Client, board.Model, ModelFile.Parse(board.Model).Labels.Length);
            try
            {
                for (int sample = 0; sample < 3; sample++)
                {
                    AssertAnswers(line, board.Model, (seed * 10) + sample, pixels: seed % 3 == 0);
                    answers++;
                }
            }
            catch (UserException)
            {
                failures++;
            }
        }

        Assert.InRange(answers, 300, 450);
        Assert.InRange(failures, 0, 50);
    }

    [Fact]
    public void What_was_measured_is_what_the_board_needed()
    {
        using Running board = new(Wide);
        TimeSpan busy = TimeSpan.FromMicroseconds(board.Board.Board.BusyMicroseconds);
        BoardAnswer answer = new SampleLine(board.Client, Wide, 150).Classify(Values(Wide, 1), default);
        double whole = board.Board.Board.BusyMicroseconds - busy.TotalMicroseconds;
        BoardObject values = board.Board.Board.NewFloats(300);
        double before = board.Board.Board.BusyMicroseconds;
        board.Board.Board.CallOn(board.Network!, "Classify", Values(Wide, 1));
        double needed = board.Board.Board.BusyMicroseconds - before;

        // The clock of a board without a HighResTimer counts milliseconds.
        Assert.InRange(answer.Microseconds, needed - 1000, needed + 1000);
        Assert.Equal(0, answer.Microseconds % 1000);
        Assert.InRange(whole, needed, needed * 20);
        board.Board.Board.Release(values);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        using Running board = new(Wide);
        byte[] pixels = new byte[300];
        Assert.Contains("the board runs another model", Refusal(new SampleLine(board.Client, Other, 150), pixels));
        Assert.Contains("the model expects 300 values", Refusal(new SampleLine(board.Client, Wide, 150), new byte[301]));
        Assert.Contains("answers with 150 logits, but the model has 149", Refusal(new SampleLine(board.Client, Wide, 149), pixels));
        float[] values = Values(Wide, 1);
        values[200] = float.NaN;
        Assert.Contains("not a number", Assert.Throws<UserException>(() => new SampleLine(board.Client, Wide, 150).Classify(values, default)).Message);
        AssertAnswers(new SampleLine(board.Client, Wide, 150), Wide, 3, pixels: false);

        board.Stop();
        Assert.Contains("the board runs no model", Refusal(new SampleLine(board.Client, Wide, 150), pixels));
    }

    /// <summary>It says so, goes on, and classifies as soon as there is memory.</summary>
    [Fact]
    public void A_board_without_memory_for_a_sample_says_so_and_goes_on()
    {
        using Running board = new(Wide);
        SampleLine line = new(board.Client, Wide, 150);
        List<BoardObject> hoard = Fill(board.Board.Board);
        Assert.Contains("not enough memory", Assert.Throws<UserException>(() => line.Classify(Values(Wide, 1), default)).Message);
        Assert.Equal("test board", board.Client.Hello(default).Name);
        hoard.ForEach(board.Board.Board.Release);
        AssertAnswers(line, Wide, 4, pixels: true);
    }

    [Fact]
    public void Labels_are_sent_as_long_as_they_were_asked_for()
    {
        using Running board = new(Other);
        Assert.True(board.Client.Order(LinkProtocol.Watch, WatchMessage.Create(3), default).Succeeded);
        List<LabelMessage> seen = [];
        board.Client.LabelReceived = m => seen.Add(LabelMessage.Read(m, Frames.PrefixBytes, m.Length - Frames.PrefixBytes));
        for (int i = 0; i < 5; i++)
        {
            board.Offer(1, 80 + i, 1000 * i);
            board.Client.Hello(default);
        }

        Assert.Equal([(1, 80, 0, "label 1"), (1, 81, 1000, "label 1"), (1, 82, 2000, "label 1")], seen.Select(l => (l.Label, l.ConfidencePercent, l.Microseconds, l.Text)));
    }

    [Fact]
    public void Labels_of_a_model_that_finds_anomalies_have_scores()
    {
        byte[] model = ModelWriter.Write(RandomNetworks.WithAnomalies(1), []);
        using Running board = new(model);
        List<LabelMessage> seen = [];
        board.Client.LabelReceived = m => seen.Add(LabelMessage.Read(m, Frames.PrefixBytes, m.Length - Frames.PrefixBytes));
        Assert.True(board.Client.Order(LinkProtocol.Watch, WatchMessage.Create(1), default).Succeeded);
        float[] values = Values(model, 1);
        new SampleLine(board.Client, model, 2).Classify(values, default);
        board.Offer(1, 100, 1000);
        board.Client.Hello(default);
        Network desktop = Network.Load(model);
        desktop.Classify(values);
        LabelMessage label = Assert.Single(seen);
        Assert.Equal((true, desktop.AnomalyLevel, desktop.IsAnomaly, 100), (label.HasScore, label.Score, label.IsAnomaly, label.ConfidencePercent));

        // A command from before scores asks without them.
        Assert.True(board.Client.Order(LinkProtocol.Watch, [1, 0], default).Succeeded);
        board.Offer(1, 100, 1000);
        board.Client.Hello(default);
        Assert.False(seen[1].HasScore);
    }

    /// <summary>
    /// Samples, labels, readings and updates in any order, with requests of the past that come again: samples are answered as the desktop
    /// answers them or not at all, nobody gets more labels or readings than were asked for, and the last model is the one that runs.
    /// </summary>
    [Fact]
    public void In_random_histories_of_samples_labels_readings_and_updates_every_answer_is_right()
    {
        int answers = 0, updates = 0, labels = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            using Running board = new(Wide, seed, random.Next(2) == 0 ? 0 : 1.0 / 800);
            int labelsLeft = 0, readingsLeft = 0;
            board.Client.LabelReceived = _ => Assert.True(--labelsLeft >= -board.Repeats, "more labels than were asked for");
            board.Client.ReadingReceived = _ => Assert.True(--readingsLeft >= -board.Repeats, "more readings than were asked for");
            for (int step = 0; step < 25; step++)
            {
                try
                {
                    switch (random.Next(8))
                    {
                        case 0 or 1 or 2:
                            AssertAnswers(new SampleLine(board.Client, board.Model, ModelFile.Parse(board.Model).Labels.Length), board.Model, random.Next(), pixels: random.Next(2) == 0);
                            answers++;
                            break;
                        case 3:
                            Assert.Contains("the board runs another model", Refusal(new SampleLine(board.Client, board.Model == Wide ? Other : Wide, 2), new byte[1]));
                            break;
                        case 4:
                            labelsLeft = random.Next(4);
                            board.Client.Order(LinkProtocol.Watch, WatchMessage.Create(labelsLeft), default);
                            break;
                        case 5:
                            readingsLeft = random.Next(4);
                            board.Client.Order(LinkProtocol.Capture, CaptureMessage.Create(readingsLeft, ""), default);
                            break;
                        case 6:
                            board.Offer(random.Next(2), random.Next(101), random.Next());
                            board.OfferReading([1, 2]);
                            labels++;
                            break;
                        default:
                            byte[] next = board.Model == Wide ? Other : Wide;
                            if (random.Next(3) == 0)
                            {
                                // Begun, and left alone.
                                board.Client.Order(LinkProtocol.Begin, UpdateMessage.Begin(next, null), default);
                            }
                            else
                            {
                                board.Update(next);
                                updates++;
                            }

                            break;
                    }

                    board.RepeatOldRequest(random);
                }
                catch (UserException e) when (e.Message.StartsWith("the board does not answer", StringComparison.Ordinal) || e.Message.Contains("several times", StringComparison.Ordinal)
                    || e.Message.Contains("makes no sense", StringComparison.Ordinal))
                {
                    // A line with faults may cost an answer, never give a wrong one.
                }
            }
        }

        Assert.InRange(answers, 400, 700);
        Assert.InRange(updates, 60, 400);
        Assert.InRange(labels, 100, 400);
    }

    // Takes the memory: what is left is enough for an answer to hello, and not for a sample of 300 floats and its logits.
    private static List<BoardObject> Fill(Board board)
    {
        List<BoardObject> hoard = [];
        for (int size = 8000; size >= 60; size /= 2)
        {
            while (board.HeapBytes - board.MeasureHeap() > (4 * size) + 1420)
            {
                hoard.Add(board.NewFloats(size));
            }
        }

        return hoard;
    }

    private static string Refusal(SampleLine line, byte[] pixels) => Assert.Throws<UserException>(() => line.Classify(pixels, default)).Message;

    private static void AssertAnswers(SampleLine line, byte[] model, int seed, bool pixels)
    {
        Network desktop = Network.Load(model);
        float[] values = Values(model, seed);
        byte[] bytes = Array.ConvertAll(values, v => (byte)Math.Abs(v));
        desktop.Classify(pixels ? Array.ConvertAll(bytes, b => (float)b) : values);
        BoardAnswer answer = pixels ? line.Classify(bytes, default) : line.Classify(values, default);
        Assert.Equal(Enumerable.Range(0, desktop.OutputCount).Select(desktop.Logit), answer.Logits);
        Assert.Equal((desktop.Best, desktop.ConfidencePercent()), (answer.Label, answer.ConfidencePercent));
    }

    private static float[] Values(byte[] model, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, ModelFile.Parse(model).Input.Count).Select(_ => (random.NextSingle() * 300) - 50)];
    }

    private static byte[] Model(int inputs, int outputs)
    {
        Random random = new(inputs);
        return ModelWriter.Write(RandomNetworks.Create(3) with
        {
            Task = TaskKind.Classification,
            Shape = Shape.Features(inputs),
            InputBits = 8,
            InputScale = [1f],
            InputOffset = [0f],
            Layers = [RandomNetworks.CreateLayer(random, inputs, 6, false, false), RandomNetworks.CreateLayer(random, 6, outputs, true, false)],
            Labels = [.. Enumerable.Range(0, outputs).Select(o => $"label {o}")],
            GoldenSeeds = [],
        }, []);
    }

    /// <summary>A board that runs a model, and the line to it: what BoardApp does, step by step.</summary>
    private sealed class Running : IDisposable
    {
        private readonly SimulatedLine _line;
        private readonly List<byte[]> _requests = [];
        private BoardObject? _timed;

        public Running(byte[] model, int seed = 1, double faults = 0)
        {
            Model = model;
            Storage storage = new();
            storage.Put(StoreBoard.Mailbox, model);
            Board = new StoreBoard(storage);
            Assert.True(Board.Install());
            _line = new SimulatedLine(Board, seed, faults);
            Client = new BoardClient(new RecordingLine(_line, _requests), TimeSpan.FromSeconds(1));
            Start();
        }

        public StoreBoard Board { get; }

        public BoardClient Client { get; }

        public byte[] Model { get; private set; }

        public BoardObject? Network { get; private set; }

        /// <summary>Requests that were sent a second time, which renew what they asked for.</summary>
        public int Repeats { get; private set; }

        public void Stop()
        {
            Board.Board.CallOn(_line.Link, "SetNetwork", [null]);
            foreach (BoardObject? held in new[] { _timed, Network })
            {
                if (held is not null)
                {
                    Board.Board.Release(held);
                }
            }

            (_timed, Network) = (null, null);
        }

        public void Update(byte[] model)
        {
            Board.Confirm();
            SerialDeployment.Send(Client, Fitting(model), null, null, default);
            Stop();
            Model = model;
            Start();
        }

        public void Offer(int label, int percent, int microseconds) => Board.Board.CallOn(_line.Link, "Offer", label, percent, microseconds);

        public void OfferReading(float[] values) => Board.Board.CallOn(_line.Link, "Offer", values);

        /// <summary>A request that got stuck somewhere must not undo what came after it; what it asks for once more is counted.</summary>
        public void RepeatOldRequest(Random random)
        {
            if (_requests.Count > 0 && random.Next(2) == 0)
            {
                Repeats += 8;
                _line.Write(_requests[random.Next(_requests.Count)]);
                _line.Read(new byte[2000], default);
            }
        }

        public void Dispose() => Board.Dispose();

        // The line's board says that its sensor gives two values, which a deployment compares: the test is not about that.
        private byte[] Fitting(byte[] model)
        {
            Board.Board.CallOn(_line.Link, "set_ValueCount", ModelFile.Parse(model).Input.Count);
            return model;
        }

        private void Start()
        {
            Network = (BoardObject)Board.Board.CallOn(Board.Store, "Start")!;
            _timed = Board.Board.New("EdgeNet.Device.TimedNetwork", Network, null);
            Board.Board.CallOn(_line.Link, "SetNetwork", _timed);
        }

        private sealed class RecordingLine(SimulatedLine line, List<byte[]> requests) : ISerialLine
        {
            public void Write(ReadOnlySpan<byte> bytes)
            {
                requests.Add(bytes.ToArray());
                line.Write(bytes);
            }

            public int Read(Span<byte> into, TimeSpan timeout) => line.Read(into, timeout);

            public void Dispose() => line.Dispose();
        }
    }
}
