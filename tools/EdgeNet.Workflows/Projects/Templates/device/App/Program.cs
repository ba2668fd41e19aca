//#if (fft)
using EdgeNet.Core;
//#endif
using EdgeNet.Device;
//#if (http)
using EdgeNet.Device.Http;
//#endif
//#if (streams)
using EdgeNet.Device.Streams;
//#endif

namespace $Name$;

//#if (streams)
/// <summary>Listens to a sensor, classifies what it measures with a neural network, and lights an LED.</summary>
//#endif
//#if (!streams)
/// <summary>Reads a sensor, classifies its readings with a neural network, and lights an LED.</summary>
//#endif
public static class Program
{
    /// <summary>Runs until power-off.</summary>
    public static void Main()
    {
        //#if (!streams)
        BoardApp app = new BoardApp("$Name$", Wiring.Sensors);
        //#endif
        //#if (fft)
        StraightLineFft.Install();
        //#endif
        //#if (streams)
        BoardApp app = new BoardApp("$Name$");
        app.Streams = new Listener(Wiring.Streams, Wiring.Microseconds);
        //#endif
        //#if (model)
        app.Model = () => CarriedModel.Bytes;
        //#endif
        //#if (clock)
        app.Clock = Wiring.Microseconds;
        //#endif
        //#if (serial)
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
