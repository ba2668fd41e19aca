using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The numbers of a layer with weights, and the statements that all such layers share.</summary>
/// <param name="source">The header.</param>
/// <param name="matrix">The weights.</param>
/// <param name="layer">Number of the layer, from 1.</param>
internal sealed class CMatrix(CSource source, MatrixInfo matrix, int layer)
{
    // Outputs that gcc -O2 adds up in vector registers without a remainder.
    private const int VectorOutputs = 8;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"{source.Name}_layer{layer}");

    /// <summary>Name of the array of weights.</summary>
    public string Weights => $"{_prefix}_weights";

    /// <summary>Type of its elements.</summary>
    public string WeightType => matrix.WeightBits == 8 ? "int8_t" : "uint8_t";

    /// <summary>Elements from a term's weights to those of the next.</summary>
    public int RowBytes => matrix.RowBytes;

    /// <summary>Writes the arrays.</summary>
    /// <param name="startWith">What all inputs are taken to be before their differences are added: sums start with biases plus that times all weights.</param>
    public void AppendArrays(int startWith)
    {
        byte[] file = source.Model.Data;
        int outputs = matrix.Outputs;
        byte[] weights = file[matrix.WeightsAt..(matrix.WeightsAt + matrix.WeightBytes)];
        source.AppendArray(WeightType, Weights, weights.Select(w => matrix.WeightBits == 8 ? (sbyte)w : (int)w));
        int[][] perOutput = startWith == 0 ? [] : OutputWeights.Of(file, matrix);
        source.AppendArray("int32_t", $"{_prefix}_bias", Enumerable.Range(0, outputs).Select(o => LittleEndian.Int32At(file, matrix.BiasAt + (4 * o)) + (startWith == 0 ? 0 : startWith * perOutput[o].Sum())));
        source.AppendArray("int32_t", $"{_prefix}_multiplier", Enumerable.Range(0, outputs).Select(o => LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * o))));
        source.AppendArray("uint8_t", $"{_prefix}_shift", Enumerable.Range(0, outputs).Select(o => (int)file[matrix.ShiftAt + o]));
        if (matrix.Activation.HasTable)
        {
            source.AppendArray("uint8_t", $"{_prefix}_table", Enumerable.Range(0, ModelFormat.TableLength).Select(i => (int)file[matrix.TableAt + i]));
        }
    }

    /// <summary>Starts the sums.</summary>
    public string Begin() => string.Create(CultureInfo.InvariantCulture, $$"""
        for (int o = 0; o < {{matrix.Outputs}}; o++) {
            {{source.Sums}}[o] = {{source.LongAt($"{_prefix}_bias + o")}};
        }
        """);

    /// <summary>Adds the products of a value, v, with the weights of its term, to which w points.</summary>
    public string Add() => AddEach("v");

    /// <summary>Adds the products of the weights of a term, to which w points.</summary>
    /// <param name="value">What output o's weight is multiplied with.</param>
    public string AddEach(string value)
    {
        if (matrix.WeightBits == 8)
        {
            int vectors = matrix.Outputs / VectorOutputs * VectorOutputs;
            return vectors == 0 || vectors == matrix.Outputs ? AddBytes(0, matrix.Outputs, value) : AddBytes(0, vectors, value) + "\n" + AddBytes(vectors, matrix.Outputs, value);
        }

        // Nibbles in two's complement: 8 to 15 are -8 to -1. The first of two outputs is in the low one.
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int o = 0; o < {{matrix.Outputs}}; o++) {
                int nibble = o % 2 == 0 ? {{source.ByteAt("w + o / 2")}} & 15 : {{source.ByteAt("w + o / 2")}} >> 4;
                {{source.Sums}}[o] += ((nibble ^ 8) - 8) * {{value}};
            }
            """);
    }

    /// <summary>Turns the sums into outputs.</summary>
    /// <param name="target">The array that receives them; null for logits.</param>
    /// <param name="at">What is added to the index.</param>
    public string Finish(string? target, string at)
    {
        ActivationInfo activation = matrix.Activation;
        string scaled = $"{source.Name}_{Scale()}({source.Sums}[o], {source.LongAt($"{_prefix}_multiplier + o")}, {source.ByteAt($"{_prefix}_shift + o")})";
        string plusZero = activation.ZeroPoint == 0 ? scaled : string.Create(CultureInfo.InvariantCulture, $"{scaled} + {activation.ZeroPoint}");
        string limited = string.Create(CultureInfo.InvariantCulture, $"{source.Name}_limit({plusZero}, {activation.Low}, {activation.High})");
        string value = target is null ? $"(int32_t){scaled}" : activation.HasTable ? source.ByteAt($"{_prefix}_table + {limited}") : limited;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int o = 0; o < {{matrix.Outputs}}; o++) {
                {{target ?? source.Sums}}[{{at}}o] = {{value}};
            }
            """);
    }

    // Numbers of 64 bits are slow to shift on processors of 32 and 8 bits, and hardly a layer needs it.
    private string Scale()
    {
        int least = source.Model.Data.AsSpan(matrix.ShiftAt, matrix.Outputs).ToArray().Min();
        return matrix.Activation.Rounding == ModelFormat.RoundTwice
            ? (least > 31 ? "scale_twice_far" : "scale_twice")
            : least > 32 ? "scale_far" : "scale";
    }

    private string AddBytes(int from, int to, string value) => string.Create(CultureInfo.InvariantCulture, $$"""
        for (int o = {{from}}; o < {{to}}; o++) {
            {{source.Sums}}[o] += {{source.Int8At("w + o")}} * {{value}};
        }
        """);
}
