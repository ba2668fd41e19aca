using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export;

/// <summary>What the class of a network gives: the index of a label, or the numbers of a regression.</summary>
internal sealed class CodeAnswer
{
    private readonly ModelFile _model;
    private readonly bool _isRegression;

    /// <summary>Finds out what it gives.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="UserException">It is a regression by softmax, whose outputs depend on each other.</exception>
    public CodeAnswer(ModelFile model)
    {
        _model = model;
        _isRegression = model.Output.Task == ModelFormat.Regression;
        if (_isRegression && model.Output.Function is ModelFormat.Softmax or ModelFormat.LiteRtSoftmax)
        {
            throw new UserException("a regression whose last function is softmax cannot be written as code. Deploy the model as a file");
        }
    }

    /// <summary>Its fields.</summary>
    public string Fields => !_isRegression ? ""
        : _model.Output.Function == ModelFormat.Lookup ? $"    private static readonly byte[] function = {{ {string.Join(", ", _model.Output.Entries)} }};\n"
        : _model.Output.HasTable ? $"    private static readonly ushort[] function = {{ {string.Join(", ", _model.Output.Table)} }};\n" : "";

    /// <summary>The method that runs the network.</summary>
    /// <param name="body">What it does with its argument raw; it ends with the index of the largest logit.</param>
    /// <param name="type">Type of a raw value: byte or float.</param>
    public string Method(string body, string type)
    {
        bool pixels = type == "byte";
        string summary = _isRegression ? "Computes the numbers of" : "Classifies";
        string returns = _isRegression ? "" : "    /// <returns>Index of the label with the largest logit.</returns>\n";
        string start = $$"""

                /// <summary>{{summary}} raw values{{(pixels ? ": pixels 0..255, as a camera gives them" : " in the units of the training data")}}{{(_isRegression ? "; Value has them" : "")}}.</summary>
                /// <param name="raw">InputCount values.</param>
            {{returns}}    public static {{(_isRegression ? "void Estimate" : "int Classify")}}({{type}}[] raw)
                {
                    if (raw.Length != InputCount)
                    {
                        throw new ArgumentException("the network expects " + InputCount + " values, not " + raw.Length);
                    }


            """;
        return _isRegression ? start + $"        Run(raw);\n    }}\n\n    private static int Run({type}[] raw)\n    {{\n{body}    }}\n" : start + body + "    }\n";
    }

    /// <summary>The method that gives a number of a regression; empty for other networks.</summary>
    public string Value
    {
        get
        {
            if (!_isRegression)
            {
                return "";
            }

            OutputInfo output = _model.Output;
            string scaled = $"logits[output] * {CSharpText.Literal(output.LogitScale)}";
            string index = FormattableString.Invariant($"logits[output] >> {output.TableShift}");
            string entry = $"function[({index}) < -{ModelFormat.TableCentre} ? 0 : ({index}) > {ModelFormat.TableCentre - 1} ? {ModelFormat.TableLength - 1} : ({index}) + {ModelFormat.TableCentre}]";
            string value = output.Function switch
            {
                ModelFormat.Relu => $"logits[output] < 0 ? 0f : {scaled}",
                ModelFormat.Sigmoid => $"{entry} / 65535f",
                ModelFormat.Tanh => $"({entry} / 32767.5f) - 1f",
                ModelFormat.Lookup => FormattableString.Invariant($"function[logits[output] + {_model.Layers[^1].Activation.ZeroPoint}]"),
                _ => scaled,
            };
            return $$"""

                    /// <summary>A number of the last run, in its unit.</summary>
                    /// <param name="output">Its index.</param>
                    /// <returns>The number.</returns>
                    public static float Value(int output)
                    {
                        float value = {{value}};
                        return (value * {{CSharpText.Literal(output.ValueScale)}}) + {{CSharpText.Literal(output.ValueOffset)}};
                    }

                """;
        }
    }
}
