namespace EdgeNet.Studio.Tests.Browser;

/// <summary>The tests that share a browser, and therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "in a browser";
}
