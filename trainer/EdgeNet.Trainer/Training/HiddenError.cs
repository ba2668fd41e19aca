namespace EdgeNet.Trainer.Training;

/// <summary>How the errors of outputs reach the layers before.</summary>
public enum HiddenError
{
    /// <summary>By the chain rule: the exact gradient of the loss.</summary>
    Gradient,

    /// <summary>
    /// As the classic teaching networks do it: the error itself, expected minus actual, is split over the incoming weights by
    /// transposed multiplication, without the slope of the output's sigmoid. Not a gradient of the squared error, but it
    /// learns faster one sample at a time, because a saturated output does not silence the layers before.
    /// </summary>
    Split,
}
