namespace EdgeNet.Emulator.Tests
{
    /// <summary>Where the desktop's copy of a board's program prints.</summary>
    internal static class PrintedText
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
    internal static class Console
    {
        public static void WriteLine(string text) => Emulator.Tests.PrintedText.Written.WriteLine(text);
    }
}

namespace EdgeNet.Classification
{
    internal static class Console
    {
        public static void WriteLine(string text) => Emulator.Tests.PrintedText.Written.WriteLine(text);
    }
}
