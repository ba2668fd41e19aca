using EdgeNet.TestSupport;

namespace EdgeNet.Import.Tests.OnnxRuntime;

/// <summary>A test that needs Node and onnxruntime-node, which .ci/run installs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    /// <param name="data">What it needs of the real data, such as mnist; null for nothing.</param>
    public OnnxRuntimeFactAttribute(string? data = null)
    {
        if (!Directory.Exists(Path.Combine(OnnxRuntimeProcess.Folder, "node_modules/onnxruntime-node")))
        {
            Skip = "there is no ONNX Runtime: npm ci --ignore-scripts --prefix tests/EdgeNet.Import.Tests";
        }
        else if (data is not null && !Path.Exists(Path.Combine(SharedData.Folder, data)))
        {
            Skip = $"the datasets are not there: {SharedData.Folder}";
        }
    }
}
