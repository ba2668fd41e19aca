using System.Runtime.ExceptionServices;

namespace EdgeNet.Trainer.Training;

/// <summary>Runs the same work on several threads that meet at a barrier.</summary>
internal static class WorkerTeam
{
    /// <summary>Runs work(0) on this thread and work(1), work(2), ... on others; returns when all are done.</summary>
    /// <param name="threads">1 or more.</param>
    /// <param name="work">Gets its number and the barrier.</param>
    public static void Run(int threads, Action<int, SpinBarrier> work)
    {
        SpinBarrier barrier = new(threads);
        ExceptionDispatchInfo? failure = null;
        void Guarded(int worker)
        {
            try
            {
                work(worker, barrier);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                barrier.Break();
            }
        }

        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            int worker = i + 1;
            others[i] = new Thread(() => Guarded(worker)) { IsBackground = true, Name = $"training {worker}" };
            others[i].Start();
        }

        Guarded(0);
        foreach (Thread other in others)
        {
            other.Join();
        }

        failure?.Throw();
    }
}
