using EdgeNet.Files;

namespace $Name$;

/// <summary>A web server that classifies: POST /classify with { "values": [ ... ] }.</summary>
public static class Site
{
    // More than a number needs, and more than the rest of the JSON.
    private const int BytesPerValue = 32, OtherBytes = 1024;

    /// <summary>Builds the server without starting it.</summary>
    /// <param name="args">Command-line arguments, such as --urls http://localhost:5000.</param>
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

/// <summary>A sample to be classified.</summary>
/// <param name="Values">As many as the model expects.</param>
public sealed record Sample(float[]? Values);
