using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>A dense layer: every input that is not zero adds its products to all sums.</summary>
internal static class CDense
{
    /// <summary>Writes the layer's numbers.</summary>
    /// <returns>The statements of its function.</returns>
    public static string Body(CSource source, DenseInfo layer, int number, bool isLast)
    {
        CMatrix matrix = new(source, layer.Matrix, number);
        matrix.AppendArrays(0);
        string x = source.Tensor(layer.First);
        bool isWide = layer.First == 0 && source.Model.Input.Planes == 2;
        string value = isWide ? $"int32_t v = (int32_t){x}[i] | (int32_t){source.Name}_memory.high[i] << 8;" : $"int v = {x}[i];";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            const {{matrix.WeightType}} *w = {{matrix.Weights}};
            {{matrix.Begin()}}
            for (int i = 0; i < {{layer.Matrix.Terms}}; i++, w += {{matrix.RowBytes}}) {
                {{value}}
                if (v == 0) {
                    continue;
                }
                {{CText.Indent(matrix.Add(), 4)}}
            }
            {{matrix.Finish(isLast ? null : source.Tensor(number), "")}}
            """);
    }
}
