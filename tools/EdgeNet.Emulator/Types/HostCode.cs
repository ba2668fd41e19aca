namespace EdgeNet.Emulator.Types;

/// <summary>What runs instead of code for a method of the contracts: arguments in registers from 0, the result goes to register 0.</summary>
internal abstract unsafe class HostCode
{
    public abstract void Run(long* numbers, Span<object?> references);
}
