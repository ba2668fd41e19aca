using System.Numerics;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>What bands and pictures of a spectrum have in common: frames of a power of two of readings, each a hop after the one before.</summary>
/// <param name="Points">Readings of a frame, the points of its transform.</param>
/// <param name="Hop">Readings from frame to frame; 0 until the stride decides, if the text does not say.</param>
/// <param name="Bank">The bands.</param>
public abstract record SpectralSpec(int Points, int Hop, BandsSpec Bank) : FeatureSpec
{
    /// <summary>Words that may follow in any order: the points of the transform, and the hop.</summary>
    internal static (int Points, int Hop) ReadFrames(FeatureWords words, int points)
    {
        int hop = 0;
        while (words.HasMore)
        {
            if (words.TakeOnce("fft"))
            {
                points = words.Number("points", RealFft.LeastPoints, RealFft.MostPoints);
                if (!RealFft.IsPoints(points))
                {
                    throw words.Error($"is not a power of two from {RealFft.LeastPoints} to {RealFft.MostPoints}");
                }
            }
            else if (words.TakeOnce("hop"))
            {
                hop = words.Number("readings from frame to frame", 1, ushort.MaxValue);
            }
            else
            {
                break;
            }
        }

        return (points, hop);
    }

    /// <summary>Whether frames get a Hann window.</summary>
    internal virtual bool HasWindow => true;

    /// <inheritdoc/>
    public override int HopAt(double rate) => Hop;

    /// <inheritdoc/>
    internal override FeatureSpec Settle(int stride) => Hop != 0 ? this : this with { Hop = HopFor(stride) };

    /// <summary>The start of the record, and the name of each band.</summary>
    internal ByteBuffer Record(FeaturePlan plan)
    {
        plan.RequireFrame(ToString(), Points, plan.Window < RealFft.LeastPoints ? "" : $"\"{this with { Points = 1 << BitOperations.Log2((uint)plan.Window), Hop = 0 }}\" or ");
        return Bank.Write(new ByteBuffer().UInt16(Points).UInt16(Hop).UInt16(HasWindow ? 1 : 0).UInt16(0), plan.Rate, Points);
    }

    /// <summary>A row per frame.</summary>
    internal Shape Picture(FeaturePlan plan, int columns)
    {
        int frames = 1 + ((plan.Window - Points) / Hop);
        return plan.Channels.Count == 1 ? Shape.Grey(frames, columns) : new Shape(3, frames, columns, plan.Channels.Count);
    }

    /// <summary>The words that <see cref="ReadFrames"/> reads.</summary>
    internal string FrameText() => Hop == 0 ? $"fft {Points}" : $"fft {Points} hop {Hop}";

    // Half a frame, or somewhat less if so many hops are a stride: windows then begin where the user wants them.
    private int HopFor(int stride)
    {
        int most = Points / 2;
        int hop = Enumerable.Range(0, most).Select(i => most - i).FirstOrDefault(h => stride % h == 0);
        return hop > Points / 4 ? hop : most;
    }
}
