using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>What each layer takes on a board, and what rounding to integers cost it.</summary>
internal static class LayerSection
{
    /// <summary>Writes a table.</summary>
    public static void Write(HtmlWriter html, ModelLook look)
    {
        ModelFile model = look.File.Model;
        LayerTimes? times = look.Board.Emulation?.LayerTimes;
        double all = look.Board.Emulation?.PredictedMicroseconds ?? 0;
        bool hasLoss = look.Layers.Any(l => l.Loss is not null);
        int most = Math.Max(1, look.Layers.Select(l => l.WeightBytes).DefaultIfEmpty().Max()), mostRam = Math.Max(1, look.Layers.Select(l => l.RamBytes).DefaultIfEmpty().Max());
        html.Add($"<section><h2>Layers on {look.Board.Heap.Board.Name}</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Layers\"><table><caption>Size, memory and predicted time of each layer{(hasLoss ? ", and what rounding to integers cost it" : "")}</caption>\n");
        html.Add($"<thead><tr><th scope=\"col\">layer</th><th scope=\"col\">outputs</th><th scope=\"col\">activation</th><th scope=\"col\">weights, bytes</th><th scope=\"col\">RAM, bytes</th><th scope=\"col\">multiply-adds</th><th scope=\"col\">time, ms</th>");
        if (hasLoss)
        {
            html.Add($"<th scope=\"col\">signal to noise</th><th scope=\"col\">saturated</th>");
        }

        html.Add($"</tr></thead><tbody>\n");
        if (times is not null)
        {
            WriteRest(html, "input", times.Input, all, hasLoss);
        }

        foreach (LayerLook layer in look.Layers)
        {
            html.Add($"<tr><th scope=\"row\">{layer.Number} {layer.Kind}</th><td>{layer.Output}</td><td>{layer.Activation}</td><td class=\"number\">{layer.WeightBytes:N0}{(layer.WeightBits is int bits ? $" (int{bits})" : "")}");
            Bar.Write(html, (double)layer.WeightBytes / most);
            html.Add($"</td><td class=\"number\">{layer.RamBytes:N0}");
            Bar.Write(html, (double)layer.RamBytes / mostRam);
            html.Add($"</td><td class=\"number\">{layer.Macs:N0}</td>");
            WriteTime(html, layer.Microseconds, all);
            if (hasLoss)
            {
                html.Add($"<td class=\"number\">{(layer.Loss?.SignalToNoiseDecibels is double decibels ? $"{decibels:F1} dB" : "no signal")}</td><td class=\"number\">{(layer.Loss is { Values: > 0 } loss ? NumberText.Percent((double)loss.Saturated / loss.Values) : "-")}</td>");
            }

            html.Add($"</tr>\n");
        }

        if (times is not null)
        {
            WriteRest(html, "choosing the answer", times.Rest, all, hasLoss);
        }

        int weights = look.Layers.Sum(l => l.WeightBytes), ram = look.Layers.Sum(l => l.RamBytes);
        html.Add($"<tr><th scope=\"row\">the rest</th><td></td><td></td><td class=\"number\">{model.Length - weights:N0}</td><td class=\"number\">{model.RamBytes - ram:N0}</td><td></td><td></td>");
        html.AddTrusted(hasLoss ? "<td></td><td></td>" : "");
        html.Add($"</tr>\n<tr class=\"total\"><th scope=\"row\">total</th><td></td><td></td><td class=\"number\">{model.Length:N0}</td><td class=\"number\">{model.RamBytes:N0}</td><td class=\"number\">{model.Macs:N0}</td><td class=\"number\">{(times is null ? "-" : $"{all / 1000:N2}")}</td>");
        html.AddTrusted(hasLoss ? "<td></td><td></td>" : "");
        html.Add($"</tr>\n</tbody></table></div>\n<p class=\"note\">The rest of the file is scales, biases, labels and notes; the rest of the RAM is what the layers share: their inputs and outputs, and the sums.</p>\n");
        if (!hasLoss)
        {
            html.Add($"<p class=\"note\">What rounding cost each layer is known only right after a training, while the network in floating point is at hand: edgenet train --report.</p>\n");
        }

        html.Add($"</section>\n");
    }

    private static void WriteRest(HtmlWriter html, string name, double microseconds, double all, bool hasLoss)
    {
        html.Add($"<tr><th scope=\"row\">{name}</th><td></td><td></td><td></td><td></td><td></td>");
        WriteTime(html, microseconds, all);
        html.AddTrusted(hasLoss ? "<td></td><td></td></tr>\n" : "</tr>\n");
    }

    private static void WriteTime(HtmlWriter html, double? microseconds, double all)
    {
        html.Add($"<td class=\"number\">{(microseconds is double time ? $"{time / 1000:N2}" : "-")}");
        Bar.Write(html, microseconds / all ?? 0);
        html.Add($"</td>");
    }
}
