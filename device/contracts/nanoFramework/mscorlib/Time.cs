namespace System
{
    public struct TimeSpan
    {
        private long _numberOfTicks;
        public const long TicksPerMillisecond = 10000;
        public const long TicksPerSecond = TicksPerMillisecond * 1000;
        public static readonly TimeSpan Zero;
        public TimeSpan(long ticks) => throw null;
        public TimeSpan(int hours, int minutes, int seconds) => throw null;
        public long Ticks => throw null;
        public static TimeSpan FromMilliseconds(long value) => throw null;
        public static TimeSpan FromSeconds(long value) => throw null;
        public double TotalMilliseconds => throw null;
        public override string ToString() => throw null;
    }

    public struct DateTime
    {
        private ulong _ticks;
        public DateTime(long ticks) => throw null;
        public static DateTime UtcNow => throw null;
        public long Ticks => throw null;
    }
}

namespace System.Threading
{
    public delegate void ThreadStart();

    public sealed class Thread
    {
        public Thread(ThreadStart start) => throw null;
        public void Start() => throw null;
        public void Join() => throw null;
        public bool IsAlive => throw null;
        public int ManagedThreadId => throw null;
        public static Thread CurrentThread => throw null;
        public static void Sleep(int millisecondsTimeout) => throw null;
        public static void Sleep(TimeSpan timeout) => throw null;
    }

    public static class Timeout
    {
        public const int Infinite = -1;
    }

    public static class Monitor
    {
        public static void Enter(object obj) => throw null;
        public static void Exit(object obj) => throw null;
    }

    public static class Interlocked
    {
        public static int Increment(ref int location) => throw null;
        public static int Decrement(ref int location) => throw null;
        public static int Exchange(ref int location1, int value) => throw null;
    }
}
