using EdgeNet.Core;
using EdgeNet.Device;
using EdgeNet.Pictures;

namespace EdgeNet.RaspberryPi;

/// <summary>A camera as input: every reading is a frame, prepared for the network.</summary>
/// <param name="input">The input of the model.</param>
/// <param name="preparation">How frames are prepared.</param>
/// <param name="capture">Takes a picture; may throw.</param>
internal sealed class CameraSource(InputInfo input, FramePreparation preparation, Func<Picture> capture) : IInputSource
{
    /// <inheritdoc/>
    public string Name => "camera";

    /// <inheritdoc/>
    public int Count => input.Count;

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        try
        {
            byte[] pixels = preparation.Prepare(capture(), input.Height, input.Width, input.Channels);
            for (int i = 0; i < pixels.Length; i++)
            {
                values[i] = pixels[i];
            }

            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Problem = "camera: " + e.Message;
            return false;
        }
    }
}
