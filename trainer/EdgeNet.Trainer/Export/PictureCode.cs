using System.Globalization;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A network that sees a picture through convolutions, as code. The first layer adds what each pixel that is not zero gives to the windows
/// that see it; the others are dot products of packed values, and windows that see only background cost next to nothing.
/// </summary>
internal static class PictureCode
{
    private const string Instead = "Deploy it as a file, or export it without --csharp";

    // Bits of an int, its sign apart.
    private const int MaxColumns = 31;

    /// <summary>Writes what the network's class consists of.</summary>
    /// <param name="model">The model; its first layer is a convolution.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="UserException">The network is too large for this, or has another kind of layer.</exception>
    public static CodeParts Write(ModelFile model)
    {
        Check(model);
        int layers = model.Layers.Length;
        int[][][] weights = Array.ConvertAll(model.Layers, l => OutputWeights.Of(model.Data, l.Matrix));
        PackedTensor?[] tensors = new PackedTensor?[layers + 1];
        DotProductCode?[] dots = new DotProductCode?[layers];
        FirstConvolutionCode first = new(model, weights[0]);
        tensors[1] = Packed(model, 1, weights[1], first.Background);
        for (int l = 1; l < layers; l++)
        {
            DotProductCode dot = dots[l] = new DotProductCode(model, l, weights[l], tensors[l]!);
            tensors[l + 1] = l == layers - 1 ? null : Packed(model, l + 1, weights[l + 1], dot.Background);
        }

        StraightLineCode.CheckSize(first.CodeBytes + dots.Sum(d => d?.CodeBytes ?? 0));
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
        return new CodeParts(fields.ToString(), calls, methods.ToString());
    }

    private static void Check(ModelFile model)
    {
        if (model.Input.PerFeature || model.Input.Planes > 1)
        {
            throw new UserException($"straight-line code with convolutions reads pixels, but this model reads columns or values of more than 8 bits. {Instead}");
        }

        for (int l = 0; l < model.Layers.Length; l++)
        {
            LayerInfo layer = model.Layers[l];
            if (layer.First != l)
            {
                throw new UserException($"straight-line code needs every layer to read the previous one, but layer {l + 1} of this model reads another tensor. {Instead}");
            }

            if (layer is not (ConvolutionInfo or DenseInfo))
            {
                throw new UserException($"straight-line code supports convolutions and dense layers; this model has a layer of another kind ({layer.KindName}). {Instead}");
            }
        }

        if (((ConvolutionInfo)model.Layers[0]).PaddingValue != 0)
        {
            throw new UserException($"straight-line code needs a padding of zeros in the first layer. {Instead}");
        }
    }

    // The tensor that a layer reads: its lanes are those whose sums the layer can read, its border is what the layer sees beyond it.
    private static PackedTensor Packed(ModelFile model, int layer, int[][] weights, int[] background)
    {
        LayerInfo reader = model.Layers[layer];
        LayerWindow? window = (reader as ConvolutionInfo)?.Window;
        if (reader.Input.Width + (window is null ? 0 : window.Left + window.Right) > MaxColumns)
        {
            throw new UserException($"straight-line code supports at most {MaxColumns} columns after the first layer, but layer {layer + 1} reads {reader.Input.Width} and their padding. {Instead}");
        }

        DotLanes lanes = DotLanes.Of(weights, reader.Input.Channels, model.MaxInput(reader));
        return new PackedTensor(reader.Input, lanes, background, window?.Top ?? 0, window?.Left ?? 0, window?.Bottom ?? 0, window?.Right ?? 0);
    }
}
