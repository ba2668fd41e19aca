using EdgeNet.Drawings;
using EdgeNet.TestSupport;

namespace EdgeNet.Trainer.Tests;

/// <summary>Pictures of the documents. If a feature or a method has changed: dotnet run -c Release --project tools/EdgeNet.Drawings -- docs, and look at them.</summary>
public class DrawingTests
{
    private static readonly string Docs = Path.Combine(SharedData.ProjectRoot, "docs");

    public static TheoryData<string> Names => [.. AllDrawings.ByName.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_drawing_shows_what_the_features_and_models_give_today_and_is_shown(string name)
    {
        Assert.Equal(AllDrawings.ByName.Single(d => d.Name == name).Draw(), File.ReadAllText(Path.Combine(Docs, name)).ReplaceLineEndings("\n"));
        IEnumerable<string> documents = Directory.EnumerateFiles(Docs, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(SharedData.ProjectRoot, "examples"), "*.md", SearchOption.AllDirectories));
        Assert.Contains(documents, f => File.ReadAllText(f) is string text && (text.Contains($"]({name})", StringComparison.Ordinal) || text.Contains($"/docs/{name})", StringComparison.Ordinal)));
    }
}
