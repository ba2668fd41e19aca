namespace EdgeNet.Core;

/// <summary>
/// The sum of the activations of each label's samples, and how many there were: whatever their order, the same. The prototype of a label is
/// their mean in steps of 1/16, p = (16 sum + n / 2) / n, and the nearest one is that with the largest a.p - (p.p + 16) / 32, all divisions rounded down: 16
/// times (a.m - m.m / 2), where m is the mean in units of the activations. As a layer: weights p, biases -(p.p + 16) / 32.
/// </summary>
internal sealed class Prototypes
{
    /// <summary>The most samples of a label: its sums stay far within 32 bits.</summary>
    public const int MaxSamples = 65535;

    private const int Steps = 16;

    /// <summary>A row of sums for each label.</summary>
    public readonly int[][] Sums;

    /// <summary>How many samples each label has.</summary>
    public readonly int[] Counts;

    private readonly int _terms;

    /// <summary>Makes room.</summary>
    public Prototypes(int terms, int labels)
    {
        _terms = terms;
        Counts = new int[labels];
        Sums = new int[labels][];
        for (int o = 0; o < labels; o++)
        {
            Sums[o] = new int[terms];
        }
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int terms, int labels)
    {
        return Ram.ObjectBytes(3) + Ram.ArrayBytes(4, labels) + Ram.ArrayBytes(Ram.ReferenceBytes, labels) + (labels * Ram.ArrayBytes(4, terms));
    }

    /// <summary>Adds a sample, or takes one away.</summary>
    public void Add(byte[] activations, int label, int times)
    {
        int[] sums = Sums[label];
        for (int i = 0; i < activations.Length; i++)
        {
            sums[i] += times * activations[i];
        }

        Counts[label] += times;
    }

    /// <summary>Whether there can be samples that give a label's sums: nothing below 0, and at most 255 for each sample.</summary>
    public bool IsPossible(int label)
    {
        int[] sums = Sums[label];
        int most = 255 * Counts[label];
        bool isPossible = most >= 0;
        for (int i = 0; i < _terms; i++)
        {
            isPossible &= sums[i] >= 0 && sums[i] <= most;
        }

        return isPossible;
    }

    /// <summary>Writes a label's prototype as a row of a layer. A label without samples is never the nearest one.</summary>
    public void WriteRow(int label, LearnedLayer layer)
    {
        int[] sums = Sums[label];
        short[] row = layer.Weights[label];
        int count = Counts[label];
        int half = count / 2;
        long square = 0;
        for (int i = 0; i < row.Length; i++)
        {
            int mean = count == 0 ? 0 : ((sums[i] * Steps) + half) / count;
            row[i] = (short)mean;
            square += mean * mean;
        }

        layer.Biases[label] = count == 0 ? -LearnedLayer.MaxBias : -HalfOf(square);
    }

    /// <summary>What a sample's own label would score without that sample, so that remembering is not rewarded.</summary>
    /// <returns>A sum as those of the layer.</returns>
    public int ScoreWithout(byte[] activations, int label)
    {
        int[] sums = Sums[label];
        int count = Counts[label] - 1;
        if (count == 0)
        {
            return int.MinValue;
        }

        int half = count / 2;
        int score = 0;
        long square = 0;
        for (int i = 0; i < _terms; i++)
        {
            int value = activations[i];
            int mean = (((sums[i] - value) * Steps) + half) / count;
            score += mean * value;
            square += mean * mean;
        }

        return score - HalfOf(square);
    }

    // At most 4080^2 * 1024 / 32, which is below 2^30.
    private static int HalfOf(long square)
    {
        return (int)((square + Steps) / (2 * Steps));
    }
}
