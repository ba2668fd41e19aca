using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Import.Lowering;

/// <summary>Shapes of the two kinds.</summary>
internal static class Shapes
{
    /// <summary>A shape as the trainer has it, of the lowest rank that it fits.</summary>
    public static Shape Of(TensorShape shape) => new(shape.Height == 1 && shape.Width == 1 ? 1 : shape.Channels == 1 ? 2 : 3, shape.Height, shape.Width, shape.Channels);
}
