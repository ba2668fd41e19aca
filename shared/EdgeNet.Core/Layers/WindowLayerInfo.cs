namespace EdgeNet.Core;

/// <summary>A layer that sees a picture through a window, position by position.</summary>
public abstract class WindowLayerInfo : LayerInfo
{
    internal WindowLayerInfo(LayerRecord record, LayerWindow window, TensorShape input, TensorShape output)
        : base(record, input, output)
    {
        Window = window;
    }

    /// <summary>The window.</summary>
    public LayerWindow Window { get; }

    internal override long Steps
    {
        get { return (long)Outputs * Window.Height * Window.Width; }
    }
}
