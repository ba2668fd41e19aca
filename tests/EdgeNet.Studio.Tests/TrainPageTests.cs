using EdgeNet.Studio.Tests.Browser;
using EdgeNet.TestSupport;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>The playground.</summary>
[Collection(BrowserTests.Name)]
public sealed class TrainPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task A_spiral_is_learned_before_ones_eyes_and_the_command_line_shown_writes_the_same_bytes()
    {
        await using StudioInBrowser studio = await OpenAsync("--data", "builtin:spiral", "--model", "dense 12 relu, dense 8 relu, dense 2", "--epochs", "150", "--lr", "0.03", "--batch", "10");
        IPage page = studio.Page;
        await studio.GoAsync("Train");
        await Assertions.Expect(page.Locator(".layer")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".budget")).ToContainTextAsync("ms");
        await studio.ShootAsync("train-plan");

        // Three epochs one by one, another rate, one back.
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            await Button(page, "One epoch").ClickAsync();
            await Status(page, $"waiting, epoch {epoch} of 150");
        }

        await page.GetByLabel("Rate from now on").FillAsync("0.01");
        await Button(page, "Change").ClickAsync();
        await Button(page, "One epoch").ClickAsync();
        await Status(page, "waiting, epoch 4 of 150");
        await Button(page, "One epoch").ClickAsync();
        await Status(page, "waiting, epoch 5 of 150");
        await page.GetByLabel("Back to epoch").FillAsync("4");
        await Button(page, "Go back").ClickAsync();
        await Status(page, "waiting, epoch 4 of 150");
        await Assertions.Expect(page.GetByText("--lr 0.03,0.01@3")).ToBeVisibleAsync();

        // A page that is loaded again knows all.
        await page.ReloadAsync();
        await Status(page, "waiting, epoch 4 of 150");
        await Assertions.Expect(page.GetByLabel("The answers of the same network with the integers of a board")).ToBeVisibleAsync();
        await Button(page, "Go on").ClickAsync();
        await Status(page, "done: the model is written");
        await Assertions.Expect(page.GetByText("of 200 test samples are right")).ToBeVisibleAsync();
        await studio.ShootAsync("train-spiral");
        await studio.CheckAccessAsync();

        string command = (await page.GetByText("edgenet train --data builtin:spiral").InnerTextAsync())["edgenet ".Length..];
        string again = Path.Combine(studio.Folder, "again.edgenet");
        EdgeNetProcess.Run([.. Words(command.Replace("--out model.edgenet", "", StringComparison.Ordinal)), "--name", "model", "--out", again]).AssertSucceeded();
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(studio.Folder, "model.edgenet")), await File.ReadAllBytesAsync(again));
    }

    [BrowserFact]
    public async Task Cards_and_text_of_the_layers_are_in_step_and_what_is_wrong_is_said_and_not_kept()
    {
        await using StudioInBrowser studio = await OpenAsync("--data", "builtin:circle", "--hidden", "4", "--activation", "tanh");
        IPage page = studio.Page;
        await studio.GoAsync("Train");
        ILocator text = page.GetByLabel("The same as text (--model)");
        await Assertions.Expect(text).ToHaveValueAsync("dense 4 tanh, dense 2");

        await page.GetByLabel("Units").FillAsync("7");
        await page.GetByLabel("Units").PressAsync("Tab");
        await Assertions.Expect(text).ToHaveValueAsync("dense 7 tanh, dense 2");
        await Button(page, "Add dense").ClickAsync();
        await Assertions.Expect(text).ToHaveValueAsync("dense 7 tanh, dense 8 relu, dense 2");
        await Assertions.Expect(page.Locator(".layer")).ToHaveCountAsync(4);
        await Button(page, "Remove layer 1").ClickAsync();
        await Assertions.Expect(page.Locator(".layer")).ToHaveCountAsync(3);

        await text.FillAsync("dense 5 sigmoid, dense 3");
        await Assertions.Expect(page.GetByText("end it with \"dense 2\"")).ToBeVisibleAsync();
        await Assertions.Expect(Button(page, "Train")).ToBeDisabledAsync();
        await text.FillAsync("dense 5 sigmoid, dense 2");
        await Assertions.Expect(page.GetByLabel("Activation")).ToHaveValueAsync("sigmoid");
        await Assertions.Expect(page.GetByLabel("Units")).ToHaveValueAsync("5");
        await Assertions.Expect(Button(page, "Train")).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator(".copy code")).ToContainTextAsync("dense 5 sigmoid");
        string settings = await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json"));
        Assert.Contains("dense 5 sigmoid, dense 2", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("--hidden", settings, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_training_goes_on_while_nobody_looks_and_one_that_diverges_can_be_taken_back()
    {
        await using StudioInBrowser studio = await OpenAsync("--data", "builtin:miles", "--hidden", "8", "--activation", "linear", "--optimizer", "sgd", "--epochs", "40");
        IPage page = studio.Page;
        await studio.GoAsync("Train");
        await Button(page, "One epoch").ClickAsync();
        await Status(page, "waiting, epoch 1 of 40");
        await Button(page, "One epoch").ClickAsync();
        await Status(page, "waiting, epoch 2 of 40");
        await page.GetByLabel("Rate from now on").FillAsync("95");
        await Button(page, "Change").ClickAsync();
        await Button(page, "Go on").ClickAsync();
        await Assertions.Expect(page.GetByText("training diverged in epoch")).ToBeVisibleAsync();

        await page.GetByLabel("Back to epoch").FillAsync("1");
        await Button(page, "Go back").ClickAsync();
        await Status(page, "waiting, epoch 1 of 40");
        await Button(page, "Go on").ClickAsync();
        await page.CloseAsync();
        IPage other = await studio.OpenTabAsync();
        await other.EvaluateAsync("location.hash = '#train'");
        await Status(other, "done: the model is written");
        Assert.True(File.Exists(Path.Combine(studio.Folder, "model.edgenet")));
    }

    [BrowserFact]
    public async Task Pictures_show_receptive_fields_and_the_picture_a_class_would_like_best()
    {
        await using StudioInBrowser studio = await OpenAsync("--data", "builtin:four-pixels", "--hidden", "12", "--epochs", "20");
        IPage page = studio.Page;
        await studio.GoAsync("Train");
        await Button(page, "Train").ClickAsync();
        await Status(page, "done: the model is written");
        await Assertions.Expect(page.GetByLabel("Unit 12", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByLabel("Class").SelectOptionAsync("vertical");
        await Assertions.Expect(page.GetByText("The network would call this vertical with")).ToBeVisibleAsync();
        await studio.ShootAsync("train-pictures");
        await studio.CheckAccessAsync();
    }

    [BrowserFact]
    public async Task A_training_goes_on_while_the_network_is_pulled_and_the_page_resumes()
    {
        await using StudioInBrowser studio = await OpenAsync("--data", "builtin:spiral", "--hidden", "8", "--epochs", "100000", "--lr", "0.003");
        using Relay relay = new(studio.Server.Address.Port);
        await studio.Page.GotoAsync(new UriBuilder(studio.Server.Address) { Port = relay.Port }.Uri.ToString());
        await studio.GoAsync("Train");
        await studio.Page.GetByLabel("Speed").SelectOptionAsync("50");
        await Button(studio.Page, "Train").ClickAsync();
        await Status(studio.Page, "learning, epoch");

        relay.IsPulled = true;
        await Assertions.Expect(studio.Page.Locator(".link")).ToContainTextAsync("The connection to the studio was lost");
        int seen = await EpochAsync();
        relay.IsPulled = false;

        await Assertions.Expect(studio.Page.Locator(".link")).ToBeEmptyAsync();
        await Assertions.Expect(studio.Page.GetByText("the connection to the studio was lost")).ToHaveCountAsync(0);
        await Status(studio.Page, "learning, epoch");
        Assert.InRange(await EpochAsync(), seen + 1, 100_000);
        await Assertions.Expect(studio.Page.GetByLabel("Speed")).ToHaveValueAsync("50");

        async Task<int> EpochAsync() => int.Parse((await studio.Page.Locator(".train-bar [role=status]").InnerTextAsync()).Split(' ')[2], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<StudioInBrowser> OpenAsync(params string[] train) => StudioInBrowser.OpenAsync(fixture.Browser, folder =>
        File.WriteAllText(Path.Combine(folder, "studio.json"), System.Text.Json.JsonSerializer.Serialize(new { train, board = "esp32" })));

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task Status(IPage page, string text) => Assertions.Expect(page.GetByRole(AriaRole.Status).GetByText(text)).ToBeVisibleAsync(new() { Timeout = 60_000 });

    // The page's own quotes.
    private static string[] Words(string command) => [.. command.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
