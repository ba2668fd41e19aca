using System.Globalization;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The header that is being written: its constants and functions so far, and the names of what they share.</summary>
/// <param name="model">The model.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CSource(ModelFile model, string name)
{
    private readonly StringBuilder _text = new();

    /// <summary>The model.</summary>
    public ModelFile Model => model;

    /// <summary>What all names of functions and variables begin with.</summary>
    public string Name => name;

    /// <summary>What all names of macros begin with.</summary>
    public string Macro { get; } = name.ToUpperInvariant();

    /// <summary>Sums of a layer, one per output, and in the end the logits.</summary>
    public string Sums => $"{name}_memory.sums";

    /// <summary>What has been written.</summary>
    public string Text => _text.ToString();

    /// <summary>Where a tensor is: 0 is the network's input, n the output of layer n.</summary>
    public string Tensor(int tensor) => string.Create(CultureInfo.InvariantCulture, $"{name}_memory.slot{model.Plan.SlotOf(tensor)}");

    /// <summary>Adds functions.</summary>
    public void Append(string text) => _text.Append('\n').Append(text.TrimEnd('\n')).Append('\n');

    /// <summary>Adds a constant array.</summary>
    public void AppendArray(string type, string array, IEnumerable<string> values) => CText.AppendArray(_text.Append('\n'), $"{type} {array}", $"{Macro}_FLASH", values);

    /// <summary>Adds a constant array of integers.</summary>
    public void AppendArray(string type, string array, IEnumerable<int> values) => AppendArray(type, array, values.Select(CText.Literal));

    /// <summary>Reads an int8_t of a constant array.</summary>
    public string Int8At(string place) => $"(int8_t){Macro}_BYTE({place})";

    /// <summary>Reads a uint8_t of a constant array.</summary>
    public string ByteAt(string place) => $"{Macro}_BYTE({place})";

    /// <summary>Reads a uint16_t of a constant array.</summary>
    public string WordAt(string place) => $"{Macro}_WORD({place})";

    /// <summary>Reads an int32_t of a constant array.</summary>
    public string LongAt(string place) => $"(int32_t){Macro}_LONG({place})";

    /// <summary>Reads a float of a constant array.</summary>
    public string FloatAt(string place) => $"{Macro}_FLOAT({place})";
}
