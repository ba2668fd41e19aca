namespace EdgeNet.Conformance;

/// <summary>Prints what C# programs compute: the same text on the desktop, on the virtual board and on nanoFramework's interpreter.</summary>
public static class Program
{
    /// <summary>Runs all tests.</summary>
    public static void Main()
    {
        WholeNumbers.Run();
        Floats.Run();
        Exceptions.Run();
        Objects.Run();
        Differences.Run();
        Texts.Run();
        Failures.Run();
        Lines.Finish();
    }
}
