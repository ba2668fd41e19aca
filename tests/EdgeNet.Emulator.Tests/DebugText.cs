namespace EdgeNet.Emulator.Tests
{
    /// <summary>Where the desktop's copy of a board's program prints: the desktop's own Debug is silent in a release build.</summary>
    internal static class DebugText
    {
        [ThreadStatic]
        private static TextWriter? written;

        public static TextWriter Written
        {
            get => written ?? TextWriter.Null;
            set => written = value;
        }
    }
}

namespace EdgeNet.Conformance
{
    internal static class Debug
    {
        public static void WriteLine(string text) => Emulator.Tests.DebugText.Written.WriteLine(text);
    }
}

namespace EdgeNet.Classification
{
    internal static class Debug
    {
        public static void WriteLine(string text) => Emulator.Tests.DebugText.Written.WriteLine(text);
    }
}
