namespace EdgeNet.Core;

/// <summary>
/// Where each tensor of a network is kept, and how much heap the network takes, computed once from the checked file. A tensor's slot
/// is used again once no later layer reads it; a network without branches needs two besides its input.
/// </summary>
internal sealed class MemoryPlan
{
    // Of Network, which is made from a plan: its fields, for the memory that it takes.
    private const int NetworkFields = 9;

    private readonly int[] _slotOf;
    private readonly int[] _slotBytes;
    private readonly int _highBytes;
    private readonly int _sumCount;
    private readonly int _activeCount;
    private readonly bool _keepsInput;
    private int _slotCount;

    /// <summary>Plans.</summary>
    /// <param name="input">The network's input.</param>
    /// <param name="range">Its input's range; null for none.</param>
    /// <param name="anomaly">How it finds anomalies; null if it does not.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="output">What its logits mean.</param>
    /// <param name="labels">Its labels.</param>
    public MemoryPlan(InputInfo input, TrainedRange range, AnomalyInfo anomaly, LayerInfo[] layers, OutputInfo output, string[] labels)
    {
        _keepsInput = anomaly != null;
        _highBytes = input.Planes == 2 ? input.Count : 0;
        _slotOf = new int[layers.Length + 1];
        _slotBytes = new int[layers.Length + 1];
        _slotBytes[0] = input.Count;
        _slotCount = 1;
        for (int i = 0; i < layers.Length - 1; i++)
        {
            Place(layers, i + 1, layers[i].Outputs);
        }

        if (layers.Length > 0)
        {
            _slotOf[layers.Length] = Tensors.NoSlot;
        }

        _sumCount = layers.Length == 0 ? 0 : layers[layers.Length - 1].Outputs;
        for (int i = 0; i < layers.Length; i++)
        {
            MatrixInfo matrix = layers[i].Matrix;
            if (matrix != null)
            {
                _activeCount = matrix.Terms > _activeCount ? matrix.Terms : _activeCount;
                _sumCount = matrix.Outputs > _sumCount ? matrix.Outputs : _sumCount;
            }
        }

        if (anomaly != null)
        {
            int logits = AnomalyRunner.ScoreAt(anomaly, labels.Length) + 1;
            _sumCount = logits > _sumCount ? logits : _sumCount;
            RamBytes = AnomalyInfo.RequiredRam() + AnomalyRunner.RequiredRam(anomaly, input);
        }

        RamBytes += Ram.ObjectBytes(NetworkFields) + Ram.ArrayBytes(Ram.ReferenceBytes, anomaly == null ? layers.Length : layers.Length + 1)
            + Tensors.RequiredRam(_slotBytes, _slotCount, _highBytes, _sumCount, _activeCount) + InputQuantizer.RequiredRam(input)
            + input.RequiredRam() + (range == null ? 0 : range.RequiredRam() + RangedInputQuantizer.AdditionalRam) + output.RequiredRam() + Crc32.TableRam + Ram.ArrayBytes(Ram.ReferenceBytes, labels.Length);
        for (int i = 0; i < layers.Length; i++)
        {
            RamBytes += layers[i].RequiredRam(SkipsZeros(input, layers[i]));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            RamBytes += Ram.StringBytes(Utf8.Length(labels[i]));
        }
    }

    /// <summary>Heap bytes of the loaded network, all weights in their compact form.</summary>
    public int RamBytes { get; }

    /// <summary>How many slots there are.</summary>
    public int SlotCount
    {
        get { return _slotCount; }
    }

    /// <summary>Bytes of a slot.</summary>
    public int BytesOf(int slot)
    {
        return _slotBytes[slot];
    }

    /// <summary>The slot of a tensor: 0 is the network's input, n the output of layer n.</summary>
    public int SlotOf(int tensor)
    {
        return _slotOf[tensor];
    }

    /// <summary>Allocates the slots and what all layers share.</summary>
    public Tensors Allocate()
    {
        return new Tensors(_slotBytes, _slotCount, _highBytes, _sumCount, _activeCount);
    }

    /// <summary>Whether enough inputs of a layer are zero to be worth skipping. Columns of a table are hardly ever zero, unless they have only one bit.</summary>
    public static bool SkipsZeros(InputInfo input, LayerInfo layer)
    {
        return layer.First != 0 || !input.PerFeature || input.Bits == 1;
    }

    // The free slot that has to grow least, or a new one.
    private void Place(LayerInfo[] layers, int tensor, int bytes)
    {
        int best = _slotCount;
        int least = bytes;
        for (int slot = 0; slot < _slotCount; slot++)
        {
            int growth = bytes > _slotBytes[slot] ? bytes - _slotBytes[slot] : 0;
            if (growth < least && IsFree(layers, slot, tensor))
            {
                best = slot;
                least = growth;
            }
        }

        _slotCount = best == _slotCount ? _slotCount + 1 : _slotCount;
        _slotOf[tensor] = best;
        _slotBytes[best] += least;
    }

    // Whether no tensor in a slot is read by the layer that writes another one there, or later. What finds anomalies reads the input last of all.
    private bool IsFree(LayerInfo[] layers, int slot, int tensor)
    {
        if (slot == 0 && _keepsInput)
        {
            return false;
        }

        for (int earlier = 0; earlier < tensor; earlier++)
        {
            for (int i = tensor - 1; _slotOf[earlier] == slot && i < layers.Length; i++)
            {
                if (layers[i].First == earlier || layers[i].Second == earlier)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
