using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Words;

namespace EdgeNet.Trainer.Networks;

/// <summary>The layers of a network as people type them, such as "pool 2, dense 32 relu, dense 10". Each layer reads the one before.</summary>
public sealed class Architecture
{
    private const string Dense = "dense";
    private const string Flatten = "flatten";
    private const string Softmax = "softmax";

    /// <summary>Puts layers together.</summary>
    /// <param name="layers">From input to output, at least one; the last one is dense.</param>
    public Architecture(IReadOnlyList<LayerSpec> layers)
    {
        Layers = layers;
    }

    /// <summary>From input to output.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>The most bits that a value of the network's input may have.</summary>
    public int MaxInputBits => Layers.Where((layer, l) => layer.Reads(l).Contains(0)).Min(layer => layer.MaxInputBits);

    /// <summary>Reads the text that people type: layers with commas between them. An activation may follow its layer directly or after a comma.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The layers.</returns>
    /// <exception cref="UserException">A word is not understood; the message points at it.</exception>
    public static Architecture Parse(string text)
    {
        List<List<(string Word, int At)>> layers = [];
        int start = 0;
        string[] parts = text.Split(',');
        IReadOnlyList<List<(string Word, int At)>> split = TypedWords.Split(text);
        for (int p = 0; p < parts.Length; p++)
        {
            List<(string Word, int At)> words = split[p];
            start += parts[p].Length + 1;
            if (words.Count == 0)
            {
                throw new UserException($"the model \"{text}\": a layer is missing {(text.Trim().Length == 0 ? "" : $"before character {start} ")}(write layers such as \"dense 32 relu\", separated by commas)");
            }

            if (words.Skip(1).FirstOrDefault(w => IsKind(w.Word)) is (string next, int at))
            {
                throw new UserException($"the model \"{text}\": \"{next}\" at character {at + 1} begins another layer; put a comma before it");
            }

            if (words.Count == 1 && layers.Count > 0 && LayerWords.IsActivation(words[0].Word))
            {
                layers[^1].Add(words[0]);
            }
            else
            {
                layers.Add(words);
            }
        }

        if (layers.Count > ModelFormat.MaxLayers)
        {
            throw new UserException($"the model has {layers.Count} layers, at most {ModelFormat.MaxLayers} are allowed");
        }

        List<LayerSpec> specs = [];
        for (int l = 0; l < layers.Count; l++)
        {
            LayerWords words = new(text, layers[l], l == layers.Count - 1);
            if (words.Take(Flatten))
            {
                words.End();
                if (words.IsLast || !layers[l + 1][0].Word.Equals(Dense, StringComparison.OrdinalIgnoreCase))
                {
                    throw words.Error("is only allowed before a dense layer, which reads all values with or without it");
                }
            }
            else
            {
                specs.Add(Read(words));
            }
        }

        return new Architecture(specs);
    }

    /// <summary>Finds the shapes of all tensors.</summary>
    /// <param name="input">Shape of the network's input.</param>
    /// <returns>The input's shape, then each layer's output.</returns>
    /// <exception cref="UserException">A layer cannot read what it is given.</exception>
    public Shape[] Shapes(Shape input)
    {
        Shape[] shapes = new Shape[Layers.Count + 1];
        shapes[0] = input;
        for (int l = 0; l < Layers.Count; l++)
        {
            try
            {
                shapes[l + 1] = Layers[l].OutputOf(Array.ConvertAll(Layers[l].Reads(l), t => shapes[t]));
            }
            catch (UserException e)
            {
                throw new UserException($"layer {l + 1} of the model, \"{Layers[l]}\": {e.Message}", e);
            }
        }

        return shapes;
    }

    /// <summary>Makes sure that a model file holds the weights.</summary>
    /// <param name="shapes">What <see cref="Shapes"/> gives.</param>
    /// <param name="bits">Bits of the narrowest weights.</param>
    /// <exception cref="UserException">It does not; the message names the layer that has most.</exception>
    internal void CheckSize(Shape[] shapes, int bits)
    {
        long[] weights = [.. Layers.Select((layer, l) => (long)layer.ParametersOf(shapes[layer.Reads(l)[0]]))];
        if (weights.Sum() * bits / 8 > ModelFormat.MaxFileLength)
        {
            int most = Array.IndexOf(weights, weights.Max());
            throw new UserException($"the model has {weights.Sum():N0} weights, more than the {ModelFormat.MaxFileLength >> 20} MB of a model file hold with {bits} bits each; layer {most + 1}, \"{Layers[most]}\", has {weights[most]:N0} of them");
        }
    }

    /// <summary>Number of weights and biases.</summary>
    /// <param name="input">Shape of the network's input.</param>
    /// <returns>The number.</returns>
    /// <exception cref="UserException">A layer cannot read what it is given.</exception>
    public long ParametersOf(Shape input)
    {
        Shape[] shapes = Shapes(input);
        return Layers.Select((layer, l) => (long)layer.ParametersOf(shapes[layer.Reads(l)[0]])).Sum();
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>The layers with commas between them.</returns>
    public override string ToString() => string.Join(", ", Layers);

    private static LayerSpec Read(LayerWords words)
    {
        string word = words.Kind();
        Func<LayerWords, LayerSpec> read = LayerKinds.All.FirstOrDefault(k => k.Word == word).Read ?? throw words.Error(Unknown(word));
        return read(words);
    }

    private static string Unknown(string word) => LayerWords.IsActivation(word) ? "is an activation, which follows a layer"
        : word == Softmax ? "is not needed: the last layer gives probabilities of classes by itself"
        : ModelChoice.IsPreset(word) ? "is the size of a network, for which the layers are chosen; it stands alone"
        : $"is not a kind of layer; there are {string.Join(", ", LayerKinds.All.Select(k => k.Word).Append(Flatten))}";

    private static bool IsKind(string word) => LayerKinds.All.Any(k => k.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) || word.Equals(Flatten, StringComparison.OrdinalIgnoreCase);
}
