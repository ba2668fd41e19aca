using System;

namespace EdgeNet.Core;

/// <summary>
/// A last layer that can change: a row of 16-bit weights and a bias for each label. Its limits are such that no sum leaves 32 bits:
/// a bias is below 2^30 in size, and 255 times the largest weight times the number of terms is at most that.
/// </summary>
internal sealed class LearnedLayer
{
    /// <summary>The largest size of a bias.</summary>
    public const int MaxBias = MaxProducts - 1;

    private const int MaxProducts = 1 << 30;

    /// <summary>The weights: a row for each label.</summary>
    public readonly short[][] Weights;

    /// <summary>What each sum starts with.</summary>
    public readonly int[] Biases;

    private readonly int _terms;

    /// <summary>Makes room.</summary>
    /// <param name="terms">Values that it reads.</param>
    /// <param name="labels">The most labels.</param>
    public LearnedLayer(int terms, int labels)
    {
        _terms = terms;
        Biases = new int[labels];
        Weights = new short[labels][];
        for (int o = 0; o < labels; o++)
        {
            Weights[o] = new short[terms];
        }
    }

    /// <summary>The largest size of a weight of a layer of so many terms.</summary>
    public static int MaxWeight(int terms)
    {
        int most = MaxProducts / (255 * terms);
        return most < short.MaxValue ? most : short.MaxValue;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int terms, int labels)
    {
        return Ram.ObjectBytes(3) + Ram.ArrayBytes(4, labels) + Ram.ArrayBytes(Ram.ReferenceBytes, labels) + (labels * Ram.ArrayBytes(2, terms));
    }

    /// <summary>Takes over the rows of another layer.</summary>
    public void CopyFrom(LearnedLayer other, int labels)
    {
        Array.Copy(other.Biases, 0, Biases, 0, labels);
        for (int o = 0; o < labels; o++)
        {
            Array.Copy(other.Weights[o], 0, Weights[o], 0, _terms);
        }
    }

    /// <summary>Computes the sums of the first labels.</summary>
    public void Run(Activations x, int labels, int[] sums)
    {
        byte[] values = x.Values;
        short[] positions = x.Positions;
        int count = x.Count;
        for (int o = 0; o < labels; o++)
        {
            short[] row = Weights[o];
            int sum = Biases[o];
            for (int k = 0; k < count; k++)
            {
                int i = positions[k];
                sum += row[i] * values[i];
            }

            sums[o] = sum;
        }
    }

    /// <summary>The label of the largest sum, the first of them if several are equal.</summary>
    public static int Best(int[] sums, int labels)
    {
        int best = 0;
        for (int o = 1; o < labels; o++)
        {
            best = sums[o] > sums[best] ? o : best;
        }

        return best;
    }
}
