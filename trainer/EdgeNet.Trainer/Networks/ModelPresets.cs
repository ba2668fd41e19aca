using EdgeNet.Data;

namespace EdgeNet.Trainer.Networks;

/// <summary>The layers behind the words tiny, small and accurate: convolutions for pictures, dense layers for anything else.</summary>
internal static class ModelPresets
{
    // A picture below this has no room for strides.
    private const int LargePicture = 12;
    private const int SmallestPicture = 6;

    // Above this, 16 channels of half the rows and columns are more than a tensor holds.
    private const int VeryLargePicture = 64;

    // Rows or columns that a dense layer is left with, and those from which a stride of 2 leaves as few.
    private const int Few = 4;
    private const int AlmostFew = 7;

    private const int SecondFilters = 12, MostFilters = 16;

    /// <summary>Chooses the layers.</summary>
    /// <param name="preset">How large the network is to be.</param>
    /// <param name="data">What it is to learn.</param>
    /// <returns>The layers, the last one included.</returns>
    public static Architecture For(ModelPreset preset, Dataset data)
    {
        int side = Math.Min(data.Shape.Height, data.Shape.Width);
        IEnumerable<string> layers = data.Shape.Rank == 1 || side < SmallestPicture ? Dense(preset) : side < LargePicture ? ForSmallPictures(preset) : ForPictures(preset, side, Math.Max(data.Shape.Height, data.Shape.Width));
        return Architecture.Parse(string.Join(", ", layers.Append($"dense {data.Labels.Length}")));
    }

    private static string[] Dense(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => ["dense 8 relu"],
        ModelPreset.Small => ["dense 32 relu"],
        _ => ["dense 64 relu", "dense 32 relu"],
    };

    private static string[] ForSmallPictures(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => ["conv 5 3x3", "pool 2"],
        ModelPreset.Small => ["conv 8 3x3 same", "conv 12 3x3 stride 2 same", "pool 2"],
        _ => ["conv 16 3x3 same", "conv 24 3x3 stride 2 same", "conv 32 3x3 same", "pool 2"],
    };

    private static IEnumerable<string> ForPictures(ModelPreset preset, int side, int longer) => preset switch
    {
        ModelPreset.Tiny => Tiny(side),
        ModelPreset.Small => Small(side),
        _ => Accurate(side, longer > VeryLargePicture ? 4 : 2),
    };

    // A coarse first look costs the least, and no layer is computed for places that the next one skips.
    private static IEnumerable<string> Tiny(int side)
    {
        yield return "conv 8 4x4 stride 3";
        side = ((side - 4) / 3) + 1;
        for (int filters = SecondFilters; side > Few; filters = MostFilters)
        {
            yield return $"conv {filters} 3x3 stride 2";
            side = ((side - 3) / 2) + 1;
        }
    }

    private static IEnumerable<string> Small(int side)
    {
        yield return "conv 8 3x3 stride 2 same";
        for (side = (side + 1) / 2; side > AlmostFew; side = (side + 1) / 2)
        {
            yield return $"conv {MostFilters} 3x3 stride 2 same";
        }

        if (side > Few)
        {
            yield return $"conv {MostFilters} 3x3 stride 2";
        }
    }

    private static IEnumerable<string> Accurate(int side, int stride)
    {
        yield return $"conv 16 5x5 stride {stride} same";
        for (side = (side + stride - 1) / stride; side > AlmostFew; side = (side + 1) / 2)
        {
            yield return "conv 32 3x3 stride 2 same";
        }

        yield return "conv 48 3x3 same";
        yield return "pool 2";
    }
}
