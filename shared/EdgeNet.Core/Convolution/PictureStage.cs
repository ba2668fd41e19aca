namespace EdgeNet.Core;

/// <summary>One step of a <see cref="PictureChain"/>.</summary>
internal abstract class PictureStage
{
    /// <summary>Computes the step.</summary>
    /// <param name="tensors">What all layers share.</param>
    /// <param name="isBlank">Whether the picture is blank, and what that gives is not known yet.</param>
    public abstract void Run(Tensors tensors, bool isBlank);

    /// <summary>Takes what the step gave for that of a blank picture.</summary>
    public abstract void KeepAsBlank();
}
