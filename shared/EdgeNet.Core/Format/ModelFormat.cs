namespace EdgeNet.Core;

/// <summary>The numbers of the model file format, shared by the reader and the writer. docs/model-format.md is their specification.</summary>
public static class ModelFormat
{
    /// <summary>"EDGN", read as a little-endian 32-bit number.</summary>
    public const int Magic = 0x4E474445;

    /// <summary>The version this library writes.</summary>
    public const int Version = 2;

    /// <summary>The oldest version this library reads; it also reads all versions in between.</summary>
    public const int OldestVersion = 1;

    /// <summary>Bytes in the file header.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes before each section's payload: its type and its length.</summary>
    public const int SectionHeaderLength = 8;

    /// <summary>Section "INPT": the input's shape and how raw values become bytes.</summary>
    public const int InputSection = 0x54504E49;

    /// <summary>Section "LAYR": one record per layer.</summary>
    public const int LayersSection = 0x5259414C;

    /// <summary>Section "WGHT": weights, biases, multipliers, shifts and tables, layer by layer.</summary>
    public const int WeightsSection = 0x54484757;

    /// <summary>Section "OUTP": what the logits mean.</summary>
    public const int OutputSection = 0x5054554F;

    /// <summary>Section "LABL": one text per output.</summary>
    public const int LabelsSection = 0x4C42414C;

    /// <summary>Section "RANG" (only in models whose answers become unsure): the range of each input value.</summary>
    public const int RangeSection = 0x474E4152;

    /// <summary>Section "ANOM" (only in models that find anomalies): how far from normal an input may be.</summary>
    public const int AnomalySection = 0x4D4F4E41;

    /// <summary>Section "FEAT" (only in models of streams): the pipeline that turns a sensor's stream into the network's input.</summary>
    public const int SignalSection = 0x54414546;

    /// <summary>Section "meta" (optional): names and values for people.</summary>
    public const int MetaSection = 0x6174656D;

    /// <summary>Section "cols" (optional): the names of a table's columns.</summary>
    public const int ColumnsSection = 0x736C6F63;

    /// <summary>Section "stat" (optional): statistics of each column of a table.</summary>
    public const int StatisticsSection = 0x74617473;

    /// <summary>Section "drif" (optional): what a board needs to notice that it sees something else than its model was trained on.</summary>
    public const int DriftSection = 0x66697264;

    /// <summary>Section "sens" (optional): the sensor whose readings the network was trained on.</summary>
    public const int SensorSection = 0x736E6573;

    /// <summary>Section "orig" (optional): what the tensors were in the network that the file was imported from.</summary>
    public const int OriginalSection = 0x6769726F;

    /// <summary>Section "gold" (optional): inputs with the logits they must give.</summary>
    public const int GoldenSection = 0x646C6F67;

    /// <summary>Maximum length of a file in bytes.</summary>
    public const int MaxFileLength = 16 * 1024 * 1024;

    /// <summary>Maximum number of sections.</summary>
    public const int MaxSections = 16;

    /// <summary>Maximum number of layers.</summary>
    public const int MaxLayers = 128;

    /// <summary>Maximum number of values of a tensor.</summary>
    public const int MaxTensor = 1 << 20;

    /// <summary>Maximum number of products in a sum.</summary>
    public const int MaxTerms = 16384;

    /// <summary>Maximum number of values that all layers read in a classification, each counted as often as it is read.</summary>
    public const int MaxSteps = 1 << 30;

    /// <summary>An input of more than 8 bits may have this many values at most.</summary>
    public const int MaxWideInputs = 64;

    /// <summary>A matrix may have this many outputs at most.</summary>
    public const int MaxOutputs = 4096;

    /// <summary>The trainer keeps biases between minus and plus this number: with byte inputs no sum of int8 weights can overflow then.</summary>
    public const int MaxBias = 1 << 30;

    /// <summary>Bytes of UTF-8 in a label at most.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>Golden vectors at most.</summary>
    public const int MaxGolden = 4;

    /// <summary>Bytes that the record of every layer begins with; kinds may add to them.</summary>
    public const int LayerRecordLength = 12;

    /// <summary>Stands for no second input in a layer's record.</summary>
    public const int NoTensor = 255;

    /// <summary>Rounding: multiply, add half, shift.</summary>
    public const int RoundOnce = 0;

    /// <summary>Rounding: first to 31 bits, then to the rest, as LiteRT's default kernels do.</summary>
    public const int RoundTwice = 1;

    /// <summary>Entries of an activation table and of the output table.</summary>
    public const int TableLength = 256;

    /// <summary>The table entry for 0.</summary>
    public const int TableCentre = 128;

    /// <summary>Layer kind: every output depends on every input.</summary>
    public const int Dense = 1;

    /// <summary>Layer kind: the largest value of each window, channel by channel.</summary>
    public const int MaxPool = 2;

    /// <summary>Layer kind: every output is a sum over all channels of a window.</summary>
    public const int Convolution = 3;

    /// <summary>Layer kind: every output is a sum over one channel of a window.</summary>
    public const int Depthwise = 4;

    /// <summary>Layer kind: the mean of each window, channel by channel.</summary>
    public const int AveragePool = 5;

    /// <summary>Layer kind: the sum of two tensors of one shape.</summary>
    public const int Add = 6;

    /// <summary>Layer kind: a function of each value, by table.</summary>
    public const int Table = 7;

    /// <summary>Layer kind: the mean of each window, channel by channel, in a step of its own.</summary>
    public const int Mean = 8;

    /// <summary>Layer kind: two tensors side by side.</summary>
    public const int Concatenation = 9;

    /// <summary>Layer kind: a frame around a picture.</summary>
    public const int Pad = 10;

    /// <summary>Layer kind: the same values in another shape.</summary>
    public const int Reshape = 11;

    /// <summary>Layer kind: the last one of a network whose outputs are bytes.</summary>
    public const int Answer = 12;

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

    /// <summary>Output function: softmax as LiteRT's reference kernels compute it, byte for byte.</summary>
    public const int LiteRtSoftmax = 5;

    /// <summary>Output function: any, by a table of bytes.</summary>
    public const int Lookup = 6;

    /// <summary>Task: the answer is the one label with the largest logit.</summary>
    public const int Classification = 0;

    /// <summary>Task: every output is a separate yes or no.</summary>
    public const int MultiLabel = 1;

    /// <summary>Task: every output is a number.</summary>
    public const int Regression = 2;

    /// <summary>Task: the answer is whether the input is unlike those that the model has learned from.</summary>
    public const int Anomaly = 3;

    /// <summary>Anomaly kind: the score is the distance to the nearest centre.</summary>
    public const int DistanceToCentres = 1;

    /// <summary>Anomaly kind: the score is the distance to what the network makes of the input.</summary>
    public const int DistanceToReconstruction = 2;

    /// <summary>Sensor kind: a thermal camera, its pixels in degrees Celsius.</summary>
    public const int ThermalCamera = 1;

    /// <summary>Sensor kind: an accelerometer with a gyroscope, in g and degrees per second.</summary>
    public const int MotionSensor = 2;

    /// <summary>Sensor kind: a voltage, 0 to 1 of full scale.</summary>
    public const int AnalogInput = 3;

    /// <summary>Sensor kind: a microphone, its sound in 16 bits.</summary>
    public const int Microphone = 4;
}
