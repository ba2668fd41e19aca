using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Tests;

/// <summary>Samples and labels at a line with a board, or something else, that answers what it should not.</summary>
public sealed class HostileAnswersTests
{
    // More than any exchange here needs: what does not end fails by this.
    private const int Endless = 500;

    private static readonly byte[] Header = [.. Enumerable.Range(0, 20).Select(i => (byte)i)];
    private static readonly float[] Sample = [.. Enumerable.Range(0, 300).Select(i => i / 4f)];
    private static readonly int[] Logits = [.. Enumerable.Range(-5, 200)];

    [Fact]
    public void A_sample_comes_in_parts_and_its_logits_too()
    {
        List<(int First, int Values)> parts = [];
        BoardAnswer answer = Classify((message, length, into) =>
        {
            int first = ClassifyMessage.First(message, 3), valueBytes = ClassifyMessage.ValueBytes(message, 3), values = ClassifyMessage.ValueCount(length - 3, valueBytes);
            parts.Add((first, values));
            Assert.Equal(BitConverter.ToInt32(Header.AsSpan(16)), ClassifyMessage.HeaderCrc(message, 3));
            Assert.All(Enumerable.Range(0, values), i => Assert.Equal(Sample[first + i], ClassifyMessage.Float(message, 3, i)));
            return valueBytes != 0 && first + values < Sample.Length ? StatusMessage.Write(into, 3, true, first + values, "")
                : Right(message, valueBytes == 0 ? first : 0).Write(into, 3, Logits);
        });
        Assert.Equal([(0, 127), (127, 127), (254, 46), (126, 0)], parts);
        Assert.Equal((7, 90, 1234), (answer.Label, answer.ConfidencePercent, answer.Microseconds));
        Assert.Equal(Logits, answer.Logits);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(int.MaxValue)]
    public void A_board_that_never_has_the_whole_sample_is_given_up(int received) =>
        Assert.Contains("has not classified it", Refusal((_, _, into) => StatusMessage.Write(into, 3, true, received, "")));

    [Theory]
    [InlineData("sample")]
    [InlineData("first")]
    [InlineData("second")]
    public void Answers_to_another_sample_or_of_other_logits_do_not_count(string wrong) => Assert.Contains("has not classified it", Refusal((message, _, into) =>
    {
        ClassifiedMessage answer = Right(message, ClassifyMessage.ValueBytes(message, 3) == 0 ? ClassifyMessage.First(message, 3) : 0);
        answer.Sample += wrong == "sample" ? 1 : 0;
        answer.First += wrong == "first" || (wrong == "second" && answer.First > 0) ? 1 : 0;
        return answer.Write(into, 3, Logits);
    }));

    [Theory]
    [InlineData(199)]
    [InlineData(201)]
    public void A_board_with_another_number_of_logits_is_refused(int logits) =>
        Assert.Equal($"the board answers with {logits} logits, but the model has 200", Refusal((message, _, into) => Right(message, 0).Write(into, 3, new int[logits])));

    [Fact]
    public void A_negative_time_an_impossible_label_or_confidence_and_an_answer_that_is_cut_off_are_refused()
    {
        foreach ((int at, byte value) in new (int, byte)[] { (3 + 1, 101), (3 + 3, 0xFF), (3 + 7, 0x80), (3, 3) })
        {
            Assert.Contains("makes no sense", Refusal((message, _, into) =>
            {
                int count = Right(message, 0).Write(into, 3, Logits);
                into[at] = value;
                return count;
            }));
        }

        Assert.Contains("makes no sense", Refusal((message, _, into) => Right(message, 0).Write(into, 3, Logits) - 1));
        Assert.Contains("makes no sense", Refusal((_, _, _) => 0));
    }

    [Fact]
    public void What_the_board_says_is_wrong_is_passed_on() =>
        Assert.Equal("the board does not classify the sample: not enough memory", Refusal((_, _, into) => StatusMessage.Write(into, 3, false, 0, "not enough memory")));

    /// <summary>A late part, an answer that came twice: the number of the sample and of the message tell.</summary>
    [Fact]
    public void Answers_that_come_late_or_twice_belong_to_nothing()
    {
        byte[] before = [];
        BoardAnswer answer = Classify((message, length, into) =>
        {
            int first = ClassifyMessage.First(message, 3), valueBytes = ClassifyMessage.ValueBytes(message, 3), values = ClassifyMessage.ValueCount(length - 3, valueBytes);
            return valueBytes != 0 && first + values < Sample.Length ? StatusMessage.Write(into, 3, true, first + values, "") : Right(message, valueBytes == 0 ? first : 0).Write(into, 3, Logits);
        },
        frame =>
        {
            byte[] late = before;
            before = frame;
            return [.. late, .. frame, .. frame];
        });
        Assert.Equal(Logits, answer.Logits);
    }

