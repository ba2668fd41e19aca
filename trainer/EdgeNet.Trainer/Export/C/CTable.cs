using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>A function of each value by a table: one for all channels, or one for each.</summary>
internal static class CTable
{
    /// <summary>Writes the layer's tables.</summary>
    /// <returns>The statements of its function.</returns>
    public static string Body(CSource source, TableInfo layer, int number)
    {
        string table = FormattableString.Invariant($"{source.Name}_layer{number}_table"), x = source.Tensor(layer.First), y = source.Tensor(number);
        source.AppendArray("uint8_t", table, source.Model.Data.Skip(layer.EntriesAt).Take(layer.EntryCount).Select(e => (int)e));
        return !layer.IsPerChannel
            ? string.Create(CultureInfo.InvariantCulture, $$"""
                for (int i = 0; i < {{layer.Output.Count}}; i++) {
                    {{y}}[i] = {{source.ByteAt($"{table} + {x}[i]")}};
                }
                """)
            : string.Create(CultureInfo.InvariantCulture, $$"""
                for (int at = 0; at < {{layer.Output.Count}}; at += {{layer.Output.Channels}}) {
                    for (int c = 0; c < {{layer.Output.Channels}}; c++) {
                        {{y}}[at + c] = {{source.ByteAt($"{table} + {ModelFormat.TableLength} * c + {x}[at + c]")}};
                    }
                }
                """);
    }
}
