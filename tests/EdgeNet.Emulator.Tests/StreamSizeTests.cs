using EdgeNet.Emulator.Loading;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit.Abstractions;

namespace EdgeNet.Emulator.Tests;

/// <summary>A stream of an assembly holds 65,535 bytes on a board; what is beyond them overwrites the beginning without a word.</summary>
public class StreamSizeTests(ITestOutputHelper output)
{
    private const double MaxShare = 0.9;

    // Written by a program, it grows only if a transform is added.
    private const double MaxGeneratedShare = 0.9;

    [Theory]
    [InlineData("device", "EdgeNet.Device.Core")]
    [InlineData("device", "EdgeNet.Device.Signals")]
    [InlineData("device", "EdgeNet.Device.Streams")]
    [InlineData("device", "EdgeNet.Device.Fft")]
    [InlineData("device", "EdgeNet.Device")]
    [InlineData("device", "EdgeNet.Device.Http")]
    [InlineData("device", "EdgeNet.Esp32")]
    [InlineData("device-http", "EdgeNet.Esp32")]
    public void Every_stream_of_the_boards_assemblies_has_room_to_spare(string folder, string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, folder, assembly + ".dll"));
        Assert.All(StreamSizes.Of(module), s =>
        {
            output.WriteLine($"{assembly}: {s.Stream}: at most {s.Bytes:N0} bytes, {StreamSizes.MaxBytes - s.Bytes:N0} left ({1 - ((double)s.Bytes / StreamSizes.MaxBytes):P0})");

            // Straight-line code has no fields.
            Assert.InRange(s.Bytes, s.Stream == "fields" ? 0 : 1, StreamSizes.MaxBytes * (assembly == "EdgeNet.Device.Fft" ? MaxGeneratedShare : MaxShare));
        });
    }

    /// <summary>By hand, from the records of the format.</summary>
    [Fact]
    public void Sizes_are_those_of_the_format()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Tiny", new Version(1, 0)), "Tiny", ModuleKind.Dll);
        ModuleDefinition module = assembly.MainModule;
        TypeDefinition type = new("Space", "A", TypeAttributes.Class, module.TypeSystem.Object);
        module.Types.Add(type);
        MethodDefinition method = new("B", MethodAttributes.Static, module.TypeSystem.Int32);
        type.Methods.Add(method);
        ILProcessor code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldstr, "Grüße");
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        TypeDefinition data = new("Space", "Ten", TypeAttributes.ExplicitLayout, module.ImportReference(typeof(ValueType))) { ClassSize = 10, PackingSize = 1 };
        module.Types.Add(data);
        type.Fields.Add(new FieldDefinition("C", FieldAttributes.Static | FieldAttributes.HasFieldRVA, data) { InitialValue = new byte[10] });
        using MemoryStream written = new();
        assembly.Write(written);
        using ModuleDefinition read = ModuleDefinition.ReadModule(new MemoryStream(written.ToArray()));
        Dictionary<string, int> sizes = StreamSizes.Of(read).ToDictionary(s => s.Stream, s => s.Bytes);

        // A text is named by a token of two bytes.
        Assert.Equal(3 + 1 + 1 + 1, sizes["code"]);
        Assert.Equal((24 * 2, 16, 8), (sizes["types"], sizes["methods"], sizes["fields"]));

        // The array with its length; of the field: kind and the token of its type; of the method: kind, count and int.
        Assert.Equal((2 + 10) + (2 + 1 + 2) + (2 + 1), sizes["signatures and arrays"]);
        int fixedWords = new[] { "", "Tiny", "Space", "A", "Ten", "B", "C", "Gr____e", "Object", "System", "ValueType" }.Sum(w => w.Length + 1);
        Assert.InRange(sizes["strings"] - fixedWords, 1, 60); // and the names of the libraries that are referred to
    }
}
