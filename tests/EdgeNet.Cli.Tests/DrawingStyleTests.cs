using EdgeNet.Data;
using EdgeNet.Pictures;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>New drawings become like those of the training: squares of 6x6 in pictures of 12x12.</summary>
public sealed class DrawingStyleTests
{
    [Fact]
    public void Drawings_that_are_always_in_the_middle_and_of_one_size_are_told_from_others()
    {
        DrawingStyle same = DrawingStyle.Of(Squares(0, (3, 3, 6), (3, 3, 6), (3, 3, 6)));
        Assert.Equal(((0.5, 0.5), 0.5), (same.Centre, same.Size!.Value));
        Assert.Equal(0, same.Background);
        DrawingStyle anywhere = DrawingStyle.Of(Squares(255, (1, 1, 6), (5, 5, 6), (1, 5, 6)));
        Assert.Null(anywhere.Centre);
        Assert.Equal(0.5, anywhere.Size);
        Assert.Equal(255, anywhere.Background);
        Assert.Null(DrawingStyle.Of(Squares(0, (5, 5, 2), (1, 1, 10), (3, 3, 6))).Size);
    }

    [Fact]
    public void A_drawing_in_a_corner_moves_to_the_middle_and_grows_to_the_usual_size()
    {
        DrawingStyle style = DrawingStyle.Of(Squares(0, (3, 3, 6), (3, 3, 6)));
        Picture drawing = Square(120, 0, 0, 0, 30);
        Assert.Equal(Square(12, 0, 3, 3, 6).Pixels, style.Prepare(drawing, 12, 12).Pixels);
    }

    [Fact]
    public void Where_drawings_are_anywhere_they_are_only_made_smaller()
    {
        DrawingStyle style = DrawingStyle.Of(Squares(0, (1, 1, 2), (5, 5, 6), (1, 1, 10)));
        Assert.Equal(Square(120, 0, 40, 10, 30).Resize(12, 12).Pixels, style.Prepare(Square(120, 0, 40, 10, 30), 12, 12).Pixels);
    }

    [Fact]
    public void An_empty_drawing_stays_empty()
    {
        DrawingStyle style = DrawingStyle.Of(Squares(0, (3, 3, 6), (3, 3, 6)));
        Assert.All(style.Prepare(new Picture(120, 120, new byte[120 * 120]), 12, 12).Pixels, p => Assert.Equal(0, p));
    }

    private static Dataset Squares(byte background, params (int Top, int Left, int Side)[] squares) => new("squares", TaskKind.Classification, Shape.Grey(12, 12), FeatureKind.Pixels,
        [.. squares.SelectMany(s => Square(12, background, s.Top, s.Left, s.Side).Pixels.Select(p => (float)p))], new float[squares.Length], ["a"]);

    private static Picture Square(int size, byte background, int top, int left, int side)
    {
        byte[] pixels = new byte[size * size];
        for (int i = 0; i < pixels.Length; i++)
        {
            bool isInside = i / size >= top && i / size < top + side && i % size >= left && i % size < left + side;
            pixels[i] = isInside ? (byte)(255 - background) : background;
        }

        return new Picture(size, size, pixels);
    }
}
