namespace EdgeNet.Core;

/// <summary>
/// The pipeline of a model file that has been checked but not loaded: which stream it reads, how it turns windows of it into the network's
/// input, and how much memory it takes. Nothing large is allocated here.
/// </summary>
public sealed class SignalInfo
{
    // Of this class, and of a pipeline with its frame counters.
    private const int Fields = 12;

    private SignalInfo(ByteReader reader)
    {
        Channels = reader.Byte("channels");
        int count = reader.Byte("stage count");
        reader.Zero(2);
        Rate = reader.Single("rate");
        SampleScale = reader.Single("sample scale");
        WindowReadings = reader.Int32("window");
        StrideReadings = reader.Int32("stride");
        if (Channels < 1 || Channels > SignalFormat.MaxChannels || count < 1 || count > SignalFormat.MaxStages || !(Rate > 0) || Rate > SignalFormat.MaxRate || !(SampleScale > 0))
        {
            throw reader.Error(Channels + " channels and " + count + " stages, 1 to " + SignalFormat.MaxChannels + " and 1 to " + SignalFormat.MaxStages
                + " are allowed; the rate and the sample scale must be above 0, and the rate at most " + SignalFormat.MaxRate);
        }

        if (WindowReadings < 1 || WindowReadings > SignalFormat.MaxReadings || StrideReadings < 1 || StrideReadings > SignalFormat.MaxReadings)
        {
            throw reader.Error("windows of " + WindowReadings + " readings, " + StrideReadings + " apart, 1 to " + SignalFormat.MaxReadings + " are allowed");
        }

        SignalStream stream = new SignalStream();
        stream.Channels = Channels;
        stream.Window = WindowReadings;
        stream.Stride = StrideReadings;
        Stages = new SignalStage[count];
        ReadStages(reader, stream);
        StreamChannels = stream.Channels;
        StreamWindow = stream.Window;
        StreamStride = stream.Stride;
        RamBytes = Ram.ObjectBytes(Fields) + Ram.ArrayBytes(Ram.ReferenceBytes, Stages.Length) + SignalPipeline.RequiredRam(this);
        for (int i = 0; i < count; i++)
        {
            RamBytes += Stages[i].RamBytes;
        }
    }

    /// <summary>Values of a reading as it comes from the sensor, interleaved.</summary>
    public int Channels { get; }

    /// <summary>Readings per second that the sensor must give, above 0, at most <see cref="SignalFormat.MaxRate"/>.</summary>
    public float Rate { get; }

    /// <summary>A raw value of the sensor times this is the 16-bit sample, above 0.</summary>
    public float SampleScale { get; }

    /// <summary>Readings of a window, as they come from the sensor.</summary>
    public int WindowReadings { get; }

    /// <summary>Readings from the start of one window to that of the next.</summary>
    public int StrideReadings { get; }

    /// <summary>The stages: first the steps that change the stream, then the features.</summary>
    public SignalStage[] Stages { get; }

    /// <summary>Bytes of managed heap that a <see cref="SignalPipeline"/> keeps, with this object, counted as the nanoFramework interpreter allocates. Tables that all pipelines share are static and not among them.</summary>
    public int RamBytes { get; }

    /// <summary>Whether the network reads a picture, else features.</summary>
    public bool IsPicture { get; private set; }

    /// <summary>Values that the network reads.</summary>
    public int OutputCount { get; private set; }

    // After all steps.
    internal readonly int StreamChannels;
    internal readonly int StreamWindow;
    internal readonly int StreamStride;

    /// <summary>Reads and checks the pipeline of a model file.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The pipeline; null if the network takes values as they are.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed, or it does not fit the network's input.</exception>
    public static SignalInfo Of(ModelFile model)
    {
        ByteReader reader = model.OpenSection(ModelFormat.SignalSection);
        if (reader == null)
        {
            return null;
        }

        SignalInfo info = new SignalInfo(reader);
        InputInfo input = model.Input;
        if (info.OutputCount != input.Count || info.IsPicture != input.Rank > 1)
        {
            throw reader.Error((info.IsPicture ? "a picture of " : "features: ") + info.OutputCount + " values for an input of rank " + input.Rank + " and " + input.Count + " values");
        }

        return info;
    }

    /// <summary>Reads and checks a pipeline without a model.</summary>
    /// <param name="section">Payload of the FEAT section.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    public static SignalInfo Parse(byte[] section)
    {
        return new SignalInfo(new ByteReader(section, 0, section.Length, "FEAT"));
    }

    /// <summary>Allocates what the stages need.</summary>
    /// <param name="reader">At the start of the section that has been checked.</param>
    internal void Load(ByteReader reader)
    {
        reader.Skip(20, "head");
        for (int i = 0; i < Stages.Length; i++)
        {
            reader.Skip(2, "kind");
            int length = reader.UInt16("length");
            Stages[i].Load(reader.Part(length, "stage"));
        }
    }

    /// <summary>How many of the stages are steps.</summary>
    internal int StepCount()
    {
        int steps = 0;
        while (Stages[steps] is StepStage)
        {
            steps++;
        }

        return steps;
    }

    private void ReadStages(ByteReader reader, SignalStream stream)
    {
        bool hasFeatures = false;
        for (int i = 0; i < Stages.Length; i++)
        {
            int kind = reader.Byte("kind of stage " + (i + 1));
            reader.Zero(1);
            int length = reader.UInt16("length of stage " + (i + 1));
            ByteReader record = reader.Part(length, "stage " + (i + 1));
            SignalStage stage = SignalStages.Read(kind, record, stream);
            record.End();
            Stages[i] = stage;
            FeatureStage feature = stage as FeatureStage;
            if (feature == null)
            {
                if (hasFeatures || stream.Channels > SignalFormat.MaxChannels)
                {
                    throw record.Error(hasFeatures ? "a step after features" : stream.Channels + " channels, at most " + SignalFormat.MaxChannels + " are allowed");
                }

                continue;
            }

            if (!hasFeatures && (stream.Window < 1 || stream.Window > SignalFormat.MaxWindow))
            {
                throw record.Error("windows of " + stream.Window + " readings after all steps, 1 to " + SignalFormat.MaxWindow + " are allowed");
            }

            if (hasFeatures && (IsPicture || feature.IsPicture))
            {
                throw record.Error("a picture beside other features");
            }

            hasFeatures = true;
            IsPicture = feature.IsPicture;
            OutputCount += feature.OutputCount;
            if (OutputCount > ModelFormat.MaxTensor)
            {
                throw record.Error("more than " + ModelFormat.MaxTensor + " values");
            }
        }

        reader.End();
        if (!hasFeatures)
        {
            throw reader.Error("no features");
        }
    }
}