    [Fact]
    public void Labels_are_asked_for_again_and_again_and_one_that_comes_twice_counts_once()
    {
        int sent = 0, asked = 0;
        using ScriptedBoard board = new()
        {
            Slot = 0,
            Idle = b =>
            {
                byte[] body = new byte[100];
                int count = LabelMessage.Write(body, 0, sent % 3, sent % 101, sent, "label");
                b.Send(LinkProtocol.Label, ++sent, body[..count]);
                b.Send(LinkProtocol.Label, sent, body[..count]);
            },
            Asked = type => asked += type == LinkProtocol.Watch ? 1 : 0,
        };
        List<int> seen = [];
        Assert.Equal(50, LabelWatch.Run(new BoardClient(board, TimeSpan.FromSeconds(1)) { Clock = board.Clock }, 50, l => seen.Add(l.Microseconds), default));
        Assert.Equal(Enumerable.Range(0, 50), seen);
        Assert.InRange(asked, 4, 8);
    }

    [Fact]
    public void A_board_that_sends_no_labels_has_no_model_or_is_too_old_is_told_from_one_that_does_not_answer()
    {
        using ScriptedBoard silent = new() { Slot = 0 };
        Assert.Equal("the board answers but sends no labels; is its sensor connected?", Watch(silent));
        using ScriptedBoard nonsense = new() { Slot = 0, Idle = b => b.Send(LinkProtocol.Label, 1, [0, 0, 200, 0, 0, 0, 0]) };
        Assert.Equal("the board answers but sends no labels; is its sensor connected?", Watch(nonsense));
        using ScriptedBoard empty = new();
        Assert.Contains("the board has no model", Watch(empty));
        using ScriptedBoard old = new() { NewestRequest = 0 };
        Assert.Contains("too old", Watch(old));
        using ScriptedBoard older = new() { NewestRequest = LinkProtocol.Classify };
        Assert.Contains("too old", Watch(older));
    }

    [Fact]
    public void Silence_noise_and_another_protocol_are_three_things()
    {
        Assert.StartsWith("the board does not answer", Ask(_ => []));
        Assert.StartsWith("the connected device is not an EdgeNet board: it has sent", Ask(_ => "I (43) boot: hello\r\n"u8.ToArray()));
        Assert.StartsWith("the connected device is not an EdgeNet board", Ask(frame => frame)); // an echo
        Assert.Equal("the board uses another protocol: version 3, but this edgenet uses version 2; update edgenet", Ask(_ => Frame(LinkProtocol.Hello | LinkProtocol.Answer, 3)));
        Assert.Equal("the board uses another protocol: version 1, but this edgenet uses version 2; update its app", Ask(_ => Frame(LinkProtocol.Hello | LinkProtocol.Answer, 1)));
        Assert.Contains("to hello makes no sense", Ask(_ => Frame(LinkProtocol.Hello | LinkProtocol.Answer, 2)));
        Assert.StartsWith("the board does not answer", Ask(_ => Frame(LinkProtocol.Reading, 0)));

        static string Ask(Func<byte[], byte[]> answer)
        {
            RawLine line = new(answer);
            return Assert.Throws<UserException>(() => new BoardClient(line, TimeSpan.FromMilliseconds(20)).Hello(default)).Message;
        }

        byte[] Frame(int type, byte first)
        {
            byte[] message = Frames.NewMessage();
            MessageParts.WritePrefix(message, type, RawLine.LastNumber);
            message[3] = first;
            FrameEncoder encoder = new();
            return encoder.Frame[..encoder.Pack(message, 4)];
        }
    }

    private static ClassifiedMessage Right(byte[] request, int first) =>
        new() { Sample = ClassifyMessage.Sample(request, 3), Label = 7, ConfidencePercent = 90, Microseconds = 1234, First = first };

    private static string Watch(ScriptedBoard board) =>
        Assert.Throws<UserException>(() => LabelWatch.Run(new BoardClient(board, TimeSpan.FromSeconds(1)) { Clock = board.Clock }, 5, _ => { }, default)).Message;

    private static string Refusal(Func<byte[], int, byte[], int> answer) => Assert.Throws<UserException>(() => Classify(answer)).Message;

    private static BoardAnswer Classify(Func<byte[], int, byte[], int> answer, Func<byte[], byte[]>? line = null)
    {
        int requests = 0;
        using ScriptedBoard board = new()
        {
            Classified = (message, length, into) => ++requests < Endless ? answer(message, length, into) : throw new InvalidOperationException("the exchange does not end"),
            Line = line ?? (frame => frame),
        };
        return new SampleLine(new BoardClient(board, TimeSpan.FromSeconds(1)) { Clock = board.Clock }, Header, Logits.Length).Classify(Sample, default);
    }

    /// <summary>A line that answers every burst with other bytes.</summary>
    private sealed class RawLine(Func<byte[], byte[]> answer) : ISerialLine
    {
        private readonly FrameDecoder _decoder = new();
        private readonly Queue<byte> _toDesktop = [];

        public static int LastNumber { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            foreach (byte b in bytes)
            {
                if (_decoder.Add(b))
                {
                    LastNumber = MessageParts.Number(_decoder.Message);
                }
            }

            Array.ForEach(answer(bytes.ToArray()), _toDesktop.Enqueue);
        }

        public int Read(Span<byte> into, TimeSpan timeout)
        {
            int count = Math.Min(into.Length, _toDesktop.Count);
            for (int i = 0; i < count; i++)
            {
                into[i] = _toDesktop.Dequeue();
            }

            return count;
        }

        public void Dispose()
        {
        }
    }
}
