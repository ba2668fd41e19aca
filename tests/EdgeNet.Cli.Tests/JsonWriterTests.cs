using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeNet.Cli.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Cli.Tests;

public class JsonWriterTests
{
    private static readonly JsonSerializerOptions Serializer = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    [Fact]
    public void A_report_is_written_as_the_serialiser_of_the_framework_writes_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(string? Text, float Single, double Number, long Whole, bool Yes)>(), sample =>
        {
            (string? given, float single, double number, long whole, bool yes) = sample;
            string text = given ?? "";
            object report = new
            {
                Name = text,
                nothing = (string?)null,
                Values = new[] { Finite(single), 0.1f, 1e-30f, 16777216f },
                entries = new Dictionary<string, object?> { [text] = Finite(number), ["Kept as it is"] = (int)whole, ["null"] = null },
                lazily = Enumerable.Range(0, 3).Select(i => new { Layer = i, yes }),
                whole,
                small = (byte)whole,
                list = new List<object> { text, whole, Array.Empty<int>(), new Report(text, Finite(number), [whole]) },
            };
            Assert.Equal(JsonSerializer.Serialize(report, Serializer), Encoding.UTF8.GetString(Json.Serialize(report)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_that_JSON_does_not_have_is_null() =>
        Assert.Equal("""{"a":null,"b":[null,1.5],"c":null}""",
            Encoding.UTF8.GetString(Json.Serialize(new { a = double.NegativeInfinity, b = new[] { float.NaN, 1.5f }, c = (double?)double.NaN })));

    private static float Finite(float value) => float.IsFinite(value) ? value : 0f;

    private static double Finite(double value) => double.IsFinite(value) ? value : 0.0;

    private sealed record Report(string Name, double PredictedMicroseconds, IReadOnlyList<long> Layers);
}
