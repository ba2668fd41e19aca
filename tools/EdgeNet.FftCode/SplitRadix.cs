using EdgeNet.Core;

namespace EdgeNet.FftCode;

/// <summary>The transform of <see cref="LoopFft"/> as a graph of operations, every index and factor of which is known.</summary>
/// <param name="pairs">Whether each number holds two.</param>
internal sealed class SplitRadix(bool pairs)
{
    private readonly Dictionary<long, Node> _constants = [];

    /// <summary>The real and imaginary parts of a transform, the real part of k at k, the imaginary one at n - k.</summary>
    /// <param name="x">The samples.</param>
    /// <returns>As many outputs.</returns>
    public Node[] Transform(Node[] x)
    {
        int n = x.Length;
        if (n == 1)
        {
            return x;
        }

        if (n == 2)
        {
            return [x[0] + x[1], x[0] - x[1]];
        }

        int half = n / 2, quarter = n / 4;
        Node[] even = Transform([.. x.Where((_, i) => i % 2 == 0)]);
        Node[] one = Transform([.. x.Where((_, i) => i % 4 == 1)]), three = Transform([.. x.Where((_, i) => i % 4 == 3)]);
        Node[] result = new Node[n];
        Node sum = one[0] + three[0];
        result[0] = even[0] + sum;
        result[half] = even[0] - sum;
        result[quarter] = even[quarter];
        result[n - quarter] = three[0] - one[0];
        for (int k = 1; k < n / 8; k++)
        {
            (Node re1, Node im1) = Turn(n, k, one);
            (Node re3, Node im3) = Turn(n, 3 * k, three, k);
            Node re = Unbiased(re1 + re3, n, 2), im = Unbiased(im1 + im3, n, 2);
            (result[k], result[half - k]) = (even[k] + re, even[k] - re);
            (result[n - k], result[half + k]) = (even[half - k] + im, im - even[half - k]);
            (re, im) = (re3 - re1, im3 - im1);
            (result[quarter - k], result[quarter + k]) = (even[quarter - k] + im, even[quarter - k] - im);
            (result[n - quarter + k], result[n - quarter - k]) = (even[quarter + k] + re, re - even[quarter + k]);
        }

        if (n >= 8)
        {
            int eighth = n / 8, root = Factor(n, 1, 8);
            Node real = Unbiased(Rounded((one[eighth] - three[eighth]) * Constant(root), n), n, 1);
            Node imaginary = Unbiased(Rounded((one[eighth] + three[eighth]) * Constant(-root), n), n, 1);
            (result[eighth], result[half - eighth]) = (even[eighth] + real, even[eighth] - real);
            (result[n - eighth], result[half + eighth]) = (even[half - eighth] + imaginary, imaginary - even[half - eighth]);
        }

        return result;
    }

    private int Bits(int n) => pairs ? FftKernel.PairBits(n) : Cosines.Bits;

    private int Factor(int n, int part, int of) => Cosines.At(part * Cosines.Turn / of, Bits(n));

    private (Node Re, Node Im) Turn(int n, int angle, Node[] z, int? index = null)
    {
        int k = index ?? angle;
        Node a = z[k], b = z[z.Length - k], c = Constant(Factor(n, angle, n)), s = Constant(Factor(n, angle + (n * 3 / 4), n));
        return (Rounded((a * c) + (b * s), n), Rounded((b * c) - (a * s), n));
    }

    private Node Rounded(Node product, int n)
    {
        Node shifted = new($"({{0}} >> {Bits(n)})", product + Constant(pairs ? FftKernel.PairRound(n) : 1L << (Cosines.Bits - 1)));
        return pairs ? new Node("({0} & {1})", shifted, Constant(FftKernel.PairMask(n))) : shifted;
    }

    private Node Unbiased(Node value, int n, int times) => pairs ? value - Constant(times * FftKernel.PairRest(n)) : value;

    private Node Constant(long value)
    {
        if (!_constants.TryGetValue(value, out Node? constant))
        {
            _constants[value] = constant = Node.OfConstant(value);
        }

        return constant;
    }
}
