using System.Device.I2c;

namespace Iot.Device.Amg88xx
{
    public class Amg88xx : IDisposable
    {
        public const int DefaultI2cAddress = 0x68;
        public const int AlternativeI2cAddress = 0x69;
        public const int PixelCount = 64;

        public Amg88xx(I2cDevice i2cDevice) => throw null!;

        public short this[int n] => throw null!;

        public void ReadImage() => throw null!;

        public void Dispose() => throw null!;
    }
}

namespace Iot.Device.Media
{
    public enum VideoPixelFormat : uint
    {
        // V4L2's four-character code.
        YUYV = 0x56595559,
    }

    public class VideoConnectionSettings
    {
        public VideoConnectionSettings(int busId, (uint Width, uint Height) captureSize, VideoPixelFormat pixelFormat = VideoPixelFormat.YUYV) => throw null!;
    }

    public abstract class VideoDevice : IDisposable
    {
        public static VideoDevice Create(VideoConnectionSettings settings) => throw null!;

        public abstract byte[] Capture();

        public void Dispose() => throw null!;

        protected virtual void Dispose(bool disposing) => throw null!;
    }
}
