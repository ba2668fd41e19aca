using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Studio.Tests.Browser;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>The board beside the page: what a person does to it, and what can be seen of it.</summary>
[Collection(BrowserTests.Name)]
public sealed class BoardPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task Without_a_model_the_page_says_what_to_do()
    {
        await using StudioInBrowser studio = await OpenAsync(null);
        await Button(studio, "Switch on a virtual board").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("this project has no model yet; train one first")).ToBeVisibleAsync();
        await studio.ShootAsync("board-choose");
        await studio.CheckAccessAsync();
    }

    [BrowserFact]
    public async Task A_person_painted_on_the_thermal_camera_lights_the_LED_and_the_model_survives_a_pulled_plug()
    {
        await using StudioInBrowser studio = await OpenAsync(Thermal(1));
        await Button(studio, "Switch on a virtual board").ClickAsync();
        await AnswersAsync(studio, "empty");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("LED is dark") })).ToBeVisibleAsync();
        await Button(studio, "A person").ClickAsync();
        await AnswersAsync(studio, "person");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("LED is lit") })).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByLabel("Log of the board")).ToContainTextAsync("model confirmed");
        await Button(studio, "Compare logits").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("All 2 logits are equal")).ToBeVisibleAsync();
        await studio.ShootAsync("board-thermal");
        await studio.CheckAccessAsync();

        await Button(studio, "Take the sensor away").ClickAsync();
        await AnswersAsync(studio, "unsure");
        await Button(studio, "Bring the sensor back").ClickAsync();
        await AnswersAsync(studio, "person");

        await Button(studio, "Pull the plug").ClickAsync();
        await AnswersAsync(studio, "off");
        await Button(studio, "Put the plug in").ClickAsync();
        await AnswersAsync(studio, "person");

        // Another model is trained and deployed, and the plug is pulled in the middle of a write.
        await File.WriteAllBytesAsync(Path.Combine(studio.Folder, "model.edgenet"), Thermal(2));
        ILocator armed = studio.Page.GetByText("The plug is pulled in the middle of the next write");
        await Button(studio, "Pull the plug in the next write").ClickAsync();
        await Assertions.Expect(armed).ToBeVisibleAsync();
        await Button(studio, "Pull the plug in the next write").ClickAsync();
        await Assertions.Expect(armed).Not.ToBeVisibleAsync();
        await Button(studio, "Pull the plug in the next write").ClickAsync();
        await Assertions.Expect(armed).ToBeVisibleAsync();
        await Button(studio, "Deploy the project's model").ClickAsync();
        await AnswersAsync(studio, "off");
        await Assertions.Expect(studio.Page.GetByLabel("Log of the board")).ToContainTextAsync("the plug was pulled in the middle of a write");
        await Assertions.Expect(studio.Page.GetByText("Waiting for power")).ToBeVisibleAsync();
        await Button(studio, "Stop").ClickAsync();
        await studio.ShootAsync("board-unplugged");
        await Button(studio, "Put the plug in").ClickAsync();
        await AnswersAsync(studio, "person");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("thermal 1.*running") })).ToBeVisibleAsync();

        await Button(studio, "Deploy the project's model").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("The board runs the new model")).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("thermal 2.*running") })).ToBeVisibleAsync();
    }

    [BrowserFact]
    [Trait("speed", "slow")]
    public async Task A_drawing_is_recognised_by_the_board_with_the_logits_of_this_computer_and_so_are_samples_of_the_data()
    {
        DatasetSplit digits = Digits.Create("digits", 28, 3000, 100, 1);
        byte[] model = ModelBuilder.Build(digits, new TrainingOptions { Hidden = [24], Epochs = 8 }, "digits", true, null, default).File;
        await using StudioInBrowser studio = await OpenAsync(model, """{"train":["--data","builtin:digits"],"board":"esp32"}""");
        await Button(studio, "Switch on a virtual board").ClickAsync();
        LocatorBoundingBoxResult box = (await studio.Page.GetByLabel("Sheet to draw on with mouse, pen or finger").BoundingBoxAsync())!;

        // A seven.
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width * 0.25f), box.Y + (box.Height * 0.2f));
        await studio.Page.Mouse.DownAsync();
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width * 0.75f), box.Y + (box.Height * 0.2f), new() { Steps = 15 });
        await studio.Page.Mouse.MoveAsync(box.X + (box.Width * 0.42f), box.Y + (box.Height * 0.85f), new() { Steps = 20 });
        await studio.Page.Mouse.UpAsync();
        await AnswersAsync(studio, "7");
        await Button(studio, "Compare logits").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("All 10 logits are equal")).ToBeVisibleAsync();
        await studio.ShootAsync("board-drawing");
        await studio.CheckAccessAsync();

        await Button(studio, "Put a sample of the data before it").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("the data say")).ToBeVisibleAsync();
        await Button(studio, "Compare 300 samples of the data").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("300 of 300 samples have equal logits")).ToBeVisibleAsync(new() { Timeout = 180_000 });
    }

    [BrowserFact]
    public async Task A_hand_waves_the_motion_sensor_and_a_button_teaches_the_board_that_learns()
    {
        await using StudioInBrowser studio = await OpenAsync(Gestures());
        await studio.Page.GetByText("More choices").ClickAsync();
        await studio.Page.GetByLabel("the app learns by its button").CheckAsync();
        await Button(studio, "Switch on a virtual board").ClickAsync();
        await AnswersAsync(studio, "still");
        await Button(studio, "Wave").ClickAsync();
        await AnswersAsync(studio, "waving");
        await Button(studio, "Hold the button").ClickAsync();
        await Assertions.Expect(studio.Page.GetByLabel("Log of the board")).ToContainTextAsync("learned: ", new() { Timeout = 60_000 });
        await studio.ShootAsync("board-hand");
        await studio.CheckAccessAsync();
        await studio.Page.GetByLabel("Shaking").FillAsync("0");
        await AnswersAsync(studio, "still");
    }

    [BrowserFact]
    public async Task A_row_of_a_table_is_typed_and_other_tabs_see_the_same_board()
    {
        byte[] model = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [4], Epochs = 30, Starts = 1 }, "bugs", true, null, default, null, new ModelNotes { Strip = false }).File;
        await using StudioInBrowser studio = await OpenAsync(model);
        await Button(studio, "Switch on a virtual board").ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("running", new() { Exact = true })).ToBeVisibleAsync();
        await studio.Page.GetByRole(AriaRole.Spinbutton).First.FillAsync("9");
        await studio.ShootAsync("board-table");
        IPage other = await studio.OpenTabAsync();
        await other.GetByRole(AriaRole.Link, new() { Name = "Board", Exact = true }).ClickAsync();
        await Assertions.Expect(other.GetByText("virtual esp32")).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Put the board away" }).ClickAsync();
        await Assertions.Expect(Button(studio, "Switch on a virtual board")).ToBeVisibleAsync();
    }

    private static ILocator Button(StudioInBrowser studio, string name) => studio.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task AnswersAsync(StudioInBrowser studio, string answer) => Assertions.Expect(studio.Page.Locator(".answer")).ToHaveTextAsync(answer, new() { Timeout = 60_000 });

    private async Task<StudioInBrowser> OpenAsync(byte[]? model, string? settings = null)
    {
        StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, folder =>
        {
            if (model is not null)
            {
                File.WriteAllBytes(Path.Combine(folder, "model.edgenet"), model);
            }

            if (settings is not null)
            {
                File.WriteAllText(Path.Combine(folder, "studio.json"), settings);
            }
        });
        await studio.GoAsync("Board");
        return studio;
    }

    // Windows of 25 readings, 20 ms apart, of a sensor that is held still or swung three times a second.
    private static byte[] Gestures()
    {
        const int Count = 400, Readings = 25;
        Random random = new(1);
        float[] features = new float[Readings * 6 * Count], targets = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            targets[i] = i % 2;
            double start = 10 * random.NextDouble();
            for (int r = 0; r < Readings; r++)
            {
                double swing = i % 2 * 1.5 * Math.Sin((start + (0.02 * r)) * 3 * 2 * Math.PI);
                double[] axes = [4096 * swing, 1024 * swing, 4096, 0, 0, 16.4 * 330 * swing];
                Array.ConvertAll(axes, a => (float)(a + (80 * (random.NextDouble() - 0.5)))).CopyTo(features, ((i * Readings) + r) * 6);
            }
        }

        Dataset data = new("gestures", TaskKind.Classification, Shape.Features(Readings * 6), FeatureKind.SharedRange, features, targets, ["still", "waving"]);
        return ModelBuilder.Build(new DatasetSplit(data, data), new TrainingOptions { Hidden = [16], Seed = 1 }, "gestures", false, null, default).File;
    }

    // A room of 21 degrees or so, and a warm blob where a person stands; in quarters of a degree, as the camera gives them.
    private static byte[] Thermal(int seed)
    {
        const int Count = 800;
        Random random = new(seed);
        float[] features = new float[64 * Count], targets = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            targets[i] = i % 2;
            double room = 18 + (8 * random.NextDouble()), x = 1.5 + (4 * random.NextDouble()), y = 1.5 + (4 * random.NextDouble());
            for (int p = 0; p < 64; p++)
            {
                double dx = (p % 8) - x, dy = (p / 8) - y;
                features[(64 * i) + p] = (float)Math.Round(4 * (room + (i % 2 * 8 * Math.Exp(-((dx * dx) + (dy * dy)) / 4)) + (0.4 * random.NextDouble())));
            }
        }

        Dataset data = new("thermal", TaskKind.Classification, Shape.Grey(8, 8), FeatureKind.SharedRange, features, targets, ["empty", "person"]);
        return ModelBuilder.Build(new DatasetSplit(data, data), new TrainingOptions { Hidden = [8], Seed = seed, Epochs = 30 }, $"thermal {seed}", false, null, default).File;
    }
}
