using EdgeNet.Files;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Lowering;

/// <summary>How raw values become the bytes that a network reads.</summary>
internal static class InputMapping
{
    /// <summary>Scales and offsets: byte = raw * scale + offset, for a real input of (raw - mean) / deviation.</summary>
    /// <returns>One pair for all values, or one each where channels differ.</returns>
    public static (float[] Scale, float[] Offset) Of(GraphTensor input, IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        int channels = input.Shape.Channels;
        foreach (IReadOnlyList<float> numbers in (IReadOnlyList<float>[])[mean, deviation])
        {
            if (numbers.Count != 1 && numbers.Count != channels)
            {
                throw new UserException($"{numbers.Count} numbers for the mean or deviation of {channels} channels; give one for all, or one each");
            }
        }

        AffineStep step = input.Step!;
        (float, float)[] pairs = [.. Enumerable.Range(0, channels).Select(c =>
        {
            double factor = 1 / ((double)deviation[deviation.Count > 1 ? c : 0] * step.Scale);
            return ((float)factor, (float)(step.Zero - (mean[mean.Count > 1 ? c : 0] * factor)));
        })];
        if (Array.TrueForAll(pairs, p => p == pairs[0]))
        {
            return ([pairs[0].Item1], [pairs[0].Item2]);
        }

        int places = input.Shape.Count / channels;
        return ([.. Enumerable.Range(0, places).SelectMany(_ => pairs.Select(p => p.Item1))], [.. Enumerable.Range(0, places).SelectMany(_ => pairs.Select(p => p.Item2))]);
    }
}
