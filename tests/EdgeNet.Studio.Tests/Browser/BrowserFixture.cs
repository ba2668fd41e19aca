using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests.Browser;

/// <summary>One browser for all tests; each opens a window of its own, which shares nothing with others.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser.</summary>
    public IBrowser Browser => _browser!;

    public async Task InitializeAsync()
    {
        if (File.Exists(BrowserFactAttribute.Chromium))
        {
            _playwright = await Playwright.CreateAsync();

            // Only a page that fails waits that long, however busy the machine is.
            Assertions.SetDefaultExpectTimeout(30_000);
            _browser = await LaunchAsync();
        }
    }

    /// <summary>Starts another browser.</summary>
    /// <param name="arguments">What it is started with, such as a fake camera.</param>
    public Task<IBrowser> LaunchAsync(params string[] arguments) => _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = BrowserFactAttribute.Chromium,

        // Tests may run as root, in a container with little shared memory.
        Args = ["--no-sandbox", "--disable-dev-shm-usage", .. arguments],
    });

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
            _playwright!.Dispose();
        }
    }
}
