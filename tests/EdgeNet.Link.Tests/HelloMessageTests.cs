using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Link.Tests;

/// <summary>The answer to hello, as docs/updates.md has its bytes, between old and new boards and desktops.</summary>
public class HelloMessageTests
{
    /// <summary>What an app of today's format 2 sent before it told what it runs, byte by byte.</summary>
    private static readonly byte[] OldAnswer =
    [
        2, 2, 0b101, 1, 255, 0, 64, 0, 9, 0, 0, 0, 7, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 0, 0,
        .. Enumerable.Range(100, 20).Select(i => (byte)i), 0, 2, 5, 3, .. "board"u8, .. "hot"u8,
    ];

    [Fact]
    public void The_answer_of_an_app_that_does_not_tell_what_it_runs_is_read()
    {
        HelloMessage hello = Read(OldAnswer)!;
        Assert.Equal((2, true, false, true, 1, 255), (hello.ModelFormat, hello.OnProbation, hello.SignedOnly, hello.Waits, hello.Slot, hello.Attempts));
        Assert.Equal((64, 9, 7, -1, 512, 512), (hello.ValueCount, hello.Sequence, hello.Version, hello.RoomBytes, hello.ReceivedBytes, hello.ChunkBytes));
        Assert.Equal(OldAnswer[24..44], hello.ActiveHeader);
        Assert.Equal(("board", "hot"), (hello.Name, hello.LastEvent));
        Assert.Null(hello.Runs);
        Assert.Equal(OldAnswer, Write(hello));
    }

    [Fact]
    public void What_the_app_runs_follows_the_texts()
    {
        byte[] answer = [.. OldAnswer, 1, 2, 3, 0x00, 0xF0, 0x00, 0x00, 1, 2, 9];
        BoardCapabilities runs = Read(answer)!.Runs;
        Assert.Equal((1, 2, 61440), (runs.OldestFormat, runs.NewestFormat, runs.HeapBytes));
        Assert.Equal([1, 2, 9], runs.LayerKinds);
        Assert.Equal(answer, Write(Read(answer)!));

        // Later apps may say more.
        Assert.Equal(61440, Read([.. answer, 1, 2, 3])!.Runs.HeapBytes);
    }

    /// <summary>An app from before told none, and a desktop from before skips it.</summary>
    [Fact]
    public void The_newest_request_that_the_app_answers_follows_what_it_runs()
    {
        byte[] answer = [.. OldAnswer, 1, 2, 3, 0x00, 0xF0, 0x00, 0x00, 1, 2, 9];
        Assert.Equal(0, Read(OldAnswer)!.NewestRequest);
        Assert.Equal(0, Read(answer)!.NewestRequest);
        Assert.Equal(8, Read([.. answer, 8, 77])!.NewestRequest);
        Assert.Equal([.. answer, 8], Write(Read([.. answer, 8])!));
        Assert.Equal(LinkProtocol.Unsure, LinkProtocol.NewestRequest);
    }

