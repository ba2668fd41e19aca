using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Weights and biases in our order.</summary>
internal static class WeightReader
{
    /// <summary>Refuses weights that no model file holds, before there is room for them.</summary>
    public static void CheckSize(NodeReader node, int outputs, long terms)
    {
        if (outputs > ModelFormat.MaxOutputs || terms > ModelFormat.MaxTerms || outputs * terms > ModelFormat.MaxFileLength)
        {
            throw node.Error($"{outputs:N0} outputs of {terms:N0} products each; at most {ModelFormat.MaxOutputs:N0} outputs, {ModelFormat.MaxTerms:N0} products and {ModelFormat.MaxFileLength:N0} weights are allowed");
        }

        node.Network.Take(2 * outputs * terms);
    }

    /// <summary>Reads them.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="terms">Products in a sum.</param>
    /// <param name="from">Where each weight is among the constants; -1 for 0.</param>
    /// <param name="weights">The constants.</param>
    /// <param name="axis">Their dimension of outputs.</param>
    /// <param name="bias">One per output, or one number; null for none.</param>
    /// <param name="input">The step of what the layer reads; null if it reads real numbers.</param>
    /// <returns>Integers if both weights and input are some, else real numbers.</returns>
    /// <exception cref="Files.UserException">There are not as many biases as outputs, or a number is not finite.</exception>
    public static GraphWeights Read(NodeReader node, int outputs, int terms, int[] from, OnnxConstant weights, int axis, OnnxConstant? bias, AffineStep? input)
    {
        if (bias is not null && bias.Count != outputs && bias.Count != 1)
        {
            throw node.Error($"it has {bias.Count:N0} biases for {outputs:N0} outputs");
        }

        double[] biases = bias is null ? new double[outputs] : [.. Enumerable.Range(0, outputs).Select(o => bias.Values[bias.Count == 1 ? 0 : o])];
        if (input is not null && weights.Integers is { } integers && Integers(outputs, terms, from, integers, axis, biases, input) is { } read)
        {
            return read;
        }

        float[] real = Array.ConvertAll(from, at => at < 0 ? 0f : (float)weights.Values[at]);
        float[] added = Array.ConvertAll(biases, b => (float)b);
        return real.All(float.IsFinite) && added.All(float.IsFinite) ? new RealWeights(outputs, terms, real, added) : throw node.Error("a weight is not a finite number");
    }

    // Null where they do not fit: differences of more than a byte, or a bias of more than 32 bits.
    private static IntegerWeights? Integers(int outputs, int terms, int[] from, OnnxIntegers integers, int axis, double[] biases, AffineStep input)
    {
        if (integers.Values.Any(v => v is < sbyte.MinValue or > sbyte.MaxValue) || (integers.Scales.Length > 1 && (integers.Axis != axis || integers.Scales.Length != outputs)))
        {
            return null;
        }

        double[] rounded = [.. biases.Select((b, o) => Math.Round(b / ((double)input.Scale * integers.Scales[integers.Scales.Length == 1 ? 0 : o])))];
        return Array.TrueForAll(rounded, b => Math.Abs(b) < int.MaxValue)
            ? new IntegerWeights(outputs, terms, Array.ConvertAll(from, at => at < 0 ? (sbyte)0 : (sbyte)integers.Values[at]), integers.Scales, Array.ConvertAll(rounded, b => (int)b)) : null;
    }
}
