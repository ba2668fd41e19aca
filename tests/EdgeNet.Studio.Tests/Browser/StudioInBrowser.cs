using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.TestSupport;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests.Browser;

/// <summary>A studio with a folder of its own, and a browser window that shows it. What the page reports as an error fails the test.</summary>
public sealed class StudioInBrowser : IAsyncDisposable
{
    private static readonly string Screenshots = Path.Combine(SharedData.ProjectRoot, "artifacts", "screenshots");

    private readonly TemporaryFolder _folder;
    private readonly List<string> _errors = [];
    private IBrowserContext? _window;

    private StudioInBrowser(TemporaryFolder folder, string project, StudioServer server)
    {
        _folder = folder;
        Folder = project;
        Server = server;
    }

    /// <summary>The folder of the project.</summary>
    public string Folder { get; }

    /// <summary>The server.</summary>
    public StudioServer Server { get; private set; }

    /// <summary>The page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>Starts a studio on an empty folder and opens its page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="prepare">Puts files into the folder first.</param>
    public static async Task<StudioInBrowser> OpenAsync(IBrowser browser, Action<string>? prepare = null)
    {
        TemporaryFolder folder = new();
        string project = folder.File("project");
        Directory.CreateDirectory(project);
        prepare?.Invoke(project);
        StudioInBrowser studio = new(folder, project, await StartAsync(project));
        studio._window = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, ColorScheme = ColorScheme.Light, Permissions = ["camera", "clipboard-write"] });
        studio.Page = await studio.OpenTabAsync();
        return studio;
    }

    /// <summary>Opens another tab.</summary>
    public async Task<IPage> OpenTabAsync()
    {
        IPage page = await _window!.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        page.PageError += (_, error) => _errors.Add(error);

        // What the studio refuses, it says to the user.
        page.Console += (_, message) => _errors.AddRange(message.Type == "error" && !message.Text.Contains("WebSocket", StringComparison.Ordinal) && !message.Text.Contains("status of 400", StringComparison.Ordinal) ? [message.Text] : []);
        await page.GotoAsync(Server.Address.ToString());
        await page.Locator("main section").First.WaitForAsync();
        return page;
    }

    /// <summary>Ends the server as a crash would for the page, and starts another one on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Server.DisposeAsync();
        Server = await StartAsync(Folder);
    }

    /// <summary>Goes to a page by its name in the navigation.</summary>
    public async Task GoAsync(string title) => await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = title, Exact = true }).ClickAsync();

    /// <summary>Photographs the page in light, dark and on a phone, for people to look at: artifacts/screenshots.</summary>
    /// <param name="name">Name of the pictures.</param>
    public async Task ShootAsync(string name)
    {
        Directory.CreateDirectory(Screenshots);
        await ShootAsync(name + "-light");
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await ShootAsync(name + "-dark");
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await Page.SetViewportSizeAsync(390, 844);
        await ShootAsync(name + "-phone");

        // Nothing is wider than the phone.
        Assert.InRange(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        await Page.SetViewportSizeAsync(1280, 900);

        async Task ShootAsync(string file)
        {
            // Charts and canvases are painted in the next frames.
            await Page.EvaluateAsync("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, file + ".png"), FullPage = true });
        }
    }

    /// <summary>Checks with axe-core that people who use a keyboard or a screen reader find no serious barrier, in light and dark.</summary>
    public async Task CheckAccessAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(BrowserFactAttribute.Axe));
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            JsonElement? found = await Page.EvaluateAsync("axe.run().then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')))");
            string[] barriers = found!.Value.Deserialize<string[]>()!;
            Assert.True(barriers.Length == 0, $"{scheme}: {string.Join("\n", barriers)}");
        }

        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    public async ValueTask DisposeAsync()
    {
        await _window!.CloseAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
        Assert.Empty(_errors);
    }

    private static Task<StudioServer> StartAsync(string folder) => StudioServer.StartAsync(new StudioOptions(folder, TrainingRequestOptions.Read));
}
