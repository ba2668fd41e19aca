namespace EdgeNet.Trainer.Anomaly;

/// <summary>What a model finds anomalies by, and how it was chosen.</summary>
/// <param name="Method">The method.</param>
/// <param name="Description">The same with its size, such as "clusters: 8 centres".</param>
/// <param name="Threshold">Up to where a score is normal.</param>
/// <param name="Tried">All that were compared, with the share of pairs that each tells apart (AUC) of normal samples held out and artificial anomalies made of them; empty if there was no choice.</param>
public sealed record AnomalyChoice(AnomalyMethod Method, string Description, Threshold Threshold, IReadOnlyList<(string Description, double Auc)> Tried);
