using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace EdgeNet.TestSupport;

/// <summary>The public types and members of an assembly as sorted text, so that every change of them is a change of a file that is reviewed.</summary>
public static class PublicApi
{
    /// <summary>Set to anything, it writes the list anew in place of comparing it.</summary>
    private const string Accept = "EDGENET_ACCEPT_API";

    private static readonly SymbolDisplayFormat MemberFormat = CreateFormat(SymbolDisplayTypeQualificationStyle.NameOnly);
    private static readonly SymbolDisplayFormat TypeFormat = CreateFormat(SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Compares an assembly with its list.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="project">Folder of the test project, from the repository's root; it holds the list as PublicApi.txt.</param>
    public static void AssertListed(Assembly assembly, string project)
    {
        string file = Path.Combine(SharedData.ProjectRoot, project, "PublicApi.txt");
        string[] actual = Describe(assembly);
        if (Environment.GetEnvironmentVariable(Accept) is not null)
        {
            File.WriteAllLines(file, actual);
        }

        string[] listed = File.ReadAllLines(file);
        string[] differences = [.. listed.Except(actual).Select(l => "- " + l), .. actual.Except(listed).Select(l => "+ " + l)];
        Assert.True(differences.Length == 0, $"""
            The public types and members of {assembly.GetName().Name} are not those of {project}/PublicApi.txt:
            {string.Join('\n', differences)}
            If the change is meant, accept it with
                {Accept}=1 dotnet test {project} -c Release --filter PublicApi
            (PowerShell: $env:{Accept}=1) and commit the file; tell users of it in CHANGELOG.md.
            """);
    }

    private static SymbolDisplayFormat CreateFormat(SymbolDisplayTypeQualificationStyle types) => new(
        typeQualificationStyle: types,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // A line per type, and one per member that begins with the type, so that a line tells all by itself.
    private static string[] Describe(Assembly assembly)
    {
        PortableExecutableReference reference = MetadataReference.CreateFromFile(assembly.Location);
        IEnumerable<PortableExecutableReference> runtime = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Concat(Directory.GetFiles(AppContext.BaseDirectory, "EdgeNet.*.dll").Where(p => p != assembly.Location)).Select(p => MetadataReference.CreateFromFile(p));
        CSharpCompilation compilation = CSharpCompilation.Create("listing", references: runtime.Prepend(reference));
        IAssemblySymbol symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        return [.. Types(symbol.GlobalNamespace).SelectMany(Lines).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(m => m is INamedTypeSymbol type ? IsSeen(type) ? Types(type).Prepend(type) : [] : Types(m));

    private static IEnumerable<string> Lines(INamedTypeSymbol type)
    {
        string kind = type.IsStatic ? "static " : type is { IsAbstract: true, TypeKind: TypeKind.Class } ? "abstract " : type is { IsSealed: true, TypeKind: TypeKind.Class } ? "sealed " : "";
        string[] bases = [.. type is { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.None } ? [type.BaseType!.ToDisplayString(MemberFormat)] : Array.Empty<string>(), .. type.Interfaces.Where(i => IsSeen(i) && !IsOfRecord(i, type)).Select(i => i.ToDisplayString(MemberFormat))];
        string name = type.ToDisplayString(TypeFormat);
        yield return $"{name}: {kind}{type.TypeKind.ToString().ToLowerInvariant()}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}";
        foreach (ISymbol member in type.GetMembers().Where(m => m is not INamedTypeSymbol && IsSeen(m) && !IsGenerated(m)))
        {
            yield return $"{name}: {(member.DeclaredAccessibility == Accessibility.Public ? "" : "protected ")}{member.ToDisplayString(MemberFormat)}";
        }
    }

    private static bool IsSeen(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    // Every record is IEquatable<itself>.
    private static bool IsOfRecord(INamedTypeSymbol implemented, INamedTypeSymbol type) => implemented.Name == "IEquatable" && SymbolEqualityComparer.Default.Equals(implemented.TypeArguments.SingleOrDefault(), type);

    // Accessors, which their property shows, and what the compiler adds to an enum or a record.
    private static bool IsGenerated(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: not null }
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.TypeKind: TypeKind.Enum }
        || member.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
