using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Host;
using EdgeNet.Emulator.Loading;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What a real board has and a desktop test never shows.</summary>
public class BoardTests
{
    [Fact]
    public void Every_method_of_the_contracts_that_a_program_may_call_has_an_implementation()
    {
        HostTable host = new HostFunctions(new Hardware()).Table;
        using World world = new(host.Find);
        foreach (byte[] contract in Programs.Contracts)
        {
            world.AddContract(contract);
        }

        // Attributes are for the compiler; delegates and enumerators are built in or not used by device code.
        string[] missing = [.. world.ContractMethods
            .Where(m => !m.DeclaringType.FullName.EndsWith("Attribute", StringComparison.Ordinal) && m.DeclaringType.BaseType?.FullName != "System.MulticastDelegate")
            .Where(m => host.Find(m) is null)
            .Select(HostTable.Key).Where(k => !NotImplemented.Contains(k.Split('(')[0]))];
        Assert.Empty(missing);
    }

    // Members that the contracts have because an interface asks for them, which interpreted code reaches by other ways, and constructors that only the board calls.
    private static readonly string[] NotImplemented =
    [
        "System.String::GetEnumerator", "System.Array::GetEnumerator", "System.Array::get_SyncRoot", "System.Array::get_IsSynchronized",
        "System.Array::get_IsReadOnly", "System.Array::get_IsFixedSize", "System.Array::.ctor", "System.Enum::.ctor", "System.Type::.ctor",
        "System.Reflection.MemberInfo::.ctor", "System.Delegate::.ctor", "System.MulticastDelegate::.ctor", "System.Device.Adc.AdcChannelBase::.ctor",
        "System.Net.WebHeaderCollection::.ctor", "System.Net.NetworkInformation.NetworkInterface::.ctor", "nanoFramework.Runtime.Native.Power::.ctor", "nanoFramework.Hardware.Esp32.Configuration::.ctor",
        "nanoFramework.Hardware.Esp32.NativeMemory::.ctor", "System.MarshalByRefObject::.ctor",
    ];

