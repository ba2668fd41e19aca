namespace EdgeNet.Emulator.Execution;

/// <summary>What kind of machine it is.</summary>
/// <param name="HeapBytes">Bytes of its heap.</param>
/// <param name="HeapMayOverrun">Whether the heap goes on beyond that.</param>
/// <param name="MicrosecondsPerCost">What a native instruction takes.</param>
/// <param name="RealTime">Whether it waits as long as a real one.</param>
internal sealed record MachineOptions(int HeapBytes, bool HeapMayOverrun, double MicrosecondsPerCost, bool RealTime);