    /// <summary>The length rule of the desktops before: exactly what the two text lengths say.</summary>
    [Fact]
    public void A_desktop_that_does_not_ask_gets_an_answer_that_ends_with_its_texts()
    {
        Assert.False(HelloMessage.AsksForRuns([2], 0, 1));
        Assert.False(HelloMessage.AsksForRuns([2, 0], 0, 2));
        Assert.True(HelloMessage.AsksForRuns(HelloMessage.Request(), 0, HelloMessage.RequestBytes));
        byte[] answer = Write(Read(OldAnswer)!);
        Assert.Equal(48 + answer[46] + answer[47], answer.Length);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Gen<HelloMessage> hellos =
            from small in Gen.ArrayOf(Gen.Choose(0, 255), 3)
            from flags in Gen.Choose(0, 7)
            from count in Gen.Choose(0, 65535)
            from large in Gen.ArrayOf(ArbMap.Default.GeneratorFor<int>(), 4)
            from header in Gen.ArrayOf(Gen.Choose(0, 255), 20)
            from chunk in Gen.Choose(1, 512)
            from name in Text
            from words in Text
            from runs in Gen.OneOf(Gen.Constant<BoardCapabilities>(null!), Boards)
            from newest in Gen.Choose(0, 255)
            select new HelloMessage
            {
                ModelFormat = small[0],
                Slot = small[1],
                Attempts = small[2],
                OnProbation = (flags & 1) != 0,
                SignedOnly = (flags & 2) != 0,
                Waits = (flags & 4) != 0,
                ValueCount = count,
                Sequence = large[0],
                Version = large[1],
                RoomBytes = large[2],
                ReceivedBytes = large[3],
                ActiveHeader = [.. header.Select(b => (byte)b)],
                ChunkBytes = chunk,
                Name = name,
                LastEvent = words,
                Runs = runs,
                NewestRequest = runs is null ? 0 : newest,
            };
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(hellos.ToArbitrary(), hello =>
        {
            HelloMessage read = Read(Write(hello))!;
            Assert.Equivalent(hello, read, strict: true);
        }));
    }

    [Fact]
    public void A_text_that_is_too_long_or_not_ASCII_does_not_spoil_the_answer()
    {
        HelloMessage hello = Read(OldAnswer)!;
        hello.Name = "größer\u001b[2J";
        hello.LastEvent = new string('x', 1000);
        hello.Runs = BoardCapabilities.Create(1, 255, [.. Enumerable.Repeat((byte)3, BoardCapabilities.MaxKinds)], int.MaxValue);
        byte[] answer = Write(hello);
        Assert.InRange(answer.Length, 48, Frames.MaxMessageBytes - Frames.PrefixBytes);
        Assert.Equal("gr??er?[2J", Read(answer)!.Name);
        Assert.Equal(new string('x', 160), Read(answer)!.LastEvent);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 255, 0, 0xF0, 0, 0, 1, 2 })] // 255 kinds and two bytes
    [InlineData(new byte[] { 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 1, 2, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1 })] // a heap of -1
    [InlineData(new byte[] { 1, 2, 1, 0, 0, 0, 0x80, 1 })] // a heap of -2^31
    [InlineData(new byte[] { 2, 1, 1, 0, 0xF0, 0, 0, 1 })] // the oldest version newer than the newest
    [InlineData(new byte[] { 0, 2, 1, 0, 0xF0, 0, 0, 1 })]
    [InlineData(new byte[] { 1, 2, 0, 0, 0xF0, 0 })] // cut off
    [InlineData(new byte[] { 1 })]
    public void An_answer_that_says_what_no_board_can_is_none(byte[] runs)
    {
        Assert.Null(Read([.. OldAnswer, .. runs]));
    }

    [Fact]
    public void An_answer_with_more_kinds_than_a_board_can_have_is_none()
    {
        Assert.NotNull(Read([.. OldAnswer, 1, 2, 32, 0, 0, 0, 0, .. new byte[32]]));
        Assert.Null(Read([.. OldAnswer, 1, 2, 33, 0, 0, 0, 0, .. new byte[33]]));
    }

    [Fact]
    public void An_answer_cut_anywhere_or_with_any_byte_changed_is_none_or_says_what_a_board_can()
    {
        byte[] answer = [.. OldAnswer, 1, 2, 2, 0x00, 0xF0, 0x00, 0x00, 1, 2];
        for (int length = 0; length < answer.Length; length++)
        {
            Assert.Equal(length == OldAnswer.Length, Read(answer[..length]) is not null);
        }

        int read = 0;
        for (int at = 0; at < answer.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = (byte[])answer.Clone();
                changed[at] = (byte)value;
                if (Read(changed) is HelloMessage hello)
                {
                    read++;
                    Assert.InRange(hello.ChunkBytes, 1, Frames.ChunkBytes);
                    Assert.True(hello.Runs is null || (hello.Runs.HeapBytes >= 0 && hello.Runs.OldestFormat >= 1 && hello.Runs.OldestFormat <= hello.Runs.NewestFormat));
                    Assert.All(hello.Name + hello.LastEvent, c => Assert.InRange(c, ' ', '~'));
                }
            }
        }

        Assert.InRange(read, 5000, (256 * answer.Length) - 500);
    }

    [Fact]
    public void An_answer_of_another_protocol_is_none()
    {
        Assert.Null(Read([3, .. OldAnswer[1..]]));
    }

    private static Gen<string> Text => from length in Gen.Choose(0, 160) from chars in Gen.ArrayOf(Gen.Choose(' ', '~'), length) select string.Concat(chars.Select(c => (char)c));

    internal static Gen<BoardCapabilities> Boards =>
        from oldest in Gen.Choose(1, 255)
        from newest in Gen.Choose(oldest, 255)
        from count in Gen.Choose(1, BoardCapabilities.MaxKinds)
        from kinds in Gen.ArrayOf(Gen.Choose(0, 255), count)
        from heap in Gen.Choose(0, 999_999_999)
        select BoardCapabilities.Create(oldest, newest, [.. kinds.Select(k => (byte)k)], heap);

    // With other bytes before it, as in a message.
    private static HelloMessage? Read(byte[] answer) => HelloMessage.Read([0x81, 1, 0, .. answer], Frames.PrefixBytes, answer.Length);

    private static byte[] Write(HelloMessage hello)
    {
        byte[] message = Frames.NewMessage();
        return message[Frames.PrefixBytes..(Frames.PrefixBytes + hello.Write(message, Frames.PrefixBytes))];
    }
}
