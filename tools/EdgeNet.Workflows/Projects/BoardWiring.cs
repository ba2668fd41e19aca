using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The pins that a new project uses on a board, and how to flash the board's firmware.</summary>
/// <param name="Board">Name of the board's profile.</param>
/// <param name="Part">What to buy.</param>
/// <param name="Firmware">nanoff's options for the firmware.</param>
/// <param name="Led">GPIO of an LED.</param>
/// <param name="LedNote">A note on the LED.</param>
/// <param name="Data">GPIO of the I2C data line.</param>
/// <param name="Clock">GPIO of the I2C clock line.</param>
/// <param name="Receive">GPIO on which COM2 receives.</param>
/// <param name="Transmit">GPIO on which COM2 sends.</param>
/// <param name="Sound">GPIO of a microphone's bit clock, word select and data. It may take pins of the I2C bus, because a project has one sensor.</param>
/// <param name="Analog">ADC channels whose GPIO is free, and the GPIO of each.</param>
/// <param name="Tried">Whether the pins are those of EdgeNet's own app; if not, they come from the chip's data sheet.</param>
internal sealed record BoardWiring(string Board, string Part, string Firmware, int Led, string LedNote, int Data, int Clock, int Receive, int Transmit, (int Clock, int Select, int Data) Sound, (int Channel, int Pin)[] Analog, bool Tried)
{
    private static readonly (int, int)[] Esp32Analog = [(6, 34), (7, 35), (4, 32), (5, 33), (0, 36), (3, 39)];

    // On the S3, 26 to 37 may be used by flash and PSRAM, 19 and 20 are USB, and 0, 3, 45 and 46 select the boot mode. On the C3, these are 11 to 17, 18 and 19, and 2, 8 and 9.
    private static readonly BoardWiring[] All =
    [
        new("esp32", "ESP32-DevKitC with ESP32-WROOM-32", "--platform esp32", 2, "many boards have one on this pin already", 21, 22, 16, 17, (18, 19, 23), Esp32Analog, true),
        new("esp32-psram", "ESP32-DevKitC with ESP32-WROVER", "--target ESP32_PSRAM_REV3", 2, "many boards have one on this pin already", 21, 22, 25, 26, (18, 19, 23), Esp32Analog, false),
        new("esp32-s3", "ESP32-S3-DevKitC-1", "--platform esp32", 2, "the LED on the board itself is a different kind", 8, 9, 18, 17, (11, 12, 13), [(3, 4), (4, 5), (5, 6), (6, 7), (0, 1), (9, 10)], false),
        new("esp32-c3", "ESP32-C3-DevKitM-1", "--platform esp32", 10, "the LED on the board itself is a different kind", 6, 7, 4, 5, (6, 7, 3), [(0, 0), (1, 1), (3, 3)], false),
    ];

    /// <summary>The wiring of a board.</summary>
    /// <param name="board">The board.</param>
    /// <returns>Its pins.</returns>
    /// <exception cref="UserException">No project can be created for it.</exception>
    public static BoardWiring Of(BoardProfile board) => (BoardProfile.All.Contains(board) ? Array.Find(All, w => w.Board == board.Name) : null) ?? throw new UserException(
        board.Name.StartsWith("rp2040", StringComparison.OrdinalIgnoreCase)
            ? $"--board {board.Name}: nanoFramework's firmware for the Raspberry Pi Pico has neither System.IO.FileSystem nor cryptography, and the app needs both to store models; choose one of {Names}"
            : $"--board {board.Name}: the wiring of this board is not known; choose one of {Names} and change Wiring.cs");

    private static string Names => string.Join(", ", All.Select(w => w.Board));
}
