using EdgeNet.Device;

namespace EdgeNet.Esp32;

/// <summary>
/// The ESP32 app: an LED, the sensors of Wiring.cs, and whatever model its store holds, which decides the sensor that is read. New
/// models come by nanoff or over the serial line, with Http/Network.cs from a server too.
/// </summary>
public static partial class Program
{
    /// <summary>Runs until the power goes.</summary>
    public static void Main()
    {
        BoardApp app = new BoardApp("EdgeNet on ESP32", Wiring.Sensors);
        app.Add(new SerialLink(Wiring.LinkPort, Wiring.MakeLinkPort));
        AddNetwork(app);
        app.AnswerChanged += Wiring.LightLed;
        app.Run();
    }

    // Http/Network.cs has it where EdgeNetHttp is true; else nothing of a network is loaded.
    static partial void AddNetwork(BoardApp app);
}
