using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>edgenet studio as a user starts and stops it; what its page can do is in EdgeNet.Studio.Tests.</summary>
public sealed partial class StudioCommandTests
{
    [Fact]
    public async Task The_studio_makes_its_folder_prints_the_address_with_a_token_serves_its_page_and_ends_with_Ctrl_C()
    {
        using TemporaryFolder folder = new();
        using Process studio = EdgeNetProcess.Start("studio", folder.File("new/project"), "--port", "0", "--no-browser");
        string line = (await studio.StandardOutput.ReadLineAsync())!;
        Match address = Address().Match(line);
        Assert.True(address.Success, line);
        Assert.InRange(address.Groups["token"].Length, 22, 100);
        using HttpClient client = new();

        Assert.Contains("<title>EdgeNet Studio</title>", await client.GetStringAsync(new Uri($"http://127.0.0.1:{address.Groups["port"]}/")));
        using HttpResponseMessage locked = await client.GetAsync(new Uri($"http://127.0.0.1:{address.Groups["port"]}/api/data"));
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.True(Directory.Exists(folder.File("new/project")));
        EdgeNetProcess.Run("studio", folder.File("other"), "--no-browser", "--port", address.Groups["port"].Value).AssertRefused("cannot be used", "--port");

        EdgeNetProcess.Signal(studio, "INT");
        EdgeNetProcess ended = EdgeNetProcess.Finish(studio);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("stopped", ended.Out);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("new/project")));
    }

    [Fact]
    public void What_cannot_be_a_project_or_an_address_is_refused_in_one_line()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("file.csv", "a,b\n");
        string damaged = Path.GetDirectoryName(folder.Write("damaged/studio.json", "{\"train\": 1}"))!;

        EdgeNetProcess.Run("studio", file, "--no-browser").AssertRefused(file, "cannot be the folder of a project");
        EdgeNetProcess.Run("studio", damaged, "--no-browser").AssertRefused("studio.json", "mend the file, or delete it");
        EdgeNetProcess.Run("studio", folder.Path, "--no-browser", "--address", "somewhere").AssertRefused("--address must be an IP address");
        EdgeNetProcess.Run("studio", folder.Path, "--no-browser", "--port", "70000").AssertRefused("--port");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(?<port>\d+)/#(?<token>[\w-]+)")]
    private static partial Regex Address();
}
