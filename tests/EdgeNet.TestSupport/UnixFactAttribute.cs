using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>A test that sends signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = UnixTheoryAttribute.Reason;
}

/// <summary>A test with data that sends signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = Reason;

    internal static string? Reason => OperatingSystem.IsWindows() ? "signals are sent as on Unix" : null;
}
