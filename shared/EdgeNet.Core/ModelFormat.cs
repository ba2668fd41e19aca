namespace EdgeNet.Core;

/// <summary>The numbers of the model file format, shared by the reader and the writer. docs/model-format.md is their specification.</summary>
public static class ModelFormat
{
    /// <summary>"EDGN", read as a little-endian 32-bit number.</summary>
    public const int Magic = 0x4E474445;

    /// <summary>The version this library reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Bytes in the file header.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes before each section's payload: its type and its length.</summary>
    public const int SectionHeaderLength = 8;

    /// <summary>Section "INPT": the input's shape and how raw values become bytes.</summary>
    public const int InputSection = 0x54504E49;

    /// <summary>Section "LAYR": one record a layer.</summary>
    public const int LayersSection = 0x5259414C;

    /// <summary>Section "WGHT": weights, biases, multipliers, shifts and tables, layer after layer.</summary>
    public const int WeightsSection = 0x54484757;

    /// <summary>Section "OUTP": what the logits mean.</summary>
    public const int OutputSection = 0x5054554F;

    /// <summary>Section "LABL": one text an output.</summary>
    public const int LabelsSection = 0x4C42414C;

    /// <summary>Section "meta" (optional): names and values for people.</summary>
    public const int MetaSection = 0x6174656D;

    /// <summary>Section "gold" (optional): inputs with the logits they must give.</summary>
    public const int GoldenSection = 0x646C6F67;

    /// <summary>The file may have this many bytes at most.</summary>
    public const int MaxFileLength = 16 * 1024 * 1024;

    /// <summary>The file may have this many sections at most.</summary>
    public const int MaxSections = 16;

    /// <summary>A network may have this many layers at most.</summary>
    public const int MaxLayers = 16;

    /// <summary>A layer may have this many inputs at most, so that no accumulator can overflow 32 bits.</summary>
    public const int MaxInputs = 16384;

    /// <summary>With inputs wider than 8 bits the first layer may have this many at most, for the same reason.</summary>
    public const int MaxWideInputs = 64;

    /// <summary>A layer may have this many outputs at most.</summary>
    public const int MaxOutputs = 4096;

    /// <summary>A bias lies between minus and plus this number.</summary>
    public const int MaxBias = 1 << 30;

    /// <summary>Bytes of UTF-8 in a label at most.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>Golden vectors at most.</summary>
    public const int MaxGolden = 4;

    /// <summary>Bytes of a layer's record in the LAYR section.</summary>
    public const int LayerRecordLength = 12;

    /// <summary>Entries of an activation table and of the output table.</summary>
    public const int TableLength = 256;

    /// <summary>The table entry that stands for 0.</summary>
    public const int TableCentre = 128;

    /// <summary>Layer kind: every output depends on every input.</summary>
    public const int Dense = 1;

    /// <summary>Weight encoding: one signed byte a weight.</summary>
    public const int Int8 = 0;

    /// <summary>Activation or output function: the value itself.</summary>
    public const int Linear = 0;

    /// <summary>Activation or output function: max(0, x).</summary>
    public const int Relu = 1;

    /// <summary>Activation or output function: 1 / (1 + exp(-x)), by table.</summary>
    public const int Sigmoid = 2;

    /// <summary>Activation or output function: tanh(x), by table.</summary>
    public const int Tanh = 3;

    /// <summary>Output function: exp(x) over the sum of all outputs' exp(x), by table.</summary>
    public const int Softmax = 4;

    /// <summary>Task: the answer is the one label with the largest logit.</summary>
    public const int Classification = 0;

    /// <summary>Task: every output is a yes or a no of its own.</summary>
    public const int MultiLabel = 1;

    /// <summary>Task: every output is a number.</summary>
    public const int Regression = 2;
}
