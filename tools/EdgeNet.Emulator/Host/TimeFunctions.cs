using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>Time, threads and locks.</summary>
internal sealed unsafe class TimeFunctions(Hardware hardware, Locks locks)
{
    private const long TicksPerMillisecond = 10_000;
    private const long TicksPerSecond = 1000 * TicksPerMillisecond;

    public void Add(HostTable f)
    {
        f.Add("System.TimeSpan::.ctor(System.Int64)", (_, p, r) => SetNumber(r[0], p[1]));
        f.Add("System.TimeSpan::.ctor(System.Int32,System.Int32,System.Int32)", (_, p, r) => SetNumber(r[0], ((p[1] * 3600) + (p[2] * 60) + p[3]) * TicksPerSecond));
        f.Add("System.TimeSpan::get_Ticks()", (_, p, r) => p[0] = HostValues.This(r[0]));
        f.Add("System.TimeSpan::get_TotalMilliseconds()", (_, p, r) => p[0] = Numbers.Of(HostValues.This(r[0]) / (double)TicksPerMillisecond));
        f.Add("System.TimeSpan::ToString()", (m, _, r) => r[0] = m.Heap.String(TimeText(HostValues.This(r[0]))));
        f.Add("System.TimeSpan::FromMilliseconds(System.Int64)", (m, p, r) => r[0] = HostValues.Struct(m, "System.TimeSpan", p[0] * TicksPerMillisecond));
        f.Add("System.TimeSpan::FromSeconds(System.Int64)", (m, p, r) => r[0] = HostValues.Struct(m, "System.TimeSpan", p[0] * TicksPerSecond));
        f.Add("System.DateTime::.ctor(System.Int64)", (_, p, r) => SetNumber(r[0], p[1]));
        f.Add("System.DateTime::get_UtcNow()", (m, _, r) => r[0] = HostValues.Struct(m, "System.DateTime", hardware.StartTime.Ticks + (long)(m.NowMicroseconds * 10)));
        f.Add("System.DateTime::get_Ticks()", (_, p, r) => p[0] = HostValues.This(r[0]));

        f.Add("System.Environment::get_TickCount64()", (m, p, _) => p[0] = (long)(m.NowMicroseconds / 1000));

        f.Add("System.Threading.Thread::.ctor(System.Threading.ThreadStart)", (_, _, r) => ((Instance)r[0]!).Native = r[1] ?? throw new HostException("System.ArgumentNullException", null));
        f.Add("System.Threading.Thread::Start()", (m, _, r) => m.StartThread((Instance)r[0]!, HostValues.Native<DelegateObject>(r[0])));
        f.Add("System.Threading.Thread::Join()", (m, _, r) => m.Join(HostValues.Native<BoardThread>(r[0])));
        f.Add("System.Threading.Thread::get_IsAlive()", (_, p, r) => p[0] = ((Instance)r[0]!).Native is BoardThread { Finished: false } ? 1 : 0);
        f.Add("System.Threading.Thread::get_ManagedThreadId()", (_, p, r) => p[0] = HostValues.Native<BoardThread>(r[0]).Id);
        f.Add("System.Threading.Thread::get_CurrentThread()", (m, _, r) =>
            r[0] = m.Current.Handle ??= new Instance(m.World.Type("System.Threading.Thread"), 0) { Native = m.Current });
        f.Add("System.Threading.Thread::Sleep(System.Int32)", (m, p, _) => Sleep(m, p[0]));
        f.Add("System.Threading.Thread::Sleep(System.TimeSpan)", (m, _, r) => Sleep(m, HostValues.This(r[0]) / TicksPerMillisecond));

        f.Add("System.Threading.Monitor::Enter(System.Object)", (m, _, r) => locks.Enter(m, r[0] ?? throw new HostException("System.ArgumentNullException", null)));
        f.Add("System.Threading.Monitor::Exit(System.Object)", (m, _, r) => locks.Exit(m, r[0] ?? throw new HostException("System.ArgumentNullException", null)));
        f.Add("System.Threading.Interlocked::Increment(System.Int32&)", (_, p, r) => p[0] = Change(r[0], v => v + 1));
        f.Add("System.Threading.Interlocked::Decrement(System.Int32&)", (_, p, r) => p[0] = Change(r[0], v => v - 1));
        f.Add("System.Threading.Interlocked::Exchange(System.Int32&,System.Int32)", (_, p, r) =>
        {
            long value = p[1];
            p[0] = ((ManagedPointer)r[0]!).Number;
            ((ManagedPointer)r[0]!).Number = value;
        });
    }

    private static string TimeText(long ticks)
    {
        UInt128 all = (UInt128)Int128.Abs(ticks), seconds = all / TicksPerSecond;
        string days = seconds >= 86400 ? $"{seconds / 86400}." : "", fraction = all % TicksPerSecond == 0 ? "" : $".{all % TicksPerSecond:0000000}";
        return $"{(ticks < 0 ? "-" : "")}{days}{seconds / 3600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{fraction}";
    }

    private static void SetNumber(object? target, long value) => ((Instance)target!).Numbers[0] = value;

    private static void Sleep(Machine m, long milliseconds)
    {
        if (milliseconds < -1)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        m.SleepUntil(milliseconds < 0 ? double.MaxValue : m.NowMicroseconds + (milliseconds * 1000.0));
    }

    private static long Change(object? pointer, Func<int, int> change)
    {
        ManagedPointer target = (ManagedPointer)pointer!;
        return target.Number = change((int)target.Number);
    }
}
