using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;
using EdgeNet.Link;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Models over a serial line to the code of a board: whatever the line does, the board has a model that works.</summary>
public class SerialUpdateTests(ITestOutputHelper output)
{
    private static readonly byte[] Old = StoreBoard.Model(1), New = StoreBoard.Model(2);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_board_says_what_it_is_and_accepts_a_model()
    {
        using StoreBoard board = new(new Storage());
        SimulatedLine line = new(board, 1, 0);
        BoardClient client = new(line, TimeSpan.FromSeconds(1));
        HelloMessage hello = client.Hello(default);
        Assert.Equal(("test board", HelloMessage.NoSlot, 2, -1, false), (hello.Name, hello.Slot, hello.ValueCount, hello.RoomBytes, hello.SignedOnly));

        List<int> progress = [];
        SerialDeployment.Send(client, New, null, progress.Add, default);
        Assert.True(line.ModelChanged);
        Assert.Equal([.. Enumerable.Range(0, (New.Length / 512) + 1).Select(i => 512 * i), New.Length], progress);
        hello = client.Hello(default);
        Assert.True(SerialDeployment.Runs(hello, New));
        Assert.True(hello.OnProbation);
        Assert.Equal("model 2", board.Start());
        Assert.Equal(0, client.Retries);
    }

    /// <summary>With a model in memory as without one: that it gives its memory back is counted.</summary>
    [Fact]
    public void A_board_tells_the_versions_and_layer_kinds_that_its_app_runs_and_the_heap_for_a_model()
    {
        Storage storage = new();
        Install(storage, Old);
        using StoreBoard board = new(storage);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        BoardCapabilities before = client.Hello(default).Runs;
        Assert.Equal((ModelFormat.OldestVersion, ModelFormat.Version), (before.OldestFormat, before.NewestFormat));
        Assert.Equal(LayerKinds.All(), before.LayerKinds);
        Assert.InRange(before.HeapBytes, 70 * 1024, BoardProfile.Esp32.HeapBytes);
        BoardObject network = (BoardObject)board.Board.CallOn(board.Store, "Start")!;
        Assert.InRange(client.Hello(default).Runs.HeapBytes - before.HeapBytes, -500, 500);
        board.Board.Release(network);
    }

    /// <summary>A desktop from before the board told what it runs: the request has one byte, and the answer must end with its texts.</summary>
    [Fact]
    public void An_older_desktop_gets_the_answer_that_it_knows()
    {
        using StoreBoard board = new(new Storage());
        SimulatedLine line = new(board, 1, 0);
        FrameEncoder encoder = new();
        line.Write(encoder.Frame.AsSpan(0, encoder.Pack([LinkProtocol.Hello, 7, 0, 2, 0, 0, 0, 0], 4)));
        byte[] received = new byte[1000];
        int got = line.Read(received, default);
        FrameDecoder decoder = new();
        Assert.Equal(got - 1, Array.FindIndex(received, decoder.Add));
        Assert.Equal([LinkProtocol.Hello | LinkProtocol.Answer, 7, 0, 2, ModelFormat.Version], decoder.Message[..5].Select(b => (int)b));
        Assert.Equal(3 + 48 + decoder.Message[3 + 46] + decoder.Message[3 + 47], decoder.Length);
    }

    /// <summary>Who is there is asked every 300 ms while a model is awaited: it must not push the app's memory out.</summary>
    [Fact]
    public void Answering_hello_needs_less_than_a_kilobyte_of_heap()
    {
        using StoreBoard board = new(new Storage());
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        int before = client.Hello(default).Runs.HeapBytes;
        long peak = board.Board.HeapPeakBytes;
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(before, client.Hello(default).Runs.HeapBytes);
        }

