using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>4 floats.</summary>
internal readonly unsafe struct FloatVector128(Vector128<float> value) : IFloatVector<FloatVector128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static FloatVector128 Zero => new(Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 LoadBytes(byte* from) =>
        new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(*(uint*)from).AsByte())).AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Fill(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatVector128 value, float* to) => value._value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Add(FloatVector128 a, FloatVector128 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Subtract(FloatVector128 a, FloatVector128 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Multiply(FloatVector128 a, FloatVector128 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Divide(FloatVector128 a, FloatVector128 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 MultiplyAdd(FloatVector128 a, FloatVector128 b, FloatVector128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Sqrt(FloatVector128 a) => new(Vector128.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Max(FloatVector128 a, FloatVector128 b) => new(Vector128.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Min(FloatVector128 a, FloatVector128 b) => new(Vector128.MinNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 WherePositive(FloatVector128 test, FloatVector128 a) =>
        new(Vector128.GreaterThan(test._value, Vector128<float>.Zero) & a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 WhereEqual(FloatVector128 a, FloatVector128 b, FloatVector128 value) =>
        new(Vector128.Equals(a._value, b._value) & value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeros(FloatVector128 a) => (uint)Vector128.Equals(a._value, Vector128<float>.Zero).ExtractMostSignificantBits() ^ 0xF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 WithoutTiny(FloatVector128 a, FloatVector128 least) =>
        new(Vector128.AndNot(a._value, Vector128.LessThan(Vector128.Abs(a._value), least._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 PowerOfTwo(FloatVector128 shifted) =>
        new(((shifted._value.AsInt32() << 23) + Vector128.Create(1f).AsInt32()).AsSingle());
}
