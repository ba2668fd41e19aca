using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers;

/// <summary>The weights of a layer in floating point: sum[o] = Bias[o] + sum over t of x[t] * Weights[t * Outputs + o]; with a normalisation, that of the products comes before the bias.</summary>
/// <param name="Terms">Products in a sum.</param>
/// <param name="Outputs">Number of sums.</param>
/// <param name="Weights">Terms x Outputs.</param>
/// <param name="Bias">One per output.</param>
public sealed record FloatMatrix(int Terms, int Outputs, float[] Weights, float[] Bias)
{
    /// <summary>What becomes of the sums before the bias is added; null for nothing.</summary>
    public FloatNorm? Norm { get; init; }

    /// <summary>Number of weights and biases, and of scales of a normalisation.</summary>
    public int Count => Weights.Length + Bias.Length + (Norm?.Scale.Length ?? 0);

    /// <summary>Draws first weights from a normal distribution; biases are 0.</summary>
    /// <param name="terms">Products in a sum.</param>
    /// <param name="outputs">Number of sums.</param>
    /// <param name="fanOut">Sums that an input has a part in.</param>
    /// <param name="activation">What is done with the sums.</param>
    /// <param name="initialization">Spread of the weights.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <returns>The weights.</returns>
    internal static FloatMatrix Draw(int terms, int outputs, int fanOut, Activation activation, Initialization initialization, SeededRandom random)
    {
        Initialization kind = initialization != Initialization.Auto ? initialization
            : activation == Activation.Relu ? Initialization.He : Initialization.Glorot;
        double deviation = kind switch
        {
            Initialization.FanIn => 1.0 / Math.Sqrt(terms),
            Initialization.He => Math.Sqrt(2.0 / terms),
            _ => Math.Sqrt(2.0 / (terms + fanOut)),
        };
        float[] weights = new float[terms * outputs];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(deviation * random.NextGaussian());
        }

        return new FloatMatrix(terms, outputs, weights, new float[outputs]);
    }

    /// <summary>The weights of one output.</summary>
    /// <param name="output">Which.</param>
    /// <returns>As many terms, one output.</returns>
    internal FloatMatrix Column(int output) => new(Terms, 1, [.. Enumerable.Range(0, Terms).Select(t => Weights[(t * Outputs) + output])], [Bias[output]])
    {
        Norm = Norm is null ? null : new FloatNorm([Norm.Scale[output]], [Norm.Mean[output]], [Norm.Variance[output]]),
    };

    /// <summary>The same sums without a normalisation, which becomes part of weights and biases.</summary>
    /// <returns>The weights.</returns>
    internal FloatMatrix WithoutNorm() => Norm is null ? this
        : new FloatMatrix(Terms, Outputs, [.. Weights.Select((w, i) => (float)(w * Norm.Factor(i % Outputs)))], [.. Bias.Select((b, o) => (float)(b - (Norm.Mean[o] * Norm.Factor(o))))]);

    /// <summary>Computes the sums in the plain way.</summary>
    /// <param name="x">Terms values.</param>
    /// <returns>Outputs sums.</returns>
    public float[] Sums(ReadOnlySpan<float> x)
    {
        float[] sums = Norm is null ? (float[])Bias.Clone() : new float[Outputs];
        for (int t = 0; t < Terms; t++)
        {
            if (x[t] != 0f)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    sums[o] += x[t] * Weights[(t * Outputs) + o];
                }
            }
        }

        for (int o = 0; o < Outputs && Norm is not null; o++)
        {
            sums[o] = (float)((sums[o] - Norm.Mean[o]) * Norm.Factor(o)) + Bias[o];
        }

        return sums;
    }
}
