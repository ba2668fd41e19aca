using System.Net;
using System.Net.WebSockets;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>Only who has the address that the studio printed can use it.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task The_page_itself_is_for_everybody_on_this_machine_and_its_data_are_for_those_who_know_the_token()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));

        Assert.Equal(HttpStatusCode.OK, (await studio.Http.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Http.GetAsync("/api/anything")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Http.PostAsync("/api/anything", new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await studio.Http.SendAsync(studio.Request(HttpMethod.Get, "/api/anything"))).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => studio.ConnectAsync(token: "guessed"));
        using ClientWebSocket socket = await studio.ConnectAsync();
        Assert.Equal("project", (await studio.TopicAsync(socket, "project")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.5")]
    public async Task A_name_that_was_made_to_lead_to_this_machine_is_refused_even_with_the_token(string host)
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        HttpRequestMessage request = studio.Request(HttpMethod.Get, "/");
        request.Headers.Host = $"{host}:{studio.Server.Address.Port}";

        Assert.Equal(HttpStatusCode.Forbidden, (await studio.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_page_in_the_same_browser_gets_nothing(string header, string value)
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        HttpRequestMessage request = studio.Request(HttpMethod.Get, "/main.js");
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await studio.Http.SendAsync(request)).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => studio.ConnectAsync(change: o => o.SetRequestHeader(header, value)));
    }

    [Fact]
    public async Task The_page_may_load_and_reach_only_what_is_the_studios_own()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));

        using HttpResponseMessage page = await studio.Http.GetAsync("/");

        string policy = string.Join(';', page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Every_module_that_the_page_loads_is_carried_and_all_of_it_is_less_than_300_KB()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        Queue<Uri> waiting = new([new Uri(studio.Http.BaseAddress!, "/main.js"), new Uri(studio.Http.BaseAddress!, "/studio.css"), new Uri(studio.Http.BaseAddress!, "/vendor/uplot.css"), new Uri(studio.Http.BaseAddress!, "/vendor/uplot.js"), new Uri(studio.Http.BaseAddress!, "/icon.svg")]);
        HashSet<Uri> seen = [.. waiting];
        int bytes = (await studio.Http.GetByteArrayAsync("/")).Length;
        while (waiting.TryDequeue(out Uri? file))
        {
            string text = await studio.Http.GetStringAsync(file);
            bytes += System.Text.Encoding.UTF8.GetByteCount(text);
            foreach (System.Text.RegularExpressions.Match import in System.Text.RegularExpressions.Regex.Matches(text, @"^(?:import|export) .*?from ""(?<path>[^""]+)"";", System.Text.RegularExpressions.RegexOptions.Multiline))
            {
                Assert.StartsWith(".", import.Groups["path"].Value, StringComparison.Ordinal);
                Uri imported = new(file, import.Groups["path"].Value);
                if (seen.Add(imported))
                {
                    waiting.Enqueue(imported);
                }
            }
        }

        Assert.InRange(seen.Count, 7, 100);
        Assert.InRange(bytes, 1, 300_000);
    }

    [Fact]
    public async Task More_tabs_than_people_have_are_refused_and_those_that_are_open_go_on()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        List<ClientWebSocket> tabs = [];
        try
        {
            for (int tab = 0; tab < 64; tab++)
            {
                tabs.Add(await studio.ConnectAsync());
            }

            await Assert.ThrowsAsync<WebSocketException>(() => studio.ConnectAsync());

            Assert.True((await studio.AskAsync(tabs[0], "project.beginnings")).TryGetProperty("ok", out _));
        }
        finally
        {
            tabs.ForEach(t => t.Dispose());
        }
    }
}
