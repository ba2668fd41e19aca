namespace EdgeNet.Studio.Tests.Browser;

/// <summary>A test that needs a browser: Chromium as Debian installs it, which .ci/run does, or the one that EDGENET_CHROMIUM names.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium))
        {
            Skip = $"there is no browser: {Chromium}; install Chromium, or name one in EDGENET_CHROMIUM";
        }
    }

    public static string Chromium { get; } = Environment.GetEnvironmentVariable("EDGENET_CHROMIUM") ?? "/usr/bin/chromium";
}
