namespace EdgeNet.Link.Tests;

/// <summary>Orders to learn and their answers: what was written is read, and what is cut off or changed is refused or harmless.</summary>
public class TeachMessageTests
{
    private const int At = Frames.PrefixBytes;

    [Fact]
    public void Orders_are_read_as_they_were_created()
    {
        byte[] message = [0, 0, 0, .. TeachMessage.Create(-5, TeachMessage.Learn, "waving")];
        Assert.Equal((-5, TeachMessage.Learn, "waving"), (TeachMessage.Order(message, At), TeachMessage.Action(message, At), TeachMessage.Text(message, At, message.Length - At)));
        byte[] tell = [0, 0, 0, .. TeachMessage.CreateTell(7, 3)];
        Assert.Equal((7, TeachMessage.Tell, 3), (TeachMessage.Order(tell, At), TeachMessage.Action(tell, At), (int)tell[At + TeachMessage.PrefixBytes]));
    }

    [Fact]
    public void Answers_tell_of_as_many_labels_as_fit_and_every_truncation_and_change_is_refused_or_harmless()
    {
        byte[] bytes = Frames.NewMessage();
        TaughtMessage written = new() { Succeeded = true, Active = 2, IsWorking = true, LabelCount = 60, OwnLabelCount = 58, Remembered = 40, CanUndo = true, LabelRoom = 2, Problem = "none" };
        (written.Right[0], written.Right[1], written.Right[2]) = (30, 35, 38);
        int count = written.Write(bytes, At), labels = 0;
        for (int next; labels < 60 && (next = TaughtMessage.WriteLabel(bytes, At, count, $"label number {labels}", 1000 + labels)) > count; labels++)
        {
            count = next;
        }

        Assert.InRange(labels, 20, 59);
        Assert.InRange(At + count, 1, Frames.MaxMessageBytes);
        TaughtMessage read = TaughtMessage.Read(bytes, At, count);
        Assert.Equal((true, 2, true, 60, 58, 40, true, 2, "none"), (read.Succeeded, read.Active, read.IsWorking, read.LabelCount, read.OwnLabelCount, read.Remembered, read.CanUndo, read.LabelRoom, read.Problem));
        Assert.Equal([30, 35, 38], read.Right);
        Assert.Equal(Enumerable.Range(0, labels).Select(i => ($"label number {i}", 1000 + i)), read.Labels.Zip(read.Samples));

        for (int cut = 0; cut < count; cut++)
        {
            TaughtMessage part = TaughtMessage.Read(bytes, At, cut);
            Assert.True(part is null || part.Labels.Length < labels);
        }

        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. bytes];
            changed[At + random.Next(count)] = (byte)random.Next(256);
            TaughtMessage other = TaughtMessage.Read(changed, At, count);
            Assert.True(other is null || other.Labels.Length <= other.LabelCount);
        }
    }
}
