using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers;

/// <summary>What a layer does with its sums. The numbers are those of the model file.</summary>
public enum Activation
{
    /// <summary>x.</summary>
    Linear = ModelFormat.Linear,

    /// <summary>max(0, x).</summary>
    Relu = ModelFormat.Relu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid = ModelFormat.Sigmoid,

    /// <summary>tanh(x).</summary>
    Tanh = ModelFormat.Tanh,

    /// <summary>exp(x) over the sum of all outputs' exp(x); for the last layer only.</summary>
    Softmax = ModelFormat.Softmax,

    /// <summary>Softmax as LiteRT's reference kernels compute it, byte for byte; only of a network that ends with an answer layer.</summary>
    LiteRtSoftmax = ModelFormat.LiteRtSoftmax,

    /// <summary>Any function, by a table of bytes; only of a network that ends with an answer layer.</summary>
    Lookup = ModelFormat.Lookup,
}