        Assert.InRange(board.Board.HeapPeakBytes - peak, 0, 1024);
    }

    /// <summary>
    /// Models from too large to small enough: what is refused for its heap the board cannot load, and what is sent it loads but for the
    /// little that the reader itself takes.
    /// </summary>
    [Fact]
    public void What_is_not_sent_for_its_heap_could_not_be_loaded_and_what_is_sent_can_with_3_KB_to_spare()
    {
        int refused = 0, loaded = 0;
        long tightest = long.MaxValue;
        for (int hidden = 1800; hidden > 1300; hidden -= 25)
        {
            byte[] model = StoreBoard.Model(1, hidden);
            using StoreBoard board = new(new Storage { Capacity = 1024 * 1024 });
            HelloMessage hello = new BoardClient(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1)).Hello(default);
            UserException? refusal = Record.Exception(() => SerialDeployment.Check(hello, model, null)) as UserException;
            Assert.True(board.Begin(model));
            foreach (byte[] piece in model.Chunk(512))
            {
                board.Write(piece);
            }

            Assert.True((bool)board.Board.CallOn(board.Store, "Commit")!);
            string? label = board.Start();
            int spare = hello.Runs.HeapBytes - ModelFile.Parse(model).LoadBytes;
            Assert.Equal(spare < 0, refusal is not null);
            if (refusal is not null)
            {
                refused++;
                Assert.Contains("bytes of heap, but the board has", refusal.Message);
                Assert.Null(label);
                Assert.Contains("not enough memory", board.Problem);
            }
            else if (label is not null)
            {
                loaded++;
                tightest = Math.Min(tightest, spare);
            }
            else
            {
                Assert.InRange(spare, 0, 3 * 1024);
            }
        }

        output.WriteLine($"{refused} refused, {loaded} loaded, the tightest with {tightest:N0} bytes to spare");
        Assert.InRange(refused, 3, 17);
        Assert.InRange(loaded, 3, 17);
    }

    /// <summary>It has no room in a message, and no board has such a sensor.</summary>
    [Fact]
    public void Readings_of_a_sensor_with_a_name_without_end_are_refused_before_the_board_is_asked()
    {
        using StoreBoard board = new(new Storage());
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        UserException refusal = Assert.Throws<UserException>(() => Capture.Record(client, new string('x', 600), "never written.csv", false, false, "a", 1, null, default));
        Assert.Contains("no sensor is called xxx", refusal.Message);
        Assert.False(File.Exists("never written.csv"));
    }

    [Fact]
    public void A_board_tells_its_last_event()
    {
        using StoreBoard board = new(new Storage());
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        Assert.Equal("", client.Hello(default).LastEvent);
        board.Board.Call("EdgeNet.Device.Log.set_LastEvent", "rolled back");
        Assert.Equal("rolled back", client.Hello(default).LastEvent);
    }

    /// <summary>Lines from one fault in 3,000 bytes to one in 60, each schedule drawn from its seed.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void A_line_that_drops_repeats_reorders_cuts_off_and_changes_bytes_gives_the_right_model_or_a_failure()
    {
        const int Schedules = 3000, SchedulesABoard = 15;
        int completed = 0, refused = 0, uncertain = 0, retries = 0;
        for (int first = 0; first < Schedules; first += SchedulesABoard)
        {
            Storage storage = new();
            byte[] active = Old, other = New;
            Install(storage, active);
            using StoreBoard board = new(storage);
            for (int seed = first; seed < first + SchedulesABoard; seed++)
            {
                double faults = 1 / (60.0 + (seed * 7919 % 2940));
                SimulatedLine line = new(board, seed, faults);
                BoardClient client = new(line, TimeSpan.FromSeconds(1));
                bool sent = true;
                try
                {
                    SerialDeployment.Send(client, other, null, null, default);
                    completed++;
                }
                catch (UserException e)
                {
                    sent = false;
                    uncertain += e.Message.Contains("does not answer", StringComparison.Ordinal) && line.ModelChanged ? 1 : 0;
                    refused++;
                }

                // An answer to Commit that never came through leaves the desktop in doubt; the board never is.
                if (sent || line.ModelChanged)
                {
                    (active, other) = (other, active);
                }

                retries += client.Retries;
                AssertRuns(board, active);
                board.Board.Uart.Port("COM2").TakeSent();
                board.Board.CallOn(line.Link, "Dispose");
                board.Board.Release(line.Link);
            }
        }

        output.WriteLine($"{Schedules} schedules: {completed} completed, {refused} failed ({uncertain} with the last answer lost), {retries} messages sent again");
        Assert.InRange(completed, 1000, Schedules);
        Assert.InRange(refused, 50, Schedules);
        Assert.InRange(uncertain, 0, refused / 4);
    }

    /// <summary>The wire is pulled out after every so many bytes and put in again.</summary>
    [Fact]
    public void An_update_goes_on_where_the_line_broke()
    {
        List<int> heldBack = [];
        for (int cut = 50; cut < New.Length + 40; cut += 23)
        {
            Storage storage = new();
            Install(storage, Old);
            using StoreBoard board = new(storage);
            SimulatedLine line = new(board, 1, 0) { CutAfterBytes = cut };
            BoardClient client = new(line, TimeSpan.FromSeconds(1)) { MaxTries = 3 };
            Assert.Throws<UserException>(() => SerialDeployment.Send(client, New, null, null, default));
            AssertRuns(board, Old);

            line.CutAfterBytes = int.MaxValue;
            int had = client.Hello(default).ReceivedBytes;
            List<int> progress = [];
            SerialDeployment.Send(client, New, null, progress.Add, default);
            Assert.Equal(had, progress[0]);
            heldBack.Add(had);
            AssertRuns(board, New);
        }

        // The board keeps whole chunks, the more the later the break.
        Assert.Equal([0, 512], heldBack.Distinct().Where(h => h <= 512));
        Assert.Equal(heldBack.Order(), heldBack);
    }

    [Fact]
    public void Sending_the_model_that_the_board_has_sends_nothing_and_disturbs_nothing()
    {
        Storage storage = new();
        using StoreBoard board = new(storage);
        SimulatedLine line = new(board, 1, 0);
        BoardClient client = new(line, TimeSpan.FromSeconds(1));
        SerialDeployment.Send(client, New, null, null, default);
        int writes = storage.Writes;
        SerialDeployment.Send(client, New, null, null, default);
        Assert.Equal(writes, storage.Writes);
        Assert.Equal("model 2", board.Start());
    }

    /// <summary>A frame that was held up somewhere must not undo what came after it.</summary>
    [Fact]
    public void A_request_that_comes_again_after_the_update_disturbs_nothing()
    {
        using StoreBoard board = new(new Storage());
        RecordingLine line = new(new SimulatedLine(board, 1, 0));
        SerialDeployment.Send(new BoardClient(line, TimeSpan.FromSeconds(1)), New, null, null, default);
        foreach (byte[] request in line.Written)
        {
            line.Write(request);
            line.Read(new byte[1000], default);
            Assert.Equal("model 2", board.Start());
            board.Confirm();
        }
    }

    [Fact]
    public void A_board_with_a_key_accepts_only_models_signed_with_it_and_none_older_than_it_has_had()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Drive + BoardFiles.FleetKey, Key);
        using StoreBoard board = new(storage);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        AssertRefused(Old, null, "accepts only models that are signed");
        AssertRefused(Old, ModelSigner.Sign(Old, [.. Key.Reverse()], 3, false), "not one of this board's fleet key");
        AssertRefused(Old, ModelSigner.Sign(New, Key, 3, false), "belongs to another model");
        AssertRefused(Old, new ModelSignature(4, 0, false, ModelHeader.Crc(Old), ModelSigner.Sign(Old, Key, 3, false).ToBytes()[16..48], ModelSigner.Sign(Old, Key, 3, false).ToBytes()[48..80]), "not one of this board's fleet key");
        Assert.Null(board.Start());

        SerialDeployment.Send(client, Old, ModelSigner.Sign(Old, Key, 3, false), null, default);
        AssertRuns(board, Old);
        AssertRefused(New, ModelSigner.Sign(New, Key, 2, false), "version 2 is older than version 3");
        AssertRuns(board, Old);
        SerialDeployment.Send(client, New, ModelSigner.Sign(New, Key, 2, true), null, default);
        AssertRuns(board, New);
        Assert.Equal(3, client.Hello(default).Version);

        void AssertRefused(byte[] model, ModelSignature? signature, string reason) =>
            Assert.Contains(reason, Assert.Throws<UserException>(() => SerialDeployment.Send(client, model, signature, null, default)).Message);
    }

    /// <summary>A power cut while nanoff wrote the key, say.</summary>
    [Fact]
    public void A_board_whose_key_is_damaged_keeps_its_model_and_accepts_no_other()
    {
        Storage storage = new();
        Install(storage, Old);
        storage.Put(StoreBoard.Drive + BoardFiles.FleetKey, Key[..5]);
        using StoreBoard board = new(storage);
        AssertRuns(board, Old);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        foreach (byte[] key in new[] { Key, new byte[16] })
        {
            Assert.Contains("key on this board is damaged", Assert.Throws<UserException>(() => SerialDeployment.Send(client, New, ModelSigner.Sign(New, key, 1, false), null, default)).Message);
        }

        AssertRuns(board, Old);
    }

    [Fact]
    public void A_part_of_a_model_is_never_taken_for_the_whole()
    {
        Storage storage = new();
        Install(storage, Old);
        using StoreBoard board = new(storage);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        byte[] third = StoreBoard.Model(3);
        Assert.True(client.Order(LinkProtocol.Begin, third.AsSpan(0, 20), default).Succeeded);
        byte[] chunk = [.. third.AsSpan(16, 4), 0, 0, 0, 0, .. third.AsSpan(0, 512)];
        StatusMessage stored = client.Order(LinkProtocol.Chunk, chunk, default);
        Assert.Equal((true, 512, ""), (stored.Succeeded, stored.Received, stored.Problem));
        Assert.False(client.Order(LinkProtocol.Commit, third.AsSpan(16, 4), default).Succeeded);
        board.Board.CallOn(board.Store, "Dispose"); // gives the update up
        Assert.False(client.Order(LinkProtocol.Commit, third.AsSpan(16, 4), default).Succeeded);
        AssertRuns(board, Old);
    }

    /// <summary>The header that an update is begun with and the file that then comes must be of one model.</summary>
    [Fact]
    public void A_model_that_was_not_begun_is_refused_whatever_header_it_has()
    {
        Storage storage = new();
        Install(storage, Old);
        using StoreBoard board = new(storage);
        Assert.Equal(New.Length, Old.Length);
        byte[] third = StoreBoard.Model(3);
        Assert.True(board.Begin(New));
        board.Write(third);
        Assert.False((bool)board.Board.CallOn(board.Store, "Commit")!);
        Assert.Contains("are not the model that was begun", board.Problem);
        AssertRuns(board, Old);
    }

    /// <summary>The board takes no other model while one is on probation; the desktop waits, asking it now and then.</summary>
    [Fact]
    public void The_desktop_waits_until_the_board_accepts_another_model()
    {
        Storage storage = new();
        Install(storage, Old);
        using StoreBoard board = new(storage);
        int hellos = 0;
        WatchedLine line = new(new SimulatedLine(board, 1, 0), () =>
        {
            if (++hellos == 3)
            {
                board.Start();
                board.Confirm();
            }
        });
        BoardClient client = new(line, TimeSpan.FromSeconds(1));
        SerialDeployment.Send(client, New, null, null, default);
        byte[] third = StoreBoard.Model(3);
        Assert.Contains("on probation", Assert.Throws<UserException>(() => SerialDeployment.Send(client, third, null, null, default)).Message);
        hellos = 0;
        Assert.True(client.Hello(default).Waits);
        Assert.False(SerialDeployment.WaitUntilReady(client, TimeSpan.FromMinutes(1), default).Waits);
        Assert.Equal(3, hellos);
        SerialDeployment.Send(client, third, null, null, default);
        Assert.Equal("model 3", board.Start());
        Assert.True(SerialDeployment.WaitUntilReady(client, TimeSpan.Zero, default).Waits);
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_before_it_is_sent()
    {
        Storage storage = new() { Capacity = New.Length - 1, TellsSize = true };
        using StoreBoard board = new(storage);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        Assert.Contains("has room for", Assert.Throws<UserException>(() => SerialDeployment.Send(client, New, null, null, default)).Message);
        Assert.Empty(storage.Files);
    }

    /// <summary>The drive is full of something else, so that the board's own estimate of its room is wrong.</summary>
    [Fact]
    public void A_storage_that_is_full_is_reported_to_the_sender_and_the_old_model_stays()
    {
        Storage storage = new();
        Install(storage, Old);
        storage.Put("I:\\photos", new byte[storage.Capacity - Old.Length - 700]);
        using StoreBoard board = new(storage);
        BoardClient client = new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));
        Assert.Contains("full", Assert.Throws<UserException>(() => SerialDeployment.Send(client, New, null, null, default)).Message);
        AssertRuns(board, Old);
    }

    /// <summary>Every answer is at once followed by the next question.</summary>
    [Fact]
    public void A_sender_who_never_stops_gets_a_kilobyte_or_50_milliseconds_of_a_board_at_a_time()
    {
        using StoreBoard board = new(new Storage());
        SimulatedLine line = new(board, 1, 0);
        UartPort port = board.Board.Uart.Port("COM2");
        FrameEncoder encoder = new();
        byte[] hello = encoder.Frame[..encoder.Pack([LinkProtocol.Hello, 1, 0, 1, 0, 0, 0, 0], 4)];
        int answers = 0;
        port.Sent = _ => port.Send(answers++ < 2000 ? hello : []);
        port.Send(hello);
        double before = board.Board.NowMicroseconds;
        board.Board.CallOn(line.Link, "Poll");
        Assert.InRange((board.Board.NowMicroseconds - before) / 1000, 50, 70); // and the answer that was under way
        Assert.InRange(answers, 2, 20);

        // What was left lying is answered later.
        int first = answers;
        board.Board.CallOn(line.Link, "Poll");
        Assert.InRange(answers, first + 2, first + 20);
    }

    private static void Install(Storage storage, byte[] model)
    {
        storage.Put(StoreBoard.Mailbox, model);
        using StoreBoard board = new(storage);
        Assert.True(board.Install());
        AssertRuns(board, model);
    }

    private static void AssertRuns(StoreBoard board, byte[] model)
    {
        Assert.Equal(model == Old ? "model 1" : "model 2", board.Start());
        board.Confirm();
    }

    /// <summary>Tells when something is sent.</summary>
    private sealed class WatchedLine(SimulatedLine line, Action sending) : ISerialLine
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            sending();
            line.Write(bytes);
        }

        public int Read(Span<byte> into, TimeSpan timeout) => line.Read(into, timeout);

        public void Dispose() => line.Dispose();
    }

    /// <summary>Remembers what was sent.</summary>
    private sealed class RecordingLine(SimulatedLine line) : ISerialLine
    {
        private readonly List<byte[]> _written = [];

        public IReadOnlyList<byte[]> Written => [.. _written];

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _written.Add(bytes.ToArray());
            line.Write(bytes);
        }

        public int Read(Span<byte> into, TimeSpan timeout) => line.Read(into, timeout);

        public void Dispose() => line.Dispose();
    }
}
