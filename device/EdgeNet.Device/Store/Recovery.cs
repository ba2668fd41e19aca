using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>
/// What counts where both selector files are gone: of two models with seals the one that was sealed last, on probation, and it can give
/// way to the other. A model without a seal was never selected, or comes from an older app; it only counts where there is no other. One
/// that is alone has nothing to give way to and counts as proved, unless the board is too new for that.
/// </summary>
internal static class Recovery
{
    /// <summary>Finds out which model is selected. What may not be started is deleted.</summary>
    /// <param name="slots">The two slots.</param>
    /// <param name="verifier">Verifies them.</param>
    /// <param name="signedOnly">Whether models without a signature do not count, even where the key is too damaged to verify it.</param>
    /// <param name="hasHistory">Whether there have been two selector files, as there are once a model has been confirmed.</param>
    /// <returns>A record to be written; null if no slot has a model.</returns>
    public static SelectorRecord RecordOf(Slot[] slots, ModelVerifier verifier, bool signedOnly, bool hasHistory)
    {
        bool[] whole = new bool[2];
        bool[] known = new bool[2];
        int[] crcs = new int[2];
        for (int i = 0; i < 2; i++)
        {
            SlotSeal seal = slots[i].Seal;
            whole[i] = slots[i].Holds(verifier) && (!signedOnly || (seal != null && seal.Signature != null));
            known[i] = whole[i] && seal != null && seal.BelongsTo(verifier.Header);
            crcs[i] = ModelHeader.Crc(verifier.Header);
        }

        bool pair = whole[0] && whole[1] && known[0] == known[1];
        bool second = pair ? known[0] && slots[1].Seal.Sequence - slots[0].Seal.Sequence > 0 : known[1] || (whole[1] && !known[0]);
        int selected = second ? 1 : 0;
        if (!whole[selected])
        {
            return null;
        }

        SelectorRecord record = new SelectorRecord();
        record.Sequence = known[selected] ? slots[selected].Seal.Sequence + 1 : 1;
        record.Slot = selected;
        record.Attempts = !pair && hasHistory ? SelectorRecord.Confirmed : 0;
        record.ModelCrc = crcs[selected];
        record.OtherCrc = pair ? crcs[1 - selected] : 0;
        record.OtherProved = pair && known[0];
        return record;
    }
}
