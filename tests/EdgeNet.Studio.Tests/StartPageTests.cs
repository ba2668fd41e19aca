using EdgeNet.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>The first page: what a project may start from.</summary>
[Collection(BrowserTests.Name)]
public sealed class StartPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task An_empty_folder_offers_built_in_data_and_what_is_chosen_is_in_the_file_that_the_command_line_understands()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "What should the network learn from?" })).ToBeVisibleAsync();
        await studio.ShootAsync("start-empty");
        await studio.CheckAccessAsync();

        await studio.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^xor") }).ClickAsync();
        await Assertions.Expect(studio.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#train$"), new() { Timeout = 30_000 });
        await studio.Page.GotoAsync(studio.Server.Address.GetLeftPart(UriPartial.Path) + "#start");

        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "This project learns from builtin:xor" })).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByText("edgenet train --data builtin:xor --out model.edgenet")).ToBeVisibleAsync();
        Assert.Equal("{\n  \"train\": [\n    \"--data\",\n    \"builtin:xor\"\n  ],\n  \"board\": \"esp32\"\n}\n", await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json")));
        await studio.ShootAsync("start-chosen");
        await studio.CheckAccessAsync();
    }

    [BrowserFact]
    public async Task A_table_in_the_folder_is_offered_by_its_name()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, folder => File.WriteAllText(Path.Combine(folder, "flowers.csv"), "petal,species\n1,a\n5,b\n"));

        await studio.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^flowers.csv") }).ClickAsync();
        await Assertions.Expect(studio.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#train$"), new() { Timeout = 30_000 });

        Assert.Contains("flowers.csv", await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json")), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Another_page_is_shown_from_its_top()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, folder => File.WriteAllText(Path.Combine(folder, "studio.json"), """{"train":["--data","builtin:digits"],"board":"esp32"}"""));
        await studio.Page.SetViewportSizeAsync(390, 300);
        await studio.GoAsync("Train");
        await Assertions.Expect(studio.Page.Locator(".layer").First).ToBeVisibleAsync();
        await studio.Page.EvaluateAsync("scrollTo(0, 200)");
        Assert.Equal(200, await studio.Page.EvaluateAsync<int>("scrollY"));

        await studio.Page.EvaluateAsync("location.hash = '#start'");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "This project learns from builtin:digits" })).ToBeVisibleAsync();

        await studio.Page.WaitForFunctionAsync("scrollY === 0");
    }

    [BrowserFact]
    public async Task A_page_whose_server_ended_says_so_and_does_not_trust_another_server_on_its_port()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);

        await studio.RestartAsync();

        await Assertions.Expect(studio.Page.GetByText("The connection to the studio was lost; trying again")).ToBeVisibleAsync();
    }
}
