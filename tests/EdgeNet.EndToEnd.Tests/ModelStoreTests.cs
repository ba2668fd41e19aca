using EdgeNet.Core;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Whatever happens during an update, the board has a model that works.</summary>
public class ModelStoreTests(ITestOutputHelper output)
{
    private const string Drive = StoreBoard.Drive, Mailbox = StoreBoard.Mailbox;
    private static readonly byte[] Old = StoreBoard.Model(1), New = StoreBoard.Model(2), Next = StoreBoard.Model(3);

    [Fact]
    public void A_new_model_moves_from_the_mailbox_into_a_slot_and_is_on_probation_until_it_is_confirmed()
    {
        Storage storage = new();
        storage.Put(Mailbox, Old);
        using (StoreBoard board = new(storage))
        {
            Assert.True(board.Install());
            Assert.Equal("model 1", board.Start());
            Assert.True(board.OnProbation);
            board.Confirm();
            Assert.False(board.OnProbation);
        }

        Assert.False(storage.Exists(Mailbox));
        using StoreBoard again = new(storage);
        Assert.Equal("model 1", again.Start());
        Assert.False(again.OnProbation);
    }

    /// <summary>The power is cut at every write of an update, with every kind of damage to the file being written, and a second time while starting again.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void After_a_power_cut_at_any_write_of_an_update_the_board_starts_with_the_old_or_the_new_model_and_the_next_update_succeeds()
    {
        Storage storage = new();
        using StoreBoard board = new(storage);
        storage.Put(Mailbox, Old);
        board.Install();
        board.Start();
        board.Confirm();
        Dictionary<string, byte[]> confirmed = Contents(storage);
        int cuts = 0, second = 0;
        foreach (double? torn in new double?[] { null, 0, 1e-9, 0.5, 1 })
        {
            storage.TornShare = torn;
            for (int write = 1; ; write++)
            {
                Restore(storage, confirmed);
                storage.Put(Mailbox, New);
                if (!Cut(storage, board, write, b => { b.Install(); b.Start(); b.Confirm(); }))
                {
                    break;
                }

                cuts++;
                Dictionary<string, byte[]> cut = Contents(storage);
                Recovers(storage, board);
                for (int later = 1; later <= 3; later++)
                {
                    Restore(storage, cut);
                    Cut(storage, board, later, b => { b.Install(); b.Start(); });
                    second++;
                    Recovers(storage, board);
                }
            }
        }

        output.WriteLine($"{cuts} power cuts during an update, {second} second ones while starting again");
        Assert.InRange(cuts, 30, 10_000);
    }

    /// <summary>
    /// Random triples: where the first cut falls, what it leaves of the file, and where a second one falls while starting again.
    /// 1,500 of them, or as many as EDGENET_POWER_CUTS says.
    /// </summary>
    [Fact]
    [Trait("speed", "slow")]
    public void After_any_two_power_cuts_the_board_starts_with_a_whole_model_and_the_next_update_succeeds()
    {
        int triples = int.TryParse(Environment.GetEnvironmentVariable("EDGENET_POWER_CUTS"), out int asked) ? asked : 1500;
        Storage storage = new();
        using StoreBoard board = new(storage);
        Random random = new(1);
        int cuts = 0;
        for (int i = 0; i < triples; i++)
        {
            // A history: one model, or two, the second confirmed or on probation.
            storage.Clear();
            Update(Old, confirm: true);
            bool proved = random.Next(2) == 0;
            if (random.Next(2) == 0)
            {
                Update(Next, proved);
            }

            string[] allowed = ["model 1", "model 2", "model 3"];
            storage.Put(Mailbox, New);
            storage.TornShare = random.Next(4) == 0 ? null : random.NextDouble();
            cuts += Cut(storage, board, random.Next(1, 16), b => { b.Install(); b.Start(); b.Confirm(); }) ? 1 : 0;
            storage.TornShare = random.Next(4) == 0 ? null : random.NextDouble();
            cuts += Cut(storage, board, random.Next(1, 16), b => { b.Install(); b.Start(); }) ? 1 : 0;

            storage.CutPowerAtWrite = 0;
            board.PowerCycle();
            board.Install();
            Assert.True(allowed.Contains(board.Start()), $"triple {i}: {board.Problem}");
            board.Confirm();
            Update(Old, confirm: true);
        }

        output.WriteLine($"{triples} triples, {cuts} power cuts");
        Assert.InRange(cuts, triples, 2 * triples);

        void Update(byte[] model, bool confirm)
        {
            storage.Put(Mailbox, model);
            board.PowerCycle();
            Assert.True(board.Install(), board.Problem);
            Assert.Equal(model == Old ? "model 1" : "model 3", board.Start());
            if (confirm)
            {
                board.Confirm();
            }
        }
    }

