using System;

namespace EdgeNet.Core;

/// <summary>
/// A tensor between two convolutions: some channels of a pixel in the lanes of a long, the first in the lowest, with the padding of the
/// layer that reads it around. It knows which pixels differ from those of a blank picture; all others need not be computed. Once the blank picture is known, its
/// pixel in the middle is subtracted from all pixels, so that most of the others are zero; whoever reads them adds it to the sums again. Multiplication and
/// addition modulo 2^64 allow that, so <see cref="StagePlan"/>'s proof holds for the sums all the same.
/// </summary>
internal sealed class PackedPicture
{
    // Pixels of a row that a long can mark.
    private const int MaxMarked = 62;

    /// <summary>The pixels, row by row, and of each its groups of channels.</summary>
    public readonly long[] Values;

    /// <summary>Of each row, a bit for every pixel that may differ from a blank picture's, the first lowest; all bits in pictures too wide for it.</summary>
    public readonly long[] Marks;

    /// <summary>Of each row, a bit for every pixel that is not zero even in a blank picture, such as padding.</summary>
    public readonly long[] Always;

    /// <summary>What is subtracted from every pixel, long by long; zeros until the blank picture is known.</summary>
    public readonly long[] Zero;

    /// <summary>Channels in a long: 4 or 3.</summary>
    public readonly int Lanes;

    /// <summary>Bits of a lane.</summary>
    public readonly int Bits;

    /// <summary>Longs of a pixel.</summary>
    public readonly int Groups;

    /// <summary>Channels in the last long of a pixel.</summary>
    public readonly int LastLanes;

    /// <summary>Longs of a row with its padding.</summary>
    public readonly int RowLongs;

    /// <summary>Rows of padding above.</summary>
    public readonly int Top;

    /// <summary>Index of the first pixel inside of the padding.</summary>
    public readonly int First;

    /// <summary>The mark of the first pixel of a row, inside of the padding.</summary>
    public readonly long FirstMark;

    /// <summary>Whether it is too wide for marks.</summary>
    public readonly bool IsWide;

    // What the network makes of a picture of zeros.
    private readonly long[] _blank;

    // Index of the pixel in the middle.
    private readonly int _middle;

    /// <summary>Creates a picture.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="window">The window through which it will be read; null for none.</param>
    /// <param name="padding">What is read outside.</param>
    /// <param name="lanes">Channels in a long.</param>
    public PackedPicture(TensorShape shape, LayerWindow window, int padding, int lanes)
    {
        int width = PaddedWidth(shape, window);
        int height = PaddedHeight(shape, window);
        Lanes = lanes;
        Bits = BitsOf(lanes);
        Groups = (shape.Channels + lanes - 1) / lanes;
        LastLanes = shape.Channels - ((Groups - 1) * lanes);
        RowLongs = width * Groups;
        Top = window == null ? 0 : window.Top;
        int left = window == null ? 0 : window.Left;
        First = (Top * RowLongs) + (left * Groups);
        IsWide = width > MaxMarked;
        FirstMark = IsWide ? 0 : 1L << left;
        _middle = First + (shape.Height / 2 * RowLongs) + (shape.Width / 2 * Groups);
        Marks = new long[height];
        Always = new long[height];
        Zero = new long[Groups];
        Values = new long[height * RowLongs];
        _blank = new long[Values.Length];
        for (int row = 0; row < height && IsWide; row++)
        {
            Marks[row] = -1;
        }

        for (int i = 0; i < Values.Length && padding != 0; i++)
        {
            long packed = 0;
            for (int lane = i % Groups == Groups - 1 ? LastLanes : lanes; lane > 0; lane--)
            {
                packed = (packed << Bits) + padding;
            }

            Values[i] = packed;
        }
    }

    /// <summary>Bits of a lane: what is left of 64 would be lost in a product of lanes, so three lanes have 22 bits, of which the highest has 20.</summary>
    public static int BitsOf(int lanes)
    {
        return lanes == 3 ? 22 : 16;
    }

    /// <summary>Heap bytes of a picture.</summary>
    public static int RequiredRam(TensorShape shape, LayerWindow window, int lanes)
    {
        int height = PaddedHeight(shape, window);
        int groups = (shape.Channels + lanes - 1) / lanes;
        int longs = height * PaddedWidth(shape, window) * groups;
        return Ram.ObjectBytes(15) + (2 * Ram.ArrayBytes(8, height)) + Ram.ArrayBytes(8, groups) + (2 * Ram.ArrayBytes(8, longs));
    }

    /// <summary>Makes all pixels those of a blank picture.</summary>
    public void Clear()
    {
        Array.Copy(_blank, 0, Values, 0, _blank.Length);
        if (!IsWide)
        {
            Array.Clear(Marks, 0, Marks.Length);
        }
    }

    /// <summary>Takes the pixels as they are for those of a blank picture.</summary>
    public void KeepAsBlank()
    {
        Array.Copy(Values, _middle, Zero, 0, Groups);
        for (int i = 0; i < Values.Length; i++)
        {
            Values[i] -= Zero[i % Groups];
            if (Values[i] != 0 && !IsWide)
            {
                Always[i / RowLongs] |= 1L << (i % RowLongs / Groups);
            }
        }

        Array.Copy(Values, 0, _blank, 0, _blank.Length);
    }

    private static int PaddedWidth(TensorShape shape, LayerWindow window)
    {
        return shape.Width + (window == null ? 0 : window.Left + window.Right);
    }

    private static int PaddedHeight(TensorShape shape, LayerWindow window)
    {
        return shape.Height + (window == null ? 0 : window.Top + window.Bottom);
    }
}
