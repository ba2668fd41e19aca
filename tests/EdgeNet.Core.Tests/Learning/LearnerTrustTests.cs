using EdgeNet.Core;
using EdgeNet.TestSupport;

namespace EdgeNet.Core.Tests;

/// <summary>What a learner must never do, whatever is pressed, taken back, forgotten or read: answer what was not compared, stop, or keep what it would refuse.</summary>
public class LearnerTrustTests
{
    private const int Inputs = LearnerRoom.Inputs, Labels = LearnerRoom.Labels, Prefix = 19, LabelBytes = 2 + (3 * Inputs);

    private static readonly string[] Names = ["label 0", "label 1", "label 2", "a", "b", "c"];

    [Fact]
    public void A_new_label_does_not_answer_before_it_has_been_compared_even_where_a_forgotten_one_was()
    {
        int learned = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            LearnerRoom room = new(seed);
            Random random = new(seed);
            Teach(room, [.. Names[..Labels], "forgotten"], seed, random);
            room.Learner.Forget();
            Teach(room, Names[..Labels], seed, random);
            learned += room.Learner.Active == Learner.AsItCame ? 0 : 1;
            byte[][] inputs = [.. Enumerable.Range(0, 12).Select(i => Near(seed, i % 4, random))];
            (int, int)[] before = Array.ConvertAll(inputs, room.See);
            Assert.Equal(Labels, room.Learner.Press("new"));
            Assert.Equal(before, Array.ConvertAll(inputs, room.See));
        }

        Assert.InRange(learned, 10, 20);

        static void Teach(LearnerRoom room, string[] labels, int seed, Random random)
        {
            for (int i = 0; i < 6 * labels.Length; i++)
            {
                room.See(Near(seed, i % labels.Length, random));
                Assert.True(room.Learner.Press(labels[i % labels.Length]) >= 0);
                LearnerRoom.Settle(room.Learner);
            }
        }
    }

    /// <summary>The CRC of such a file may be right: it is the numbers that contradict one another.</summary>
    [Fact]
    public void Sums_and_samples_that_cannot_come_from_presses_are_refused()
    {
        LearnerRoom room = new(1);
        room.Press([10, 20, 30, 40, 50, 60], 0);
        room.Press([60, 50, 40, 30, 20, 10], 0);
        byte[] whole = LearnerRoom.Settled(room.Learner);
        Assert.True(LearnedBytes.Read(room.Learner, whole));
        byte[] none = [.. new byte[2 * LabelBytes]];
        none[0] = none[LabelBytes] = 3;

        // Three samples of every label, of which only those of the first are remembered: after an undo, a judge would find nothing to look at.
        Refuse([.. whole[..(Prefix + LabelBytes)], .. none, .. whole[(Prefix + LabelBytes + 4)..]]);

        // More than its two samples give; less than both of them together; one sample of two; more samples that are right than there are.
        Refuse(Changed(Prefix + 2, 71));
        Refuse(Changed(Prefix + 2, 60));
        Refuse(Changed(Prefix, 1));
        Refuse(Changed(16, 3));

        // Prototypes cannot be active where labels have no samples, and only a sample that can come back has a place.
        Refuse(Changed(12, Learner.ByPrototypes));
        Refuse(Changed(15, 1));

        void Refuse(byte[] bytes)
        {
            Assert.False(LearnedBytes.Read(room.Learner, bytes));
            Assert.Contains("damaged", room.Learner.Problem);
        }

        byte[] Changed(int at, byte value)
        {
            byte[] changed = [.. whole];
            changed[at] = value;
            return changed;
        }
    }

    [Fact]
    public void Random_histories_stay_in_order_and_whatever_a_learner_keeps_it_accepts_again()
    {
        int active = 0, refused = 0, accepted = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            LearnerRoom room = new(seed), twin = new(seed);
            for (int step = 0; step < 60; step++)
            {
                switch (random.Next(10))
                {
                    case 0:
                        Assert.Equal(room.Learner.Undo(), twin.Learner.Undo());
                        break;
                    case 1 when random.Next(4) == 0:
                        room.Learner.Forget();
                        twin.Learner.Forget();
                        break;
                    case 2:
                        byte[] kept = LearnerRoom.Settled(room.Learner);
                        Assert.Equal(kept, LearnerRoom.Settled(twin.Learner));
                        twin = new LearnerRoom(seed);
                        Assert.True(LearnedBytes.Read(twin.Learner, kept), twin.Learner.Problem);
                        Assert.Equal(kept, LearnedBytes.Of(twin.Learner));
                        byte[] hostile = Hostile(kept, random);
                        LearnerRoom other = new(seed);
                        bool isRead = LearnedBytes.Read(other.Learner, hostile);
                        accepted += isRead ? 1 : 0;
                        refused += isRead ? 0 : 1;
                        Live(other, seed, random);
                        break;
                    case 3:
                        Work(room.Learner, random.Next(60));
                        break;
                    default:
                        int kind = random.Next(Names.Length);
                        byte[] input = Near(seed, kind, random);
                        byte[] probe = Near(seed, random.Next(Names.Length), random);
                        (int, int) before = room.See(probe);
                        (int Label, int Percent) answer = room.See(input);
                        Assert.NotEmpty(room.Learner.Label(answer.Label));
                        Assert.True(room.Learner.IsWorking || twin.Learner.IsWorking || answer == twin.See(input));
                        twin.See(input);
                        string name = Names[random.Next(20) == 0 ? random.Next(Names.Length) : kind];
                        Assert.Equal(room.Learner.Press(name), twin.Learner.Press(name));
                        Assert.Equal(before, room.See(probe));
                        active += room.Learner.Active == Learner.AsItCame ? 0 : 1;
                        break;
                }
            }
        }

        Assert.InRange(active, 200, 7200);
        Assert.InRange(accepted, 30, 1000);
        Assert.InRange(refused, 100, 1000);
    }

    // Whatever it has read, it answers, learns and keeps something that it would read.
    private static void Live(LearnerRoom room, int seed, Random random)
    {
        for (int i = 0; i < 12; i++)
        {
            (int label, int percent) = room.See(Near(seed, random.Next(Names.Length), random));
            Assert.NotEmpty(room.Learner.Label(label));
            Assert.InRange(percent, 0, 100);
            if (random.Next(3) == 0)
            {
                room.Learner.Undo();
            }
            else
            {
                room.Learner.Press(Names[random.Next(Names.Length)]);
            }

            Work(room.Learner, random.Next(100));
            if (random.Next(3) == 0)
            {
                LearnerRoom again = new(seed);
                Assert.True(LearnedBytes.Read(again.Learner, LearnerRoom.Settled(room.Learner)), again.Learner.Problem);
            }
        }
    }

    // One or two other bytes, half of them in the prefix, where they do most.
    private static byte[] Hostile(byte[] kept, Random random)
    {
        byte[] hostile = [.. kept];
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            hostile[random.Next(2) == 0 ? random.Next(8, Prefix) : random.Next(kept.Length)] = (byte)random.Next(random.Next(3) == 0 ? 4 : 256);
        }

        return hostile;
    }

    private static void Work(Learner learner, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            learner.Work();
        }
    }

    // Inputs of one kind are alike.
    private static byte[] Near(int seed, int kind, Random random)
    {
        byte[] mean = LearnerRoom.Bytes(new Random((100 * seed) + kind));
        return Array.ConvertAll(mean, m => (byte)Math.Clamp(m + random.Next(-20, 21), 0, 255));
    }
}
