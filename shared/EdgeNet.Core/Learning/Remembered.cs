using System;

namespace EdgeNet.Core;

/// <summary>
/// The samples that are remembered, in the order in which they came: their activations, their labels, and what the network as it came answered.
/// Where there is no room, the oldest sample of the label that has most is forgotten, the lowest of such labels if there are several.
/// </summary>
internal sealed class Remembered
{
    /// <summary>Nothing can be taken back.</summary>
    public const int NoUndo = 0;

    /// <summary>The last sample can be taken back.</summary>
    public const int UndoLast = 1;

    /// <summary>The last sample can be taken back, and the one that was forgotten for it comes back.</summary>
    public const int UndoBoth = 2;

    /// <summary>The activations; one more than there is room for is the sample that was forgotten last.</summary>
    public readonly byte[][] Samples;

    /// <summary>The labels.</summary>
    public readonly byte[] Labels;

    /// <summary>The network's answers.</summary>
    public readonly byte[] Answers;

    private readonly int _room;

    /// <summary>Makes room.</summary>
    public Remembered(int terms, int room)
    {
        _room = room;
        Samples = new byte[room + 1][];
        Labels = new byte[room + 1];
        Answers = new byte[room + 1];
        for (int i = 0; i <= room; i++)
        {
            Samples[i] = new byte[terms];
        }
    }

    /// <summary>How many are remembered.</summary>
    public int Count { get; set; }

    /// <summary>What can be taken back.</summary>
    public int Undo { get; set; }

    /// <summary>Where the sample was that has been forgotten last.</summary>
    public int ForgottenAt { get; set; }

    /// <summary>How many fit.</summary>
    public int Room
    {
        get { return _room; }
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int terms, int room)
    {
        return Ram.ObjectBytes(7) + Ram.ArrayBytes(Ram.ReferenceBytes, room + 1) + (2 * Ram.ArrayBytes(1, room + 1)) + ((room + 1) * Ram.ArrayBytes(1, terms));
    }

    /// <summary>Remembers a sample.</summary>
    /// <param name="activations">Its activations.</param>
    /// <param name="label">Its label.</param>
    /// <param name="answer">The network's answer.</param>
    /// <param name="counts">Room for a number for each label.</param>
    public void Add(byte[] activations, int label, int answer, int[] counts)
    {
        Array.Copy(activations, 0, Samples[_room], 0, activations.Length);
        Labels[_room] = (byte)label;
        Answers[_room] = (byte)answer;
        if (Count < _room)
        {
            Move(_room, Count);
            Count++;
            Undo = UndoLast;
        }
        else
        {
            ForgottenAt = OldestOfMost(label, counts);
            Move(ForgottenAt, _room);
            Undo = UndoBoth;
        }
    }

    /// <summary>Takes the last sample back.</summary>
    public void TakeBack()
    {
        if (Undo == UndoBoth)
        {
            Move(_room, ForgottenAt);
        }
        else
        {
            Count--;
        }

        Undo = NoUndo;
    }

    private int OldestOfMost(int label, int[] counts)
    {
        Array.Clear(counts, 0, counts.Length);
        counts[label]++;
        int most = label;
        for (int i = 0; i < Count; i++)
        {
            counts[Labels[i]]++;
        }

        for (int o = counts.Length - 1; o >= 0; o--)
        {
            most = counts[o] >= counts[most] ? o : most;
        }

        for (int i = 0; i < Count; i++)
        {
            if (Labels[i] == most)
            {
                return i;
            }
        }

        return 0;
    }

    private void Move(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Swap(i, i + 1);
        }

        for (int i = from; i > to; i--)
        {
            Swap(i, i - 1);
        }
    }

    private void Swap(int a, int b)
    {
        byte[] sample = Samples[a];
        byte label = Labels[a];
        byte answer = Answers[a];
        Samples[a] = Samples[b];
        Labels[a] = Labels[b];
        Answers[a] = Answers[b];
        Samples[b] = sample;
        Labels[b] = label;
        Answers[b] = answer;
    }
}
