using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Augmentation;

/// <summary>Draws a picture through a mesh, by bilinear interpolation. Beyond the picture its border goes on. The bytes are the same with and without vector registers.</summary>
internal sealed unsafe class Resampler
{
    /// <summary>Places between two pixels, of which a mesh speaks.</summary>
    public const int Steps = 1 << StepBits;

    // Weights of neighbours are bytes with a sign, and products of two weights and a pixel fit the instructions that add pairs.
    private const int StepBits = 6;

    private const int Lanes = 8;

    private readonly int _height;
    private readonly int _width;
    private readonly int _channels;
    private readonly int[] _cells;
    private readonly float[] _shares;

    /// <summary>Prepares for pictures.</summary>
    /// <param name="shape">Their shape; two or more rows and columns.</param>
    public Resampler(Shape shape)
    {
        (_height, _width, _channels) = (shape.Height, shape.Width, shape.Channels);
        _cells = new int[_width];
        _shares = new float[_width];
        for (int x = 0; x < _width; x++)
        {
            (_cells[x], _shares[x]) = CellOf(x, _width);
        }
    }

    // Two neighbours must be in the same four bytes, and the distance of two rows fit two.
    private bool FitsVectors => Avx2.IsSupported && _width >= Lanes && _channels < sizeof(int) && _width * _channels <= short.MaxValue;

    /// <summary>Draws a picture.</summary>
    /// <param name="picture">The picture; after it are at least <see cref="PictureAugmentation.SlackBytes"/> more bytes.</param>
    /// <param name="ink">Where it is not black.</param>
    /// <param name="mesh">What is seen where.</param>
    /// <param name="result">Receives it.</param>
    public void Resample(byte* picture, Ink ink, float* mesh, byte* result)
    {
        if (FitsVectors)
        {
            ResampleVectors(picture, ink, mesh, result);
        }
        else
        {
            ResamplePlain(picture, mesh, result);
        }
    }

    /// <summary>The same without vector registers.</summary>
    internal void ResamplePlain(byte* picture, float* mesh, byte* result)
    {
        int stride = _width * _channels;
        for (int y = 0; y < _height; y++)
        {
            (int row, float down) = CellOf(y, _height);
            for (int x = 0; x < _width; x++)
            {
                int left = Place(mesh + (row * DistortionMesh.RowStride) + _cells[x], down, _shares[x], _width);
                int top = Place(mesh + ((DistortionMesh.Nodes + row) * DistortionMesh.RowStride) + _cells[x], down, _shares[x], _height);
                byte* at = picture + (top / Steps * stride) + (left / Steps * _channels);
                for (int c = 0; c < _channels; c++)
                {
                    int above = Mix(at[c], at[c + _channels], left % Steps), below = Mix(at[c + stride], at[c + stride + _channels], left % Steps);
                    result[(y * stride) + (x * _channels) + c] = (byte)((Mix(above, below, top % Steps) + (Steps * Steps / 2)) / (Steps * Steps));
                }
            }
        }
    }

    // Times Steps.
    private static int Mix(int first, int second, int step) => (first * (Steps - step)) + (second * step);

