using EdgeNet.Core;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>The window of a layer as attributes.</summary>
internal static class OnnxWindow
{
    /// <summary>Of a layer of a model file.</summary>
    public static OnnxAttribute[] Of(LayerWindow window) =>
        Of(window.Height, window.Width, window.StrideDown, window.StrideAcross, window.Top, window.Left, window.Bottom, window.Right);

    /// <summary>Of a layer in floating point.</summary>
    public static OnnxAttribute[] Of(Window window) => Of(window.Rows, window.Columns, window.Down, window.Across, window.Top, window.Left, window.Bottom, window.Right);

    private static OnnxAttribute[] Of(int height, int width, int down, int across, int top, int left, int bottom, int right) =>
    [
        OnnxAttribute.Of("kernel_shape", height, width),
        OnnxAttribute.Of("strides", down, across),
        OnnxAttribute.Of("pads", top, left, bottom, right),
    ];
}
