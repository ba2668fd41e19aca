using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>How numbers are stored in a register: whole numbers sign-extended to 64 bits, floats as their bits.</summary>
internal static class Numbers
{
    public static float Single(long register) => BitConverter.Int32BitsToSingle((int)register);

    public static double Double(long register) => BitConverter.Int64BitsToDouble(register);

    public static long Of(float value) => BitConverter.SingleToInt32Bits(value);

    public static long Of(double value) => BitConverter.DoubleToInt64Bits(value);

    /// <summary>What is left of a number when it is stored in a narrow place.</summary>
    public static long Narrow(long value, ValueKind kind) => kind switch
    {
        ValueKind.Bool or ValueKind.UInt8 => (byte)value,
        ValueKind.Int8 => (sbyte)value,
        ValueKind.Int16 => (short)value,
        ValueKind.Char or ValueKind.UInt16 => (ushort)value,
        ValueKind.Int32 or ValueKind.UInt32 => (int)value,
        _ => value,
    };

    /// <summary>Bytes of an element on the board.</summary>
    public static int ElementBytes(ValueKind kind) => kind switch
    {
        ValueKind.Bool or ValueKind.Int8 or ValueKind.UInt8 => 1,
        ValueKind.Char or ValueKind.Int16 or ValueKind.UInt16 => 2,
        ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Single => 4,
        ValueKind.Int64 or ValueKind.UInt64 or ValueKind.Double => 8,
        _ => 12,
    };

    /// <summary>Whether a number without its fraction fits 64 bits.</summary>
    public static bool FitsInt64(double value) => value is >= -9223372036854775808d and < 9223372036854775808d;
}
