using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// The values between two layers for some samples at a time, a row each, and what the loss would change by if they changed (deltas).
/// A 1 follows each row's values: the input of the next layer's bias.
/// </summary>
internal sealed unsafe class Tensor : IDisposable
{
    private const int Padding = 16;

    private readonly AlignedFloats _values;
    private readonly AlignedFloats _deltas;
    private readonly List<Tensor> _branches = [];

    /// <summary>Makes room.</summary>
    /// <param name="count">Values per sample.</param>
    /// <param name="rows">Samples at a time.</param>
    /// <param name="passesBack">Whether a layer before it wants to know its deltas.</param>
    public Tensor(int count, int rows, bool passesBack)
        : this(count, rows, passesBack, new AlignedFloats((long)rows * Pad(count + 1)))
    {
    }

    private Tensor(int count, int rows, bool passesBack, AlignedFloats values)
    {
        Count = count;
        Rows = rows;
        PassesBack = passesBack;
        Stride = Pad(count + 1);
        DeltaStride = Pad(count);
        _values = values;
        _deltas = new AlignedFloats(passesBack ? (long)rows * DeltaStride : 0);
    }

    /// <summary>Values per sample.</summary>
    public int Count { get; }

    /// <summary>Samples at a time.</summary>
    public int Rows { get; }

    /// <summary>Whether a layer before it wants to know its deltas; if not, it has none.</summary>
    public bool PassesBack { get; }

    /// <summary>Floats from one row of values to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats from one row of deltas to the next.</summary>
    public int DeltaStride { get; }

    /// <summary>The next multiple of a register's width.</summary>
    public static int Pad(int count) => (count + Padding - 1) / Padding * Padding;

    /// <summary>The values of a sample.</summary>
    public float* Values(int row) => _values.Pointer + ((long)row * Stride);

    /// <summary>The deltas of a sample.</summary>
    public float* Deltas(int row) => _deltas.Pointer + ((long)row * DeltaStride);

    /// <summary>The same values with deltas of their own, for each further layer that reads them.</summary>
    public Tensor Branch()
    {
        Tensor branch = new(Count, Rows, PassesBack, _values);
        _branches.Add(branch);
        return branch;
    }

    /// <summary>Writes the 1 behind the values of some rows.</summary>
    public void Close(int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            Values(row)[Count] = 1f;
        }
    }

    /// <summary>Adds the deltas that branches were given to this tensor's own.</summary>
    public void GatherBranches(int from, int to)
    {
        foreach (Tensor branch in _branches)
        {
            float* sum = Deltas(from);
            float* more = branch.Deltas(from);
            for (long i = 0; PassesBack && i < (long)(to - from) * DeltaStride; i++)
            {
                sum[i] += more[i];
            }
        }
    }

    public void Dispose()
    {
        _branches.ForEach(b => b._deltas.Dispose());
        _deltas.Dispose();
        _values.Dispose();
    }
}
