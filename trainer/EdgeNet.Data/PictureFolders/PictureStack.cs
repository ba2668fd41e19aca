using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Data;

/// <summary>Pictures brought to one size as they come, so that no more of them is kept than its pixels.</summary>
/// <param name="size">Rows and columns. Where null: the size they all have, if that is at most 64x64, else 28x28.</param>
/// <param name="maxPixels">More pixels than this are refused.</param>
internal sealed class PictureStack((int Height, int Width)? size, long maxPixels = PictureStack.MaxPixels)
{
    // 4 GB of floats, as for a table.
    private const long MaxPixels = 1L << 30;
    private const int MaxCommonPixels = 64 * 64;
    private const int DefaultSide = 28;

    // While no size is given, all are as small as the first and of its size.
    private readonly List<Picture> _pictures = [];
    private (int Height, int Width)? _size = size;

    /// <summary>Rows of each.</summary>
    public int Height => (_size ?? SizeOfFirst).Height;

    /// <summary>Columns of each.</summary>
    public int Width => (_size ?? SizeOfFirst).Width;

    private (int Height, int Width) SizeOfFirst => (_pictures[0].Height, _pictures[0].Width);

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="path">Its file, for the error.</param>
    /// <exception cref="UserException">There are too many pixels.</exception>
    public void Add(Picture picture, string path)
    {
        if (_size is null && !IsLikeFirst(picture))
        {
            _size = (DefaultSide, DefaultSide);
            for (int i = 0; i < _pictures.Count; i++)
            {
                _pictures[i] = _pictures[i].Resize(DefaultSide, DefaultSide);
            }
        }

        _pictures.Add(_size is null ? picture : picture.Resize(Width, Height));
        if ((long)_pictures.Count * Height * Width > maxPixels)
        {
            throw new UserException($"{path}: is picture {_pictures.Count:N0} of {Height}x{Width} pixels, but at most {maxPixels:N0} pixels in all can be read; train with fewer or smaller pictures (--input-size)");
        }
    }

    /// <summary>All pixels, picture by picture.</summary>
    /// <returns>Numbers from 0 to 255.</returns>
    public float[] ToFeatures()
    {
        int pixels = Height * Width;
        float[] features = new float[_pictures.Count * pixels];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = _pictures[i / pixels].Pixels[i % pixels];
        }

        return features;
    }

    private bool IsLikeFirst(Picture picture) => _pictures.Count == 0
        ? picture.Width * picture.Height <= MaxCommonPixels
        : (picture.Height, picture.Width) == SizeOfFirst;
}
