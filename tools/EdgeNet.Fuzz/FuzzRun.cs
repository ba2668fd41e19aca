using System.Diagnostics;

namespace EdgeNet.Fuzz;

/// <summary>Gives a parser many inputs and watches it: its exceptions, its allocations, its time.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>Runs a range of inputs.</summary>
    /// <param name="target">The parser.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="from">Number of the first input.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Called now and then with the number done, in order.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <returns>What came of it.</returns>
    public static FuzzResult Run(FuzzTarget target, int seed, long from, long count, Action<long>? progress, CancellationToken cancellation)
    {
        Mutator mutator = new(target, seed);
        Warm(target);
        long done = 0, refused = 0;
        Stopwatch current = Stopwatch.StartNew();
        long number = from;
        using Timer watch = new(_ =>
        {
            // A parser that does not come back cannot be stopped, only reported.
            if (current.Elapsed > Hang)
            {
                Console.Error.WriteLine($"{target.Name}: input {number} of seed {seed} does not end");
                Environment.Exit(3);
            }
        }, null, Hang, Hang);
        for (; done < count && !cancellation.IsCancellationRequested; done++)
        {
            number = from + done;
            byte[] input = mutator.Input(number);
            current.Restart();
            (bool accepted, long allocated, string? problem) = Parse(target, input);

            // Now and then the runtime allocates something of its own: what a parser allocates, it allocates every time.
            for (int again = 0; again < 2 && problem is null && allocated > target.MaxAllocated(input.Length); again++)
            {
                allocated = Math.Min(allocated, Parse(target, input).Allocated);
            }

            problem ??= allocated > target.MaxAllocated(input.Length) ? $"{allocated:N0} bytes allocated for an input of {input.Length:N0}" : null;
            if (problem is not null)
            {
                return new FuzzResult(done, refused, new Finding(number, input, problem));
            }

            refused += accepted ? 0 : 1;
            if (done % 10_000 == 0)
            {
                progress?.Invoke(done);
            }
        }

        progress?.Invoke(done);
        return new FuzzResult(done, refused, null);
    }

    private static (bool Accepted, long Allocated, string? Problem) Parse(FuzzTarget target, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool accepted = true;
        try
        {
            target.Parse(input);
        }
        catch (RefusedException)
        {
            accepted = false;
        }
        catch (Exception e)
        {
            return (false, 0, $"{e.GetType().Name}: {e.Message}");
        }

        return (accepted, GC.GetAllocatedBytesForCurrentThread() - before, null);
    }

    // What is allocated once for a whole program is not an input's fault.
    private static void Warm(FuzzTarget target)
    {
        foreach (byte[] valid in target.Corpus)
        {
            target.Parse(valid);
        }
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Done">Inputs parsed.</param>
/// <param name="Refused">Of these, refused as documented.</param>
/// <param name="Finding">The first input that showed a fault, or null.</param>
internal sealed record FuzzResult(long Done, long Refused, Finding? Finding);

/// <summary>An input that a parser does not stand.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Input">Its bytes.</param>
/// <param name="Problem">What happened.</param>
internal sealed record Finding(long Number, byte[] Input, string Problem);
