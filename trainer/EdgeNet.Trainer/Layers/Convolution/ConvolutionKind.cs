namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>The ways to type a convolution.</summary>
public enum ConvolutionKind
{
    /// <summary>"conv 8 3x3": over the rows and columns of a picture.</summary>
    Picture,

    /// <summary>"conv1d 8 5": over the steps of a sequence. A list of values is a sequence of one value a step; each row of a grey picture is a step.</summary>
    Sequence,

    /// <summary>"pointwise 8": over single pixels.</summary>
    Point,
}
