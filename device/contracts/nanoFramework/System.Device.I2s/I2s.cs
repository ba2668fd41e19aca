namespace System.Device.I2s
{
    public enum I2sBitsPerSample
    {
        Bit8 = 8,
        Bit16 = 16,
        Bit24 = 24,
        Bit32 = 32,
    }

    public enum I2sChannelFormat
    {
        RightLeft = 0x00,
        AllRight,
        AllLeft,
        OnlyRight,
        OnlyLeft,
    }

    public enum I2sCommunicationFormat
    {
        I2S = 0x01,
        Msb = 0x03,
        PcmShort = 0x04,
        PcmLong = 0x0C,
        Max,
    }

    public enum I2sMode
    {
        Master = 1 << 0,
        Slave = 1 << 1,
        Tx = 1 << 2,
        Rx = 1 << 3,
        DacBuiltIn = 1 << 4,
        AdcBuiltIn = 1 << 5,
        Pdm = 1 << 6,
    }

    public sealed class I2sConnectionSettings
    {
        private int _busId;
        private int _sampleRate;
        private I2sMode _i2sMode;
        private I2sBitsPerSample _i2sBitsPerSample;
        private I2sChannelFormat _i2sChannelFormat;
        private I2sCommunicationFormat _i2sConnectionFormat;
        private int _bufferSize;
        public I2sConnectionSettings(int busId) => throw null;
        public int BusId { get => throw null; set => throw null; }
        public I2sMode Mode { get => throw null; set => throw null; }
        public I2sBitsPerSample BitsPerSample { get => throw null; set => throw null; }
        public I2sChannelFormat ChannelFormat { get => throw null; set => throw null; }
        public I2sCommunicationFormat CommunicationFormat { get => throw null; set => throw null; }
        public int SampleRate { get => throw null; set => throw null; }
        public int BufferSize { get => throw null; set => throw null; }
    }

    public class I2sDevice : IDisposable
    {
        public I2sDevice(I2sConnectionSettings settings) => throw null;
        public I2sConnectionSettings ConnectionSettings => throw null;
        public void Read(SpanByte buffer) => throw null;
        public static I2sDevice Create(I2sConnectionSettings settings) => throw null;
        public void Dispose() => throw null;
    }
}
