using System.Runtime;

/// <summary>Loaded by the runtime into a program under test (DOTNET_STARTUP_HOOKS), which then says on stderr how many methods had to be compiled while it ran.</summary>
internal static class StartupHook
{
    public const string Words = "methods compiled while running: ";

    public static void Initialize()
    {
        long before = JitInfo.GetCompiledMethodCount();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Error.WriteLine(Words + (JitInfo.GetCompiledMethodCount() - before));
    }
}
