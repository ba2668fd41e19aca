using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// The values between two layers for some samples at a time, and what the loss would change by if they changed (deltas). There are two
/// forms. In rows, one per sample, a 1 follows each row's values: the input of the next layer's bias. In groups, sixteen samples lie side by
/// side: value i of the group's sample s is at 16 i + s, so that a register holds one value of several samples and no layer cares how its
/// pictures lie. Layers say which form they read and write; the tensor translates where they differ.
/// </summary>
internal sealed unsafe class Tensor : IDisposable
{
    /// <summary>Samples in a group.</summary>
    public const int GroupSize = SampleGroup.Size;

    private const int Padding = 16;

    private readonly Tensor _trunk;
    private readonly List<Tensor> _branches = [];
    private AlignedFloats? _rows;
    private AlignedFloats? _groups;
    private AlignedFloats? _rowDeltas;
    private AlignedFloats? _groupDeltas;
    private bool _isReadInGroups;

    /// <summary>Describes a tensor; <see cref="Allocate"/> makes room once its layers are known.</summary>
    /// <param name="count">Values per sample.</param>
    /// <param name="rows">Samples at a time.</param>
    /// <param name="passesBack">Whether a layer before it wants to know its deltas.</param>
    public Tensor(int count, int rows, bool passesBack)
        : this(count, rows, passesBack, null)
    {
    }

    private Tensor(int count, int rows, bool passesBack, Tensor? trunk)
    {
        Count = count;
        Rows = rows;
        PassesBack = passesBack;
        Stride = Pad(count + 1);
        DeltaStride = Pad(count);
        _trunk = trunk ?? this;
    }

    /// <summary>Values per sample.</summary>
    public int Count { get; }

    /// <summary>Samples at a time.</summary>
    public int Rows { get; }

    /// <summary>Whether a layer before it wants to know its deltas; if not, it has none.</summary>
    public bool PassesBack { get; }

    /// <summary>Whether the layer that writes it writes groups.</summary>
    public bool IsWrittenInGroups { get; private set; }

    /// <summary>Whether any layer reads or writes groups.</summary>
    public bool IsInGroups => IsWrittenInGroups || _isReadInGroups || _branches.Exists(b => b._isReadInGroups);

    /// <summary>Floats from one row of values to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats from one row of deltas to the next.</summary>
    public int DeltaStride { get; }

    /// <summary>Groups that the rows make, the last one perhaps not full.</summary>
    public int Groups => GroupsOf(Rows);

    private int GroupLength => Count * GroupSize;

    /// <summary>The next multiple of a register's width.</summary>
    public static int Pad(int count) => (count + Padding - 1) / Padding * Padding;

    /// <summary>Where values are in a group.</summary>
    /// <param name="places">Where they are in a sample.</param>
    public static int[][] InGroups(int[][] places) => Array.ConvertAll(places, some => Array.ConvertAll(some, at => at * GroupSize));

    /// <summary>Groups that some rows make.</summary>
    public static int GroupsOf(int rows) => (rows + GroupSize - 1) / GroupSize;

    /// <summary>Samples that a group has, if there are some in all.</summary>
    public static int SamplesOf(int group, int rows) => Math.Min(GroupSize, rows - (group * GroupSize));

    /// <summary>Called by the runner that writes the values and reads the deltas, if it does so in groups.</summary>
    public void WriteGroups() => IsWrittenInGroups = true;

    /// <summary>Called by a runner that reads the values and writes the deltas, if it does so in groups.</summary>
    public void ReadGroups() => _isReadInGroups = true;

    /// <summary>Makes room, once the layers that write and read it have said in which form. Branches have none of their own for values.</summary>
    public void Allocate()
    {
        bool inRows = !IsWrittenInGroups || !_isReadInGroups || _branches.Exists(b => !b._isReadInGroups);
        int rows = IsInGroups ? Groups * GroupSize : Rows;
        _rows = new AlignedFloats(inRows ? (long)rows * Stride : 0);
        _groups = new AlignedFloats(IsInGroups ? (long)Groups * GroupLength : 0);
        foreach (Tensor tensor in _branches.Append(this))
        {
            tensor._rowDeltas = new AlignedFloats(PassesBack && (!IsWrittenInGroups || !tensor._isReadInGroups) ? (long)rows * DeltaStride : 0);
            tensor._groupDeltas = new AlignedFloats(PassesBack && (IsWrittenInGroups || tensor._isReadInGroups) ? (long)Groups * GroupLength : 0);
        }
    }

