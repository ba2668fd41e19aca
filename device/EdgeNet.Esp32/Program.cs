using EdgeNet.Device;

namespace EdgeNet.Esp32;

/// <summary>
/// The ESP32 app: an LED, the sensors of Wiring.cs, and the model in its store, which decides which sensor is read. New
/// models arrive by nanoff or over the serial line, and with Http/Network.cs also from a server.
/// </summary>
public static partial class Program
{
    /// <summary>Runs until power-off.</summary>
    public static void Main()
    {
        BoardApp app = new BoardApp("EdgeNet on ESP32", Wiring.Sensors) { Clock = Wiring.Microseconds };
        app.Add(new SerialLink(Wiring.LinkPort, Wiring.MakeLinkPort));
        AddNetwork(app);
        AddStreams(app);
        app.AnswerChanged += Wiring.LightLed;
        app.Run();
    }

    // Defined in Http/Network.cs if EdgeNetHttp is true; otherwise no networking is loaded.
    static partial void AddNetwork(BoardApp app);

    // Defined in Streams/Listening.cs if EdgeNetStreams is true; otherwise models that listen to a stream are refused.
    static partial void AddStreams(BoardApp app);
}
