using System.Globalization;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A network that sees a picture through convolutions, as code. The first layer adds what each pixel that is not zero gives to the windows
/// that see it; the others are dot products of packed values, and windows that see only background cost next to nothing.
/// </summary>
internal static class PictureCode
{
    // Bits of an int, its sign apart.
    private const int MaxColumns = 31;

    /// <summary>Writes what the network's class consists of.</summary>
    /// <param name="model">The model; its first layer is a convolution.</param>
    /// <returns>The parts; null if the network is too large for this, or has another kind of layer.</returns>
    public static CodeParts? Write(ModelFile model)
    {
        if (!Allows(model))
        {
            return null;
        }

        int layers = model.Layers.Length;
        int[][][] weights = Array.ConvertAll(model.Layers, l => OutputWeights.Of(model.Data, l.Matrix));
        PackedTensor?[] tensors = new PackedTensor?[layers + 1];
        DotProductCode?[] dots = new DotProductCode?[layers];
        FirstConvolutionCode first = new(model, weights[0]);
        if (!first.Fits)
        {
            return null;
        }

        tensors[1] = Packed(model, 1, weights[1], first.Background);
        for (int l = 1; l < layers; l++)
        {
            DotProductCode dot = dots[l] = new DotProductCode(model, l, weights[l], tensors[l]!);
            tensors[l + 1] = l == layers - 1 ? null : Packed(model, l + 1, weights[l + 1], dot.Background);
        }

        if (first.CodeBytes + dots.Sum(d => d?.CodeBytes ?? 0) > NetworkCode.MaxCodeBytes)
        {
            return null;
        }

        StringBuilder fields = new(), methods = new();
        for (int l = 0; l < layers; l++)
        {
            if (tensors[l + 1] is { } output)
            {
                fields.Append(CultureInfo.InvariantCulture, $"    private static readonly long[] values{l} = new long[{output.Length}];\n    private static readonly int[] seen{l} = new int[{output.Rows}];\n");
            }
        }

        first.Append(fields, methods, tensors[1]!);
        for (int l = 1; l < layers; l++)
        {
            dots[l]!.Append(fields, methods, tensors[l + 1]);
        }

        string calls = string.Concat(Enumerable.Range(0, layers).Select(l => FormattableString.Invariant($"        {(l == layers - 1 ? "return " : "")}Layer{l}({(l == 0 ? "raw" : "")});\n")));
        return new CodeParts(fields.ToString(), calls, methods.ToString(), "byte");
    }

    // Convolutions and dense layers one after another, over pixels.
    private static bool Allows(ModelFile model) => !model.Input.PerFeature && model.Input.Planes == 1 && ((ConvolutionInfo)model.Layers[0]).PaddingValue == 0
        && model.Layers.Select((layer, l) => layer is ConvolutionInfo or DenseInfo && layer.First == l && (l == 0 || (Columns(layer) <= MaxColumns && DotProductCode.Allows(layer)))).All(allows => allows);

    // With their padding.
    private static int Columns(LayerInfo layer) => layer.Input.Width + (layer is ConvolutionInfo { Window: { } window } ? window.Left + window.Right : 0);

    // The tensor that a layer reads: its lanes are those whose sums the layer can read, its border is what the layer sees beyond it.
    private static PackedTensor Packed(ModelFile model, int layer, int[][] weights, int[] background)
    {
        LayerInfo reader = model.Layers[layer];
        LayerWindow? window = (reader as ConvolutionInfo)?.Window;
        DotLanes lanes = DotLanes.Of(weights, reader.Input.Channels, model.MaxInput(reader));
        return new PackedTensor(reader.Input, lanes, background, window?.Top ?? 0, window?.Left ?? 0, window?.Bottom ?? 0, window?.Right ?? 0);
    }
}
