namespace EdgeNet.Trainer.Export;

/// <summary>What differs from network to network in its class.</summary>
/// <param name="Fields">Fields, for values and tables.</param>
/// <param name="Classify">The body of Classify, whose argument is raw.</param>
/// <param name="Methods">Methods that it calls.</param>
/// <param name="RawTypes">Types of the raw values that it takes, byte or float: a method for each.</param>
internal sealed record CodeParts(string Fields, string Classify, string Methods, params string[] RawTypes);
