using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>A theory that needs the real datasets in ../shared/data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (!Directory.Exists(SharedData.Folder))
        {
            Skip = $"the datasets are not there: {SharedData.Folder}";
        }
    }
}
