using EdgeNet.Device;
using EdgeNet.Device.Learning;

namespace EdgeNet.Esp32;

/// <summary>The app that learns on the board, by its button and by orders over the serial line.</summary>
public static partial class Program
{
    private const int MostFlashes = 10;
    private const int FlashMilliseconds = 150;
    private const int LearnedMilliseconds = 600;

    static partial void AddLearning(BoardApp app)
    {
        Teaching teaching = new Teaching() { Button = new TeachButton(Button.IsPressed) };
        teaching.Taught += Show;
        app.Learning = teaching;
    }

    // As many short flashes as the number of the chosen label, from 1; a long one for a sample that was learned.
    private static void Show(int label, string text, bool learned)
    {
        for (int flash = 0; flash <= label && flash < MostFlashes && !learned; flash++)
        {
            Wiring.FlashLed(FlashMilliseconds);
        }

        if (learned)
        {
            Wiring.FlashLed(LearnedMilliseconds);
        }
    }
}
