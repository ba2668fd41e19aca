using System;

namespace EdgeNet.Core;

/// <summary>
/// Runs convolutions that follow one another, and the dense layers after them, as an interpreter does it fastest: the first one by a sweep over the picture,
/// the others by dot products of packed pixels, and only for pixels that differ from those of a blank picture. All of it is exact.
/// </summary>
internal sealed class PictureChain : LayerRunner
{
    private const int MostLanes = 4;

    // Layers that are planned after the last one with which there is room.
    private const int MostWithoutRoom = 4;

    private readonly PictureStage[] _stages;

    private PictureChain(LayerContext context, PictureStage[] stages, Tensors tensors)
        : base(context)
    {
        _stages = stages;
        Array.Clear(tensors.Slots[InputSlot], 0, tensors.Slots[InputSlot].Length);
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i].Run(tensors, true);
            stages[i].KeepAsBlank();
        }
    }

    /// <summary>Creates the longest chain that begins at a layer and for which there is room.</summary>
    /// <param name="list">All layers of the model.</param>
    /// <param name="first">Index of the first layer of the chain.</param>
    /// <param name="context">Where that layer's input is, and how much memory there is; a chain lowers it by what it takes beyond the layers that it replaces.</param>
    /// <param name="tensors">What all layers share.</param>
    /// <param name="count">How many layers it replaces.</param>
    /// <returns>The chain; null if there is none.</returns>
    public static PictureChain Create(LayerList list, int first, LayerContext context, Tensors tensors, out int count)
    {
        int planned;
        StagePlan[] plans = PlanFrom(list, first, context, out planned);
        int extra = 0;
        for (count = planned; count > 0; count--)
        {
            extra = RequiredExtra(list, first, plans, count);
            if (extra <= context.SpareBytes)
            {
                break;
            }
        }

        if (count == 0)
        {
            return null;
        }

        context.SpareBytes -= extra;
        context.OutputSlot = list.OutputSlot[first + count - 1];
        return new PictureChain(context, Stages(plans, count, context), tensors);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        PictureStage[] stages = _stages;
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i].Run(tensors, false);
        }
    }

    /// <inheritdoc/>
    public override void CopyLastInput(Tensors tensors, byte[] into)
    {
        // A chain begins with a convolution, so where it ends with the last layer, that is a dense stage behind another.
        ((DenseStage)_stages[_stages.Length - 1]).UnpackInput(into);
    }

    // A layer follows as long as it alone reads the one before, and there is an exact plan for it. The chain ends after the last layer with which there is
    // room for it; a few layers without are looked past, but no more, since each may be looked at again as the first of another chain.
    private static StagePlan[] PlanFrom(LayerList list, int first, LayerContext context, out int planned)
    {
        LayerInfo[] layers = list.Layers;
        byte[] file = context.File;
        StagePlan[] plans = new StagePlan[layers.Length - first];
        planned = 0;
        int withRoom = 0;
        bool isDense = false;
        for (int i = first; i < layers.Length && planned - withRoom < MostWithoutRoom; i++)
        {
            LayerInfo layer = layers[i];
            ConvolutionInfo convolution = layer as ConvolutionInfo;
            bool fits = planned == 0 ? convolution != null
                : (layer is DenseInfo || (convolution != null && !isDense)) && layer.First == i && IsReadOnce(layers, i);
            StagePlan plan = null;
            if (fits && planned == 0)
            {
                plan = StagePlan.Sweep(convolution, file, list.MaxInput[i], MostLanes);
            }

            if (fits && plan == null)
            {
                // A sweep and the layer behind it have as many lanes as both can.
                UnsignedLanes swept = planned == 1 ? plans[0].Lanes : null;
                plan = StagePlan.Dot(layer, file, list.MaxInput[i], swept == null ? MostLanes : swept.Lanes, i == layers.Length - 1);
                if (plan != null && swept != null && plan.InputLanes != swept.Lanes)
                {
                    plans[0] = StagePlan.Sweep((ConvolutionInfo)layers[first], file, list.MaxInput[first], plan.InputLanes);
                }
            }

            if (plan == null)
            {
                break;
            }

            isDense = convolution == null;
            plans[planned++] = plan;
            if (RequiredExtra(list, first, plans, planned) <= context.SpareBytes)
            {
                withRoom = planned;
            }
        }

        return plans;
    }

    // Bytes beyond those of the layers that a chain replaces.
    private static int RequiredExtra(LayerList list, int first, StagePlan[] plans, int count)
    {
        int bytes = RequiredRam(plans, count, first + count == list.Layers.Length) - ((count - 1) * Ram.ReferenceBytes);
        for (int i = 0; i < count; i++)
        {
            bytes -= list.RequiredRam[first + i];
        }

        return bytes;
    }

    private static bool IsReadOnce(LayerInfo[] layers, int tensor)
    {
        int readers = 0;
        for (int i = tensor; i < layers.Length; i++)
        {
            readers += (layers[i].First == tensor ? 1 : 0) + (layers[i].Second == tensor ? 1 : 0);
        }

        return readers == 1;
    }

    private static int RequiredRam(StagePlan[] plans, int count, bool isLast)
    {
        bool packs = plans[0].Lanes == null;
        int stages = count + (packs ? 1 : 0) + (isLast ? 0 : 1);
        int bytes = Ram.ObjectBytes(FieldCount + 1) + Ram.ArrayBytes(Ram.ReferenceBytes, stages)
            + (isLast ? 0 : UnpackStage.OwnRam)
            + (packs ? PackStage.OwnRam + PackedPicture.RequiredRam(plans[0].Input, plans[0].Window, plans[0].InputLanes) : 0);
        for (int i = 0; i < count; i++)
        {
            StagePlan plan = plans[i];
            int outputLanes = OutputLanes(plans, i, count);
            bytes += plan.Lanes != null ? SweepStage.RequiredRam(plan)
                : HeldStage.Fits(plan) ? HeldStage.RequiredRam(plan, outputLanes)
                : plan.Window != null ? DotStage.RequiredRam(plan)
                : DenseStage.RequiredRam(plan);
            if (i + 1 < count)
            {
                bytes += PackedPicture.RequiredRam(plan.Output, plans[i + 1].Window, outputLanes);
            }
            else if (!isLast)
            {
                bytes += PackedPicture.RequiredRam(plan.Output, null, outputLanes);
            }
        }

        return bytes;
    }

    // Channels in a long of what a layer gives.
    private static int OutputLanes(StagePlan[] plans, int i, int count)
    {
        return i + 1 < count ? plans[i + 1].InputLanes : plans[i].Lanes != null ? plans[i].Lanes.Lanes : MostLanes;
    }

    private static PictureStage[] Stages(StagePlan[] plans, int count, LayerContext context)
    {
        byte[] file = context.File;
        bool packs = plans[0].Lanes == null;
        bool isLast = context.OutputSlot == Tensors.NoSlot;
        PictureStage[] stages = new PictureStage[count + (packs ? 1 : 0) + (isLast ? 0 : 1)];
        int made = 0;
        PackedPicture picture = null;
        if (packs)
        {
            picture = new PackedPicture(plans[0].Input, plans[0].Window, plans[0].Padding, plans[0].InputLanes);
            stages[made++] = new PackStage(context.InputSlot, plans[0].Input, picture);
        }

        for (int i = 0; i < count; i++)
        {
            StagePlan plan = plans[i];
            PackedPicture output = i + 1 < count
                ? new PackedPicture(plan.Output, plans[i + 1].Window, plans[i + 1].Padding, OutputLanes(plans, i, count))
                : isLast ? null : new PackedPicture(plan.Output, null, 0, OutputLanes(plans, i, count));
            stages[made++] = plan.Lanes != null ? Sweep(plan, file, context.InputSlot, output)
                : HeldStage.Fits(plan) ? new HeldStage(plan, file, picture, output)
                : plan.Window != null ? new DotStage(plan, file, picture, output)
                : new DenseStage(plan, file, picture, output);
            picture = output;
        }

        if (!isLast)
        {
            stages[made] = new UnpackStage(picture, context.OutputSlot);
        }

        return stages;
    }

    private static PictureStage Sweep(StagePlan plan, byte[] file, int slot, PackedPicture output)
    {
        LayerWindow window = plan.Window;
        int side = window.Height == window.Width ? window.Width : 0;
        switch (window.StrideAcross)
        {
            case 1 when side == 3: return new SweepThreeByOne(plan, file, slot, output);
            case 2 when side == 3: return new SweepThreeByTwo(plan, file, slot, output);
            case 3 when side == 4: return new SweepFourByThree(plan, file, slot, output);
            case 2 when side == 5: return new SweepFiveByTwo(plan, file, slot, output);
            default: return new SweepStage(plan, file, slot, output);
        }
    }
}
