namespace EdgeNet.Workflows;

/// <summary>Where the predicted time of a classification goes, in microseconds. Together it is the time of the whole classification.</summary>
/// <param name="Input">Quantising the raw values.</param>
/// <param name="Layers">Each layer. A few layers of convolutions may run as one chain; what packs and unpacks their pictures counts for the first and the last of them.</param>
/// <param name="Rest">Choosing the answer, and telling whether it is normal.</param>
public sealed record LayerTimes(double Input, IReadOnlyList<double> Layers, double Rest);
