namespace EdgeNet.Emulator.Types;

/// <summary>The unit that nanoFramework allocates memory in.</summary>
internal static class HeapBlocks
{
    public const int BlockBytes = 12;

    public static int Round(int bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
}
