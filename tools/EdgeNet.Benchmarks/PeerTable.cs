using System.Globalization;
using System.Text.Json;

namespace EdgeNet.Benchmarks;

/// <summary>One table of the results of EdgeNet and its peers.</summary>
internal static class PeerTable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads the lines that the peers' scripts print.</summary>
    public static IEnumerable<Measurement> Read(string path) => File.ReadLines(path).Where(l => l.StartsWith('{')).Select(l => JsonSerializer.Deserialize<Measurement>(l, Json)!);

    /// <summary>Prints a row for every figure of ours, with the peers' and how many times better ours is.</summary>
    public static IEnumerable<string> Rows(IReadOnlyList<Measurement> all)
    {
        string[] peers = [.. all.Select(m => m.Who).Where(w => !w.StartsWith("EdgeNet", StringComparison.Ordinal)).Distinct()];
        yield return $"| what | unit | EdgeNet | {string.Join(" | ", peers.Select(p => $"{p} | ratio"))} |";
        yield return $"| --- | --- | --- |{string.Concat(Enumerable.Repeat(" --- | --- |", peers.Length))}";
        foreach (Measurement ours in all.Where(m => m.Who.StartsWith("EdgeNet", StringComparison.Ordinal)))
        {
            string what = ours.Who == "EdgeNet" ? ours.What : $"{ours.What} ({ours.Who["EdgeNet, ".Length..]})";
            yield return $"| {what} | {ours.Unit} | {Number(ours.Value, ours.Unit)} | {string.Join(" | ", peers.Select(p => Cell(all.FirstOrDefault(m => m.Who == p && m.What == ours.What), ours)))} |";
        }
    }

    private static string Cell(Measurement? peer, Measurement ours)
    {
        if (peer is null)
        {
            return " | ";
        }

        double ratio = ours.Unit == "us" ? peer.Value / ours.Value : ours.Value / peer.Value;
        return $"{Number(peer.Value, ours.Unit)} | {(ours.Unit == "share" ? "" : ratio.ToString("F1", CultureInfo.InvariantCulture) + "x")}";
    }

    private static string Number(double value, string unit) =>
        value.ToString(unit == "share" ? "F4" : value < 100 ? "G3" : "N0", CultureInfo.InvariantCulture);
}
