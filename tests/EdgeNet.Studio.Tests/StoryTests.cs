using System.Globalization;
using System.Text.Json;
using EdgeNet.Studio.Tests.Browser;
using EdgeNet.TestSupport;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>Whole projects, from an empty folder to a board that answers, with nothing read but the page.</summary>
[Collection(BrowserTests.Name)]
public sealed class StoryTests(BrowserFixture fixture)
{
    private int _clicks;

    [BrowserFact]
    [Trait("speed", "slow")]
    public async Task From_an_empty_folder_to_a_drawn_digit_that_the_virtual_board_recognises_in_less_than_ten_clicks()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);

        await ClickAsync(Button(studio, "^digits handwritten"));
        await ClickAsync(Button(studio, "^Train$"));
        await TrainedAsync(studio);
        await ClickAsync(Link(studio, "Board"));
        await ClickAsync(Button(studio, "Switch on a virtual board"));
        LocatorBoundingBoxResult box = (await studio.Page.GetByLabel("Sheet to draw on with mouse, pen or finger").BoundingBoxAsync())!;
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.18f));
        await studio.Page.Mouse.DownAsync();
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.82f), new() { Steps = 30 });
        await studio.Page.Mouse.UpAsync();

        await Assertions.Expect(studio.Page.Locator(".answer")).ToHaveTextAsync("1", new() { Timeout = 60_000 });
        Assert.InRange(_clicks + 1, 1, 9);
    }

    [BrowserFact("iris.csv")]
    public Task Irises_are_loaded_trained_corrected_and_deployed() => RealCaseAsync("iris.csv", [], samples: 150);

    [BrowserFact("mnist")]
    [Trait("speed", "slow")]
    public Task Digits_of_MNIST_are_loaded_trained_corrected_and_deployed() => RealCaseAsync("mnist", ["--hidden", "32", "--epochs", "2"]);

    [BrowserFact("spoken-digits")]
    [Trait("speed", "slow")]
    public Task Spoken_digits_are_loaded_trained_corrected_and_deployed() => RealCaseAsync("spoken-digits",
        ["--file-names", "{label}_{speaker}_{number}", "--test-files", "*_[0-4].wav", "--features", "spectrogram 20 mel hop 256", "--model", "conv 8 3x3 stride 2, conv 16 3x3, pool 2, dense 10", "--epochs", "2"]);

    private async Task RealCaseAsync(string name, string[] words, int samples = 300)
    {
        string source = Path.Combine(SharedData.Folder, name);
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, folder =>
        {
            Copy(source, Path.Combine(folder, name));
            if (words.Length > 0)
            {
                File.WriteAllText(Path.Combine(folder, "studio.json"), JsonSerializer.Serialize(new { train = (string[])["--data", name, .. words], board = "esp32" }));
            }
        });
        if (words.Length == 0)
        {
            await ClickAsync(Button(studio, $"^{name}"));
        }
        else
        {
            await ClickAsync(Link(studio, "Train"));
        }

        await ClickAsync(Button(studio, "^Train$"));
        await TrainedAsync(studio);

        // An error is clicked and put right.
        await ClickAsync(Link(studio, "Look"));
        ILocator mistake = studio.Page.Locator("section[aria-labelledby=mistakes] figure").First;
        await mistake.WaitForAsync(new() { Timeout = 120_000 });
        await mistake.GetByRole(AriaRole.Combobox).SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(mistake).ToContainTextAsync("Corrected; train again.");
        await studio.ShootAsync($"story-{name}-look");

        await ClickAsync(Link(studio, "Board"));
        await ClickAsync(Button(studio, "Switch on a virtual board"));
        await ClickAsync(Button(studio, "Compare 300 samples"));
        await Assertions.Expect(studio.Page.GetByText($"{samples} of {samples} samples have equal logits")).ToBeVisibleAsync(new() { Timeout = 400_000 });
        string bytes = new FileInfo(Path.Combine(studio.Folder, "model.edgenet")).Length.ToString("N0", CultureInfo.InvariantCulture);
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Row, new() { NameRegex = new($"model {bytes} running") })).ToBeVisibleAsync();
        await studio.ShootAsync($"story-{name}-board");
    }

    private static async Task TrainedAsync(StudioInBrowser studio) =>
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "done: the model is written" })).ToBeVisibleAsync(new() { Timeout = 300_000 });

    private async Task ClickAsync(ILocator what)
    {
        _clicks++;
        await what.ClickAsync(new() { Timeout = 120_000 });
    }

    private static ILocator Button(StudioInBrowser studio, string name) => studio.Page.GetByRole(AriaRole.Button, new() { NameRegex = new(name) });

    private static ILocator Link(StudioInBrowser studio, string name) => studio.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name });

    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return;
        }

        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source).Where(f => !f.EndsWith("SOURCE.txt", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }
}
