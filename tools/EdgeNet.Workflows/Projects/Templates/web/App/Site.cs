using EdgeNet.Files;

namespace $Name$;

/// <summary>A web server that classifies: POST /classify with { "values": [ ... ] }.</summary>
public static class Site
{
    // More than a number needs, and the braces around them.
    private const int BytesPerValue = 32, OtherBytes = 1024;

    /// <summary>Builds the server; it does not run yet.</summary>
    /// <param name="args">As of the command line, such as --urls http://localhost:5000.</param>
    /// <returns>The server.</returns>
    public static WebApplication Build(params string[] args)
    {
        Classifier classifier = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = OtherBytes + (BytesPerValue * classifier.Count));
        WebApplication site = builder.Build();
        site.MapPost("/classify", (Sample sample) =>
        {
            try
            {
                return Results.Ok(classifier.Classify(sample.Values ?? []));
            }
            catch (UserException e)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        return site;
    }
}

/// <summary>What is to be classified.</summary>
/// <param name="Values">As many as the model takes.</param>
public sealed record Sample(float[]? Values);
