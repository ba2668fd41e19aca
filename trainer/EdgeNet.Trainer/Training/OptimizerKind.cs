namespace EdgeNet.Trainer.Training;

/// <summary>How a gradient changes the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2015), with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    Adam,

    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum 0.9.</summary>
    Momentum,
}
