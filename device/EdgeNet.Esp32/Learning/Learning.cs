using System.Threading;
using EdgeNet.Device;
using EdgeNet.Device.Learning;

namespace EdgeNet.Esp32;

/// <summary>The app that learns on the board, by its button and by orders over the serial line.</summary>
public static partial class Program
{
    private const int MostFlashes = 10;
    private const int FlashMilliseconds = 150;
    private const int LearnedMilliseconds = 400;

    private static readonly object flashGate = new object();
    private static int flashes;
    private static int flashMilliseconds;
    private static bool isFlashing;

    static partial void AddLearning(BoardApp app)
    {
        Teaching teaching = new Teaching() { Button = new TeachButton(Button.IsPressed) };
        teaching.Taught += Show;
        app.Learning = teaching;
    }

    // As many short flashes as the number of the chosen label, from 1; a long one for a sample that was learned. They have a thread of their own, so that no
    // reading of a stream is lost meanwhile.
    private static void Show(int label, string text, bool learned)
    {
        lock (flashGate)
        {
            flashes = learned ? 1 : label < MostFlashes ? label + 1 : MostFlashes;
            flashMilliseconds = learned ? LearnedMilliseconds : FlashMilliseconds;
            if (!isFlashing)
            {
                isFlashing = true;
                new Thread(Flash).Start();
            }
        }
    }

    private static void Flash()
    {
        while (TakeFlash())
        {
            Wiring.FlashLed(flashMilliseconds);
        }
    }

    private static bool TakeFlash()
    {
        lock (flashGate)
        {
            isFlashing = flashes > 0;
            flashes--;
            return isFlashing;
        }
    }
}
