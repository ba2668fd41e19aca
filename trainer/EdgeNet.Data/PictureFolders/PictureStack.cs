using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Data;

/// <summary>Pictures brought to one size as they come, so that no more of them is kept than its pixels.</summary>
/// <param name="size">Rows and columns. Where null: the size they all have, if that is at most 64x64, else 28x28.</param>
/// <param name="colour">Whether they are in colour. Where null: if any of them, in its new size, has colours to see.</param>
/// <param name="maxValues">More values than this are refused.</param>
internal sealed class PictureStack((int Height, int Width)? size, bool? colour, long maxValues = PictureStack.MaxValues)
{
    // 4 GB of floats, as for a table.
    private const long MaxValues = 1L << 30;
    private const int MaxCommonPixels = 64 * 64;
    private const int DefaultSide = 28;

    // While no size is given, all are as small as the first and of its size.
    private readonly List<Picture> _pictures = [];
    private (int Height, int Width)? _size = size;
    private bool _isColoured = colour == true;

    /// <summary>The shape of each.</summary>
    public Shape Shape => _isColoured ? new Shape(3, Height, Width, Channels) : Shape.Grey(Height, Width);

    private string InColour => _isColoured ? " in colour" : "";

    private int Channels => _isColoured ? 3 : 1;

    private int Height => (_size ?? SizeOfFirst).Height;

    private int Width => (_size ?? SizeOfFirst).Width;

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

        Picture sized = _size is null ? picture : picture.Resize(Width, Height);
        _isColoured |= colour is null && sized.IsColoured;

        // Its colours may have to be kept for the sake of a picture that is yet to come.
        _pictures.Add(colour == false ? sized.WithChannels(1) : sized);
        if ((long)Height * Width * Channels > ModelFormat.MaxTensor)
        {
            throw new UserException($"{path}: {Height}x{Width} pixels{InColour} are {(long)Height * Width * Channels:N0} values, but a model has at most {ModelFormat.MaxTensor:N0} inputs; train with smaller pictures (--input-size){(_isColoured ? " or in grey (--grey)" : "")}");
        }

        if ((long)_pictures.Count * Height * Width * Channels > maxValues)
        {
            throw new UserException($"{path}: is picture {_pictures.Count:N0} of {Height}x{Width} pixels{InColour}, but at most {maxValues / Channels:N0} pixels in all can be read; train with fewer or smaller pictures (--input-size)");
        }
    }

    /// <summary>All pixels, picture by picture.</summary>
    /// <returns>Numbers from 0 to 255.</returns>
    public float[] ToFeatures()
    {
        int count = Shape.Count, channels = Channels;
        float[] features = new float[_pictures.Count * count];
        for (int i = 0; i < _pictures.Count; i++)
        {
            byte[] pixels = _pictures[i].WithChannels(channels).Pixels;
            for (int p = 0; p < count; p++)
            {
                features[(i * count) + p] = pixels[p];
            }
        }

        return features;
    }

    private bool IsLikeFirst(Picture picture) => _pictures.Count == 0
        ? picture.Width * picture.Height <= MaxCommonPixels
        : (picture.Height, picture.Width) == SizeOfFirst;
}
