using System.Runtime.InteropServices;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;
using Mono.Cecil;

namespace EdgeNet.Emulator.Host;

/// <summary>Values on their way between whoever uses the board and its program.</summary>
internal sealed class Marshaller(Machine machine, World world)
{
    /// <summary>A handle of an object of the program, which keeps it alive.</summary>
    public BoardObject Hold(HeapObject target)
    {
        machine.Hold(target);
        return new BoardObject(target);
    }

    public ArrayObject NewFloats(ReadOnlySpan<float> floats)
    {
        ArrayObject<float> array = (ArrayObject<float>)machine.Heap.Array(world.ArrayOf(world.Type("System.Single")), floats.Length);
        floats.CopyTo(array.Data);
        return array;
    }

    private ArrayObject NewShorts(ReadOnlySpan<short> numbers)
    {
        ArrayObject<ushort> array = (ArrayObject<ushort>)machine.Heap.Array(world.ArrayOf(world.Type("System.Int16")), numbers.Length);
        MemoryMarshal.Cast<short, ushort>(numbers).CopyTo(array.Data);
        return array;
    }

    /// <summary>A value as it is stored in a register of the program.</summary>
    public (long Number, object? Reference) ToBoard(object? argument) => argument switch
    {
        null => (0, null),
        bool flag => (flag ? 1 : 0, null),
        int number => (number, null),
        long number => (number, null),
        float number => (Numbers.Of(number), null),
        double number => (Numbers.Of(number), null),
        string text => (0, machine.Heap.String(text)),
        byte[] bytes => (0, ArrayFunctions.NewBytes(machine, bytes)),
        float[] floats => (0, NewFloats(floats)),
        short[] shorts => (0, NewShorts(shorts)),
        BoardObject handle => (0, handle.Object),
        HeapObject direct => (0, direct),
        _ => throw new EmulatorException($"a {argument.GetType()} cannot be passed to a board"),
    };

    /// <summary>A value of the program: a long for a whole number, a double, a bool, a string, an array of numbers, a handle, or null.</summary>
    public object? FromBoard(NanoType type, long number, object? reference) => type.Kind switch
    {
        ValueKind.Void => null,
        ValueKind.Bool => number != 0,
        ValueKind.Single => (double)Numbers.Single(number),
        ValueKind.Double => Numbers.Double(number),
        < ValueKind.Object => number,
        _ => reference switch
        {
            null => null,
            StringObject text => text.Value,
            ArrayObject array and not ArrayObject<object?> => array.Elements.Clone(),
            _ => Hold((HeapObject)reference),
        },
    };

    /// <summary>The method of an object that has a name and takes these arguments.</summary>
    public NanoMethod Method(NanoType receiver, string name, object?[] arguments)
    {
        for (NanoType? type = receiver; type is not null; type = type.Base)
        {
            foreach (MethodDefinition candidate in type.Definition!.Methods)
            {
                if (candidate.Name == name && candidate.Parameters.Count == arguments.Length && candidate.Parameters.Zip(arguments).All(p => Takes(p.First.ParameterType.FullName, p.Second)))
                {
                    return world.Method(candidate);
                }
            }
        }

        throw new EmulatorException($"{receiver} has no method {name} with {arguments.Length} such arguments");
    }

    /// <summary>An exception of the program in words.</summary>
    public static string Describe(Instance exception)
    {
        string message = exception.References[0] is StringObject { Value.Length: > 0 } text ? ": " + text.Value : "";
        string code = exception.Numbers[0] == 0 ? "" : $" (HResult 0x{(int)exception.Numbers[0]:X8})";
        return exception.Type.Name + message + code;
    }

    private static bool Takes(string parameter, object? argument) => argument switch
    {
        byte[] => parameter == "System.Byte[]",
        float[] => parameter == "System.Single[]",
        short[] => parameter == "System.Int16[]",
        string => parameter == "System.String",
        int or long => !parameter.EndsWith("[]", StringComparison.Ordinal) && parameter != "System.String",
        _ => true,
    };
}
