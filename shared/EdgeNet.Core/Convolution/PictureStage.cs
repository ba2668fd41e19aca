namespace EdgeNet.Core;

/// <summary>One step of a <see cref="PictureChain"/>.</summary>
internal abstract class PictureStage
{
    /// <summary>Computes the step.</summary>
    /// <param name="tensors">What all layers share.</param>
    /// <param name="all">Whether to compute all pixels, those too that are as in a blank picture.</param>
    public abstract void Run(Tensors tensors, bool all);

    /// <summary>Takes what the step gave for that of a blank picture.</summary>
    public abstract void KeepAsBlank();
}
