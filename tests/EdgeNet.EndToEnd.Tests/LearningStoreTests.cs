using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What was learned is the same on the desktop and on a board, whatever happens, and survives what a board meets.</summary>
public class LearningStoreTests(ITestOutputHelper output)
{
    private const int NewLabels = 2, Remembered = 10;

    private static readonly DatasetSplit Three = ThreeDigits();
    private static readonly byte[] Model = Build(6), Other = Build(5);

    /// <summary>A power cut while saving leaves what was saved before, or what was being saved; never anything else, and never nothing.</summary>
    [Fact]
    public void Random_presses_undo_forgetting_saving_and_power_cuts_give_the_same_bytes_on_a_board_as_on_the_desktop()
    {
        int cuts = 0, saves = 0, switches = 0, steps = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            Storage storage = new();
            using LearningBoard board = new(storage, Model, NewLabels, Remembered);
            ModelFile model = ModelFile.Parse(Model);
            Network network = new(model);
            Learner learner = new(model, network, NewLabels, Remembered);
            byte[] saved = [];
            for (int step = 0; step < 120; step++, steps++)
            {
                // Four kinds of pictures that the network has not been trained on: a stripe of ink each, and a label for each.
                int kind = random.Next(4);
                byte[] input = [.. Enumerable.Range(0, network.InputCount).Select(i => (byte)random.Next(i / 16 == kind ? 256 : 40))];
                switch (random.Next(20))
                {
                    case 0:
                        Assert.Equal(learner.Undo(), board.Undo());
                        break;
                    case 1 when random.Next(4) == 0:
                        learner.Forget();
                        Assert.True(board.Forget());
                        saved = [];
                        break;
                    case 2 or 3 or 4:
                        Settle(learner);
                        board.Settle();
                        byte[] next = LearnedBytes.Of(learner);
                        storage.TornShare = random.Next(3) switch { 0 => null, 1 => 1.0, _ => random.NextDouble() };
                        storage.CutPowerAtWrite = random.Next(2) == 0 ? storage.Writes + random.Next(1, 12) : 0;
                        bool cut = false;
                        try
                        {
                            Assert.True(board.Save(), board.StoreProblem);
                            saves++;
                        }
                        catch (PowerLostException)
                        {
                            cut = true;
                            cuts++;
                        }

                        byte[] now = LearningBoard.Saved(storage);
                        Assert.True(now.AsSpan().SequenceEqual(next) || (cut && now.AsSpan().SequenceEqual(saved)), $"history {seed}, step {step}: neither what was saved before nor what was being saved");
                        saved = now;
                        storage.CutPowerAtWrite = 0;
                        if (cut)
                        {
                            // The board comes back with what was saved, and so does the desktop.
                            board.PowerCycle();
                            learner.Forget();
                            Assert.True(saved.Length == 0 || LearnedBytes.Read(learner, saved));
                        }

                        break;
                    default:
                        network.Classify(input);
                        Assert.Equal(learner.Answer(), board.Answer(input));
                        Assert.Equal(learner.ConfidencePercent, board.ConfidencePercent);
                        string label = random.Next(40) == 0 ? $"new {random.Next(3)}" : kind == 3 ? "new 0" : $"{kind}";
                        Assert.Equal(learner.Press(label), board.Press(label));
                        Assert.Equal(learner.Problem, board.Problem);
                        if (random.Next(3) > 0)
                        {
                            Settle(learner);
                            board.Settle();
                            switches += learner.Active;
                        }

                        break;
                }
            }
        }

