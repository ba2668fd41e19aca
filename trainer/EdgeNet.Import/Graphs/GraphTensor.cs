using EdgeNet.Core;

namespace EdgeNet.Import.Graphs;

/// <summary>What flows between the operators of a foreign network. Compared by reference: each tensor of the file is one object.</summary>
/// <param name="name">The file's name of it, for messages.</param>
/// <param name="number">The file's number of it; -1 where a format has none, or the tensor is not in the file.</param>
/// <param name="shape">Rows, columns and channels of one sample; channels innermost whatever the file's order.</param>
/// <param name="dimensions">The shape as the file states it, the batch included.</param>
/// <param name="step">How integers mean real numbers; null while the tensor is one of real numbers.</param>
public sealed class GraphTensor(string name, int number, TensorShape shape, int[] dimensions, AffineStep? step)
{
    /// <summary>The file's name of it.</summary>
    public string Name { get; } = name;

    /// <summary>The file's number of it; -1 if it has none.</summary>
    public int Number { get; } = number;

    /// <summary>Rows, columns and channels of one sample.</summary>
    public TensorShape Shape { get; } = shape;

    /// <summary>The shape as the file states it, the batch included.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;

    /// <summary>How integers mean real numbers; null while the tensor is one of real numbers.</summary>
    public AffineStep? Step { get; } = step;
}
