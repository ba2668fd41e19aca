using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>16 floats.</summary>
internal readonly unsafe struct FloatVector512(Vector512<float> value) : IFloatVector<FloatVector512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static FloatVector512 Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 LoadBytes(byte* from)
    {
        if (Avx512F.IsSupported)
        {
            return new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(from))));
        }

        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(from));
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(low, high));
        return new(Vector512.ConvertToSingle(Vector512.Create(lower, upper).AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatVector512 value, float* to) => value._value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Add(FloatVector512 a, FloatVector512 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Subtract(FloatVector512 a, FloatVector512 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Multiply(FloatVector512 a, FloatVector512 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Divide(FloatVector512 a, FloatVector512 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 MultiplyAdd(FloatVector512 a, FloatVector512 b, FloatVector512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Sqrt(FloatVector512 a) => new(Vector512.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Max(FloatVector512 a, FloatVector512 b) => new(Vector512.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Min(FloatVector512 a, FloatVector512 b) => new(Vector512.MinNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 WherePositive(FloatVector512 test, FloatVector512 a) =>
        new(Vector512.GreaterThan(test._value, Vector512<float>.Zero) & a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 WhereEqual(FloatVector512 a, FloatVector512 b, FloatVector512 value) =>
        new(Vector512.Equals(a._value, b._value) & value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeros(FloatVector512 a) => (uint)Vector512.Equals(a._value, Vector512<float>.Zero).ExtractMostSignificantBits() ^ 0xFFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 WithoutTiny(FloatVector512 a, FloatVector512 least) =>
        new(Vector512.AndNot(a._value, Vector512.LessThan(Vector512.Abs(a._value), least._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 PowerOfTwo(FloatVector512 shifted) =>
        new(((shifted._value.AsInt32() << 23) + Vector512.Create(1f).AsInt32()).AsSingle());
}
