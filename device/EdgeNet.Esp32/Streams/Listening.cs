using EdgeNet.Core;
using EdgeNet.Device;
using EdgeNet.Device.Streams;

namespace EdgeNet.Esp32;

/// <summary>The app that also runs models that listen to a stream.</summary>
public static partial class Program
{
    static partial void AddStreams(BoardApp app)
    {
        StraightLineFft.Install();
        app.Streams = new Listener(StreamWiring.Streams, Wiring.Microseconds);
    }
}
