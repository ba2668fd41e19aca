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
