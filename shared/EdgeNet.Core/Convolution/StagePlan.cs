namespace EdgeNet.Core;

/// <summary>
/// How a layer is computed in a chain, and the proof that it is exact. In a dot product, a long X has a few inputs in its lanes, a long W the weights of one
/// output for them in reverse order; then the highest lane of X * W, modulo 2^64, is the sum of their products. The lanes below hold other
/// sums of inputs times weights, in which each weight appears once at most: like the sum itself, they are at least -M times the sizes of the negative weights and
/// at most M times the positive ones, M being the largest input. What makes them positive is added beforehand, so that they borrow nothing
/// from the highest lane; where all of that is below the size of a lane, they carry nothing into it either.
/// </summary>
internal sealed class StagePlan
{
    // Four lanes have 16 bits each, the highest of three has 20.
    private const int MostOfFour = (1 << 16) - 2;
    private const int MostOfThree = (1 << 20) - 2;

    private const int LeastLanes = 3;

    // Native instructions that a board's interpreter executes for a product whose weight is in a local, about half of the pixels being as in a blank picture;
    // and for an input, a product and an output of other dot products.
    private const int HeldCost = 200;
    private const int InputCost = 280;
    private const int ProductCost = 285;
    private const int OutputCost = 700;

    private StagePlan(LayerInfo layer, LayerWindow window, int padding)
    {
        Matrix = layer.Matrix;
        Input = layer.Input;
        Output = layer.Output;
        Window = window;
        Padding = padding;
    }

    /// <summary>The layer's matrix.</summary>
    public readonly MatrixInfo Matrix;

    /// <summary>Shape of what it reads.</summary>
    public readonly TensorShape Input;

    /// <summary>Shape of what it gives.</summary>
    public readonly TensorShape Output;

    /// <summary>Its window; null for a dense layer, which sees the whole picture.</summary>
    public readonly LayerWindow Window;

    /// <summary>What it reads outside of the picture.</summary>
    public readonly int Padding;

    /// <summary>Of a layer that sweeps over a picture, how its sums share longs; else null.</summary>
    public UnsignedLanes Lanes;

    /// <summary>Of dot products, inputs in a long: 4 or 3.</summary>
    public int InputLanes;

    /// <summary>Of dot products, what the sum of each output starts with.</summary>
    public long[] Starts;

    /// <summary>From sums to outputs.</summary>
    public ScaledOutputs Scaled;

    /// <summary>Plans a sweep.</summary>
    /// <param name="layer">A convolution.</param>
    /// <param name="file">The model file.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <param name="most">No more lanes than this: 4 or 3.</param>
    /// <returns>The plan; null if it does not have one channel, or it would not be exact.</returns>
    public static StagePlan Sweep(ConvolutionInfo layer, byte[] file, int maxInput, int most)
    {
        LayerWindow window = layer.Window;
        if (layer.Input.Channels != 1 || (window.IsPadded && layer.PaddingValue != 0))
        {
            return null;
        }

        StagePlan plan = new StagePlan(layer, window, 0);
        WeightSpans spans = new WeightSpans(layer.Matrix, file);
        plan.Lanes = new UnsignedLanes(layer.Matrix, file, maxInput, most);
        plan.Scaled = new ScaledOutputs(layer.Matrix, file, spans, maxInput, plan.Lanes.Offsets, (long)spans.Largest * maxInput, false);
        return plan.Scaled.Shift == 0 || plan.Lanes.Lanes < LeastLanes ? null : plan;
    }

    /// <summary>Plans dot products.</summary>
    /// <param name="layer">A convolution, or a dense layer.</param>
    /// <param name="file">The model file.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <param name="most">No more lanes than this: 4 or 3.</param>
    /// <param name="isLast">Whether its outputs are the logits.</param>
    /// <returns>The plan; null if it would not be exact, or another form costs less.</returns>
    public static StagePlan Dot(LayerInfo layer, byte[] file, int maxInput, int most, bool isLast)
    {
        ConvolutionInfo convolution = layer as ConvolutionInfo;
        StagePlan plan = convolution == null
            ? new StagePlan(layer, null, 0)
            : new StagePlan(layer, convolution.Window, convolution.Window.IsPadded ? convolution.PaddingValue : 0);
        MatrixInfo matrix = layer.Matrix;
        long other = WeightForms.LeastCost(matrix, maxInput, true, false, matrix.Terms / 2);
        plan.InputLanes = most;
        if (convolution != null && !HeldStage.Fits(plan) && HeldPlan.CostOf(convolution) < other)
        {
            other = HeldPlan.CostOf(convolution);
        }

        if (plan.Cost > other)
        {
            return null;
        }

        WeightSpans spans = new WeightSpans(matrix, file);
        long largest = (long)spans.Largest * maxInput;
        int lanes = largest <= MostOfFour ? most : LeastLanes;
        plan.InputLanes = lanes;
        if (largest > MostOfThree || plan.Cost > other)
        {
            return null;
        }

        int bits = PackedPicture.BitsOf(lanes);
        int top = plan.TopShift;
        int[] offsets = new int[matrix.Outputs];
        long[] starts = new long[matrix.Outputs];
        for (int o = 0; o < matrix.Outputs; o++)
        {
            long below = 0;
            for (int lane = 0; lane < lanes - 1; lane++)
            {
                below = (below << bits) + 1;
            }

            // The highest lane is read with its sign: its least value is brought to the least that it can hold.
            int least = spans.Negative[o] * maxInput;
            offsets[o] = least - (1 << (63 - top));
            starts[o] = ((long)offsets[o] << top) + (below * least);
        }

        plan.Starts = starts;
        plan.Scaled = new ScaledOutputs(matrix, file, spans, maxInput, offsets, largest + (1L << (64 - top)), isLast);
        return plan.Scaled.Shift == 0 ? null : plan;
    }

    /// <summary>Longs that a window sees.</summary>
    public int Longs
    {
        get { return (Window == null ? Input.Height * Input.Width : Window.Height * Window.Width) * Groups; }
    }

    /// <summary>Longs of a pixel that it reads.</summary>
    public int Groups
    {
        get { return (Input.Channels + InputLanes - 1) / InputLanes; }
    }

    /// <summary>Bits below the highest lane.</summary>
    public int TopShift
    {
        get { return PackedPicture.BitsOf(InputLanes) * (InputLanes - 1); }
    }

    /// <summary>In which of the longs that a window sees a term of the matrix has its input.</summary>
    public int LongOf(int term)
    {
        return (term / Input.Channels * Groups) + (term % Input.Channels / InputLanes);
    }

    /// <summary>Where a long of weights has that of a term: the first input of a long meets the weight in the highest lane.</summary>
    public int ShiftOf(int term)
    {
        return (InputLanes - 1 - (term % Input.Channels % InputLanes)) * PackedPicture.BitsOf(InputLanes);
    }

    // Of one position.
    private long Cost
    {
        get
        {
            return HeldStage.Fits(this) ? (long)Longs * Matrix.Outputs * HeldCost
                : ((long)Longs * InputCost) + (Matrix.Outputs * (((long)Longs * ProductCost) + OutputCost));
        }
    }
}
