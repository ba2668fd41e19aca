using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// Writes a small network as C#: the weights are constants in the code, several in each long, so that they take no heap on a
/// board and an interpreter spends four instructions on each long. The answers are those of EdgeNet.Core, bit for bit.
/// </summary>
public static class StraightLineCode
{
    // nanoFramework holds 64 KB of code in an assembly, which also holds the rest of the program.
    private const int MaxCodeBytes = 45_000;

    /// <summary>Writes the source of a class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="space">Its namespace.</param>
    /// <returns>C# 10 that nanoFramework runs.</returns>
    /// <exception cref="UserException">The network is too large for this, or has a layer that it does not support; deploy it as a file.</exception>
    public static string Write(ModelFile model, string name, string space)
    {
        CodeParts parts = model.Layers[0] is ConvolutionInfo ? PictureCode.Write(model) : DenseCode.Write(model);
        bool pixels = model.Input.Rank > 1;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            using System;

            namespace {{space}};

            /// <summary>{{CSharpText.Title(model)}} as straight-line code, written by edgenet export --csharp. One thread at a time.</summary>
            internal static class {{name}}
            {
                /// <summary>Number of input values.</summary>
                public const int InputCount = {{model.Input.Count}};

                /// <summary>The labels.</summary>
                public static readonly string[] Labels = { {{string.Join(", ", model.Labels.Select(CSharpText.Literal))}} };

                private static readonly int[] logits = new int[{{model.Labels.Length}}];

            """)
            + parts.Fields
            + string.Create(CultureInfo.InvariantCulture, $$"""

                /// <summary>Classifies raw values{{(pixels ? ": pixels 0..255, as a camera gives them" : " in the units of the training data")}}.</summary>
                /// <param name="raw">InputCount values.</param>
                /// <returns>Index of the label with the largest logit.</returns>
                public static int Classify({{(pixels ? "byte" : "float")}}[] raw)
                {
                    if (raw.Length != InputCount)
                    {
                        throw new ArgumentException("the network expects " + InputCount + " values, not " + raw.Length);
                    }


            """)
            + parts.Classify + "    }\n" + parts.Methods + """

                /// <summary>An output of the last run, on the scale common to all outputs. Where each output is a yes or a no, it is yes above 0.</summary>
                /// <param name="output">Its index.</param>
                /// <returns>The logit.</returns>
                public static int Logit(int output)
                {
                    return logits[output];
                }
            }

            """;
    }

    /// <summary>Refuses code that would leave no room for the rest of the program.</summary>
    internal static void CheckSize(int bytes)
    {
        if (bytes > MaxCodeBytes)
        {
            throw new UserException($"the code would have about {bytes:N0} bytes on a board; at most {MaxCodeBytes:N0} are allowed. Deploy the model as a file, or export it without --csharp");
        }
    }
}
