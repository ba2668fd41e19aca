namespace EdgeNet.Benchmarks;

/// <summary>A network of the frontier, and what it has to reach.</summary>
/// <param name="Name">What its file may have, as people say it.</param>
/// <param name="MostBytes">The same in bytes.</param>
/// <param name="Accuracy">The goal in the test, after quantisation.</param>
/// <param name="Milliseconds">The goal on an ESP32; null for none.</param>
/// <param name="Epochs">Passes over the 60,000 pictures.</param>
/// <param name="Model">Its layers.</param>
/// <param name="Options">Bits of weights and activations, and the board, if they are not 8 and the ESP32 without more memory.</param>
internal sealed record FrontierRow(string Name, int MostBytes, double Accuracy, double? Milliseconds, int Epochs, string Model, params string[] Options)
{
    private static readonly string[] Four = ["--weight-bits", "4", "--activation-bits", "4"];

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<FrontierRow> All { get; } =
    [
        new("1.5KB", 1_536, 0.976, 10, 200, "conv 8 4x4 stride 3, conv 8 3x3 stride 3, dense 10", Four),
        new("2.2KB", 2_252, 0.984, 13, 200, "conv 8 4x4 stride 3, conv 12 3x3 stride 2, dense 10", Four),
        new("3KB", 3_072, 0.987, 20, 200, "conv 8 4x4 stride 3, conv 20 3x3 stride 2, dense 10", Four),
        new("3.5KB", 3_584, 0.988, 38, 200, "conv 8 3x3 stride 2 same, conv 16 3x3 stride 2 same, conv 16 3x3 stride 2, dense 10", Four),
        new("6KB", 6_144, 0.990, 80, 80, "conv 12 3x3 stride 2 same, conv 20 3x3 stride 2 same, conv 28 3x3 stride 2, dense 10", Four),
        new("16KB", 16_384, 0.994, 350, 45, "conv 12 5x5 stride 2 same, conv 20 3x3 stride 2 same, conv 44 3x3 stride 2 same, dense 10", Four),
        new("64KB", 65_536, 0.995, null, 20, "conv 16 3x3 same, conv 16 3x3 same, pool 2, conv 32 3x3 same, conv 32 3x3 same, pool 2, conv 64 3x3 same, conv 80 3x3 same, average all, dense 10", "--weight-bits", "4", "--board", "esp32-psram"),
    ];
}
