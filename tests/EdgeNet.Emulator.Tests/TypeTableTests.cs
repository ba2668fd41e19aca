using EdgeNet.Emulator;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Loading;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>nanoFramework's interpreter takes its type tables from the managed heap.</summary>
public class TypeTableTests
{
    [Fact]
    public void A_table_takes_what_its_entries_take_on_a_32_bit_processor()
    {
        // 140 for the assembly; 4 for each reference; 8 a type; fields and methods 2 bytes each in whole words, and a byte a method for the debugger; 12 for a static field.
        Assert.Equal(140, new TypeTables(0, 0, 0, 0, 0, 0, 0, 0).Bytes);
        Assert.Equal(140 + (4 * 10) + (8 * 5) + 8 + 16 + 8 + 24, new TypeTables(1, 2, 3, 4, 5, 3, 7, 2).Bytes);
    }

    /// <summary>What nanoFramework's loader says of it: "3240 RAM", in a build of 32 bits without the debugger. Its table of native methods has 803 entries, too.</summary>
    [Fact]
    public void The_core_library_takes_what_the_loader_says()
    {
        const int DebuggerInAssembly = 4;
        Assert.Equal(3240, Package.Of("mscorlib").Tables.Bytes - DebuggerInAssembly - 804);
    }

    /// <summary>
    /// Beside the tables. What was alive at most in the real one, in the smallest heap that the program runs in, by a walk over that heap after
    /// every collection (32 bits). Such a heap is larger, because free memory lies in pieces: by 1.8 KB for the classification and 1.7 KB for the conformance program.
    /// </summary>
    [Theory]
    [InlineData("EdgeNet.Classification", 12_108)]
    [InlineData("EdgeNet.Conformance", 7_692)]
    public void A_program_takes_within_a_kilobyte_what_was_alive_in_the_real_heap(string program, int real)
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32Psram, program);
        Assert.True(board.Run(TimeSpan.FromHours(1)).Completed);
        Assert.InRange(board.HeapPeakBytes - board.TypeTableBytes, real - 1024, real + 1024);
    }

    /// <summary>Measured on real boards' interpreter without debugging information: about 24 KB for the app with HTTP, 6.5 KB of it System.Net and System.Net.Http.</summary>
    [Fact]
    public void The_packages_take_what_was_measured()
    {
        static int WithoutDebugging(string name)
        {
            TypeTables tables = Package.Of(name).Tables;
            return tables.Bytes - ((tables.Methods + 3) / 4 * 4) - 4;
        }

        Assert.InRange(WithoutDebugging("System.Net") + WithoutDebugging("System.Net.Http"), 6300, 6700);
        string[] packages =
        [
            "mscorlib", "nanoFramework.Hardware.Esp32", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "nanoFramework.System.Collections",
            "nanoFramework.System.Security.Cryptography", "nanoFramework.System.Text", "System.Device.Adc", "System.Device.Gpio", "System.Device.I2c",
            "System.IO.FileSystem", "System.IO.Ports", "System.IO.Streams", "System.Net", "System.Net.Http", "System.Threading",
        ];
        // Of the 24 KB the app that was measured took 4,536 bytes for itself.
        const int App = 4536;
        Assert.InRange(packages.Sum(WithoutDebugging) + App, 22_500, 25_000);
    }

    [Fact]
    public void Every_contract_is_a_package_whose_real_tables_are_known_and_refers_to_no_other_than_the_real_one()
    {
        Assert.All(Programs.ContractPaths, path =>
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            Package real = Package.Of(module.Assembly.Name.Name);
            TypeTables contract = TypeTables.Of(module);
            Assert.InRange(contract.Types, 1, real.Tables.Types + 5); // a contract may bring the type of an attribute with it
            Assert.InRange(contract.Methods, 0, real.Tables.Methods);
            Assert.All(module.AssemblyReferences, r => Assert.Contains(r.Name, real.References));
            Assert.All(real.References, r => Assert.NotNull(Package.Of(r)));
        });
    }

    [Fact]
    public void A_board_pays_for_the_assemblies_that_its_program_refers_to_and_for_no_others()
    {
        using Board small = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Classification");
        int own = TypeTables.Of(ModuleDefinition.ReadModule(new MemoryStream(Programs.Read("EdgeNet.Classification")))).Bytes;
        Assert.InRange(small.TypeTableBytes, own + Package.Of("mscorlib").Tables.Bytes, own + Package.Of("mscorlib").Tables.Bytes + 24);
        Assert.Equal(small.TypeTableBytes + Heap.StartBytes, small.HeapPeakBytes);

        // FileSystem alone brings streams, text and events with it.
        using Board app = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device", "EdgeNet.Esp32");
        int events = Package.Of("nanoFramework.Runtime.Events").Tables.Bytes, text = Package.Of("nanoFramework.System.Text").Tables.Bytes;
        Assert.InRange(app.TypeTableBytes, small.TypeTableBytes + events + text, BoardProfile.Esp32.HeapBytes);
    }

    [Fact]
    public void A_heap_without_room_for_the_tables_runs_nothing()
    {
        using Board board = new(BoardProfile.Esp32 with { HeapBytes = 4 * 1024 });
        board.Deploy(Programs.Contracts, [Programs.Read("EdgeNet.Classification")]);
        Assert.Equal("System.OutOfMemoryException", board.Run(TimeSpan.FromMinutes(1)).UnhandledException);
    }

    /// <summary>What the program is told stays the same, so that it does what it would do with a heap that is too small.</summary>
    [Fact]
    public void A_heap_that_may_overrun_tells_by_how_much_it_is_too_small()
    {
        using Board enough = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Classification");
        Assert.True(enough.Run(TimeSpan.FromMinutes(1)).Completed);

        using Board overrun = new(BoardProfile.Esp32 with { HeapBytes = 4 * 1024 }) { HeapMayOverrun = true };
        overrun.Deploy(Programs.Contracts, [Programs.Read("EdgeNet.Classification")]);
        Assert.True(overrun.Run(TimeSpan.FromMinutes(1)).Completed);
        Assert.Equal(enough.HeapPeakBytes, overrun.HeapPeakBytes);
    }
}