    private static int Place(float* node, float down, float across, int count)
    {
        float left = node[0] + (down * (node[DistortionMesh.RowStride] - node[0]));
        float right = node[1] + (down * (node[DistortionMesh.RowStride + 1] - node[1]));
        return Math.Clamp((int)(left + (across * (right - left))), 0, ((count - 1) * Steps) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResampleVectors(byte* picture, Ink ink, float* mesh, byte* result)
    {
        int stride = _width * _channels;
        Vector256<int> leftFrom = Vector256.Create((ink.Left - 1) * Steps), leftTo = Vector256.Create((ink.Right + 1) * Steps);
        Vector256<int> topFrom = Vector256.Create((ink.Top - 1) * Steps), topTo = Vector256.Create((ink.Bottom + 1) * Steps);
        Vector256<int> mostLeft = Vector256.Create(((_width - 1) * Steps) - 1), mostTop = Vector256.Create(((_height - 1) * Steps) - 1);
        Vector256<int> next = Vector256.Create(1, 2, 3, 4, 4, 4, 4, 4), low = Vector256.Create(Steps - 1), half = Vector256.Create(Steps * Steps / 2);
        Vector256<short> distances = Vector256.Create(stride | (_channels << 16)).AsInt16();
        Vector256<int> firstWeights = Vector256.Create(Steps * 0x10001), secondWeights = Vector256.Create(Steps);

        // Of every four bytes the first pixel and its neighbour: into the lower two, or into the upper two.
        Vector256<byte> lower = Neighbours(0, _channels, 128, 128), upper = Neighbours(128, 128, 0, _channels);
        fixed (int* cells = _cells)
        fixed (float* shares = _shares)
        {
            for (int y = 0; y < _height; y++)
            {
                (int row, float down) = CellOf(y, _height);
                (Vector256<float> lefts, Vector256<float> leftSteps) = NodesOf(mesh + (row * DistortionMesh.RowStride), down, next);
                (Vector256<float> tops, Vector256<float> topSteps) = NodesOf(mesh + ((DistortionMesh.Nodes + row) * DistortionMesh.RowStride), down, next);

                // The last register overlaps the one before where the width is no multiple.
                for (int start = 0; start < _width; start += Lanes)
                {
                    int x = Math.Min(start, _width - Lanes);
                    byte* to = result + (y * stride) + (x * _channels);
                    Vector256<int> cell = Vector256.Load(cells + x);
                    Vector256<float> across = Vector256.Load(shares + x);
                    Vector256<int> left = Places(lefts, leftSteps, cell, across, mostLeft), top = Places(tops, topSteps, cell, across, mostTop);
                    Vector256<int> onInk = Vector256.GreaterThan(left, leftFrom) & Vector256.GreaterThan(leftTo, left) & Vector256.GreaterThan(top, topFrom) & Vector256.GreaterThan(topTo, top);
                    if (onInk == Vector256<int>.Zero)
                    {
                        Clear(to);
                        continue;
                    }

                    Vector256<int> at = Avx2.MultiplyAddAdjacent(((top >>> StepBits) | ((left >>> StepBits) << 16)).AsInt16(), distances);
                    Vector256<int> across8 = left & low, down8 = top & low;
                    across8 |= across8 << 16;
                    Vector256<sbyte> columns = ((across8 << 8) - across8 + firstWeights).AsSByte();
                    Vector256<short> rows = ((down8 << 16) - down8 + secondWeights).AsInt16();
                    for (int c = 0; c < _channels; c++)
                    {
                        Vector256<byte> above = Avx2.GatherVector256((int*)(picture + c), at, 1).AsByte(), below = Avx2.GatherVector256((int*)(picture + stride + c), at, 1).AsByte();
                        Vector256<byte> four = Avx2.Shuffle(above, lower) | Avx2.Shuffle(below, upper);
                        Vector256<int> pixels = (Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(four, columns), rows) + half) >>> (2 * StepBits);
                        Store(pixels, to + c);
                    }
                }
            }
        }
    }

    private static Vector256<byte> Neighbours(int b0, int b1, int b2, int b3)
    {
        Vector128<byte> half = (Vector128.Create(0, 4, 8, 12) * 0x01010101).AsByte() + Vector128.Create(b0 | (b1 << 8) | (b2 << 16) | (b3 << 24)).AsByte();
        return Vector256.Create(half, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Nodes, Vector256<float> Steps) NodesOf(float* mesh, float down, Vector256<int> next)
    {
        Vector256<float> above = Vector256.Load(mesh), below = Vector256.Load(mesh + DistortionMesh.RowStride);
        Vector256<float> nodes = above + (Vector256.Create(down) * (below - above));
        return (nodes, Avx2.PermuteVar8x32(nodes, next) - nodes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Places(Vector256<float> nodes, Vector256<float> steps, Vector256<int> cell, Vector256<float> across, Vector256<int> most)
    {
        Vector256<float> places = Avx2.PermuteVar8x32(nodes, cell) + (across * Avx2.PermuteVar8x32(steps, cell));
        return Vector256.Min(Vector256.Max(Avx.ConvertToVector256Int32WithTruncation(places), Vector256<int>.Zero), most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<int> pixels, byte* result)
    {
        if (_channels == 1)
        {
            Vector128<short> words = Sse41.PackUnsignedSaturate(pixels.GetLower(), pixels.GetUpper()).AsInt16();
            *(ulong*)result = Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar();
            return;
        }

        for (int i = 0; i < Lanes; i++)
        {
            result[i * _channels] = (byte)pixels[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Clear(byte* result)
    {
        for (int c = 0; c < _channels; c++)
        {
            ((ulong*)result)[c] = 0;
        }
    }

    private static (int Cell, float Share) CellOf(int place, int count)
    {
        float at = (float)place * (DistortionMesh.Nodes - 1) / (count - 1);
        int cell = Math.Min((int)at, DistortionMesh.Nodes - 2);
        return (cell, at - cell);
    }
}
