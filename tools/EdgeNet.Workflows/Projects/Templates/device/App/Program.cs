using EdgeNet.Device;
//#if (http)
using EdgeNet.Device.Http;
//#endif

namespace $Name$;

/// <summary>Reads a sensor, classifies its readings with a neural network, and lights an LED.</summary>
public static class Program
{
    /// <summary>Runs until power-off.</summary>
    public static void Main()
    {
        BoardApp app = new BoardApp("$Name$", Wiring.Sensors);
        //#if (model)
        app.Model = () => CarriedModel.Bytes;
        //#endif
        //#if (serial)
        app.Clock = Wiring.Microseconds;
        app.Add(new SerialLink(Wiring.LinkPort, Wiring.MakeLinkPort));
        //#endif
        //#if (http)
        app.Add(new HttpLink(Wiring.ModelUrl, Wiring.AskMilliseconds, Wiring.HangSeconds));
        //#endif
        app.AnswerChanged += Show;
        app.Run();
    }

    // Called with each new answer: the label's index in alphabetical order, from 0, and its text; or -1 and an empty text while the
    // network is unsure.
    private static void Show(int label, string text)
    {
        //#if (model)
        Wiring.SetLed(text == $LitLabel$);
        //#endif
        //#if (!model)
        Wiring.SetLed(label == 1);
        //#endif
    }
}
