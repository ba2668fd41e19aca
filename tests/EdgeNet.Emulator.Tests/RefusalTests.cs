using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Host;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>Where nanoFramework's interpreter is wrong, the board stops and names the place. What it does there was seen on the real one.</summary>
public class RefusalTests
{
    private const string Program = "EdgeNet.Conformance.Refused.";

    /// <summary>The real one: lost the exception or crashed at the end of the block; ThrowsAndCatchesInDispose without any exception in flight.</summary>
    [Theory]
    [InlineData("ThrowsAndCatchesInFinally", "a finally block of ", "ThrowsAndCatchesInFinally")]
    [InlineData("ThrowsAndCatchesInDispose", "a finally block of ", "ThrowsAndCatchesInDispose")]
    [InlineData("ThrowsAndCatchesInFinallyInCatch", "a finally block of ", "ThrowsAndCatchesInFinallyInCatch")]
    [InlineData("RethrowsAfterACallThatCatches", "a catch block that rethrows of ", "RethrowsAfterACallThatCatches")]
    [InlineData("ThrowsAndCatchesInAFilter", "a filter of ", "ThrowsAndCatchesInAFilter")]
    public void A_call_that_throws_and_catches_makes_the_interpreter_forget_the_block_it_was_called_from(string method, string block, string where)
    {
        string message = Refusal(method);
        Assert.Contains("an exception was caught in EdgeNet.Conformance.Refused.CatchesInside (IL_00", message);
        Assert.Contains(block + Program + where + " (IL_00", message);
    }

    [Fact]
    public void More_than_six_exceptions_inside_each_other_make_it_forget_the_first() =>
        Assert.Contains("more than six", Refusal("NestsSevenDeep"));

    [Theory]
    [InlineData("RightCatchWithoutRethrow", "kept")]
    [InlineData("RightCatchInTheFinallyItself", "inside kept")]
    [InlineData("RightThrowAfterACallThatCatches", "finally second")]
    [InlineData("RightFinallyThatCallsFinally", "ab kept")]
    [InlineData("RightThrowFromFinally", "finally two last went on")]
    public void What_the_interpreter_keeps_track_of_runs(string method, string result) => Assert.Equal(result, Call(method));

    [Fact]
    public void A_damaged_assembly_is_refused_in_words_or_deployed()
    {
        byte[] whole = Programs.Read("EdgeNet.Conformance");
        Random random = new(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            using Board board = new(BoardProfile.Esp32);
            Exception? thrown = Record.Exception(() => board.Deploy(Programs.Contracts, [damaged]));
            Assert.True(thrown is null or EmulatorException, $"{i}: {thrown}");
        }
    }

    /// <summary>The real one gave 4294967280 and the like: what is cast to int stays unsigned until it is stored.</summary>
    [Theory]
    [InlineData("WidensACastUint", "WidensACastUint")]
    [InlineData("ShiftsACastUint", "ShiftsACastUint")]
    [InlineData("MakesAFloatOfACastUint", "MakesAFloatOfACastUint")]
    [InlineData("WidensAfterArithmetic", "WidensAfterArithmetic")]
    [InlineData("WidensAParameter", "Widened")]
    [InlineData("WidensWhatWasReturned", "WidensWhatWasReturned")]
    [InlineData("WidensWhatWasPassedOn", "Widened")]
    [InlineData("WidensAfterABranch", "WidensAfterABranch")]
    [InlineData("ShiftsACastUlong", "ShiftsACastUlong")]
    [InlineData("WidensThroughADelegate", "Widened")]
    public void A_cast_to_signed_that_makes_no_instruction_is_followed_to_where_it_matters(string method, string where)
    {
        string message = Refusal(method);
        Assert.StartsWith(Program + where + " (IL_00", message);
        Assert.Contains("stays unsigned until it is stored", message);
    }

    [Theory]
    [InlineData("RightStoredFirst", -184L)]
    [InlineData("RightByWayOfALong", -20L)]
    [InlineData("RightSmallNumber", 9L)]
    [InlineData("RightUnsignedAllTheWay", 0xFFFFFFF0L + 0xFFFFFFFL + 0xFFFFFFF0L)]
    [InlineData("RightNegativeInt", -25L)]
    public void Where_it_does_not_matter_nothing_stops(string method, long result) => Assert.Equal(result, Call(method));

