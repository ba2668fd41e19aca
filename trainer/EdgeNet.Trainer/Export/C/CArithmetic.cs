namespace EdgeNet.Trainer.Export.C;

/// <summary>Functions that layers of several kinds call. Those that nothing calls are not written.</summary>
internal static class CArithmetic
{
    /// <summary>The functions that a text calls.</summary>
    public static string UsedBy(string text, string name) => string.Concat(All(name).Where(f => text.Contains(f.Name + "(", StringComparison.Ordinal)).Select(f => "\n" + f.Text + "\n"));

    private static IEnumerable<(string Name, string Text)> All(string name)
    {
        yield return ($"{name}_scale", $$"""
            /* sum * multiplier / 2^shift, rounded once, halves up. */
            static inline int64_t {{name}}_scale(int32_t sum, int32_t multiplier, int shift)
            {
                return ((int64_t)sum * multiplier + ((int64_t)1 << (shift - 1))) >> shift;
            }
            """);
        yield return ($"{name}_scale_twice", $$"""
            /* The same with two roundings, as LiteRT does: to 31 bits, halves up, then to the rest, halves away from zero. */
            static inline int64_t {{name}}_scale_twice(int32_t sum, int32_t multiplier, int shift)
            {
                int64_t product = (int64_t)sum * multiplier;
                int rest = shift - 31;
                if (rest <= 0) {
                    return (product + ((int64_t)1 << (shift - 1))) >> shift;
                }
                product = (product + ((int64_t)1 << 30)) >> 31;
                return (product + ((int64_t)1 << (rest - 1)) - (product < 0)) >> rest;
            }
            """);
        yield return ($"{name}_scale_far", $$"""
            /* The same as scale for shifts above 32, in 32 bits: half of 2^shift has no bits among the lower 32. */
            static inline int32_t {{name}}_scale_far(int32_t sum, int32_t multiplier, int shift)
            {
                return ((int32_t)((int64_t)sum * multiplier >> 32) + ((int32_t)1 << (shift - 33))) >> (shift - 32);
            }
            """);
        yield return ($"{name}_scale_twice_far", $$"""
            /* The same as scale_twice for shifts above 31, in 32 bits. */
            static inline int32_t {{name}}_scale_twice_far(int32_t sum, int32_t multiplier, int shift)
            {
                int32_t product = (int32_t)(((int64_t)sum * multiplier + ((int64_t)1 << 30)) >> 31);
                int32_t mask = (int32_t)(((uint32_t)1 << (shift - 31)) - 1);
                return (product >> (shift - 31)) + ((product & mask) > (mask >> 1) + (product < 0));
            }
            """);
        yield return ($"{name}_limit", $$"""
            static inline uint8_t {{name}}_limit(int64_t value, uint8_t low, uint8_t high)
            {
                return value < low ? low : value > high ? high : (uint8_t)value;
            }
            """);
        yield return ($"{name}_single", $$"""
            /* Rounds to single precision: a compiler may neither keep more bits in what was stored nor merge a multiplication with an addition. */
            static inline float {{name}}_single(float exact)
            {
                volatile float stored = exact;
                return stored;
            }
            """);
    }
}
