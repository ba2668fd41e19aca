namespace EdgeNet.Emulator.Loading;

/// <summary>
/// Programs that <see cref="DeviceCodeCheck"/> has found good. It reads every instruction, which takes longer than all else that many
/// a test does with a board, and the same bytes are as good the next time.
/// </summary>
internal static class CheckedPrograms
{
    // Tests deploy a handful again and again; a fuzzer deploys new ones without end.
    private const int Most = 64;

    private static readonly HashSet<string> Good = [];

    /// <summary>Checks the applications, unless it has been done.</summary>
    public static void Check(World world)
    {
        string fingerprint = world.Fingerprint();
        lock (Good)
        {
            if (Good.Contains(fingerprint))
            {
                return;
            }
        }

        DeviceCodeCheck.Check(world);
        lock (Good)
        {
            if (Good.Count == Most)
            {
                Good.Clear();
            }

            Good.Add(fingerprint);
        }
    }
}
