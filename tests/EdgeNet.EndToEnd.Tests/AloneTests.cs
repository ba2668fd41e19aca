namespace EdgeNet.EndToEnd.Tests;

/// <summary>Tests that measure the memory of their process: no others run beside them.</summary>
[CollectionDefinition(nameof(AloneTests), DisableParallelization = true)]
public class AloneTests
{
}
