using EdgeNet.Core;

namespace EdgeNet.Import.Onnx;

/// <summary>Dimensions, and the numbers of places.</summary>
internal static class OnnxShape
{
    // More say nothing more in a message.
    private const int MostShown = 8;

    /// <summary>The first of some numbers, for messages.</summary>
    public static string Text<T>(IReadOnlyCollection<T> numbers, string between = "x") => string.Join(between, numbers.Take(MostShown)) + (numbers.Count > MostShown ? $"{between}..." : "");

    /// <summary>Number of values. Dimensions have been checked where they came from.</summary>
    public static int CountOf(ReadOnlySpan<int> dimensions)
    {
        int count = 1;
        foreach (int d in dimensions)
        {
            count = checked(count * d);
        }

        return count;
    }

    /// <summary>From one place of a dimension to the next; in the order of dimensions.</summary>
    public static int[] StridesOf(int[] dimensions)
    {
        int[] strides = new int[dimensions.Length];
        for (int d = dimensions.Length - 1, stride = 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= dimensions[d];
        }

        return strides;
    }

    /// <summary>0 to the number of places less 1.</summary>
    public static int[] Identity(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>The order of a picture that ONNX has channel by channel.</summary>
    public static int[] ChannelsFirst(TensorShape shape)
    {
        int[] order = new int[shape.Count];
        int places = shape.Height * shape.Width;
        for (int p = 0; p < order.Length; p++)
        {
            order[p] = (p % shape.Channels * places) + (p / shape.Channels);
        }

        return order;
    }

    /// <summary>For each place of the result of a transposition, the place that it comes from.</summary>
    public static int[] TransposedFrom(int[] dimensions, int[] permutation)
    {
        int[] strides = StridesOf(dimensions), result = Array.ConvertAll(permutation, d => dimensions[d]), from = new int[CountOf(dimensions)];
        int[] index = new int[result.Length];
        for (int p = 0; p < from.Length; p++)
        {
            int at = 0;
            for (int d = 0; d < index.Length; d++)
            {
                at += index[d] * strides[permutation[d]];
            }

            from[p] = at;
            for (int d = index.Length - 1; d >= 0 && ++index[d] == result[d]; d--)
            {
                index[d] = 0;
            }
        }

        return from;
    }

    /// <summary>The dimensions that two tensors have when each is repeated along dimensions of 1; null if that is not possible.</summary>
    public static int[]? Broadcast(int[] a, int[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        int[] result = new int[rank];
        for (int d = 1; d <= rank; d++)
        {
            int x = d <= a.Length ? a[^d] : 1, y = d <= b.Length ? b[^d] : 1;
            if (x != y && x != 1 && y != 1)
            {
                return null;
            }

            result[^d] = x == 1 ? y : x;
        }

        return result;
    }

    /// <summary>Where a repeated tensor is read for a place of the result.</summary>
    /// <param name="place">Number of the place of the result.</param>
    /// <param name="result">Dimensions of the result.</param>
    /// <param name="dimensions">Dimensions of the tensor, at most as many; each as in the result, or 1.</param>
    public static int PlaceIn(int place, int[] result, int[] dimensions)
    {
        int at = 0;
        for (int d = 1, stride = 1; d <= dimensions.Length; d++)
        {
            at += dimensions[^d] == 1 ? 0 : place % result[^d] * stride;
            place /= result[^d];
            stride *= dimensions[^d];
        }

        return at;
    }
}
