using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Writes HTML. What is written between braces of an interpolated string is a text and is escaped, so that a label is never markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Writes markup with texts in it.</summary>
    public void Add(Markup markup) => _html.Append(markup.Html);

    /// <summary>Writes what one of our own files holds, or is safe for another reason.</summary>
    public void AddTrusted(string markup) => _html.Append(markup);

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    /// <summary>An interpolated string on its way.</summary>
    [InterpolatedStringHandler]
    public readonly struct Markup(int literalLength, int formattedCount)
    {
        private const int UsualText = 8;

        public StringBuilder Html { get; } = new(literalLength + (UsualText * formattedCount));

        public void AppendLiteral(string markup) => Html.Append(markup);

        public void AppendFormatted(string? text) => Html.Append(WebUtility.HtmlEncode(TerminalText.Of(text)));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
