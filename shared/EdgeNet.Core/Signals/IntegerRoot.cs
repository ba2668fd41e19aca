namespace EdgeNet.Core;

/// <summary>Square roots of integers, rounded down.</summary>
internal static class IntegerRoot
{
    /// <summary>The largest integer whose square is not above a number.</summary>
    /// <param name="number">0 to 2^62.</param>
    /// <param name="guess">Any number from 1 to 2^31; the nearer to the root, the sooner it is found.</param>
    /// <returns>The root, the same whatever the guess.</returns>
    public static int Of(long number, int guess)
    {
        if (number <= 0)
        {
            return 0;
        }

        // Newton's method: one step from anywhere gives the root or more, each further step less, until the root is reached.
        long root = (guess + (number / guess)) >> 1;
        long next = (root + (number / root)) >> 1;
        while (next < root)
        {
            root = next;
            next = (root + (number / root)) >> 1;
        }

        return (int)root;
    }
}
