using System;

namespace EdgeNet.Core;

/// <summary>Runs an addition that rounds twice: what each byte brings to the sum is looked up, and sums are requantised on vector registers, as those of sixteen outputs with the same numbers.</summary>
internal sealed class SimdAddTwiceRunner : LayerRunner
{
    // Sums that are kept at a time: whole registers.
    private const int Piece = 64 * SimdRequantizer.Count;

    private readonly int _secondSlot;
    private readonly int _count;
    private readonly int[] _first = new int[ModelFormat.TableLength];
    private readonly int[] _second = new int[ModelFormat.TableLength];
    private readonly int[] _sums = new int[Piece];
    private readonly SimdRequantizer _requantizer;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer, which must be allowed.</param>
    /// <param name="context">Where its tensors are.</param>
    public SimdAddTwiceRunner(AddTwiceInfo info, LayerContext context)
        : base(context)
    {
        _secondSlot = context.SecondSlot;
        _count = info.Outputs;
        int[] multipliers = new int[SimdRequantizer.Count];
        Array.Fill(multipliers, info.Multiplier);
        _requantizer = new SimdRequantizer(new int[SimdRequantizer.Count], multipliers, Shifts(info), info.Activation);
        for (int q = 0; q < ModelFormat.TableLength; q++)
        {
            _first[q] = (int)info.FirstScaled(q);
            _second[q] = (int)info.SecondScaled(q);
        }
    }

    /// <summary>Whether this machine has the instructions, and sums are not scaled up.</summary>
    public static bool Allows(AddTwiceInfo info) => SimdRequantizer.Allows(Shifts(info));

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] a = tensors.Slots[InputSlot], b = tensors.Slots[_secondSlot], y = tensors.Slots[OutputSlot];
        for (int first = 0; first < _count; first += Piece)
        {
            int count = Math.Min(Piece, _count - first);
            ReadOnlySpan<byte> x = a.AsSpan(first, count), z = b.AsSpan(first, count);
            for (int i = 0; i < x.Length && i < z.Length; i++)
            {
                _sums[i] = _first[x[i]] + _second[z[i]];
            }

            _requantizer.ActivateAll(_sums, SimdRequantizer.Count, (count + SimdRequantizer.Count - 1) / SimdRequantizer.Count, y, first);
        }
    }

    private static byte[] Shifts(AddTwiceInfo info)
    {
        byte[] shifts = new byte[SimdRequantizer.Count];
        Array.Fill(shifts, (byte)info.Shift);
        return shifts;
    }
}
