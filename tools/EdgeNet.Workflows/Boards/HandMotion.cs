using EdgeNet.Emulator.Devices;

namespace EdgeNet.Workflows;

/// <summary>A hand that holds a board: tilted, and shaken from side to side.</summary>
/// <param name="PitchDegrees">How far its front is raised, -180 to 180.</param>
/// <param name="RollDegrees">How far its right side is lowered, -180 to 180.</param>
/// <param name="ShakeG">How hard it is shaken along x, in g; 0 for not at all.</param>
/// <param name="ShakeHertz">How often a second.</param>
public sealed record HandMotion(double PitchDegrees = 0, double RollDegrees = 0, double ShakeG = 0, double ShakeHertz = 3)
{
    // A forearm turns and swings sideways too when it waves: so many degrees a second about z, and so much of the acceleration along y.
    private const double RotationPerG = 330, SidewaysShare = 0.25;

    /// <summary>What a motion sensor in that hand measures.</summary>
    /// <param name="seconds">Time.</param>
    /// <param name="chip">The sensor, for the ranges that it is set to.</param>
    /// <returns>Acceleration x, y, z and rotation x, y, z, as the raw numbers of its registers.</returns>
    internal short[] At(double seconds, Mpu6886 chip)
    {
        double pitch = double.DegreesToRadians(PitchDegrees), roll = double.DegreesToRadians(RollDegrees), swing = ShakeG * Math.Sin(2 * Math.PI * ShakeHertz * seconds);
        double g = (short.MaxValue + 1.0) / chip.FullScale, degrees = (short.MaxValue + 1.0) / chip.RotationFullScale;
        return Array.ConvertAll(
            [
                g * (swing - Math.Sin(pitch)), g * ((SidewaysShare * swing) + (Math.Sin(roll) * Math.Cos(pitch))), g * Math.Cos(roll) * Math.Cos(pitch),
                0, 0, degrees * RotationPerG * swing,
            ],
            v => (short)Math.Clamp(v, short.MinValue, short.MaxValue));
    }
}
