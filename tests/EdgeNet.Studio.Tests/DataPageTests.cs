using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using EdgeNet.Data;
using EdgeNet.Pictures;
using EdgeNet.Studio.Tests.Browser;
using EdgeNet.TestSupport;
using Microsoft.Playwright;

namespace EdgeNet.Studio.Tests;

/// <summary>The page of data: gathered, seen, mended.</summary>
[Collection(BrowserTests.Name)]
public sealed class DataPageTests(BrowserFixture fixture)
{
    [BrowserFact]
    public async Task What_is_drawn_is_on_the_disk_at_once_and_a_project_without_data_learns_from_it()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        await studio.GoAsync("Data");
        await Assertions.Expect(studio.Page.GetByText("Nothing yet.")).ToBeVisibleAsync();
        await studio.CheckAccessAsync();

        foreach ((string label, int number) in new[] { ("one", 1), ("one", 2), ("zero", 1), ("zero", 2), ("zero", 3) })
        {
            await DrawAsync(studio.Page, label);
            await Assertions.Expect(studio.Page.GetByText($"Saved {label}/{number:D4}.png")).ToBeVisibleAsync();
            Assert.True(File.Exists(Path.Combine(studio.Folder, "data", label, $"{number:D4}.png")));
        }

        // The strokes are white on black, where they were drawn.
        Picture one = PictureFile.Read(Path.Combine(studio.Folder, "data/one/0001.png"));
        Assert.Equal((112, 112), (one.Width, one.Height));
        Assert.Equal(255, one.WithChannels(1).Pixels[(56 * 112) + 56]);
        Assert.Equal(0, one.WithChannels(1).Pixels[(56 * 112) + 100]);
        Assert.Contains("\"--data\",\n    \"data\"", await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json")), StringComparison.Ordinal);
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "5 samples" })).ToBeVisibleAsync();
        await studio.ShootAsync("data-drawn");

        // One that was saved under the wrong label.
        await Tile(studio.Page, "zero", "zero/0003.png").ClickAsync();
        await studio.Page.GetByLabel("New label").FillAsync("one");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Relabel", Exact = true }).ClickAsync();
        await Assertions.Expect(Tile(studio.Page, "one", "one/0003.png")).ToBeVisibleAsync();
        await Tile(studio.Page, "one", "one/0001.png").ClickAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "4 samples" })).ToBeVisibleAsync();
        Assert.False(File.Exists(Path.Combine(studio.Folder, "data/one/0001.png")));
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "5 samples" })).ToBeVisibleAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Tile(studio.Page, "zero", "zero/0003.png")).ToBeVisibleAsync();

        // A label that was misspelt: all of a class, in one change.
        await studio.Page.GetByLabel("Class").SelectOptionAsync("zero");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Choose all zero" }).ClickAsync();
        await studio.Page.GetByLabel("New label").FillAsync("nought");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Relabel", Exact = true }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Rowheader, new() { Name = "nought" })).ToBeVisibleAsync();
        Assert.Equal(3, Directory.GetFiles(Path.Combine(studio.Folder, "data/nought")).Length);
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Rowheader, new() { Name = "zero" })).ToBeVisibleAsync();
        Assert.False(Directory.Exists(Path.Combine(studio.Folder, "data/nought")));
        Assert.True(File.Exists(Path.Combine(studio.Folder, "data/one/0001.png")) && File.Exists(Path.Combine(studio.Folder, "data/zero/0003.png")));
        await studio.CheckAccessAsync();
    }

    /// <summary>As many as MNIST has; only what is in sight is fetched.</summary>
    [BrowserFact]
    public async Task Sixty_thousand_samples_are_browsed_and_a_wrong_label_is_put_right_beside_them()
    {
        const int Count = 60_000;
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser, folder =>
        {
            WriteIdx(Path.Combine(folder, "digits"), Count);
            File.WriteAllText(Path.Combine(folder, "studio.json"), """{ "train": ["--data", "digits"], "board": "esp32" }""");
        });
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(studio.Folder, "digits/train-labels-idx1-ubyte"));
        await studio.GoAsync("Data");
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "60,100 samples" })).ToBeVisibleAsync();
        await studio.Page.Locator(".tiles").EvaluateAsync("tiles => tiles.scrollTo(0, 1e9)");
        await Assertions.Expect(Tile(studio.Page, "9", "test:100")).ToBeVisibleAsync();
        await studio.ShootAsync("data-many");

        // In the test part, and of one class: sample n is of class (n - 1) % 10.
        await studio.Page.GetByLabel("Part").SelectOptionAsync("test");
        await studio.Page.GetByLabel("Class").SelectOptionAsync("3");
        await Tile(studio.Page, "3", "test:14").ClickAsync();
        await studio.Page.GetByLabel("New label").FillAsync("5");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Relabel", Exact = true }).ClickAsync();
        await Assertions.Expect(Tile(studio.Page, "3", "test:14")).ToHaveCountAsync(0);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(studio.Folder, "digits/train-labels-idx1-ubyte")));
        Correction correction = Assert.Single(CorrectionFile.Read(Path.Combine(studio.Folder, "corrections.csv")));
        Assert.Equal(("digits", "test:14", "5", "3"), (correction.Data, correction.Sample, correction.Label, correction.Was));
        Assert.Contains("corrections.csv", await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json")), StringComparison.Ordinal);
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Tile(studio.Page, "3", "test:14")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Files_are_sent_and_judged_by_their_readers()
    {
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        await studio.GoAsync("Data");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Files", Exact = true }).ClickAsync();
        string table = "width,length,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i % 2 == 0 ? "ant" : "bee")}\n"));
        await studio.Page.GetByLabel("Choose files").SetInputFilesAsync([
            new FilePayload { Name = "bugs.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(table) },
            new FilePayload { Name = "letter.csv", MimeType = "text/csv", Buffer = "a,b\n1\n"u8.ToArray() },
        ]);
        await Assertions.Expect(studio.Page.GetByText("1 of 2 kept")).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByText("letter.csv: line 2")).ToBeVisibleAsync();
        await Assertions.Expect(Tile(studio.Page, "ant", "1")).ToBeVisibleAsync();
        Assert.Equal(table, await File.ReadAllTextAsync(Path.Combine(studio.Folder, "bugs.csv")));
        Assert.Equal(["bugs.csv", "studio.json"], Directory.EnumerateFileSystemEntries(studio.Folder).Select(Path.GetFileName).Order());
        await studio.ShootAsync("data-table");

        // A picture by itself is one of a label.
        await studio.Page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "7.png", MimeType = "image/png", Buffer = Png.Write(1, 1, 0, [0, 9]) });
        await Assertions.Expect(studio.Page.GetByText("7.png: type a label for single pictures first")).ToBeVisibleAsync();
        await studio.Page.GetByLabel("Label").First.FillAsync("seven");
        await studio.Page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "7.png", MimeType = "image/png", Buffer = Png.Write(1, 1, 0, [0, 9]) });
        await Assertions.Expect(studio.Page.GetByText("1 of 1 kept")).ToBeVisibleAsync();
        Assert.True(File.Exists(Path.Combine(studio.Folder, "data/seven/0001.png")));
        await studio.CheckAccessAsync();
    }

    [BrowserFact]
    public async Task A_folder_keeps_its_classes()
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png", ".hidden/x.png", "dog/notes.txt" })
        {
            folder.Write("photos/" + file, file.EndsWith(".png", StringComparison.Ordinal) ? Png.Write(1, 1, 0, [0, (byte)file[4]]) : "text"u8.ToArray());
        }

        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(fixture.Browser);
        await studio.GoAsync("Data");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Files", Exact = true }).ClickAsync();
        await studio.Page.GetByLabel("Choose a folder").SetInputFilesAsync(folder.File("photos"));
        await Assertions.Expect(studio.Page.GetByText("4 of 6 kept")).ToBeVisibleAsync();
        await Assertions.Expect(Tile(studio.Page, "dog", "dog/2.png")).ToBeVisibleAsync();
        Assert.Equal(["cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"], Directory.GetFiles(Path.Combine(studio.Folder, "photos"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(studio.Folder, "photos"), f)).Order());
        Assert.Contains("photos", await File.ReadAllTextAsync(Path.Combine(studio.Folder, "studio.json")), StringComparison.Ordinal);
    }

    /// <summary>A camera that shows an arrow: mirrored, cropped elsewhere or turned, it would be another one.</summary>
    [BrowserFact]
    public async Task A_picture_of_the_webcam_reaches_the_network_as_the_square_shows_it_and_the_camera_sees_it()
    {
        using TemporaryFolder folder = new();
        string video = folder.Write("camera.y4m", Video(640, 480));
        await using IBrowser browser = await fixture.LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={video}");
        await using StudioInBrowser studio = await StudioInBrowser.OpenAsync(browser);
        await studio.GoAsync("Data");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Webcam", Exact = true }).ClickAsync();
        await studio.Page.GetByLabel("Label").First.FillAsync("corner");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Start the webcam" }).ClickAsync();

        // Until the first frame is there.
        await studio.Page.WaitForFunctionAsync("() => document.querySelector('.camera').getContext('2d').getImageData(10, 10, 1, 1).data[0] > 100");
        ILocator record = studio.Page.GetByRole(AriaRole.Button, new() { Name = "Hold to record corner" });
        await record.DispatchEventAsync("pointerdown");
        await Assertions.Expect(studio.Page.GetByText("2 saved")).ToBeVisibleAsync();
        await record.DispatchEventAsync("pointerup");
        await studio.ShootAsync("data-webcam");
        int[] shown = (await studio.Page.EvaluateAsync("[...document.querySelector('.camera').getContext('2d').getImageData(0, 0, 128, 128).data]"))!.Value.Deserialize<int[]>()!;
        byte[] rgb = [.. shown.Where((_, i) => i % 4 < 3).Select(v => (byte)v)];

        Picture kept = PictureFile.Read(Path.Combine(studio.Folder, "data/corner/0001.png"));
        Assert.Equal((128, 128, 3), (kept.Width, kept.Height, kept.WithChannels(3).Channels));
        Assert.Equal(rgb, kept.WithChannels(3).Pixels);

        // The middle square of the camera: white is on its left, the grey field below that, black elsewhere.
        Assert.True(At(kept, 10, 10) > 200, "the left is white");
        Assert.True(At(kept, 10, 118) is > 80 and < 180, "below it is grey");
        Assert.True(At(kept, 118, 10) < 50 && At(kept, 118, 118) < 50, "the right is black");
        Assert.True(At(kept, 64, 64) < 50);

        // What a network gets of it, by the trainer.
        File.Copy(Path.Combine(studio.Folder, "data/corner/0001.png"), Directory.CreateDirectory(Path.Combine(studio.Folder, "data/other")).FullName + "/0001.png");
        Dataset read = new DataSource(new CsvOptions(), (28, 28), Colour: true).Load(Path.Combine(studio.Folder, "data"), 1).Train;
        Assert.Equal(new Picture(128, 128, rgb, 3).Resize(28, 28).Pixels.Select(p => (float)p), read.Sample(0).ToArray());
    }

    private static int At(Picture picture, int x, int y) => picture.WithChannels(1).Pixels[(y * picture.Width) + x];

    private static async Task DrawAsync(IPage page, string label)
    {
        await page.GetByLabel("Label").First.FillAsync(label);
        LocatorBoundingBoxResult sheet = (await page.Locator(".sheet").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(sheet.X + (sheet.Width / 2), sheet.Y + (sheet.Height / 4));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(sheet.X + (sheet.Width / 2), sheet.Y + (3 * sheet.Height / 4), new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Save as {label}", Exact = true }).ClickAsync();
    }

    private static ILocator Tile(IPage page, string label, string id) => page.Locator($".tile[title='{id}']", new PageLocatorOptions { HasText = label });

    private static void WriteIdx(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, int n) in new[] { ("train", count), ("t10k", 100) })
        {
            byte[] size = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, n);
            File.WriteAllBytes(Path.Combine(folder, name + "-images-idx3-ubyte"), [0, 0, 8, 3, .. size, 0, 0, 0, 8, 0, 0, 0, 8, .. Enumerable.Range(0, 64 * n).Select(i => (byte)(i % 64 / 8 == i / 64 % 10 % 8 ? 255 : 20))]);
            File.WriteAllBytes(Path.Combine(folder, name + "-labels-idx1-ubyte"), [0, 0, 8, 1, .. size, .. Enumerable.Range(0, n).Select(i => (byte)(i % 10))]);
        }
    }

    // Two frames of YUV 4:2:0: black, with a white field at the left of the middle square, a grey one below it, and white outside of the square on the right.
    private static byte[] Video(int width, int height)
    {
        int left = (width - height) / 2;
        byte[] frame = new byte[width * height * 3 / 2];
        Array.Fill(frame, (byte)128);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                frame[(y * width) + x] = (byte)(x >= left + height ? 235 : x >= left + (height / 3) || x < left ? 16 : y < height * 2 / 3 ? 235 : 128);
            }
        }

        byte[] mark = "FRAME\n"u8.ToArray();
        return [.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n"), .. mark, .. frame, .. mark, .. frame];
    }
}