    /// <summary>The values of a sample.</summary>
    public float* Values(int row) => _trunk._rows!.Pointer + ((long)row * Stride);

    /// <summary>The deltas of a sample.</summary>
    public float* Deltas(int row) => _rowDeltas!.Pointer + ((long)row * DeltaStride);

    /// <summary>The values of a group of samples.</summary>
    public float* GroupValues(int group) => _trunk._groups!.Pointer + ((long)group * GroupLength);

    /// <summary>The deltas of a group of samples.</summary>
    public float* GroupDeltas(int group) => _groupDeltas!.Pointer + ((long)group * GroupLength);

    /// <summary>Sets the deltas of a group to 0, to be added to.</summary>
    public void ClearGroupDeltas(int group) => new Span<float>(GroupDeltas(group), GroupLength).Clear();

    /// <summary>The same values with deltas of their own, for each further layer that reads them.</summary>
    public Tensor Branch()
    {
        Tensor branch = new(Count, Rows, PassesBack, this);
        _branches.Add(branch);
        return branch;
    }

    /// <summary>A copy of a sample's values as its layer wrote them, whether or not they were closed.</summary>
    public float[] Row(int row)
    {
        float[] values = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = IsWrittenInGroups ? GroupValues(row / GroupSize)[(i * GroupSize) + (row % GroupSize)] : Values(row)[i];
        }

        return values;
    }

    /// <summary>Ends the writing of some rows: a 1 goes behind the values of each, and layers that read the other form find it.</summary>
    public void Close(int from, int to)
    {
        if (IsWrittenInGroups && _rows!.Length > 0)
        {
            for (int group = from / GroupSize; group < GroupsOf(to); group++)
            {
                Transposition.ToRows(GroupValues(group), Count, Values(group * GroupSize), Stride);
            }
        }
        else if (!IsWrittenInGroups && _groups!.Length > 0)
        {
            for (int group = from / GroupSize; group < GroupsOf(to); group++)
            {
                Transposition.ToGroup(Values(group * GroupSize), Stride, Count, GroupValues(group));
            }
        }

        for (int row = from; row < to && _rows!.Length > 0; row++)
        {
            Values(row)[Count] = 1f;
        }
    }

    /// <summary>Brings the deltas that the readers left to the layer that wrote the values: in its form, and added up. Samples that a last group lacks have the delta 0.</summary>
    public void GatherDeltas(int from, int to)
    {
        if (!PassesBack)
        {
            return;
        }

        TranslateDeltas(from, to);
        foreach (Tensor branch in _branches)
        {
            branch.TranslateDeltas(from, to);
            float* sum = IsWrittenInGroups ? GroupDeltas(from / GroupSize) : Deltas(from);
            float* more = IsWrittenInGroups ? branch.GroupDeltas(from / GroupSize) : branch.Deltas(from);
            long count = IsWrittenInGroups ? (long)(GroupsOf(to) - (from / GroupSize)) * GroupLength : (long)(to - from) * DeltaStride;
            for (long i = 0; i < count; i++)
            {
                sum[i] += more[i];
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _branches.Append(this))
        {
            tensor._rowDeltas?.Dispose();
            tensor._groupDeltas?.Dispose();
        }

        _rows?.Dispose();
        _groups?.Dispose();
    }

    private void TranslateDeltas(int from, int to)
    {
        if (_trunk.IsWrittenInGroups == _isReadInGroups)
        {
            return;
        }

        for (int group = from / GroupSize; group < GroupsOf(to); group++)
        {
            int first = group * GroupSize;
            if (_isReadInGroups)
            {
                Transposition.ToRows(GroupDeltas(group), Count, Deltas(first), DeltaStride);
                continue;
            }

            for (int row = to; row < first + GroupSize; row++)
            {
                new Span<float>(Deltas(row), Count).Clear();
            }

            Transposition.ToGroup(Deltas(first), DeltaStride, Count, GroupDeltas(group));
        }
    }
}
