using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>What an output would like best.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values per pixel.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Answer">What the network says of it, 0 to 1.</param>
internal sealed record WishedPicture(int Height, int Width, int Channels, Surface Picture, float Answer)
{
    /// <summary>Asks a network.</summary>
    /// <exception cref="UserException">There is no such output, or the network sees no pictures.</exception>
    public static WishedPicture Of(FloatNetwork network, Dataset train, int output)
    {
        if (network.Shape.Rank == 1 || output < 0 || output >= network.Labels.Length)
        {
            throw new UserException("only a network that sees pictures can be asked for the picture that one of its outputs likes best");
        }

        float[] wish = WishedInput.Find(network, train, output);
        return new WishedPicture(network.Shape.Height, network.Shape.Width, network.Shape.Channels, Surface.Between(wish, train.CommonRange()), network.Run(wish)[output]);
    }
}
