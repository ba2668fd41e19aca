using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>Activations of a whole row of sums.</summary>
internal static unsafe class ActivationKernels<T>
    where T : struct, IFloatVector<T>
{
    /// <summary>Applies an activation in place.</summary>
    /// <param name="activation">Which.</param>
    /// <param name="y">Sums; afterwards outputs.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="padded">The same, up to whole registers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Activation activation, float* y, int count, int padded)
    {
        switch (activation)
        {
            case Activation.Relu:
                ElementKernels<T>.Relu(y, padded);
                break;
            case Activation.Sigmoid:
                ElementKernels<T>.Sigmoid(y, padded);
                break;
            case Activation.Tanh:
                ElementKernels<T>.Tanh(y, padded);
                break;
            case Activation.Softmax:
                ElementKernels<T>.Softmax(y, count, padded);
                break;
        }
    }

    /// <summary>Multiplies deltas by the derivative of an activation other than softmax, which is a function of the activation's value y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative(Activation activation, float* y, float* delta, int padded)
    {
        switch (activation)
        {
            case Activation.Relu:
                ElementKernels<T>.ReluBack(y, delta, padded);
                break;
            case Activation.Sigmoid:
                ElementKernels<T>.SigmoidBack(y, delta, padded);
                break;
            case Activation.Tanh:
                ElementKernels<T>.TanhBack(y, delta, padded);
                break;
        }
    }
}
