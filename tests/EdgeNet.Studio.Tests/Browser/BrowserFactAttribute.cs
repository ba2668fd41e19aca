using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests.Browser;

/// <summary>A test that needs a browser: Chromium as Debian installs it, or the one that EDGENET_CHROMIUM names; and axe-core. .ci/run installs both.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private const string TestFolder = "tests/EdgeNet.Studio.Tests";

    /// <param name="data">What it needs of the real data, such as mnist; null for nothing.</param>
    public BrowserFactAttribute(string? data = null)
    {
        if (!File.Exists(Chromium))
        {
            Skip = $"there is no browser: {Chromium}; install Chromium, or name one in EDGENET_CHROMIUM";
        }
        else if (!File.Exists(Axe))
        {
            Skip = $"there is no axe-core: npm ci --prefix {TestFolder}";
        }
        else if (data is not null && !Path.Exists(Path.Combine(SharedData.Folder, data)))
        {
            Skip = $"the datasets are not there: {SharedData.Folder}";
        }
    }

    public static string Chromium { get; } = Environment.GetEnvironmentVariable("EDGENET_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>What finds barriers for people who use a keyboard or a screen reader.</summary>
    public static string Axe { get; } = Path.Combine(SharedData.ProjectRoot, TestFolder, "node_modules/axe-core/axe.min.js");
}
