namespace EdgeNet.Emulator.Execution;

/// <summary>What kind of machine it is.</summary>
/// <param name="HeapBytes">Bytes of its heap.</param>
/// <param name="HeapMayOverrun">Whether the heap goes on beyond that.</param>
/// <param name="MicrosecondsPerCost">What a native instruction takes.</param>
/// <param name="CyclesOf">What one of a single method takes, as a multiple of that, by the method's name.</param>
/// <param name="RealTime">Whether it waits as long as a real one.</param>
internal sealed record MachineOptions(int HeapBytes, bool HeapMayOverrun, double MicrosecondsPerCost, IReadOnlyDictionary<string, double> CyclesOf, bool RealTime);
