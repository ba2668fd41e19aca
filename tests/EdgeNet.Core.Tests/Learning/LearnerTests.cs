using System.Numerics;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Core.Tests;

/// <summary>Learning by example: what it keeps, what it takes back, and when it becomes active.</summary>
public class LearnerTests
{
    private const int Inputs = LearnerRoom.Inputs, Labels = LearnerRoom.Labels;

    [Fact]
    public void The_nearest_prototype_is_that_of_exact_fractions()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            LearnerRoom room = new(seed);
            int[][] samples = [.. Enumerable.Range(0, random.Next(2 * Labels, 40)).Select(i => room.Press(random, i % Labels))];
            int[] labels = [.. Enumerable.Range(0, samples.Length).Select(i => i % Labels)];
            Force(room.Learner);
            for (int i = 0; i < 40; i++)
            {
                int[] a = room.See(random);
                room.Learner.Answer();

                // p = floor((16 S + floor(n / 2)) / n), and the largest a.p - floor((p.p + 16) / 32), as the comment of Prototypes has it.
                BigInteger[] scores = [.. Enumerable.Range(0, Labels).Select(label =>
                {
                    int n = labels.Count(l => l == label);
                    BigInteger[] p = [.. Enumerable.Range(0, a.Length).Select(t => (BigInteger)((16 * samples.Where((_, s) => labels[s] == label).Sum(s => (long)s[t])) + (n / 2)) / n)];
                    return p.Select((v, t) => v * a[t]).Aggregate(BigInteger.Add) - ((p.Select(v => v * v).Aggregate(BigInteger.Add) + 16) / 32);
                })];
                Assert.Equal(Array.IndexOf(scores, scores.Max()), room.Learner.Best);

                // And that is the nearest mean, unless two are within the rounding of 1/16 of each other.
                double[] distances = [.. Enumerable.Range(0, Labels).Select(label =>
                    Math.Sqrt(Enumerable.Range(0, a.Length).Sum(t => Math.Pow(a[t] - samples.Where((_, s) => labels[s] == label).Average(s => s[t]), 2))))];
                Assert.InRange(distances[room.Learner.Best] - distances.Min(), 0, 0.2);
                Assert.InRange(room.Learner.ConfidencePercent, 50, 100);
            }
        }
    }

    [Fact]
    public void Prototypes_do_not_depend_on_the_order_of_presses_and_undo_restores_every_byte()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            LearnerRoom forth = new(seed), back = new(seed);
            byte[][] inputs = [.. Enumerable.Range(0, 20).Select(_ => LearnerRoom.Bytes(random))];
            byte[] before = [];
            for (int i = 0; i < inputs.Length; i++)
            {
                forth.Press(inputs[i], i % Labels);
                back.Press(inputs[^(i + 1)], (inputs.Length - 1 - i) % Labels);

                // 12 are remembered: later presses push earlier ones out, which must come back.
                before = LearnerRoom.Settled(forth.Learner);
                string label = random.Next(2) == 0 ? "new" : forth.Learner.Label(random.Next(Labels));
                forth.See(LearnerRoom.Bytes(random));
                Assert.True(forth.Learner.Press(label) >= 0);
                LearnerRoom.Settled(forth.Learner);
                Assert.True(forth.Learner.Undo());
                byte[] after = LearnerRoom.Settled(forth.Learner);

                // Only that nothing can be undone any more is another byte.
                Assert.Equal(Normal(before), Normal(after));
                Assert.False(forth.Learner.Undo());
                Assert.Contains("only the last sample", forth.Learner.Problem);
            }

            Force(forth.Learner);
            Force(back.Learner);
            for (int i = 0; i < 50; i++)
            {
                byte[] raw = LearnerRoom.Bytes(random);
                forth.See(raw);
                back.See(raw);
                Assert.Equal((forth.Learner.Answer(), forth.Learner.ConfidencePercent), (back.Learner.Answer(), back.Learner.ConfidencePercent));
            }
        }

        // Without the undo record: its kind, the place, and the sample that would come back, which is behind those that are remembered.
        static byte[] Normal(byte[] bytes)
        {
            int at = 19, sample = Inputs + 2;
            for (int added = bytes[11]; added > 0; added--)
            {
                at += 1 + bytes[at];
            }

            for (int label = 0; label < Labels + bytes[11]; label++)
            {
                at += bytes[at] + bytes[at + 1] > 0 ? 2 + (3 * Inputs) : 2;
            }

            at += bytes[13] * sample;
            byte[] normal = [.. bytes[..at], .. bytes[(bytes[14] == 2 ? at + sample : at)..]];
            normal[14] = normal[15] = 0;
            return normal;
        }
    }

    [Fact]
    public void What_was_learned_is_read_back_as_it_was_written_and_every_change_of_a_byte_is_refused_or_harmless()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            LearnerRoom room = new(seed);
            for (int i = 0; i < 5 + seed; i++)
            {
                room.Press(random, i % Labels);
            }

            room.See(LearnerRoom.Bytes(random));
            room.Learner.Press("new");
            byte[] bytes = LearnerRoom.Settled(room.Learner);
            LearnerRoom again = new(seed);
            Assert.True(LearnedBytes.Read(again.Learner, bytes), again.Learner.Problem);
            Assert.Equal(bytes, LearnedBytes.Of(again.Learner));
            Assert.Equal("new", again.Learner.Label(Labels));

            for (int cut = 0; cut < bytes.Length; cut++)
            {
                Assert.False(LearnedBytes.Read(again.Learner, bytes[..cut]));
                Assert.Equal((Labels, Learner.AsItCame, 0), (again.Learner.LabelCount, again.Learner.Active, again.Learner.RememberedCount));
            }

            for (int i = 0; i < 3000; i++)
            {
                // The CRC is the store's: here the contents alone must keep everything within its bounds.
                byte[] changed = [.. bytes];
                changed[i < bytes.Length ? i : random.Next(bytes.Length)] = (byte)random.Next(256);
                LearnedBytes.Read(again.Learner, changed);
                Assert.False(again.Learner.IsWorking);
                again.See(LearnerRoom.Bytes(random));
                Assert.InRange(again.Learner.Answer(), 0, again.Learner.LabelCount - 1);
                Assert.InRange(again.Learner.ConfidencePercent, 0, 100);
                again.Learner.Press(again.Learner.Label(0));
                again.Learner.Undo();
                LearnerRoom.Settle(again.Learner);
            }
        }
    }

    [Fact]
    public void Nothing_becomes_active_before_every_label_has_two_samples_or_without_better_answers()
    {
        LearnerRoom room = new(3);
        Random random = new(1);
        for (int i = 0; i < 10; i++)
        {
            room.Press(random, 0);
            LearnerRoom.Settle(room.Learner);
            Assert.Equal(Learner.AsItCame, room.Learner.Active);
        }

        // Samples whose labels are the network's own answers: there is nothing to be better at.
        room.Learner.Forget();
        for (int i = 0; i < 200; i++)
        {
            room.See(random);
            room.Learner.Press(room.Learner.Label(room.Network.Best));
            LearnerRoom.Settle(room.Learner);
            Assert.Equal(Learner.AsItCame, room.Learner.Active);
        }

        Assert.Equal(room.Learner.RememberedCount, room.Learner.RightCount(Learner.AsItCame));
    }

    [Fact]
    public void Random_labels_are_hardly_ever_learned_because_samples_are_judged_that_were_not_learned_from()
    {
        // Every wrong switch is a chance of one in seven at most, and here there are two candidates: but trained without samples that
        // it is judged on, nothing can be right more often than by chance.
        int switched = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            LearnerRoom room = new(seed);
            for (int i = 0; i < 12; i++)
            {
                room.Press(random, i % Labels);
            }

            LearnerRoom.Settle(room.Learner);
            switched += room.Learner.Active != Learner.AsItCame ? 1 : 0;
        }

        Assert.InRange(switched, 0, 30);
    }

    [Fact]
    public void Ten_thousand_presses_stay_within_their_bounds_and_forgetting_leaves_nothing()
    {
        LearnerRoom room = new(1);
        Random random = new(1);
        byte[] empty = LearnerRoom.Settled(room.Learner);
        for (int i = 0; i < 10_000; i++)
        {
            room.See([.. Enumerable.Repeat((byte)255, Inputs)]);
            Assert.True(room.Learner.Press(i < 4000 ? room.Learner.Label(0) : i < 7000 ? room.Learner.Label(1) : "new") >= 0, room.Learner.Problem);
        }

        LearnerRoom.Settle(room.Learner);
        Assert.Equal((4000, 3000, 0, 3000), (room.Learner.SampleCount(0), room.Learner.SampleCount(1), room.Learner.SampleCount(2), room.Learner.SampleCount(3)));
        room.Learner.Forget();
        Assert.Equal(empty, LearnedBytes.Of(room.Learner));
    }

    [Fact]
    public void What_cannot_be_learned_is_refused_with_a_reason()
    {
        LearnerRoom room = new(2);
        Assert.Equal(-1, room.Learner.Press("x"));
        Assert.Contains("nothing has been classified", room.Learner.Problem);
        room.See(LearnerRoom.Bytes(new Random(1)));
        Assert.Equal(-1, room.Learner.Press(""));
        Assert.Equal(-1, room.Learner.Press("über"));
        Assert.Equal(-1, room.Learner.Press(new string('x', 64)));
        Assert.Contains("1 to 63 ASCII characters", room.Learner.Problem);
        for (int i = 0; i < 2; i++)
        {
            room.See(LearnerRoom.Bytes(new Random(i)));
            Assert.Equal(Labels + i, room.Learner.Press($"new {i}"));
            Assert.Equal(-1, room.Learner.Press("again"));
        }

        room.See(LearnerRoom.Bytes(new Random(1)));
        Assert.Equal(-1, room.Learner.Press("one more"));
        Assert.Contains("no room for another label: 2", room.Learner.Problem);
        ModelFile model = room.Model;
        Assert.Contains("samples; 5 labels need 10 to 250", Learner.ProblemOf(model, 2, 9));
        Assert.Contains("2 to 64 in all", Learner.ProblemOf(model, 62, 128));
        ModelFile numbers = ModelFile.Parse(ModelWriter.Write(LearnerRoom.Net(1) with { Task = Data.TaskKind.Regression, OutputFunction = Activation.Linear }, []));
        Assert.Contains("choose one of several labels", Learner.ProblemOf(numbers, 0, 20));
        Assert.Throws<ArgumentException>(() => new Learner(numbers, new Network(numbers), 0, 20));
    }

    // Makes prototypes active, whether they are better or not.
    private static void Force(Learner learner)
    {
        byte[] bytes = LearnerRoom.Settled(learner);
        byte[] forced = bytes[12] == Learner.ByTraining ? bytes[..^((Labels + bytes[11]) * (4 + (2 * Inputs)))] : bytes;
        forced[12] = Learner.ByPrototypes;
        Assert.True(LearnedBytes.Read(learner, forced), learner.Problem);
    }
}
