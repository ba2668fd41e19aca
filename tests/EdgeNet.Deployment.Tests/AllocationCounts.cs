namespace EdgeNet.Deployment.Tests;

/// <summary>What is allocated is counted in the whole process: no other test may run meanwhile.</summary>
[CollectionDefinition("counts what is allocated", DisableParallelization = true)]
public sealed class AllocationCounts;
