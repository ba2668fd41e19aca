using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Layers.MaxPool;

namespace EdgeNet.Trainer.Networks;

/// <summary>The kinds of layers there are: a new kind adds a line.</summary>
internal static class LayerKinds
{
    /// <summary>The word that names each kind, and what reads the words after it.</summary>
    public static readonly IReadOnlyList<(string Word, Func<LayerWords, LayerSpec> Read)> All =
    [
        ("dense", DenseSpec.Read),
        ("conv", ConvolutionSpec.Read),
        ("conv1d", ConvolutionSpec.ReadSequence),
        ("pointwise", ConvolutionSpec.ReadPoint),
        ("depthwise", DepthwiseSpec.Read),
        ("pool", MaxPoolSpec.Read),
        ("average", AveragePoolSpec.Read),
        ("add", AddSpec.Read),
    ];
}
