namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Samples that lie side by side: value i of the group's sample s is at 16 i + s.</summary>
internal static class SampleGroup
{
    /// <summary>Samples in a group: as many as the widest register has floats.</summary>
    public const int Size = 16;
}
