using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace $Name$.Tests;

/// <summary>The server, on a free port of this machine.</summary>
public sealed class SiteTests : IAsyncLifetime
{
    private readonly WebApplication _site = Site.Build("--urls", "http://127.0.0.1:0");
    private readonly HttpClient _client = new();

    public async Task InitializeAsync()
    {
        await _site.StartAsync();
        _client.BaseAddress = new Uri(_site.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
    }

    /// <summary>The answer is the one that the model gave when this project was created.</summary>
    [Fact]
    public async Task A_sample_is_classified()
    {
        HttpResponseMessage response = await _client.PostAsJsonAsync("/classify", new Sample(new float[$Values$]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($ZeroAnswer$, (await response.Content.ReadFromJsonAsync<Answer>())!.Text);
    }

    [Theory]
    [InlineData("{ \"values\": [1] }")]
    [InlineData("{ \"values\": null }")]
    [InlineData("{ \"values\": [\"a\"] }")]
    [InlineData("{ \"values\": [1e999] }")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("")]
    public async Task Wrong_input_is_refused(string body) => Assert.Equal(HttpStatusCode.BadRequest, await Post(body));

    [Fact]
    public async Task A_request_that_is_too_long_is_refused() => Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post("{ \"values\": [" + new string('1', 10_000_000) + "] }"));

    private async Task<HttpStatusCode> Post(string body)
    {
        // Waits for consent before sending the body: a server that refuses may close the connection.
        using HttpRequestMessage request = new(HttpMethod.Post, "/classify") { Content = new StringContent(body, Encoding.UTF8, "application/json"), Headers = { ExpectContinue = true } };
        using HttpResponseMessage response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
