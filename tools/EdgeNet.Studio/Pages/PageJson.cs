using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeNet.Studio.Pages;

/// <summary>What pages and server say to each other, as JSON.</summary>
internal static class PageJson
{
    /// <summary>Names in camel case, choices as words, and null for what is no number: the loss of a training that diverged is not one.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new FiniteDouble(), new FiniteFloat(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        MaxDepth = 16,

        // What comes from a page is not trusted to be complete: fields that may be missing have defaults.
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    private sealed class FiniteDouble : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }

    private sealed class FiniteFloat : JsonConverter<float>
    {
        public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetSingle();

        public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
        {
            if (float.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
