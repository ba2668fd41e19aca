using EdgeNet.Data;

namespace EdgeNet.Trainer.Augmentation;

/// <summary>The part of a picture that is not black. Around digits there is much that need not be computed.</summary>
/// <param name="Left">First column; above Right if all is black.</param>
/// <param name="Right">Last column.</param>
/// <param name="Top">First row.</param>
/// <param name="Bottom">Last row.</param>
internal readonly record struct Ink(ushort Left, ushort Right, ushort Top, ushort Bottom)
{
    /// <summary>Finds it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="black">The value of black.</param>
    public static Ink Of(ReadOnlySpan<float> picture, Shape shape, float black)
    {
        int left = ushort.MaxValue, right = 0, top = ushort.MaxValue, bottom = 0, stride = shape.Width * shape.Channels;
        for (int y = 0; y < shape.Height; y++)
        {
            ReadOnlySpan<float> row = picture.Slice(y * stride, stride);
            int first = row.IndexOfAnyExcept(black);
            if (first >= 0)
            {
                (left, right) = (Math.Min(left, first / shape.Channels), Math.Max(right, row.LastIndexOfAnyExcept(black) / shape.Channels));
                (top, bottom) = (Math.Min(top, y), y);
            }
        }

        return new Ink((ushort)left, (ushort)right, (ushort)top, (ushort)bottom);
    }
}
