using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Whom a board trusts: only what its owner signed is started, whatever a hostile sender, rot or a replay leave in the slots.</summary>
public class StoreTrustTests
{
    private const string Drive = StoreBoard.Drive;
    private static readonly byte[] First = StoreBoard.Model(1), Second = StoreBoard.Model(2), Third = StoreBoard.Model(3), Evil = StoreBoard.Model(4);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] OthersKey = [.. Key.Reverse()];

    /// <summary>The way in: it targeted the selected slot, and the running model's confirmation confirmed what it found there.</summary>
    [Fact]
    public void A_model_with_a_made_up_signature_gets_nowhere_while_a_signed_one_is_on_probation()
    {
        Storage storage = KeyedBoardWith(First, 1);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);
        SerialDeployment.Send(client, Second, ModelSigner.Sign(Second, Key, 2, false), null, default);
        Assert.Equal("model 2", board.Start());
        Assert.Contains("on probation", Refused(client, Third, ModelSigner.Sign(Third, Key, 3, false)));
        Assert.Contains("not one of this board's fleet key", Refused(client, Evil, ModelSigner.Sign(Evil, OthersKey, 9, false)));
        Assert.Contains("only models that are signed", Refused(client, Evil, null));
        board.Confirm();
        Assert.Equal("model 2", Restarted(board));
        Assert.False(board.OnProbation);
    }

    /// <summary>Not a slot is emptied, not an update that is under way disturbed, not a flash cell worn.</summary>
    [Fact]
    public void A_made_up_signature_is_refused_before_anything_is_written()
    {
        Storage storage = KeyedBoardWith(First, 1);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);
        Sent(board, client, Second, ModelSigner.Sign(Second, Key, 2, false), "model 2");
        Assert.True(client.Order(LinkProtocol.Begin, [.. Third.AsSpan(0, 20), .. ModelSigner.Sign(Third, Key, 3, false).ToBytes()], default).Succeeded);
        int writes = storage.Writes;
        Assert.Contains("not one of this board's fleet key", Refused(client, Evil, ModelSigner.Sign(Evil, OthersKey, 9, false)));
        Assert.Contains("only models that are signed", Refused(client, Evil, null));
        Assert.Equal(writes, storage.Writes);
        Sent(board, client, Third, ModelSigner.Sign(Third, Key, 3, false), "model 3");
    }

    /// <summary>The header and the signature are the owner's, and the CRC is that of the owner's model; only the last HMAC tells.</summary>
    [Fact]
    public void A_model_that_is_refused_at_the_end_is_deleted_and_refused_again_when_the_order_comes_again()
    {
        Storage storage = KeyedBoardWith(First, 1);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);
        byte[] forged = Forged(Second);
        for (int times = 0; times < 2; times++)
        {
            Assert.Contains("not one of this board's fleet key", Refused(client, forged, ModelSigner.Sign(Second, Key, 2, false)));
            Assert.False(storage.Exists(Drive + BoardFiles.Model(1)));
            Assert.False(client.Order(LinkProtocol.Commit, forged.AsSpan(16, 4), default).Succeeded);
        }

        // Even where the header is, byte for byte, that of the model that runs.
        Assert.Contains("not one of this board's fleet key", Refused(client, Forged(First), ModelSigner.Sign(First, Key, 2, false)));
        Assert.False(client.Order(LinkProtocol.Commit, First.AsSpan(16, 4), default).Succeeded);
        Assert.Equal("model 1", Restarted(board));
    }

    /// <summary>However it got there: a storage that somebody else has written, or a slot that was filled before the board had a key.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_its_owner_did_not_sign_is_not_started_from_any_slot_and_does_not_stay_there(int slot)
    {
        Storage storage = KeyedBoardWith(First, 1);
        storage.FlipBit(Drive + BoardFiles.Model(0), 4000);
        foreach (string rotten in new[] { "", BoardFiles.Selector(0), BoardFiles.Selector(1) })
        {
            storage.Put(Drive + BoardFiles.Model(slot), Evil);
            if (rotten.Length > 0)
            {
                storage.FlipBit(Drive + rotten, 100);
            }

            using StoreBoard board = new(storage);
            Assert.Null(board.Start());
            Assert.DoesNotContain(storage.Files, f => f.EndsWith(".edgenet", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_model_from_the_time_before_the_board_had_a_key_is_started_only_if_it_was_signed_with_it()
    {
        foreach (bool signed in new[] { false, true })
        {
            Storage storage = new();
            using (StoreBoard before = new(storage))
            {
                SerialDeployment.Send(ClientOf(before), First, signed ? ModelSigner.Sign(First, Key, 3, false) : null, null, default);
                Assert.Equal("model 1", before.Start());
                before.Confirm();
            }

            storage.Put(Drive + BoardFiles.FleetKey, Key);
            using StoreBoard board = new(storage);
            Assert.Equal(signed ? "model 1" : null, board.Start());
            Assert.Equal(signed ? "" : Drive + BoardFiles.Model(0) + ": it is not signed with this board's fleet key", board.Problem);
        }
    }

    [Fact]
    public void Going_back_to_an_older_version_never_lowers_the_version_that_counts()
    {
        Storage storage = KeyedBoardWith(First, 9);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);
        Sent(board, client, Second, ModelSigner.Sign(Second, Key, 4, true), "model 2");
        Assert.Contains("version 5 is older than version 9", Refused(client, Third, ModelSigner.Sign(Third, Key, 5, false)));
        Assert.Equal(9, client.Hello(default).Version);
        Sent(board, client, Third, ModelSigner.Sign(Third, Key, 9, false), "model 3");
    }

    [Fact]
    public void A_higher_security_counter_ends_every_signature_with_a_lower_one_even_those_that_replace_newer_versions()
    {
        Storage storage = KeyedBoardWith(First, 3);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);

        // The same model, signed once more: an update, because it raises the counter.
        Sent(board, client, First, ModelSigner.Sign(First, Key, 3, false, 7), "model 1");
        foreach (int counter in new[] { 0, 6 })
        {
            Assert.Contains($"security counter {counter} is lower than 7", Refused(client, Second, ModelSigner.Sign(Second, Key, 99, true, counter)));
        }

        Assert.Contains("security counter 0 is lower than 7", Refused(client, First, ModelSigner.Sign(First, Key, 3, false)));
        Sent(board, client, Second, ModelSigner.Sign(Second, Key, 1, true, 7), "model 2");
    }

    [Fact]
    public void With_both_selector_files_rotten_the_signed_models_and_their_counters_count()
    {
        Storage storage = KeyedBoardWith(First, 9, 2);
        using (StoreBoard board = new(storage))
        {
            Sent(board, ClientOf(board), Second, ModelSigner.Sign(Second, Key, 4, true, 2), "model 2");
        }

        storage.FlipBit(Drive + BoardFiles.Selector(0), 77);
        storage.FlipBit(Drive + BoardFiles.Selector(1), 77);
        using (StoreBoard rotten = new(storage))
        {
            Assert.Equal("model 2", rotten.Start());
            BoardClient client = ClientOf(rotten);
            Assert.Contains("security counter 1 is lower than 2", Refused(client, Third, ModelSigner.Sign(Third, Key, 20, true, 1)));
            Assert.Contains("version 8 is older than version 9", Refused(client, Third, ModelSigner.Sign(Third, Key, 8, false, 2)));
        }

        // And where the later model has rotted with them, the one before.
        storage.FlipBit(Drive + BoardFiles.Selector(0), 77);
        storage.FlipBit(Drive + BoardFiles.Selector(1), 77);
        storage.FlipBit(Drive + BoardFiles.Model(1), 3000);
        using StoreBoard last = new(storage);
        Assert.Equal("model 1", last.Start());
        Sent(last, ClientOf(last), Third, ModelSigner.Sign(Third, Key, 10, false, 2), "model 3");
    }

    [Fact]
    public void A_signature_of_another_model_is_refused_by_both_ends()
    {
        using StoreBoard board = new(KeyedBoardWith(First, 1));
        BoardClient client = ClientOf(board);
        ModelSignature others = ModelSigner.Sign(Second, Key, 5, false);
        Assert.Contains("belongs to another model", Assert.Throws<UserException>(() => SerialDeployment.Send(client, Third, others, null, default)).Message);
        Assert.Contains("belongs to another model", client.Order(LinkProtocol.Begin, [.. Third.AsSpan(0, 20), .. others.ToBytes()], default).Problem);
    }

    /// <summary>Hello asked for the header of a file that was being written, and the drive refuses to open one twice.</summary>
    [Fact]
    public void A_board_says_hello_at_any_time_during_an_update()
    {
        Storage storage = KeyedBoardWith(First, 1);
        using StoreBoard board = new(storage);
        BoardClient client = ClientOf(board);
        Assert.Equal("model 1", board.Start());
        Assert.True(client.Order(LinkProtocol.Begin, [.. Second.AsSpan(0, 20), .. ModelSigner.Sign(Second, Key, 2, false).ToBytes()], default).Succeeded);
        Assert.True(client.Order(LinkProtocol.Chunk, [.. Second.AsSpan(16, 4), 0, 0, 0, 0, .. Second.AsSpan(0, 512)], default).Succeeded);
        HelloMessage hello = client.Hello(default);
        Assert.True(SerialDeployment.Runs(hello, First));
        Assert.Equal(512, hello.ReceivedBytes);
    }

    private static Storage KeyedBoardWith(byte[] model, int version, int counter = 0)
    {
        Storage storage = new();
        storage.Put(Drive + BoardFiles.FleetKey, Key);
        using StoreBoard board = new(storage);
        Sent(board, ClientOf(board), model, ModelSigner.Sign(model, Key, version, false, counter), "model 1");
        return storage;
    }

    private static BoardClient ClientOf(StoreBoard board) => new(new SimulatedLine(board, 1, 0), TimeSpan.FromSeconds(1));

    private static void Sent(StoreBoard board, BoardClient client, byte[] model, ModelSignature signature, string label)
    {
        SerialDeployment.Send(client, model, signature, null, default);
        Assert.Equal(label, board.Start());
        board.Confirm();
        Assert.False(board.OnProbation);
    }

    private static string Refused(BoardClient client, byte[] model, ModelSignature? signature) =>
        Assert.Throws<UserException>(() => SerialDeployment.Send(client, model, signature, null, default)).Message;

    private static string? Restarted(StoreBoard board)
    {
        board.PowerCycle();
        return board.Start();
    }

    // Another label and the same CRC: the CRC is linear in any four bytes, so four of them can be chosen for it.
    private static byte[] Forged(byte[] model)
    {
        byte[] forged = (byte[])model.Clone();
        forged[forged.AsSpan().IndexOf("model "u8) + 6] = (byte)'9';
        int at = forged.Length - 4; // the CRC of the last golden vector, which only a start looks at
        uint wanted = (uint)ModelHeader.BodyCrc(model);
        uint Crc(uint value)
        {
            BitConverter.TryWriteBytes(forged.AsSpan(at), value);
            return Crc32.Compute(forged, 20, forged.Length - 20);
        }

        uint none = Crc(0);
        List<(uint Effect, uint Bits)> basis = [];
        foreach (uint bit in Enumerable.Range(0, 32).Select(i => 1u << i))
        {
            (uint effect, uint bits) = Reduced(basis, Crc(bit) ^ none, bit);
            basis.Add((effect, bits));
        }

        (uint left, uint value) = Reduced(basis, wanted ^ none, 0);
        Assert.Equal(0u, left);
        Assert.Equal(wanted, Crc(value));
        return forged;
    }

    private static (uint Effect, uint Bits) Reduced(List<(uint Effect, uint Bits)> basis, uint effect, uint bits)
    {
        foreach ((uint e, uint b) in basis)
        {
            if ((effect ^ e) < effect)
            {
                (effect, bits) = (effect ^ e, bits ^ b);
            }
        }

        return (effect, bits);
    }
}
