namespace EdgeNet.Trainer.Layers;

/// <summary>Reads windows in the plain way.</summary>
internal static class Windows
{
    /// <summary>Copies a window: rows, columns, channels.</summary>
    /// <param name="x">The picture.</param>
    /// <param name="places">Where the window's pixels begin; -1 outside the picture.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="padding">What is read outside.</param>
    /// <param name="window">Receives places x channels values.</param>
    public static void Read<T>(T[] x, int[] places, int channels, T padding, T[] window)
    {
        for (int k = 0; k < places.Length; k++)
        {
            for (int c = 0; c < channels; c++)
            {
                window[(k * channels) + c] = places[k] < 0 ? padding : x[places[k] + c];
            }
        }
    }

    /// <summary>Copies one channel of a window: rows, columns.</summary>
    /// <param name="x">The picture.</param>
    /// <param name="places">Where the window's pixels begin; -1 outside the picture.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="padding">What is read outside.</param>
    /// <param name="window">Receives as many values as places.</param>
    public static void ReadChannel<T>(T[] x, int[] places, int channel, T padding, T[] window)
    {
        for (int k = 0; k < places.Length; k++)
        {
            window[k] = places[k] < 0 ? padding : x[places[k] + channel];
        }
    }
}
