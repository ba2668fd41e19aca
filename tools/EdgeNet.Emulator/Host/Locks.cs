using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>Who holds which object's lock.</summary>
internal sealed class Locks
{
    private readonly Dictionary<object, (BoardThread Owner, int Count)> _held = new(ReferenceEqualityComparer.Instance);

    public void Clear() => _held.Clear();

    public void Enter(Machine machine, object target)
    {
        while (_held.TryGetValue(target, out (BoardThread Owner, int Count) held) && held.Owner != machine.Current)
        {
            machine.WaitForOthers();
        }

        _held[target] = (machine.Current, _held.GetValueOrDefault(target).Count + 1);
    }

    public void Exit(Machine machine, object target)
    {
        if (!_held.TryGetValue(target, out (BoardThread Owner, int Count) held) || held.Owner != machine.Current)
        {
            throw new HostException("System.InvalidOperationException", null);
        }

        if (held.Count == 1)
        {
            _held.Remove(target);
        }
        else
        {
            _held[target] = (held.Owner, held.Count - 1);
        }
    }
}
