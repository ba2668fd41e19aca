using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.RegularExpressions;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Commands that the documents show are commands that there are, and what they name exists.</summary>
public sealed partial class DocumentationTests
{
    private const string Dotnet = "dotnet run -c Release --project tools/EdgeNet.Cli -- ";

    // Every verb, as the program itself creates it.
    private static readonly RootCommand Root = CreateRoot();

    public static TheoryData<string> Names => [.. Documents.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_edgenet_line_parses(string document)
    {
        foreach (string line in Documents.CodeLines(Documents.Read(document)).Where(l => l.StartsWith("edgenet ", StringComparison.Ordinal) || l.StartsWith(Dotnet, StringComparison.Ordinal)))
        {
            AssertParses(line, document, CommandLineParser.SplitCommandLine(line.Replace(Dotnet, "edgenet ", StringComparison.Ordinal)).Skip(1));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_edgenet_command_in_a_sentence_has_the_options_that_it_is_shown_with(string document)
    {
        foreach (string span in Documents.CodeSpans(Documents.Read(document)).Where(s => s.StartsWith("edgenet ", StringComparison.Ordinal)))
        {
            string[] words = [.. CommandLineParser.SplitCommandLine(span).Skip(1)];
            Command? verb = Root.Subcommands.FirstOrDefault(c => c.Name == words[0]);
            Assert.True(verb is not null || words[0].StartsWith("--", StringComparison.Ordinal), $"{document}: there is no command {words[0]} (\"{span}\")");
            string[] known = OptionNames(verb ?? Root);
            Assert.All(words.Where(w => w.StartsWith("--", StringComparison.Ordinal)), o => Assert.True(known.Contains(o), $"{document}: {words[0]} has no option {o} (\"{span}\")"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_option_that_is_named_alone_is_one_of_a_command(string document)
    {
        string[] known = [.. Root.Subcommands.Append(Root).SelectMany(OptionNames), .. OptionsOf("device/EdgeNet.RaspberryPi/Program.cs"), .. OptionsOf("tools/EdgeNet.Benchmarks/Program.cs")];
        IEnumerable<string> named = Documents.CodeSpans(Documents.Read(document)).Where(s => LoneOption().IsMatch(s)).Select(s => s.Split(' ')[0]);
        Assert.All(named, o => Assert.True(known.Contains(o), $"{document}: no command has the option {o}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_path_that_is_named_exists(string document)
    {
        string text = Documents.Read(document);
        IEnumerable<string> projects = Documents.CodeLines(text).SelectMany(l => Project().Matches(l)).Select(m => m.Groups[1].Value);
        foreach (string path in Documents.CodeSpans(text).Where(s => LooksLikePath().IsMatch(s)).Concat(projects))
        {
            string pattern = Regex.Escape(path).Replace("<Kind>", "[^/]+", StringComparison.Ordinal);
            Regex there = new((TopFolders.Contains(path.Split('/')[0]) ? "^" : "(^|/)") + pattern + (path.EndsWith('/') ? "" : "(/|$)"));
            Assert.True(Documents.RepositoryFiles.Concat(Documents.GeneratedFiles).Any(there.IsMatch), $"{document}: there is no {path}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_source_file_and_test_class_that_is_named_exists(string document)
    {
        foreach (string name in Documents.CodeSpans(Documents.Read(document)).Where(s => SourceOrTests().IsMatch(s)))
        {
            string file = name.EndsWith(".cs", StringComparison.Ordinal) ? name : name + ".cs";
            Assert.True(Documents.RepositoryFiles.Concat(Documents.GeneratedFiles).Any(p => Path.GetFileName(p) == file), $"{document}: there is no {file}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_leads_to_a_file_and_a_heading(string document)
    {
        foreach (Match link in Link().Matches(Documents.Read(document)))
        {
            string[] parts = link.Groups[1].Value.Split('#');
            string target = parts[0].Length == 0 ? document : Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(document)!, parts[0])).Replace('\\', '/');
            Assert.True(Documents.RepositoryFiles.Contains(target), $"{document}: there is no {target}");
            if (parts.Length > 1)
            {
                Assert.True(Headings(target).Contains(parts[1]), $"{document}: {target} has no heading #{parts[1]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_environment_variable_that_is_named_is_read(string document)
    {
        IEnumerable<string> named = EnvironmentVariable().Matches(Documents.Read(document)).Select(m => m.Value).Distinct();
        Assert.All(named, v => Assert.True(Sources.Any(s => s.Contains($"\"{v}\"", StringComparison.Ordinal)), $"{document}: no source reads {v}"));
    }

    [Fact]
    public void The_README_is_short() => Assert.InRange(Documents.Read("README.md").TrimEnd('\n').Split('\n').Length, 1, 119);

    /// <summary>Prose is British; names of code, whatever their spelling, are in code spans or tags, or have a capital.</summary>
    [Fact]
    public void Prose_and_comments_have_one_spelling()
    {
        IEnumerable<(string File, string Text)> prose =
        [
            .. Documents.Names.Select(d => (d, Documents.Prose(Documents.Read(d)))),
            .. Documents.RepositoryFiles.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).Select(p => (p, CommentTag().Replace(string.Join('\n', Comment().Matches(Documents.Read(p))), ""))),
        ];
        Assert.Empty(prose.SelectMany(p => American().Matches(p.Text).Select(m => $"{p.File}: {m.Value}")));
    }

    private static readonly string[] TopFolders = [.. Documents.RepositoryFiles.Where(p => p.Contains('/')).Select(p => p.Split('/')[0]).Distinct()];

    private static readonly string[] Sources = [.. Documents.RepositoryFiles.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).Select(Documents.Read)];

    private static RootCommand CreateRoot()
    {
        RootCommand root = new();
        foreach (MethodInfo create in typeof(CommandRunner).Assembly.GetTypes().Where(t => t.Namespace == "EdgeNet.Cli.Commands")
            .Select(t => t.GetMethod("Create", BindingFlags.Static | BindingFlags.Public, [])).OfType<MethodInfo>().Where(m => m.ReturnType == typeof(Command)))
        {
            root.Add((Command)create.Invoke(null, null)!);
        }

        Assert.True(root.Subcommands.Count > 10);
        return root;
    }

    private static void AssertParses(string line, string document, IEnumerable<string> words)
    {
        ParseResult parsed = Root.Parse([.. words]);
        Assert.True(parsed.Errors.Count == 0, $"{document}: \"{line}\": {string.Join("; ", parsed.Errors.Select(e => e.Message))}");
    }

    private static string[] OptionNames(Command command) => [.. command.Options.SelectMany(o => o.Aliases.Append(o.Name)), "--help", "--version"];

    private static IEnumerable<string> OptionsOf(string source) => QuotedOption().Matches(Documents.Read(source)).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> Headings(string document) => Documents.Read(document).Split('\n').Where(l => l.StartsWith('#'))
        .Select(l => NotInAnchors().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex("^--[a-z][a-z-]*( [^ -][^ ]*)?$")]
    private static partial Regex LoneOption();

    [GeneratedRegex("--project ([^ ]+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"^(?!\.\./)[A-Za-z.][\w.-]*(/[\w.<>-]+)*/?$(?<=.*/.*)")]
    private static partial Regex LooksLikePath();

    [GeneratedRegex(@"^[A-Z]\w+(\.cs|Tests)$")]
    private static partial Regex SourceOrTests();

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("EDGENET_[A-Z_]+")]
    private static partial Regex EnvironmentVariable();

    [GeneratedRegex("\"(--[a-z-]+)\"")]
    private static partial Regex QuotedOption();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex CommentTag();

    [GeneratedRegex(@"\b(colors?|centers?|centered|behaviors?|gray|licenses|catalogs?|neighbors?|favors?|(cancel|label|model|signal|travel)(ed|ing)|(optimi|quanti|seriali)zers?"
        + @"|(quanti|initiali|normali|optimi|organi|recogni|seriali|synchroni|standardi|minimi|maximi|summari|generali|randomi|customi|reali|analy)z(e[sd]?|ing|ations?))\b")]
    private static partial Regex American();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotInAnchors();
}
