using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>A test that needs the real datasets in ../shared/data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!Directory.Exists(SharedData.Folder))
        {
            Skip = $"the datasets are not there: {SharedData.Folder}";
        }
    }
}
