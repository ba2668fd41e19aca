using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Augmentation;

/// <summary>Noise, and a piece that is missing.</summary>
internal sealed unsafe class Blemishes
{
    private const float NoisyShare = 0.5f;
    private const float NoiseDeviation = 6f;
    private const float ErasedShare = 0.25f;
    private const int TableBytes = 4096;

    // Sides of the missing piece, as shares of the picture's.
    private const float SmallestPiece = 0.08f;
    private const float LargestPiece = 0.25f;

    private readonly Shape _shape;
    private readonly byte[] _more;
    private readonly byte[] _less;

    /// <summary>Prepares for pictures.</summary>
    /// <param name="shape">Their shape.</param>
    /// <param name="seed">Seed of the noise.</param>
    public Blemishes(Shape shape, int seed)
    {
        _shape = shape;
        _more = new byte[TableBytes + shape.Count];
        _less = new byte[_more.Length];
        SeededRandom random = new(seed, "noise");
        for (int i = 0; i < _more.Length; i++)
        {
            float noise = NoiseDeviation * random.NextGaussian();
            (_more[i], _less[i]) = ((byte)Math.Clamp(noise, 0f, 255f), (byte)Math.Clamp(-noise, 0f, 255f));
        }
    }

    /// <summary>Draws whether there are any, and adds them.</summary>
    /// <param name="random">Where numbers come from.</param>
    /// <param name="picture">The picture.</param>
    public void Add(SeededRandom random, byte* picture)
    {
        if (random.NextSingle() < NoisyShare)
        {
            AddNoise(picture, random.Next(TableBytes));
        }

        if (random.NextSingle() < ErasedShare)
        {
            int height = Piece(random, _shape.Height), width = Piece(random, _shape.Width);
            Erase(picture, random.Next(_shape.Height - height + 1), random.Next(_shape.Width - width + 1), height, width);
        }
    }

    private static int Piece(SeededRandom random, int side) => Math.Max(1, (int)(side * random.Between(SmallestPiece, LargestPiece)));

    // A black background stays black: it costs a board no time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNoise(byte* picture, int from)
    {
        fixed (byte* more = &_more[from])
        fixed (byte* less = &_less[from])
        {
            int i = 0;
            for (; i + Vector256<byte>.Count <= _shape.Count; i += Vector256<byte>.Count)
            {
                Vector256<byte> pixels = Vector256.Load(picture + i);
                Vector256<byte> noisy = Vector256.SubtractSaturate(Vector256.AddSaturate(pixels, Vector256.Load(more + i)), Vector256.Load(less + i));
                Vector256.Store(Vector256.AndNot(noisy, Vector256.Equals(pixels, Vector256<byte>.Zero)), picture + i);
            }

            for (; i < _shape.Count; i++)
            {
                picture[i] = picture[i] == 0 ? (byte)0 : (byte)Math.Clamp(picture[i] + more[i] - less[i], 0, 255);
            }
        }
    }

    // What is missing looks like the corner, which usually shows the background.
    private void Erase(byte* picture, int top, int left, int height, int width)
    {
        int channels = _shape.Channels;
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    picture[(((y * _shape.Width) + x) * channels) + c] = picture[c];
                }
            }
        }
    }
}
