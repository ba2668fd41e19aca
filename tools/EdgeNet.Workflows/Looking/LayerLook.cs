using EdgeNet.Core;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Workflows;

/// <summary>What a layer of a model file is, takes and loses.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Kind">Such as dense.</param>
/// <param name="Output">Shape of what it gives, such as 13x13x8.</param>
/// <param name="Activation">Such as relu; of the last layer, the output function.</param>
/// <param name="WeightBytes">Bytes of its weights in the file.</param>
/// <param name="WeightBits">Bits of a weight; null if it has none.</param>
/// <param name="OutputBytes">Bytes of what it gives. Layers share this memory.</param>
/// <param name="RamBytes">Heap of a board that the layer keeps once it is loaded, its outputs apart.</param>
/// <param name="Macs">Multiply-adds of a run.</param>
/// <param name="Microseconds">Predicted time of a run; null if the board cannot hold the model.</param>
/// <param name="Loss">What quantisation cost it; null if the network in floating point is not known: a model file does not hold it.</param>
public sealed record LayerLook(int Number, string Kind, string Output, string Activation, int WeightBytes, int? WeightBits, int OutputBytes, int RamBytes, int Macs, double? Microseconds, LayerLoss? Loss)
{
    /// <summary>Looks at all layers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="times">The times of the layers; null if they are not known.</param>
    /// <param name="losses">What quantisation cost the layers; null if it is not known.</param>
    /// <returns>One per layer.</returns>
    public static LayerLook[] Of(ModelFile model, LayerTimes? times, IReadOnlyList<LayerLoss>? losses) =>
    [
        .. model.Layers.Select((layer, i) => new LayerLook(i + 1, layer.KindName, ShapeText(layer.Output), ActivationName(model, i), layer.Matrix?.WeightBytes ?? 0, layer.Matrix?.WeightBits,
            i == model.Layers.Length - 1 ? sizeof(int) * layer.Outputs : layer.Outputs, layer.RequiredRam(MemoryPlan.SkipsZeros(model.Input, layer)), layer.Macs, times?.Layers[i], losses?[i])),
    ];

    /// <summary>Name of a layer's activation; of the last layer, the output function.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>Such as relu.</returns>
    public static string ActivationName(ModelFile model, int layer) =>
        (layer == model.Layers.Length - 1 ? model.Output.Function : model.Layers[layer].Activation.Function) switch
        {
            ModelFormat.LiteRtSoftmax => "softmax",
            ModelFormat.Lookup => "table",
            int other => ((Activation)other).ToString().ToLowerInvariant(),
        };

    /// <summary>A shape for people: a list is a column of pixels, or the channels of one.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>Such as 13x13x8, or 10.</returns>
    public static string ShapeText(TensorShape shape) => shape.Height == 1 && shape.Width == 1 ? $"{shape.Channels:N0}"
        : shape.Width == 1 && shape.Channels == 1 ? $"{shape.Height:N0}" : $"{shape.Height}x{shape.Width}{(shape.Channels == 1 ? "" : $"x{shape.Channels}")}";
}
