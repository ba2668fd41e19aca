using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// Whether the interpreter holds a whole number on the stack for unsigned. Its values carry their types: a cast between int and uint makes
/// no instruction, so what comes from a uint stays unsigned through arithmetic, calls and returns until it is stored in a local, a field
/// or an element. Mostly the code alone tells which it is. For arguments, results of calls and values that meet after a branch only the
/// run can tell: a bit of the frame says that such a number is not as declared.
/// </summary>
/// <param name="Source">0 if the code tells; else the number of the bit, from 1.</param>
/// <param name="IsUnsigned">Whether it is unsigned, or declared so.</param>
internal readonly record struct NumberTag(int Source, bool IsUnsigned)
{
    /// <summary>So many arguments of a method have a bit; the values on the stack have those above.</summary>
    public const int Arguments = 32;

    private const int LastBit = 63;

    public static NumberTag Signed => default;

    public static NumberTag Unsigned => new(0, true);

    public int Bit => Source - 1;

    /// <summary>That of a number stored in a place of this type.</summary>
    public static NumberTag Of(NanoType? type) => new(0, IsDeclaredUnsigned(type));

    public static NumberTag OfArgument(int index, NanoType type) => index < Arguments ? new NumberTag(index + 1, IsDeclaredUnsigned(type)) : Of(type);

    public static NumberTag OfDepth(int depth, NanoType? type = null) => new(Math.Min(Arguments + depth, LastBit) + 1, IsDeclaredUnsigned(type));

    /// <summary>How a number compares with its declared type: 0 as declared, 1 the opposite, from 2 on twice the bit that tells, and one if that is turned over. No type means signed.</summary>
    public int ComparedWith(NanoType? type)
    {
        int turned = IsUnsigned == IsDeclaredUnsigned(type) ? 0 : 1;
        return Source == 0 ? turned : 2 + (2 * Bit) + turned;
    }

    /// <summary>What <see cref="ComparedWith"/> comes to in a frame with these bits.</summary>
    public static bool IsOpposite(int compared, ulong bits) => compared < 2 ? compared == 1 : ((bits >> ((compared - 2) >> 1)) & 1) != (ulong)(compared & 1);

    private static bool IsDeclaredUnsigned(NanoType? type) => type?.Kind is ValueKind.UInt32 or ValueKind.UInt64;
}
