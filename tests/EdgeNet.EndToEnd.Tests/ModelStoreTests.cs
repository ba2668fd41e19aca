using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
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
    public void After_a_power_cut_at_any_write_of_an_update_the_board_starts_with_the_old_or_the_new_model_and_the_next_update_succeeds()
    {
        int cuts = 0, second = 0;
        foreach (double? torn in new double?[] { null, 0, 1e-9, 0.5, 1 })
        {
            for (int write = 1; ; write++)
            {
                Storage storage = Confirmed(Old);
                storage.Put(Mailbox, New);
                storage.TornShare = torn;
                storage.CutPowerAtWrite = storage.Writes + write;
                if (!Cut(storage, b => { b.Install(); b.Start(); b.Confirm(); }))
                {
                    break;
                }

                cuts++;
                Recovers(storage);
                for (int later = 1; later <= 3; later++)
                {
                    Storage twice = Confirmed(Old);
                    twice.Put(Mailbox, New);
                    twice.TornShare = torn;
                    twice.CutPowerAtWrite = twice.Writes + write;
                    Cut(twice, b => { b.Install(); b.Start(); b.Confirm(); });
                    twice.CutPowerAtWrite = twice.Writes + later;
                    Cut(twice, b => { b.Install(); b.Start(); });
                    second++;
                    Recovers(twice);
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
            cuts += Cut(() => { board.Install(); board.Start(); board.Confirm(); }, random.Next(1, 16)) ? 1 : 0;
            storage.TornShare = random.Next(4) == 0 ? null : random.NextDouble();
            cuts += Cut(() => { board.Install(); board.Start(); }, random.Next(1, 16)) ? 1 : 0;

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

        bool Cut(Action work, int write)
        {
            try
            {
                board.PowerCycle();
                storage.CutPowerAtWrite = storage.Writes + write;
                work();
                return false;
            }
            catch (PowerLostException)
            {
                return true;
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

        storage.FlipBit(Drive + "slot1.edgenet", 2000);
        using StoreBoard after = new(storage);
        Assert.Equal("model 1", after.Start());
        Assert.Contains("CRC differs", after.Problem);
    }

    [Fact]
    public void A_damaged_file_in_the_mailbox_changes_nothing()
    {
        foreach (int bit in new[] { 3, 70, 100, 900, (8 * New.Length) - 1 })
        {
            Storage storage = Confirmed(Old);
            storage.Put(Mailbox, New);
            storage.FlipBit(Mailbox, bit);
            using StoreBoard board = new(storage);
            Assert.False(board.Install());
            Assert.NotEmpty(board.Problem);
            Assert.Equal("model 1", board.Start());
            Assert.False(board.OnProbation);
        }
    }

    [Fact]
    public void While_a_model_is_on_probation_an_update_replaces_it_and_not_the_one_that_has_proved_itself()
    {
        Storage storage = Confirmed(Old);
        foreach (byte[] update in new[] { New, Next })
        {
            storage.Put(Mailbox, update);
            using StoreBoard board = new(storage);
            Assert.True(board.Install());
            Assert.NotNull(board.Start());
        }

        storage.FlipBit(Drive + "slot1.edgenet", 5000);
        using StoreBoard after = new(storage);
        Assert.Equal("model 1", after.Start());
    }

    [Fact]
    public void A_full_storage_is_reported_and_the_old_model_stays()
    {
        Storage storage = Confirmed(Old);
        storage.Put(Mailbox, New);
        storage.Capacity = Old.Length + New.Length + 100;
        using StoreBoard board = new(storage);
        Assert.False(board.Install());
        Assert.Contains("full", board.Problem);
        Assert.Equal("model 1", board.Start());
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

    private static void Recovers(Storage storage)
    {
        storage.CutPowerAtWrite = 0;
        using (StoreBoard board = new(storage))
        {
            board.Install();
            string? started = board.Start();
            Assert.True(started is "model 1" or "model 2", $"started {started ?? "nothing"}: {board.Problem}");
            board.Confirm();
        }

        storage.Put(Mailbox, Next);
        using StoreBoard next = new(storage);
        Assert.True(next.Install(), next.Problem);
        Assert.Equal("model 3", next.Start());
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

    private static bool Cut(Storage storage, Action<StoreBoard> work)
    {
        using StoreBoard board = new(storage);
        try
        {
            work(board);
            return false;
        }
        catch (PowerLostException)
        {
            return true;
        }
    }
}
