namespace nanoFramework.Hardware.Esp32
{
    public enum DeviceFunction
    {
        COM2_TX = 0x030200,
        COM2_RX = 0x030201,
        I2C1_DATA = 0x020100,
        I2C1_CLOCK = 0x020101,
        I2C2_DATA = 0x020200,
        I2C2_CLOCK = 0x020201,
        I2S1_MCK = 0x060100,
        I2S1_BCK = 0x060101,
        I2S1_WS = 0x060102,
        I2S1_DATA_OUT = 0x060103,
        I2S1_MDATA_IN = 0x060104,
    }

    public class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value) => throw null;
    }

    public class NativeMemory
    {
        public enum MemoryType
        {
            All,
            Internal,
            SpiRam,
        }

        public static void GetMemoryInfo(MemoryType memType, out uint totalSize, out uint totalFreeSize, out uint largestFreeBlock) => throw null;
    }

    public class HighResTimer : System.IDisposable
    {
        public HighResTimer() => throw null;
        public static ulong GetCurrent() => throw null;
        public void Dispose() => throw null;
    }
}
