using EdgeNet.Emulator.Devices;

namespace EdgeNet.Workflows;

/// <summary>A hand that holds a board: tilted, and shaken from side to side.</summary>
/// <param name="PitchDegrees">How far its front is raised, -180 to 180.</param>
/// <param name="RollDegrees">How far its right side is lowered, -180 to 180.</param>
/// <param name="ShakeG">How hard it is shaken along x, in g; 0 for not at all.</param>
/// <param name="ShakeHertz">How often a second.</param>
public sealed record HandMotion(double PitchDegrees = 0, double RollDegrees = 0, double ShakeG = 0, double ShakeHertz = 3)
{
    /// <summary>Values of a reading: acceleration and rotation along three axes.</summary>
    internal const int Axes = 6;

    // A forearm turns and swings sideways too when it waves: so many degrees a second about z, and so much of the acceleration along y.
    private const double RotationPerG = 330, SidewaysShare = 0.25;
    private const double Counts = short.MaxValue + 1.0;

    internal bool IsFinite => double.IsFinite(PitchDegrees + RollDegrees + ShakeG + ShakeHertz);

    /// <summary>What a motion sensor in that hand measures.</summary>
    /// <param name="seconds">Time.</param>
    /// <param name="chip">The sensor, for the ranges that it is set to.</param>
    /// <returns>Acceleration x, y, z and rotation x, y, z, as the raw numbers of its registers.</returns>
    internal short[] At(double seconds, Mpu6886 chip)
    {
        double pitch = double.DegreesToRadians(PitchDegrees), roll = double.DegreesToRadians(RollDegrees), swing = ShakeG * Math.Sin(2 * Math.PI * ShakeHertz * seconds);
        return Registers(
            [
                swing - Math.Sin(pitch), (SidewaysShare * swing) + (Math.Sin(roll) * Math.Cos(pitch)), Math.Cos(roll) * Math.Cos(pitch),
                0, 0, RotationPerG * swing,
            ],
            chip);
    }

    /// <summary>A reading as the raw numbers of a sensor's registers.</summary>
    /// <param name="reading">Acceleration in g, rotation in degrees per second.</param>
    /// <param name="chip">The sensor, for the ranges that it is set to.</param>
    internal static short[] Registers(double[] reading, Mpu6886 chip) =>
        [.. reading.Select((v, axis) => (short)Math.Clamp(v * Counts / (axis < Axes / 2 ? chip.FullScale : chip.RotationFullScale), short.MinValue, short.MaxValue))];
}
