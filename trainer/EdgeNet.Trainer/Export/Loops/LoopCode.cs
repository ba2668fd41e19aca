using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>A network of any kinds of layers as code: a method with loops for each, their numbers in arrays. For what cannot be written as straight-line code.</summary>
internal static class LoopCode
{
    // About what the loops of a layer take on a board.
    private const int BytesALayer = 600;

    // nanoFramework holds 64 KB of array data and signatures in an assembly.
    private const int MaxArrayBytes = 59_000;

    /// <summary>Writes what the network's class consists of.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="UserException">The network is too large for the assembly of a board.</exception>
    public static CodeParts Write(ModelFile model)
    {
        NetworkCode.CheckSize(model.Layers.Length * BytesALayer);
        LoopArrays arrays = new();
        StringBuilder calls = new("        Quantise(raw);\n"), methods = new(LoopInput.Write(model, arrays));
        for (int l = 0; l < model.Layers.Length; l++)
        {
            calls.Append(FormattableString.Invariant($"        Layer{l}();\n"));
            methods.Append(FormattableString.Invariant($"\n    // {model.Layers[l].KindName}\n    private static void Layer{l}()\n    {{\n")).Append(Indented(LoopLayers.Body(model, l, arrays), 8)).Append("    }\n");
        }

        if (arrays.Bytes > MaxArrayBytes)
        {
            throw new UserException($"the weights as arrays in code have {arrays.Bytes:N0} bytes; an assembly on a board can hold at most {MaxArrayBytes:N0}. Deploy the model as a file");
        }

        return new CodeParts(Tensors(model) + arrays.Fields, calls.Append("        return Best();\n").ToString(), methods.Append(Helpers).ToString(), LoopInput.RawTypes(model.Input));
    }

    /// <summary>Name of the array that holds a tensor.</summary>
    public static string Tensor(ModelFile model, int tensor) =>
        tensor == 0 && model.Input.Planes > 1 ? "wide" : FormattableString.Invariant($"tensor{model.Plan.SlotOf(tensor)}");

    /// <summary>Lines with spaces before them.</summary>
    public static string Indented(string text, int spaces) =>
        string.Concat(text.Split('\n').Select(line => line.Trim().Length == 0 ? "\n" : new string(' ', spaces) + line + "\n"));

    private static string Tensors(ModelFile model)
    {
        int[] slots = [.. Enumerable.Range(0, Math.Max(1, model.Layers.Length)).Where(t => t > 0 || model.Input.Planes == 1).Select(model.Plan.SlotOf).Distinct()];
        return (model.Input.Planes == 1 ? "" : FormattableString.Invariant($"    private static readonly int[] wide = new int[{model.Input.Count}];\n"))
            + string.Concat(slots.Select(slot => FormattableString.Invariant($"    private static readonly byte[] tensor{slot} = new byte[{model.Plan.BytesOf(slot)}];\n")));
    }

    private const string Helpers = """

            private static int Best()
            {
                int best = 0;
                for (int i = 1; i < logits.Length; i++)
                {
                    if (logits[i] > logits[best])
                    {
                        best = i;
                    }
                }

                return best;
            }

            // A sum on the scale of the next layer: multiplied, shifted, rounded.
            private static long Scaled(int sum, int multiplier, int shift)
            {
                return (((long)sum * multiplier) + (1L << (shift - 1))) >> shift;
            }

            // The same with two roundings: to 31 bits, and to the rest, halves away from zero.
            private static long ScaledTwice(int sum, int multiplier, int shift)
            {
                if (shift <= 31)
                {
                    return Scaled(sum, multiplier, shift);
                }

                long once = (((long)sum * multiplier) + (1L << 30)) >> 31;
                return (once + (1L << (shift - 32)) - (once < 0 ? 1 : 0)) >> (shift - 31);
            }

            private static byte Limited(long value, int low, int high)
            {
                return value < low ? (byte)low : value > high ? (byte)high : (byte)value;
            }

        """;
}
