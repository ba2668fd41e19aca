using EdgeNet.Files;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Training;

/// <summary>The bits of each layer's numbers, by what the options say.</summary>
internal static class Precisions
{
    /// <summary>Finds the bits of each layer.</summary>
    /// <param name="options">Bits for all, or one number for each.</param>
    /// <param name="specs">What the user says about the layers.</param>
    /// <param name="layers">The layers.</param>
    /// <returns>One per layer; layers without numbers of their own have any.</returns>
    /// <exception cref="UserException">A number is not allowed, or there are not as many as layers.</exception>
    public static LayerPrecision[] For(TrainingOptions options, IReadOnlyList<LayerSpec> specs, FloatLayer[] layers)
    {
        int[] weighted = [.. Enumerable.Range(0, layers.Length).Where(l => layers[l].Matrix is not null)];
        int[] hidden = [.. Enumerable.Range(0, layers.Length - 1).Where(l => layers[l].Requantises)];
        int[] weightBits = Spread(options.WeightBits, weighted, specs, "--weight-bits", "layers with weights", bits => bits is 4 or 8, "4 or 8");
        int[] activationBits = Spread(options.ActivationBits, hidden, specs, "--activation-bits", "hidden layers with outputs of their own", bits => bits is >= 1 and <= 8, "numbers from 1 to 8");
        foreach (int l in hidden)
        {
            if (activationBits[l] < 8 && layers[l].Activation is Activation.Sigmoid or Activation.Tanh)
            {
                throw new UserException($"layer {l + 1}, \"{specs[l]}\", cannot have outputs of {activationBits[l]} bits, since sigmoid and tanh always give 8; use relu or linear there, or 8 bits (--activation-bits takes one number per hidden layer)");
            }
        }

        return [.. layers.Select((_, l) => new LayerPrecision(weightBits[l], activationBits[l]))];
    }

    // Gives each of some layers its bits, and 8 to all others.
    private static int[] Spread(int[]? bits, int[] some, IReadOnlyList<LayerSpec> specs, string option, string what, Func<int, bool> isAllowed, string allowed)
    {
        int[] all = new int[specs.Count];
        Array.Fill(all, 8);
        if (bits is null)
        {
            return all;
        }

        if (!Array.TrueForAll(bits, b => isAllowed(b)))
        {
            throw new UserException($"{option} must be {allowed}, not {string.Join(',', bits)}");
        }

        if (bits.Length != 1 && bits.Length != some.Length)
        {
            string names = some.Length == 0 ? "" : $" ({string.Join(", ", some.Select(l => specs[l]))})";
            throw new UserException($"{option} has {bits.Length} numbers, but the model has {some.Length} {what}{names}; give one number for all, or one for each of these");
        }

        for (int i = 0; i < some.Length; i++)
        {
            all[some[i]] = bits[bits.Length == 1 ? 0 : i];
        }

        return all;
    }
}
