using System.Buffers;
using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Cli.Reports;

/// <summary>The one object that --json prints on stdout: in UTF-8 whatever the terminal speaks, and with null for a number that JSON has no words for. What would steer a terminal is escaped.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether an object has been printed.</summary>
    public static bool WasPrinted { get; private set; }

    /// <summary>Prints an object on one line.</summary>
    public static void Print(object value)
    {
        WasPrinted = true;
        using Stream output = Console.OpenStandardOutput();
        output.Write([.. Encoding.UTF8.GetBytes(Text(value)), (byte)'\n']);
    }

    /// <summary>An object as it is printed.</summary>
    public static string Text(object value) => TerminalText.OfJson(Encoding.UTF8.GetString(Serialize(value)));

    /// <summary>An object as UTF-8: a dictionary by its keys, any other object by its properties, whose names begin with a small letter.</summary>
    public static byte[] Serialize(object value)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Options))
        {
            Write(writer, value);
        }

        return bytes.WrittenSpan.ToArray();
    }

    // JsonSerializer takes longer to get ready for a type than a classification takes with the runtime's start.
    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
            case float and (float.NaN or float.PositiveInfinity or float.NegativeInfinity):
            case double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity):
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool yes:
                writer.WriteBooleanValue(yes);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value));
                break;
            case IDictionary entries:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in entries)
                {
                    writer.WritePropertyName((string)entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (PropertyInfo property in value.GetType().GetProperties())
                {
                    writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
                    Write(writer, property.GetValue(value));
                }

                writer.WriteEndObject();
                break;
        }
    }
}