    [Fact]
    public void A_model_that_is_never_confirmed_gives_way_to_the_one_before()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using (StoreBoard board = new(storage))
        {
            Assert.True(board.Install());
        }

        for (int start = 1; start <= 3; start++)
        {
            using StoreBoard board = new(storage);
            Assert.Equal("model 2", board.Start());
        }

        using StoreBoard fourth = new(storage);
        Assert.Equal("model 1", fourth.Start());
        Assert.Contains("rolled back to slot 0: the model in slot 1 was started 3 times and never confirmed", fourth.Problem);
        Assert.False(fourth.OnProbation);
    }

    [Fact]
    public void A_selected_model_that_has_rotted_gives_way_to_the_one_before()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using (StoreBoard board = new(storage))
        {
            board.Install();
            board.Start();
            board.Confirm();
        }

        storage.FlipBit(Drive + BoardFiles.Model(1), 2000);
        using StoreBoard after = new(storage);
        Assert.Equal("model 1", after.Start());
        Assert.Contains("CRC differs", after.Problem);
    }

    /// <summary>It is deleted, because some firmware could not overwrite it, and so the reason is told once.</summary>
    [Fact]
    public void A_damaged_file_in_the_mailbox_is_refused_and_deleted_and_changes_nothing()
    {
        foreach (int bit in new[] { 3, 70, 100, 900, (8 * New.Length) - 1 })
        {
            Storage storage = Confirmed(Old);
            storage.Put(Mailbox, New);
            storage.FlipBit(Mailbox, bit);
            using StoreBoard board = new(storage);
            Assert.False(board.Install());
            Assert.StartsWith(Mailbox + ": ", board.Refusal, StringComparison.Ordinal);
            Assert.False(storage.Exists(Mailbox));
            Assert.False(board.Install());
            Assert.Empty(board.Refusal);
            Assert.Equal("model 1", board.Start());
            Assert.False(board.OnProbation);
        }
    }

    /// <summary>A cut between the two deletions left a signature, or a model that a board with a key then refused for ever.</summary>
    [Fact]
    public void A_power_cut_while_the_mailbox_is_emptied_leaves_nothing_that_is_refused()
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        int cuts = 0;
        for (int write = 1; ; write++)
        {
            Storage storage = new();
            storage.Put(Drive + BoardFiles.FleetKey, key);
            storage.Put(Mailbox, New);
            storage.Put(Mailbox + BoardFiles.SignatureExtension, ModelSigner.Sign(New, key, 3, false).ToBytes());
            using StoreBoard board = new(storage);
            if (!Cut(storage, board, write, b => b.Install()))
            {
                break;
            }

            cuts++;
            storage.CutPowerAtWrite = 0;
            board.PowerCycle();
            board.Install();
            Assert.Empty(board.Refusal);
            Assert.Equal("model 2", board.Start());
            Assert.DoesNotContain(storage.Files, f => f.StartsWith(Mailbox, StringComparison.Ordinal));
        }

        Assert.InRange(cuts, 8, 100);
    }

    [Fact]
    public void While_a_model_is_on_probation_no_other_is_accepted_and_one_in_the_mailbox_waits()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using (StoreBoard board = new(storage))
        {
            Assert.True(board.Install());
            Assert.Equal("model 2", board.Start());
            Assert.False(board.Begin(Next));
            Assert.Equal("a model is on probation: try again once it has been confirmed, or restart the board 3 times", board.Problem);
            storage.Put(Mailbox, Next);
            Assert.False(board.Install());
            Assert.Contains("on probation", board.Refusal);
            Assert.True(storage.Exists(Mailbox));
            board.Confirm();
            Assert.True(board.Install());
            Assert.Equal("model 3", board.Start());
            board.Confirm();
        }

        storage.FlipBit(Drive + BoardFiles.Model(0), 4000);
        using StoreBoard after = new(storage);
        Assert.Equal("model 2", after.Start());
    }

    /// <summary>As many restarts as the refusal names: nobody has to wait for a model that never proves itself.</summary>
    [Fact]
    public void After_three_restarts_a_model_that_does_not_prove_itself_makes_way_for_another()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Install();
        board.Start();
        storage.Put(Mailbox, Next);
        for (int restart = 1; restart <= 2; restart++)
        {
            board.PowerCycle();
            Assert.False(board.Install());
            Assert.Equal("model 2", board.Start());
        }

        board.PowerCycle();
        Assert.True(board.Install());
        Assert.Equal("model 3", board.Start());
        Assert.Contains("rolled back to slot 0", board.Problem);
    }

    /// <summary>A model on probation, another begun, the first confirmed in the middle, a third begun, and the power cut: the board had none.</summary>
    [Fact]
    public void A_model_that_is_confirmed_while_another_is_on_its_way_is_there_after_a_power_cut()
    {
        Storage storage = new();
        storage.Put(Mailbox, Old);
        using StoreBoard board = new(storage);
        board.Install();
        board.Start();
        Assert.True(board.Begin(New));
        board.Write(New[..512]);
        board.Confirm();
        board.Write(New[512..600]);
        Assert.True(board.Begin(Next));
        board.Write(Next[..512]);
        board.PowerCycle();
        Assert.Equal("model 1", board.Start());
        Assert.False(board.OnProbation);
    }

    [Fact]
    public void Only_the_model_that_was_started_is_confirmed()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Start();
        board.Install();
        board.Confirm(); // still of the old one
        Assert.True(board.OnProbation);
        board.Start();
        board.Confirm();
        Assert.False(board.OnProbation);
    }

    /// <summary>The running model is in memory; its file may have rotted since, and then the one before is all there is.</summary>
    [Fact]
    public void Before_a_slot_is_overwritten_the_other_one_is_looked_at()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Install();
        board.Start();
        board.Confirm();
        storage.FlipBit(Drive + BoardFiles.Model(1), 4000);
        Assert.True(board.Begin(Next));
        board.Write(Next[..512]);
        board.PowerCycle();
        Assert.Equal("model 1", board.Start());
    }

    [Fact]
    public void A_model_that_the_app_rejects_gives_way_at_once_unless_there_is_no_other()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Install();
        board.Start();
        Assert.True(board.Reject("it takes 3 values"));
        Assert.Equal("model 1", board.Start());
        Assert.Equal("rolled back to slot 0: it takes 3 values", board.Problem);
        Assert.False(board.Reject("it does not fit either"));
        Assert.Equal("model 1", board.Start());
        Assert.False(storage.Exists(Drive + BoardFiles.Model(1)));
    }

    [Fact]
    public void With_both_selector_files_rotten_the_later_of_two_whole_models_counts_and_can_give_way_to_the_other()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using (StoreBoard board = new(storage))
        {
            board.Install();
            board.Start();
            board.Confirm();
        }

        storage.FlipBit(Drive + BoardFiles.Selector(0), 50);
        storage.FlipBit(Drive + BoardFiles.Selector(1), 50);
        for (int start = 1; start <= 3; start++)
        {
            using StoreBoard rotten = new(storage);
            Assert.Equal("model 2", rotten.Start());
        }

        using StoreBoard last = new(storage);
        Assert.Equal("model 1", last.Start());
    }

    [Fact]
    public void A_selector_file_that_has_rotted_is_written_again_when_the_board_starts()
    {
        Storage storage = Confirmed(Old);
        foreach (string file in new[] { BoardFiles.Selector(0), BoardFiles.Selector(1) })
        {
            byte[] before = storage.Read(Drive + file);
            storage.FlipBit(Drive + file, 90);
            using StoreBoard board = new(storage);
            byte[] after = storage.Read(Drive + file);
            Assert.Equal(before[8..32], after[8..32]);
            Assert.Equal(Crc32.Compute(after, 0, 32), BitConverter.ToUInt32(after, 32));
            Assert.Equal("model 1", board.Start());
            Assert.False(board.OnProbation);
        }
    }

    [Fact]
    public void A_full_storage_is_reported_and_the_old_model_stays()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        storage.Capacity = Old.Length + New.Length + 200;
        using StoreBoard board = new(storage);
        Assert.False(board.Install());
        Assert.Contains("full", board.Refusal);
        Assert.Equal("model 1", board.Start());
    }

    /// <summary>Neither stops the app, and a model that is never confirmed for a full storage does not wear it out.</summary>
    [Fact]
    public void A_storage_that_is_full_when_a_model_is_started_and_confirmed_is_reported_and_the_model_runs()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Install();
        storage.Capacity = 10;
        Assert.Equal("model 2", board.Start());
        Assert.Contains("its start cannot be counted", board.Problem);
        Assert.Contains("full", board.Problem);
        int writes = storage.Writes;
        for (int call = 1; call <= 1000; call++)
        {
            Assert.False(board.Confirm());
            Assert.Equal((call & (call - 1)) == 0, board.Problem.Contains("cannot be confirmed", StringComparison.Ordinal));
        }

        Assert.InRange(storage.Writes - writes, 10, 40);
        storage.Capacity = 256 * 1024;
        Assert.Equal("model 2", board.Start());
        Assert.True(board.Confirm());
        Assert.Empty(board.Problem);
    }

    [Fact]
    public void An_update_takes_less_than_8_KB_of_heap()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        using StoreBoard board = new(storage);
        board.Install();
        Assert.InRange(board.HeapPeakBytes, 1, 8 * 1024);
    }

    private static Dictionary<string, byte[]> Contents(Storage storage) => storage.Files.ToDictionary(f => f, storage.Read);

    private static void Restore(Storage storage, Dictionary<string, byte[]> contents)
    {
        storage.Clear();
        foreach ((string path, byte[] bytes) in contents)
        {
            storage.Put(path, bytes);
        }
    }

    private static void Recovers(Storage storage, StoreBoard board)
    {
        storage.CutPowerAtWrite = 0;
        board.PowerCycle();
        board.Install();
        string? started = board.Start();
        Assert.True(started is "model 1" or "model 2", $"started {started ?? "nothing"}: {board.Problem}");
        board.Confirm();
        storage.Put(Mailbox, Next);
        board.PowerCycle();
        Assert.True(board.Install(), board.Problem);
        Assert.Equal("model 3", board.Start());
    }

    private static Storage Confirmed(byte[] model)
    {
        Storage storage = new();
        storage.Put(Mailbox, model);
        using StoreBoard board = new(storage);
        Assert.True(board.Install());
        Assert.NotNull(board.Start());
        board.Confirm();
        return storage;
    }

    // Switches the board on and cuts its power at a write; false if it was done before.
    private static bool Cut(Storage storage, StoreBoard board, int write, Action<StoreBoard> work)
    {
        try
        {
            board.PowerCycle();
            storage.CutPowerAtWrite = storage.Writes + write;
            work(board);
            return false;
        }
        catch (PowerLostException)
        {
            return true;
        }
    }
}
