using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>All host functions of a board, tied to its hardware. A new function is added to one of the classes named here, or in a new one.</summary>
internal sealed class HostFunctions
{
    private readonly Locks _locks = new();
    private readonly OpenFiles _files = new();
    private readonly Uart _uart;
    private readonly I2s _i2s;

    public HostFunctions(Hardware hardware)
    {
        _uart = hardware.Uart;
        _i2s = hardware.I2s;
        CoreFunctions.Add(Table);
        TextFunctions.Add(Table, hardware.Output);
        ArrayFunctions.Add(Table);
        new TimeFunctions(hardware, _locks).Add(Table);
        new StorageFunctions(hardware, _files).Add(Table);
        new HardwareFunctions(hardware).Add(Table);
        SerialFunctions.Add(Table, hardware.Uart);
        SoundFunctions.Add(Table, hardware.I2s);
        new HttpFunctions(hardware.Network).Add(Table);
        CryptographyFunctions.Add(Table);
    }

    public HostTable Table { get; } = new();

    /// <summary>Values of static fields of the contracts.</summary>
    public static object? StaticOf(Machine machine, NanoType type, string field) => (type.FullName, field) switch
    {
        ("System.String", "Empty") => machine.Heap.Literal(""),
        ("System.Boolean", "TrueString") => machine.Heap.Literal("True"),
        ("System.Boolean", "FalseString") => machine.Heap.Literal("False"),
        ("System.EventArgs", "Empty") => machine.Heap.Instance(machine.World.Type("System.EventArgs")),
        _ => null,
    };

    /// <summary>The power comes: nothing is locked, open or waiting.</summary>
    public void PowerOn(Machine machine)
    {
        Table.Machine = machine;
        _locks.Clear();
        _files.Clear();
        _uart.PowerOff();
        _i2s.PowerOff();
    }
}
