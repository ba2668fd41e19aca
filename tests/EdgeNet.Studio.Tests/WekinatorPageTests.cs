using System.Net;
using System.Net.Sockets;
using EdgeNet.Deployment.Osc;
using EdgeNet.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>Wekinator's loop on the page: with a sketch, and with the pad alone.</summary>
[Collection(BrowserTests.Name)]
public sealed class WekinatorPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task Three_places_of_the_pad_are_taught_and_answered_and_a_sketch_hears_it()
    {
        using Socket sketch = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sketch.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        sketch.ReceiveTimeout = 60_000;
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        IPage page = studio.Page;
        await studio.GoAsync("Wekinator");
        await studio.ShootAsync("wekinator-closed");
        await studio.CheckAccessAsync();

        await page.GetByLabel("Outputs").FillAsync("classes 3, slider");
        await page.GetByLabel("Port in").FillAsync("0");
        await page.GetByLabel("Port out").FillAsync($"{((IPEndPoint)sketch.LocalEndPoint!).Port}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Listen", Exact = true }).ClickAsync();
        for (int i = 1; i <= 3; i++)
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{i}\\d*$") }).ClickAsync();
            await page.GetByRole(AriaRole.Slider, new() { Name = "Output 2" }).FillAsync($"{(i - 1) / 2.0}");
            ILocator record = page.GetByRole(AriaRole.Button, new() { Name = "Record" });
            await record.PressAsync("Enter");
            await Assertions.Expect(record).ToHaveAttributeAsync("aria-pressed", "true");
            await HoldPadAsync(page, i / 4.0, i % 2 * 0.8);
            await record.ClickAsync();
            await Assertions.Expect(record).ToHaveAttributeAsync("aria-pressed", "false");
            await Assertions.Expect(page.GetByText($"for classes 3, slider: {i}, ")).ToBeVisibleAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("training is done: 2 of 2 outputs trained")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await HoldPadAsync(page, 0.5, 0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^2\\d*$") })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(2f, LastAnswer(sketch)[0]);
        await studio.ShootAsync("wekinator-running");
        await studio.CheckAccessAsync();

        // What is on the page is on the disk.
        int examples = File.ReadLines(Path.Combine(studio.Folder, "output-1.csv")).Count() - 1;
        await Assertions.Expect(page.GetByText($"{examples} examples").First).ToBeVisibleAsync();
        Assert.True(File.Exists(Path.Combine(studio.Folder, "output-2.edgenet")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete examples of output 1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("0 examples", new() { Exact = true })).ToBeVisibleAsync();
        Assert.False(File.Exists(Path.Combine(studio.Folder, "output-1.csv")));
    }

    [BrowserFact]
    public async Task A_port_in_use_wrong_outputs_and_ignored_messages_are_said_on_the_page()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int taken = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        IPage page = studio.Page;
        await studio.GoAsync("Wekinator");
        ILocator listen = page.GetByRole(AriaRole.Button, new() { Name = "Listen", Exact = true });
        await page.GetByLabel("Port in").FillAsync($"{taken}");
        await listen.ClickAsync();
        await Assertions.Expect(page.GetByText($"UDP port {taken} of 127.0.0.1 is in use")).ToBeVisibleAsync();
        await page.GetByLabel("Port in").FillAsync("0");
        await page.GetByLabel("Outputs").FillAsync("knob");
        await listen.ClickAsync();
        await Assertions.Expect(page.GetByText("\"knob\" is no output")).ToBeVisibleAsync();
        await page.GetByLabel("Outputs").FillAsync("");
        await listen.ClickAsync();
        ILocator heading = page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Listening on UDP port \\d+") });
        await heading.WaitForAsync();
        int port = int.Parse((await heading.InnerTextAsync()).Split("port ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        other.SendTo(OscWriter.Write(new OscMessage("/wekinator/control/setInputNames", "<img src=x>")), new IPEndPoint(IPAddress.Loopback, port));
        await Assertions.Expect(page.GetByText("/wekinator/control/setInputNames is no message that EdgeNet knows; it is ignored")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop listening" }).ClickAsync();
        await listen.WaitForAsync();
    }

    private static async Task HoldPadAsync(IPage page, double x, double y)
    {
        LocatorBoundingBoxResult box = (await page.Locator(".pad").BoundingBoxAsync())!;
        float left = (float)(box.X + (x * box.Width)), top = (float)(box.Y + ((1 - y) * (box.Height - 2)) + 1);
        string before = await page.Locator("#inputs + p").InnerTextAsync();
        await page.Mouse.MoveAsync(left, top);
        await page.Mouse.DownAsync();
        await Assertions.Expect(page.Locator("#inputs + p")).Not.ToHaveTextAsync(before);
        await page.WaitForTimeoutAsync(600);
        await page.Mouse.UpAsync();
    }

    [BrowserFact]
    public async Task Record_that_is_held_ends_when_it_is_let_go()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        IPage page = studio.Page;
        await studio.GoAsync("Wekinator");
        await page.GetByLabel("Port in").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Listen", Exact = true }).ClickAsync();
        ILocator record = page.GetByRole(AriaRole.Button, new() { Name = "Record" });
        await record.HoverAsync();
        await page.Mouse.DownAsync();
        await Assertions.Expect(record).ToHaveAttributeAsync("aria-pressed", "true");
        await page.WaitForTimeoutAsync(600);
        await Assertions.Expect(record).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Mouse.UpAsync();
        await Assertions.Expect(record).ToHaveAttributeAsync("aria-pressed", "false");
    }

    // The last of those that have come.
    private static IReadOnlyList<object?> LastAnswer(Socket sketch)
    {
        byte[] buffer = new byte[65536];
        IReadOnlyList<object?> last = [];
        while (last.Count == 0 || sketch.Available > 0)
        {
            OscMessage message = (OscMessage)OscReader.Read(buffer.AsSpan(0, sketch.Receive(buffer)));
            last = message.Address == "/wek/outputs" ? message.Arguments : last;
        }

        return last;
    }
}
