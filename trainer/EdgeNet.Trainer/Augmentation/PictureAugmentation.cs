using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Augmentation;

/// <summary>
/// Shows a network every picture a little different in each epoch: shifted, turned, stretched, sheared and bent, with noise and with a piece missing.
/// What a picture looks like depends on the seed, the epoch and the sample alone, so threads may load the pictures in any order.
/// </summary>
internal sealed class PictureAugmentation
{
    /// <summary>Bytes behind the last picture that may be read, though not used.</summary>
    public const int SlackBytes = 4;

    // Networks as small as this lose more by not seeing pictures as they are than they gain: half of the pictures stay.
    private const int FewParameters = 10_000;
    private const float CleanShareOfFew = 0.5f;

    private const int SmallestSide = 4;

    private readonly Shape _shape;
    private readonly int _seed;
    private readonly float _cleanShare;
    private readonly Resampler _resampler;
    private readonly Blemishes _blemishes;
    private readonly Ink[] _ink;

    /// <summary>Prepares for a dataset.</summary>
    /// <param name="data">Pictures.</param>
    /// <param name="parameters">Weights and biases of the network that learns them.</param>
    /// <param name="seed">The user's seed.</param>
    /// <exception cref="UserException">The data are no pictures.</exception>
    public PictureAugmentation(Dataset data, int parameters, int seed)
    {
        if (data.Kind == FeatureKind.Columns || data.Shape.Height < SmallestSide || data.Shape.Width < SmallestSide)
        {
            throw new UserException($"{data.Name}: --augment is for pictures of at least {SmallestSide}x{SmallestSide} pixels, and these are samples of {data.Shape} values; omit it");
        }

        _shape = data.Shape;
        _seed = seed;
        _cleanShare = parameters < FewParameters ? CleanShareOfFew : 0f;
        _resampler = new Resampler(_shape);
        _blemishes = new Blemishes(_shape, seed);
        float black = data.CommonRange().Low;
        _ink = [.. Enumerable.Range(0, data.Count).Select(s => Ink.Of(data.Sample(s), _shape, black))];
    }

    /// <summary>Whether some pictures stay as they are.</summary>
    public bool KeepsSome => _cleanShare > 0f;

    /// <summary>Makes a picture as it is to be seen in an epoch.</summary>
    /// <param name="picture">The picture; after it are at least <see cref="SlackBytes"/> more bytes.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="sample">Index of the sample.</param>
    /// <param name="result">Receives it.</param>
    /// <returns>Whether it is not as it was.</returns>
    public unsafe bool Apply(byte* picture, int epoch, int sample, byte* result)
    {
        SeededRandom random = new(_seed, "augment", ((long)epoch << 32) | (uint)sample);
        if (random.NextSingle() < _cleanShare)
        {
            new ReadOnlySpan<byte>(picture, _shape.Count).CopyTo(new Span<byte>(result, _shape.Count));
            return false;
        }

        float* mesh = stackalloc float[DistortionMesh.Floats];
        DistortionMesh.Draw(random, _shape, mesh);
        _resampler.Resample(picture, _ink[sample], mesh, result);
        _blemishes.Add(random, result);
        return true;
    }
}
