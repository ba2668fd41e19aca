namespace EdgeNet.Trainer.Export;

/// <summary>What differs from network to network in its class.</summary>
/// <param name="Fields">Fields, for values and tables.</param>
/// <param name="Classify">The body of Classify, whose argument is raw.</param>
/// <param name="Methods">Methods that it calls.</param>
internal sealed record CodeParts(string Fields, string Classify, string Methods);
