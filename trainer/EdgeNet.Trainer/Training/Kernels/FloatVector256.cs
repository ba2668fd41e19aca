using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>8 floats.</summary>
internal readonly unsafe struct FloatVector256(Vector256<float> value) : IFloatVector<FloatVector256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static FloatVector256 Zero => new(Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 LoadBytes(byte* from)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)from).AsByte()));
        return new(Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatVector256 value, float* to) => value._value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Add(FloatVector256 a, FloatVector256 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Subtract(FloatVector256 a, FloatVector256 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Multiply(FloatVector256 a, FloatVector256 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Divide(FloatVector256 a, FloatVector256 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 MultiplyAdd(FloatVector256 a, FloatVector256 b, FloatVector256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Sqrt(FloatVector256 a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Max(FloatVector256 a, FloatVector256 b) => new(Vector256.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Min(FloatVector256 a, FloatVector256 b) => new(Vector256.MinNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 WherePositive(FloatVector256 test, FloatVector256 a) =>
        new(Vector256.GreaterThan(test._value, Vector256<float>.Zero) & a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 WhereEqual(FloatVector256 a, FloatVector256 b, FloatVector256 value) =>
        new(Vector256.Equals(a._value, b._value) & value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeros(FloatVector256 a) => (uint)Vector256.Equals(a._value, Vector256<float>.Zero).ExtractMostSignificantBits() ^ 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 WithoutTiny(FloatVector256 a, FloatVector256 least) =>
        new(Vector256.AndNot(a._value, Vector256.LessThan(Vector256.Abs(a._value), least._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 PowerOfTwo(FloatVector256 shifted) =>
        new(((shifted._value.AsInt32() << 23) + Vector256.Create(1f).AsInt32()).AsSingle());
}