        output.WriteLine($"{steps} steps, {saves} saves, {cuts} power cuts while saving");
        Assert.InRange(saves, 20, 1000);
        Assert.InRange(cuts, 20, 1000);
        Assert.InRange(switches, 20, 1000);
    }

    [Fact]
    public void After_a_power_cut_at_any_write_of_saving_or_forgetting_the_board_has_the_old_or_the_new_state()
    {
        Storage storage = new();
        using LearningBoard board = new(storage, Model, NewLabels, Remembered);
        Random random = new(1);
        Learn(board, random, 3);
        Assert.True(board.Save());
        Learn(board, random, 3);
        Assert.True(board.Save());
        Dictionary<string, byte[]> before = storage.Files.ToDictionary(f => f, storage.Read);
        byte[] old = LearningBoard.Saved(storage);
        int cuts = 0;
        foreach (bool forgets in new[] { false, true })
        {
            foreach (double? torn in new double?[] { null, 0, 1e-9, 0.5, 1 })
            {
                storage.TornShare = torn;
                for (int write = 1; ; write++)
                {
                    storage.CutPowerAtWrite = 0;
                    storage.Clear();
                    foreach ((string path, byte[] bytes) in before)
                    {
                        storage.Put(path, bytes);
                    }

                    board.PowerCycle();
                    Learn(board, new Random(2), 1);
                    storage.CutPowerAtWrite = storage.Writes + write;
                    bool done = false;
                    try
                    {
                        Assert.True(forgets ? board.Forget() : board.Save());
                        done = true;
                    }
                    catch (PowerLostException)
                    {
                        cuts++;
                    }

                    byte[] now = LearningBoard.Saved(storage);
                    if (done)
                    {
                        Assert.NotEqual(old, now);
                        break;
                    }

                    // What is torn counts as nothing; an older state must never come back.
                    Assert.True(now.AsSpan().SequenceEqual(old) || (forgets ? now.Length == 0 : now.Length > 0), $"write {write}: {now.Length} bytes");
                    board.PowerCycle();
                }
            }
        }

        output.WriteLine($"{cuts} power cuts");
        Assert.InRange(cuts, 30, 1000);
    }

    [Fact]
    public void A_full_flash_is_reported_and_what_was_saved_before_stays()
    {
        Storage storage = new();
        using LearningBoard board = new(storage, Model, NewLabels, Remembered);
        Random random = new(3);
        Learn(board, random, 4);
        Assert.True(board.Save());
        byte[] saved = LearningBoard.Saved(storage);
        storage.Put(LearningBoard.Drive + "full", new byte[storage.Capacity - storage.Files.Sum(f => storage.Read(f).Length) - 100]);
        for (int i = 0; i < 3; i++)
        {
            Learn(board, random, 1);
            Assert.False(board.Save());
            Assert.Contains("the storage is full or damaged", board.StoreProblem);
            Assert.Equal(saved, LearningBoard.Saved(storage));
        }

        // A part of a file would only take room.
        Assert.Single(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
        Assert.True(board.Forget());
        Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
    }

    [Fact]
    public void A_flipped_bit_anywhere_costs_the_last_save_at_most()
    {
        Storage storage = new();
        using LearningBoard board = new(storage, Model, NewLabels, Remembered);
        Random random = new(4);
        Learn(board, random, 2);
        Assert.True(board.Save());
        byte[] first = LearningBoard.Saved(storage);
        Learn(board, random, 2);
        Assert.True(board.Save());
        string newest = LearningBoard.Drive + "learn1.bin";
        for (int bit = 0; bit < 8 * storage.Read(newest).Length; bit += 29)
        {
            storage.FlipBit(newest, bit);
            Assert.Equal(first, LearningBoard.Saved(storage));
            board.PowerCycle();
            board.Settle();
            Assert.True(board.Save());
            Assert.Equal(first, LearningBoard.Saved(storage));
            storage.Put(newest, storage.Read(newest));
        }
    }

    [Fact]
    public void What_another_model_has_learned_is_not_used()
    {
        Storage storage = new();
        using (LearningBoard board = new(storage, Model, NewLabels, Remembered))
        {
            Learn(board, new Random(5), 4);
            Assert.True(board.Save());
        }

        using LearningBoard other = new(storage, Other, NewLabels, Remembered);
        other.Settle();
        Assert.True(other.Save());
        Assert.NotEmpty(LearningBoard.Saved(storage));

        // Saving for the other model has taken the free file: the first model comes back to what it had learned.
        using LearningBoard again = new(storage, Model, NewLabels, Remembered);
        Assert.True(again.Undo());
    }

    [Fact]
    public void The_memory_that_learning_says_it_needs_is_the_memory_that_it_takes()
    {
        foreach ((int hidden, int newLabels, int remembered) in new[] { (6, 2, 10), (5, 0, 8), (33, 4, 60), (16, 7, 250) })
        {
            byte[] model = Build(hidden);
            using LearningBoard board = new(new Storage(), model, newLabels, remembered);
            Assert.Equal(Learner.RequiredRam(ModelFile.Parse(model), newLabels, remembered), board.TakenBytes);
        }
    }

    [Fact]
    public void Drift_is_found_in_the_same_readings_on_a_board_as_on_the_desktop()
    {
        DatasetSplit three = new(ThermalScene.Create(400, 1), ThermalScene.Create(400, 2));
        byte[] file = ModelBuilder.Build(three, new TrainingOptions { Hidden = [4], Epochs = 2, Starts = 1 }, "d", true, null, default, null, new ModelNotes { Drift = true }).File;
        DriftWatch desktop = DriftWatch.Of(ModelFile.Parse(file))!;
        using LearningBoard board = new(new Storage(), Model, 0, 10);
        BoardObject model = (BoardObject)board.Board.Call("EdgeNet.Core.ModelFile.Parse", file)!;
        BoardObject onBoard = (BoardObject)board.Board.Call("EdgeNet.Core.DriftWatch.Of", model)!;
        Random random = new(1);
        int alarms = 0;
        for (int i = 0; i < 3 * DriftWatch.BlockReadings; i++)
        {
            float warmer = i < DriftWatch.BlockReadings ? 0 : random.Next(60);
            float[] reading = Array.ConvertAll(three.Test.Sample(i % three.Test.Count).ToArray(), v => i == 5 ? float.NaN : v + warmer);
            int percent = random.Next(60, 101);
            Assert.Equal(desktop.Add(reading, percent), board.Board.CallOn(onBoard, "Add", reading, percent));
            Assert.Equal(desktop.Report, board.Board.CallOn(onBoard, "get_Report"));
            alarms += desktop.IsDrifting ? 1 : 0;
        }

        Assert.InRange(alarms, 1, 1000);
    }

    /// <summary>The last hidden layer of this network is inside of a chain on the board, and not on the desktop.</summary>
    [Fact]
    public void A_network_with_convolutions_learns_the_same_on_a_board()
    {
        DatasetSplit digits = Digits.Create("digits", 14, 400, 100, 1);
        byte[] file = ModelBuilder.Build(digits, new TrainingOptions { Model = Architecture.Parse("conv 4 3x3 stride 2, conv 6 3x3 stride 2, dense 10"), Epochs = 2, WeightBits = [4], ActivationBits = [4] }, "c", true, null, default).File;
        ModelFile model = ModelFile.Parse(file);
        Network network = new(model);
        Learner learner = new(model, network, 0, 20);
        Storage storage = new();
        using LearningBoard board = new(storage, file, 0, 20);
        for (int i = 0; i < 20; i++)
        {
            byte[] picture = Array.ConvertAll(digits.Test.Sample(i).ToArray(), v => (byte)v);
            network.Classify(picture);
            Assert.Equal(learner.Answer(), board.Answer(picture));
            Assert.Equal(i % 10, learner.Press($"{i % 10}"));
            Assert.Equal(i % 10, board.Press($"{i % 10}"));
        }

        Settle(learner);
        board.Settle();
        Assert.True(board.Save());
        Assert.Equal(LearnedBytes.Of(learner), LearningBoard.Saved(storage));
    }

    private static byte[] Build(int hidden) => ModelBuilder.Build(Three, new TrainingOptions { Hidden = [hidden], Epochs = 5, Starts = 1 }, "m", true, null, default).File;

    // Pictures of 8x8 pixels of the digits 0, 1 and 2.
    private static DatasetSplit ThreeDigits()
    {
        DatasetSplit all = Digits.Create("digits8", 8, 600, 100, 1);
        return new DatasetSplit(Of(all.Train), Of(all.Test));

        static Dataset Of(Dataset data)
        {
            Dataset three = data.Subset([.. Enumerable.Range(0, data.Count).Where(s => data.Targets[s] < 3)]);
            return new Dataset("three", TaskKind.Classification, three.Shape, three.Kind, three.Features, three.Targets, three.Labels[..3]);
        }
    }

    private static void Learn(LearningBoard board, Random random, int presses)
    {
        for (int i = 0; i < presses; i++)
        {
            board.Answer([.. Enumerable.Range(0, 64).Select(_ => (byte)random.Next(256))]);
            Assert.InRange(board.Press($"{i % 3}"), 0, 10);
        }

        board.Settle();
    }

    private static void Settle(Learner learner)
    {
        while (learner.Work())
        {
        }
    }
}
