using System;
using EdgeNet.Core;

namespace EdgeNet.Classification;

/// <summary>
/// Classifies a fixed set of inputs with a model that it carries inside and prints the logits: no sensor, no storage. Prints
/// the same text on the desktop, on the virtual board and on nanoFramework's interpreter, each line with a prefix.
/// </summary>
public static class Program
{
    private const string Prefix = "EN|";
    private const int Inputs = 25;

    /// <summary>Runs the classifications.</summary>
    public static void Main()
    {
        // Without spare memory in the compact form, with it in the fast one: the logits are the same.
        Run(0);
        Run(1000000);
        Console.WriteLine(Prefix + "done|" + Inputs.ToString());
    }

    private static void Run(int spareBytes)
    {
        Network network = new Network(ModelFile.Parse(DigitsModel.Bytes), spareBytes);
        byte[] input = new byte[network.InputCount];
        uint random = 12345;
        for (int i = 0; i < Inputs; i++)
        {
            for (int p = 0; p < input.Length; p++)
            {
                // Numerical Recipes' generator; a third of the pixels is dark, as in a picture.
                random = (random * 1664525) + 1013904223;
                uint value = random >> 24;
                input[p] = (byte)(value < 85 ? 0 : value);
            }

            int best = network.Classify(input);
            string line = Prefix + i.ToString() + "|" + network.Label(best) + "|" + network.ConfidencePercent().ToString();
            for (int o = 0; o < network.OutputCount; o++)
            {
                line += "|" + network.Logit(o).ToString();
            }

            Console.WriteLine(line);
        }
    }
}
