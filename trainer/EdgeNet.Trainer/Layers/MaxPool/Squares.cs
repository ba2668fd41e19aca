using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Where the four values of each square are. Pictures are stored row by row, channels innermost.</summary>
internal sealed class Squares
{
    public Squares(Shape input)
    {
        Right = input.Channels;
        Below = input.Width * input.Channels;
        First = new int[input.Height / 2 * (input.Width / 2) * input.Channels];
        int square = 0;
        for (int row = 0; row + 2 <= input.Height; row += 2)
        {
            for (int column = 0; column + 2 <= input.Width; column += 2)
            {
                for (int c = 0; c < input.Channels; c++)
                {
                    First[square++] = (row * Below) + (column * Right) + c;
                }
            }
        }
    }

    /// <summary>Index of each square's value at the top left: squares row by row, channels innermost.</summary>
    public int[] First { get; }

    /// <summary>From a value to the one on its right.</summary>
    public int Right { get; }

    /// <summary>From a value to the one below.</summary>
    public int Below { get; }

    /// <summary>Shape of a picture with a place for each square.</summary>
    public static Shape Of(Shape input) => input with { Height = input.Height / 2, Width = input.Width / 2 };
}
