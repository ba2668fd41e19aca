using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Export.Loops;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// Writes a network as C#. A small one of dense layers, or of convolutions and dense layers, has no loops: its weights are constants in the code, several in each
/// long, so that they take no heap on a board and an interpreter spends four instructions on each long. Any other has loops, and its weights are in arrays.
/// The answers are those of EdgeNet.Core, bit for bit.
/// </summary>
public static class NetworkCode
{
    /// <summary>nanoFramework holds 64 KB of code in an assembly, which also holds the rest of the program.</summary>
    internal const int MaxCodeBytes = 45_000;

    /// <summary>Writes the source of a class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="space">Its namespace.</param>
    /// <returns>C# 10 that nanoFramework runs.</returns>
    /// <exception cref="UserException">The network is too large for this, or its answer has a form that code does not give; deploy it as a file.</exception>
    public static string Write(ModelFile model, string name, string space)
    {
        CodeAnswer answer = new(model);
        CodeParts? straight = model.Layers[0] is ConvolutionInfo ? PictureCode.Write(model) : DenseCode.Write(model);
        CodeParts parts = straight ?? LoopCode.Write(model);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            using System;

            namespace {{space}};

            /// <summary>{{CSharpText.Title(model)}} as {{(straight is null ? "" : "straight-line ")}}code, written by edgenet export --csharp. One thread at a time.</summary>
            internal static class {{name}}
            {
                /// <summary>Number of input values.</summary>
                public const int InputCount = {{model.Input.Count}};

                /// <summary>The labels.</summary>
                public static readonly string[] Labels = { {{string.Join(", ", model.Labels.Select(CSharpText.Literal))}} };

                private static readonly int[] logits = new int[{{model.Labels.Length}}];

            """)
            + parts.Fields + answer.Fields + string.Concat(parts.RawTypes.Select(type => answer.Method(parts.Classify, type))) + parts.Methods + """

                /// <summary>An output of the last run, on the scale common to all outputs. Where each output is a yes or a no, it is yes above 0.</summary>
                /// <param name="output">Its index.</param>
                /// <returns>The logit.</returns>
                public static int Logit(int output)
                {
                    return logits[output];
                }

            """ + answer.Value + "}\n";
    }

    /// <summary>Refuses code that would leave no room for the rest of the program.</summary>
    internal static void CheckSize(int bytes)
    {
        if (bytes > MaxCodeBytes)
        {
            throw new UserException($"the code would have about {bytes:N0} bytes on a board; at most {MaxCodeBytes:N0} are allowed. Deploy the model as a file");
        }
    }
}
