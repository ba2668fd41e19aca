using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>What the layers that convolve have in common: "3x3 stride 2 same without norm relu".</summary>
/// <param name="Window">The window.</param>
/// <param name="IsNormalised">Whether the layer learns with batch normalisation.</param>
/// <param name="Activation">What is done with the sums.</param>
public sealed record ConvolutionOptions(WindowSpec Window, bool IsNormalised, Activation Activation)
{
    /// <summary>What follows the size of the kernel; words with a space before each.</summary>
    public string Rest => $"{Window.Rest}{(IsNormalised ? "" : " without norm")} {LayerWords.WordOf(Activation)}";

    /// <summary>Reads the words that follow the size of the kernel, in any order up to the activation.</summary>
    /// <param name="words">The words.</param>
    /// <param name="size">The size of the kernel.</param>
    /// <param name="hasPadding">Whether there is anything to pad.</param>
    /// <returns>The options.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static ConvolutionOptions Read(LayerWords words, (int Rows, int? Columns) size, bool hasPadding = true)
    {
        WindowSpec window = new(size.Rows, size.Columns, 1, size.Columns is null ? null : 1);
        bool norm = true;
        while (true)
        {
            if (words.TakeOnce("stride"))
            {
                (int down, int? across) = words.Size("stride", WindowSpec.Most);
                window = window with { Down = down, Across = across ?? (size.Columns is null ? null : down) };
            }
            else if (hasPadding && words.TakeOnce("same", "padding"))
            {
                window = window with { Padding = Padding.Same, Pad = 0 };
            }
            else if (hasPadding && words.TakeOnce("pad", "padding"))
            {
                window = window with { Padding = Padding.Sides, Pad = words.Number("rows and columns of padding", 1, WindowSpec.Most - 1) };
            }
            else if (words.TakeOnce("without"))
            {
                norm = words.Take("norm") ? false : throw words.Error("must be followed by \"norm\"");
            }
            else
            {
                break;
            }
        }

        string[] choices = hasPadding ? ["stride", "same", "pad", "without norm"] : ["stride", "without norm"];
        Activation activation = words.ReadActivation(choices) ?? Activation.Relu;
        words.End();
        return new ConvolutionOptions(window, norm, activation);
    }

    /// <summary>Draws first weights.</summary>
    internal FloatMatrix Draw(int terms, int outputs, int fanOut, Initialization initialization, SeededRandom random) =>
        FloatMatrix.Draw(terms, outputs, fanOut, Activation, initialization, random) with { Norm = IsNormalised ? FloatNorm.Start(outputs) : null };
}
