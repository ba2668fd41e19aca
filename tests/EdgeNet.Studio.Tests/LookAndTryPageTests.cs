using EdgeNet.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>The pages Look and Try in a browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class LookAndTryPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task A_number_of_the_matrix_opens_its_samples()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfPictures);
        await studio.GoAsync("Look");
        ILocator recognised = studio.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^right, recognised: ") });
        int count = int.Parse((await recognised.TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture);
        await recognised.ClickAsync();
        ILocator matrix = studio.Page.GetByRole(AriaRole.Region, new() { Name = "Confusion matrix" });
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = $"right, recognised: {count}" })).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.Locator("section[aria-labelledby=confusion] figure img")).ToHaveCountAsync(count);
        await Assertions.Expect(matrix).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "Layers on esp32" })).ToBeVisibleAsync();
        await studio.ShootAsync("look-pictures");
        await studio.CheckAccessAsync();
        IDownload report = await studio.Page.RunAndWaitForDownloadAsync(() => studio.Page.GetByRole(AriaRole.Button, new() { Name = "Save report" }).ClickAsync());
        Assert.Equal("report.html", report.SuggestedFilename);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(await report.PathAsync()));
    }

    [BrowserFact]
    public async Task A_sample_with_a_wrong_label_is_put_right_where_it_is_seen()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfPictures);
        await studio.GoAsync("Look");
        ILocator mistake = studio.Page.Locator("section[aria-labelledby=mistakes] figure");
        await Assertions.Expect(mistake).ToHaveCountAsync(1);
        await Assertions.Expect(mistake).ToContainTextAsync("is left, answered right");
        await Assertions.Expect(mistake).ToContainTextAsync("left/7.png");
        await mistake.GetByRole(AriaRole.Combobox).SelectOptionAsync("right");
        await Assertions.Expect(mistake).ToContainTextAsync("Corrected; train again.");
        await studio.ShootAsync("look-corrected");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("None.", new() { Exact = true })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task What_is_drawn_is_answered_while_it_is_drawn()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfPictures);
        await studio.GoAsync("Try");
        ILocator canvas = studio.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Sheet to draw on") });
        LocatorBoundingBoxResult box = (await canvas.BoundingBoxAsync())!;
        ILocator says = studio.Page.Locator(".says");
        foreach ((string label, float from) in new[] { ("right", 0.6f), ("left", 0.05f) })
        {
            await studio.Page.Mouse.MoveAsync(box.X + (box.Width * from), box.Y + 5);
            await studio.Page.Mouse.DownAsync();
            for (int line = 0; line < 12; line++)
            {
                float x = box.X + (box.Width * (from + (0.03f * line)));
                await studio.Page.Mouse.MoveAsync(x, box.Y + (line % 2 == 0 ? box.Height - 5 : 5), new() { Steps = 5 });
            }

            await studio.Page.Mouse.UpAsync();
            await Assertions.Expect(says).ToContainTextAsync(label);
            await studio.ShootAsync($"try-drawing-{label}");
            await studio.CheckAccessAsync();
            await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        }
    }

    /// <summary>Wherever and however small a digit is drawn: those of the training are in the middle.</summary>
    [BrowserFact]
    [Trait("speed", "slow")]
    public async Task Digits_that_are_drawn_with_the_mouse_are_recognised()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfDigits);
        await studio.GoAsync("Try");
        ILocator canvas = studio.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Sheet to draw on") }), says = studio.Page.Locator(".says strong");
        LocatorBoundingBoxResult box = (await canvas.BoundingBoxAsync())!;
        (double X, double Y)[] circle = [.. Enumerable.Range(0, 25).Select(i => (0.5 + (0.2 * Math.Cos(i * Math.PI / 12)), 0.5 + (0.3 * Math.Sin(i * Math.PI / 12))))];
        foreach ((string digit, (double X, double Y)[] line) in new[] { ("0", circle), ("1", [(0.5, 0.2), (0.5, 0.8)]), ("7", [(0.1, 0.1), (0.45, 0.1), (0.25, 0.6)]) })
        {
            await studio.Page.Mouse.MoveAsync((float)(box.X + (box.Width * line[0].X)), (float)(box.Y + (box.Height * line[0].Y)));
            await studio.Page.Mouse.DownAsync();
            foreach ((double x, double y) in line.Skip(1))
            {
                await studio.Page.Mouse.MoveAsync((float)(box.X + (box.Width * x)), (float)(box.Y + (box.Height * y)), new() { Steps = 4 });
            }

            await studio.Page.Mouse.UpAsync();
            await Assertions.Expect(says).ToHaveTextAsync(digit);
            await studio.ShootAsync($"try-digit-{digit}");
            await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        }

        await studio.GoAsync("Look");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "5,000 samples of digits" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(studio.Page.Locator("section[aria-labelledby=mistakes] figure").First).ToBeVisibleAsync();
        await studio.ShootAsync("look-digits");
        await studio.CheckAccessAsync();
    }

    /// <summary>Chromium's own test picture stands for a camera.</summary>
    [BrowserFact]
    public async Task What_the_camera_sees_is_answered()
    {
        await using IBrowser browser = await fixture.LaunchAsync("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(browser, SmallProject.OfPictures);
        await studio.GoAsync("Try");
        IResponse response = await studio.Page.RunAndWaitForResponseAsync(() => studio.Page.GetByRole(AriaRole.Button, new() { Name = "Start the webcam" }).ClickAsync(), r => r.Url.EndsWith("try.picture", StringComparison.Ordinal));
        Assert.Equal(200, response.Status);
        await Assertions.Expect(studio.Page.Locator(".says")).ToBeVisibleAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Stop the webcam" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Button, new() { Name = "Start the webcam" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_slider_changes_the_answer()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfTable);
        await studio.GoAsync("Try");
        ILocator number = studio.Page.GetByRole(AriaRole.Spinbutton, new() { Name = "signal" }), says = studio.Page.Locator(".says");
        await number.FillAsync("12");
        await number.PressAsync("Tab");
        await Assertions.Expect(says).ToContainTextAsync("high");
        await studio.Page.GetByRole(AriaRole.Slider, new() { Name = "signal, slider" }).FocusAsync();
        await studio.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(says).ToContainTextAsync("low");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Try a test sample" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("the data say:")).ToBeVisibleAsync();
        await studio.ShootAsync("try-values");
        await studio.CheckAccessAsync();
        await studio.GoAsync("Look");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "Precision and recall" })).ToBeVisibleAsync();
        await studio.ShootAsync("look-table");
    }

    [BrowserFact]
    public async Task A_recording_is_played_and_every_window_is_answered()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, SmallProject.OfRecordings);
        await studio.GoAsync("Try");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Assertions.Expect(studio.Page.Locator(".says")).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByText("the data say:")).ToBeVisibleAsync();
        await studio.ShootAsync("try-recording");
        await studio.CheckAccessAsync();
    }
}
