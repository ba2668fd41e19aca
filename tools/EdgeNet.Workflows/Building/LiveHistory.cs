namespace EdgeNet.Workflows;

/// <summary>What is known of an epoch of a live training.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Loss">Mean loss over its samples while it learned.</param>
/// <param name="ValidationLoss">Mean loss over the samples that --validation holds out; null without them.</param>
public sealed record LiveEpoch(int Epoch, double Loss, double? ValidationLoss)
{
    /// <summary>How the network of this epoch did on samples; null if nobody has looked.</summary>
    public LiveJudgement? Judgement { get; init; }
}

/// <summary>How a network does on some of the samples that it learns from, and on some that it does not.</summary>
/// <param name="Accuracy">Share of right answers to samples that it learns from; not a number for a regression.</param>
/// <param name="TestLoss">Mean loss over samples of the test part; not a number where the training minimises another one: squared errors of classes.</param>
/// <param name="TestAccuracy">Share of right answers to them.</param>
public sealed record LiveJudgement(double Accuracy, double TestLoss, double TestAccuracy);

/// <summary>The epochs of a live training, and what it can go back to. Memory is bounded: of long trainings every second epoch is kept, then every fourth and so on, and the last one; and of what it can go back to less the longer ago.</summary>
internal sealed class LiveHistory(int mostEpochs, long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly SortedList<int, LiveEpoch> _epochs = [];
    private readonly SortedList<int, byte[]> _checkpoints = [];
    private int _stride = 1, _version;

    /// <summary>Changes whenever something else is known.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The epochs that are kept, in their order.</summary>
    public IReadOnlyList<LiveEpoch> Epochs
    {
        get
        {
            lock (_lock)
            {
                return [.. _epochs.Values];
            }
        }
    }

    /// <summary>Takes an epoch in.</summary>
    public void Add(LiveEpoch epoch)
    {
        lock (_lock)
        {
            if (_epochs.Count > 0 && _epochs.Keys[^1] % _stride != 0)
            {
                _epochs.RemoveAt(_epochs.Count - 1);
            }

            _epochs[epoch.Epoch] = epoch;
            _version++;
            if (_epochs.Count > mostEpochs)
            {
                _stride *= 2;
                foreach (int forgotten in _epochs.Keys.SkipLast(1).Where(e => e % _stride != 0).ToArray())
                {
                    _epochs.Remove(forgotten);
                }
            }
        }
    }

    /// <summary>Takes in how the network of an epoch did, if that epoch is kept.</summary>
    public void Judge(int epoch, LiveJudgement judgement)
    {
        lock (_lock)
        {
            if (_epochs.TryGetValue(epoch, out LiveEpoch? known))
            {
                _epochs[epoch] = known with { Judgement = judgement };
                _version++;
            }
        }
    }

    /// <summary>Keeps what a training can be continued from.</summary>
    public void Keep(int epoch, byte[] checkpoint)
    {
        lock (_lock)
        {
            _checkpoints[epoch] = checkpoint;
            while (_checkpoints.Count > 1 && _checkpoints.Count * (long)checkpoint.Length > mostBytes)
            {
                Thin();
            }
        }
    }

    /// <summary>The last checkpoint before an epoch: none, for 0 epochs, if there is none.</summary>
    public (int Epoch, byte[]? Checkpoint) Before(int epoch)
    {
        lock (_lock)
        {
            int at = _checkpoints.Keys.TakeWhile(e => e < epoch).Count() - 1;
            return at < 0 ? (0, null) : (_checkpoints.Keys[at], _checkpoints.Values[at]);
        }
    }

    /// <summary>Forgets all epochs after one.</summary>
    public void Truncate(int epoch)
    {
        lock (_lock)
        {
            RemoveAfter(_epochs, epoch);
            _stride = epoch == 0 ? 1 : _stride;
            RemoveAfter(_checkpoints, epoch);
            _version++;
        }
    }

    private static void RemoveAfter<T>(SortedList<int, T> list, int epoch)
    {
        while (list.Count > 0 && list.Keys[^1] > epoch)
        {
            list.RemoveAt(list.Count - 1);
        }
    }

    // The last one stays.
    private void Thin()
    {
        for (int i = _checkpoints.Count - 2; i >= 0; i -= 2)
        {
            _checkpoints.RemoveAt(i);
        }
    }
}
