using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Writes layers: of each its numbers and the function that computes it.</summary>
internal static class CLayers
{
    /// <summary>Writes a layer.</summary>
    /// <param name="source">The header.</param>
    /// <param name="index">0 for the first.</param>
    /// <exception cref="UserException">It is of a kind that is not written yet.</exception>
    public static void Append(CSource source, int index)
    {
        LayerInfo layer = source.Model.Layers[index];
        bool isLast = index == source.Model.Layers.Length - 1;
        string body = layer switch
        {
            DenseInfo dense => CDense.Body(source, dense, index + 1, isLast),
            ConvolutionInfo convolution => CConvolution.Body(source, convolution, index + 1),
            DepthwiseInfo depthwise => CDepthwise.Body(source, depthwise, index + 1),
            MaxPoolInfo pool => CMaxPool.Body(source, pool, index + 1),
            AveragePoolInfo pool => CAveragePool.Body(source, pool, index + 1),
            AddInfo addition => CAdd.Body(source, addition, index + 1),
            AddTwiceInfo addition => CAddTwice.Body(source, addition, index + 1),
            TableInfo table => CTable.Body(source, table, index + 1),
            MeanInfo mean => CMean.Body(source, mean, index + 1),
            ConcatenationInfo concatenation => CConcatenation.Body(source, concatenation, index + 1),
            PadInfo pad => CPad.Body(source, pad, index + 1),
            ReshapeInfo reshape => CReshape.Body(source, reshape, index + 1),
            AnswerInfo answer => CAnswer.Body(source, answer),
            _ => throw new UserException($"layer {index + 1} is of a kind that has no C yet ({layer.KindName}). Deploy the model as a file"),
        };
        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* Layer {{index + 1}}: {{layer.KindName}}, {{Shape(layer.Input)}} to {{Shape(layer.Output)}}. */
            static void {{source.Name}}_layer{{index + 1}}(void)
            {
                {{CText.Indent(body, 4)}}
            }
            """));
    }

    private static string Shape(TensorShape shape) => string.Create(CultureInfo.InvariantCulture, $"{shape.Height} x {shape.Width} x {shape.Channels}");
}