    [Theory]
    [InlineData("InfinityAsAnInt", "Infinity")]
    [InlineData("NotANumberAsALong", "NaN")]
    public void A_float_that_no_long_can_hold_becomes_something_else_on_every_processor(string method, string value)
    {
        string message = Refusal(method);
        Assert.StartsWith(Program + method + " (IL_00", message);
        Assert.Contains(value, message);
    }

    /// <summary>As far as that can be seen without running it; the tests that run it would stop there, too.</summary>
    [Fact]
    public void No_finally_no_dispose_and_no_catch_that_rethrows_of_device_code_calls_code_that_catches()
    {
        using DeviceCode device = new("EdgeNet.Device.Core", "EdgeNet.Device", "EdgeNet.Device.Http", "EdgeNet.Esp32");
        Assert.InRange(device.Methods.Count(m => m.Body.HasExceptionHandlers), 20, 1000);
        Assert.Empty(device.CallsThatForget());

        // That it finds them.
        using DeviceCode refused = new("EdgeNet.Conformance");
        string[] found = [.. refused.CallsThatForget().Where(c => c.Split("::")[0].EndsWith("Refused", StringComparison.Ordinal)).Select(c => c.Split("::")[1].Split('(')[0]).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["Nest", "RethrowsAfterACallThatCatches", "ThrowsAndCatchesInAFilter", "ThrowsAndCatchesInDispose", "ThrowsAndCatchesInFinally", "ThrowsAndCatchesInFinallyInCatch"], found);
    }

    [Theory]
    [InlineData("EdgeNet.Device.Core", 0)]
    [InlineData("EdgeNet.Device.Signals", 0)]
    [InlineData("EdgeNet.Device.Streams", 0)]
    [InlineData("EdgeNet.Device.Fft", 0)]
    [InlineData("EdgeNet.Device", 0)]
    [InlineData("EdgeNet.Device.Http", 0)]
    [InlineData("EdgeNet.Esp32", 0)]
    [InlineData("EdgeNet.Classification", 0)]
    [InlineData("EdgeNet.Conformance", 6)]
    public void No_device_code_takes_for_signed_what_the_interpreter_holds_for_unsigned(string assembly, int places)
    {
        HostTable host = new HostFunctions(new Hardware()).Table;
        using World world = new(host.Find);
        Array.ForEach([.. Programs.Contracts], world.AddContract);
        Array.ForEach([.. new[] { "EdgeNet.Device.Core", "EdgeNet.Device.Signals", "EdgeNet.Device", assembly }.Distinct().Select(Programs.Read)], world.AddApplication);
        Heap heap = new(world, 1 << 20, true);
        List<string> found = [];
        foreach (MethodDefinition definition in world.Applications.Single(m => m.Assembly.Name.Name == assembly).GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            NanoMethod method = world.Method(definition);
            Translator.Translate(method, world, heap, 1);
            found.AddRange(method.Code!.Where(o => o.Kind == OpKind.RequireSigned && o.C == 1).Select(o => $"{method} (IL_{o.Immediate:X4})"));
        }

        Assert.True(found.Count == places, string.Join('\n', found));
    }

    /// <summary>The interpreter shares a struct in a struct here and copies it there. Those of the packages, such as TimeSpan, are another matter: they hold no others.</summary>
    [Theory]
    [InlineData("EdgeNet.Device.Core")]
    [InlineData("EdgeNet.Device.Signals")]
    [InlineData("EdgeNet.Device.Streams")]
    [InlineData("EdgeNet.Device.Fft")]
    [InlineData("EdgeNet.Device")]
    [InlineData("EdgeNet.Device.Http")]
    [InlineData("EdgeNet.Esp32")]
    [InlineData("EdgeNet.Classification")]
    public void Device_code_declares_no_structs(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read(assembly)));
        Assert.NotEmpty(module.Types);

        // What the compiler itself declares are blocks of array data, which are never values.
        Assert.DoesNotContain(module.GetTypes(), t => t.IsValueType && !t.IsEnum && !t.FullName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal));
    }

    private static string Refusal(string method)
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32Psram, "EdgeNet.Conformance");
        return Assert.Throws<EmulatorException>(() => board.Call(Program + method)).Message;
    }

    private static object? Call(string method)
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32Psram, "EdgeNet.Conformance");
        return board.Call(Program + method);
    }
}