    [Theory]
    [InlineData("EdgeNet.Device.Core")]
    [InlineData("EdgeNet.Device.Signals")]
    [InlineData("EdgeNet.Device.Streams")]
    [InlineData("EdgeNet.Device.Fft")]
    [InlineData("EdgeNet.Device")]
    [InlineData("EdgeNet.Device.Http")]
    [InlineData("EdgeNet.Esp32")]
    [InlineData("EdgeNet.Conformance")]
    [InlineData("EdgeNet.Classification")]
    public void Device_assemblies_refer_to_the_contracts_and_to_nothing_of_the_desktop(string assembly)
    {
        string[] allowed = [.. Programs.ContractPaths.Select(Path.GetFileNameWithoutExtension).Append("EdgeNet.Device.Core").Append("EdgeNet.Device.Signals").Append("EdgeNet.Device")!];
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read(assembly)));
        Assert.All(module.AssemblyReferences, r => Assert.Contains(r.Name, allowed));
        Assert.Contains(module.AssemblyReferences, r => r.Name == "mscorlib");

        // Attribute types that a compiler embeds shift the numbers of native methods.
        Assert.DoesNotContain(module.Types, t => t.Namespace.StartsWith("System.Runtime", StringComparison.Ordinal) || t.Namespace.StartsWith("Microsoft", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("generic type")]
    [InlineData("multi-dimensional array")]
    [InlineData("System.Guid")]
    [InlineData("ToUniversalTime")]
    public void What_a_board_does_not_have_is_refused_at_load_with_its_name_and_its_user(string what)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Bad", new Version(1, 0)), "Bad", ModuleKind.Dll);
        ModuleDefinition module = assembly.MainModule;
        AssemblyNameReference corlib = new("mscorlib", new Version(1, 0, 0, 0));
        module.AssemblyReferences.Add(corlib);
        TypeReference Reference(string name, bool isValue = false) => new("System", name, module, corlib, isValue);
        TypeReference none = Reference("Void", true);
        TypeDefinition program = new("Bad", "Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, Reference("Object"));
        MethodDefinition user = new("User", MethodAttributes.Public | MethodAttributes.Static, none);
        program.Methods.Add(user);
        module.Types.Add(program);
        switch (what)
        {
            case "generic type":
                program.GenericParameters.Add(new GenericParameter("T", program));
                break;
            case "multi-dimensional array":
                user.Body.Variables.Add(new VariableDefinition(new ArrayType(Reference("Int32", true), 2)));
                break;
            case "System.Guid":
                user.Body.Variables.Add(new VariableDefinition(Reference("Guid", true)));
                break;
            default:
                user.Body.GetILProcessor().Emit(OpCodes.Call, new MethodReference("ToUniversalTime", none, Reference("DateTime", true)));
                break;
        }

        user.Body.GetILProcessor().Emit(OpCodes.Ret);
        using MemoryStream stream = new();
        assembly.Write(stream);
        using Board board = new(BoardProfile.Esp32);
        EmulatorException e = Assert.Throws<EmulatorException>(() => board.Deploy(Programs.Contracts, [stream.ToArray()]));
        Assert.Contains(what, e.Message);
        Assert.Contains(what == "generic type" ? "Program" : "User", e.Message);
    }

    [Fact]
    public void The_same_program_takes_the_same_instructions_and_the_same_time_every_time()
    {
        (long, double) Once()
        {
            using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Classification");
            Assert.True(board.Run(TimeSpan.FromMinutes(1)).Completed);
            return (board.Instructions, board.NowMicroseconds);
        }

        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void A_heap_that_is_too_small_gives_the_program_an_exception_and_a_collector_gives_back_what_is_garbage()
    {
        // The classification makes about 40 KB of garbage strings in a heap of 24 KB, of which it needs three quarters.
        using Board enough = new(BoardProfile.Esp32 with { HeapBytes = 24 * 1024 });
        enough.Deploy(Programs.Contracts, [Programs.Read("EdgeNet.Classification")]);
        Assert.True(enough.Run(TimeSpan.FromMinutes(1)).Completed);
        Assert.InRange(enough.HeapPeakBytes, 1, 24 * 1024);

        using Board tight = new(BoardProfile.Esp32 with { HeapBytes = 10 * 1024 });
        tight.Deploy(Programs.Contracts, [Programs.Read("EdgeNet.Classification")]);
        Assert.Equal("System.OutOfMemoryException", tight.Run(TimeSpan.FromMinutes(1)).UnhandledException);
    }

    /// <summary>As nanoFramework's interpreter does, which printed the same two lines in July 2026. What a table takes of the heap counts although nobody reads it.</summary>
    [Fact]
    public void Static_constructors_run_before_Main_even_those_of_types_that_are_never_used()
    {
        using Board board = DeviceProgram.Deployed("""
            public static class Unused
            {
                private static readonly byte[] Table = Make();
                private static byte[] Make() { Console.WriteLine("table"); return new byte[40000]; }
            }
            public static class Program
            {
                public static void Main() { Console.WriteLine("main"); }
            }
            """);
        Assert.True(board.Run(TimeSpan.FromSeconds(1)).Completed);
        Assert.Equal(["table", "main"], board.Output);
        Assert.InRange(board.MeasureHeap() - board.TypeTableBytes, 40_000, 41_000);
    }

    [Fact]
    public void A_board_whose_time_is_up_stops_in_the_middle_and_no_handler_of_the_program_sees_it()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device", "EdgeNet.Esp32");
        BoardRun run = board.Run(TimeSpan.FromSeconds(7));
        Assert.False(run.Completed);
        Assert.Equal("its time is up", run.StopReason);
        Assert.InRange(board.NowMicroseconds, 7e6, 7.1e6);
    }

    [Fact]
    public void A_written_file_is_there_once_it_has_been_closed_and_a_power_cut_before_that_loses_it()
    {
        Storage storage = new();
        BoardFile file = new(storage, "I:\\f", [], 3, true);
        file.Write([1, 2, 3]);
        Assert.False(storage.Exists("I:\\f"));
        file.Close();
        Assert.Equal([1, 2, 3], storage.Read("I:\\f"));

        storage.CutPowerAtWrite = storage.Writes + 2;
        BoardFile second = new(storage, "I:\\f", [], 3, true);
        second.Write([9]);
        Assert.Throws<PowerCutException>(second.Close);
        Assert.Equal([1, 2, 3], storage.Read("I:\\f"));
    }

    [Fact]
    public void A_full_storage_refuses_and_a_flipped_bit_is_flipped()
    {
        Storage storage = new() { Capacity = 4 };
        storage.Put("I:\\f", [0, 0]);
        Assert.Throws<StorageFullException>(() => new BoardFile(storage, "I:\\g", [], 3, true).Write([1, 2, 3]));
        storage.FlipBit("I:\\f", 9);
        Assert.Equal([0, 2], storage.Read("I:\\f"));
    }

    [Fact]
    public void The_thermal_camera_speaks_as_its_datasheet_says()
    {
        // Pixel 1 at 25.5 degrees is 102 steps of 0.25; pixel 2 at -2 degrees is -8, in 12 bits 0xFF8.
        Amg8833 sensor = new(_ => [25.5f, -2f, .. new float[62]]);
        byte[] read = new byte[4];
        sensor.Transfer(0, [0x80], read);
        Assert.Equal([102, 0, 0xF8, 0x0F], read);

        sensor.Transfer(0, [0x00, 0x10], []); // asleep: the picture stands still
        Amg8833 moving = new(t => [.. Enumerable.Repeat((float)t, 64)]);
        moving.Transfer(2e6, [0x80], read);
        Assert.Equal(8, read[0]);
        moving.Transfer(2e6, [0x00, 0x10], []);
        moving.Transfer(9e6, [0x80], read);
        Assert.Equal(8, read[0]);
    }

    [Fact]
    public void The_motion_sensor_speaks_as_its_datasheet_says()
    {
        Mpu6886 sensor = new(_ => [1, -2, 300, 4, 5, -6]);
        byte[] one = new byte[1], all = new byte[14];
        sensor.Transfer(0, [0x75], one);
        Assert.Equal(0x19, one[0]);
        sensor.Transfer(0, [0x3B], all);
        Assert.All(all, b => Assert.Equal(0, b)); // it sleeps after power-on
        sensor.Transfer(0, [0x6B, 0x01], []);
        sensor.Transfer(0, [0x3B], all);
        Assert.Equal([0, 1, 0xFF, 0xFE, 1, 44, 0, 0, 0, 4, 0, 5, 0xFF, 0xFA], all);
    }
}
