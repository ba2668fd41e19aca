using EdgeNet.TestSupport;

namespace EdgeNet.Emulator.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_types_and_members_are_those_of_PublicApi_txt() => PublicApi.AssertListed(typeof(Board).Assembly, "tests/EdgeNet.Emulator.Tests");
}
