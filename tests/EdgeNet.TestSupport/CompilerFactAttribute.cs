using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>A test that compiles C; skipped where there is no compiler for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    /// <param name="compiler">Name of a property of <see cref="CCompiler"/>.</param>
    /// <param name="needsData">Whether the test reads ../shared/data.</param>
    public CompilerFactAttribute(string compiler, bool needsData = false)
    {
        CCompiler needed = (CCompiler)typeof(CCompiler).GetProperty(compiler)!.GetValue(null)!;
        Skip = needed.Missing is { } missing ? $"{missing} is not installed"
            : needsData && !Directory.Exists(SharedData.Folder) ? $"the datasets are not there: {SharedData.Folder}" : null;
    }
}
