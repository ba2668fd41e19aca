using Mono.Cecil;

namespace EdgeNet.Emulator.Loading;

/// <summary>
/// What an assembly's metadata cost while it is loaded: nanoFramework's interpreter keeps a table entry in the managed heap for every
/// one of these, beside the assembly itself in flash. Sizes are those of a 32-bit build with the debugger in, as the images are that nanoff flashes.
/// </summary>
internal readonly record struct TypeTables(int AssemblyRefs, int TypeRefs, int FieldRefs, int MethodRefs, int Types, int Fields, int Methods, int StaticFields)
{
    private const int AssemblyBytes = 140;
    private const int ReferenceBytes = 4;
    private const int TypeBytes = 8;
    private const int FieldBytes = 2;
    private const int MethodBytes = 2;
    private const int MethodDebuggingBytes = 1;
    private const int StaticFieldBytes = 12;

    /// <summary>Bytes of heap, before they are rounded to whole blocks.</summary>
    public int Bytes => AssemblyBytes
        + (ReferenceBytes * (AssemblyRefs + TypeRefs + FieldRefs + MethodRefs))
        + (TypeBytes * Types) + Words(FieldBytes * Fields) + Words(MethodBytes * Methods) + Words(MethodDebuggingBytes * Methods)
        + (StaticFieldBytes * StaticFields);

    /// <summary>Counts what the metadata processor would keep of an assembly: constants are in the code already.</summary>
    public static TypeTables Of(ModuleDefinition module)
    {
        TypeDefinition[] types = [.. module.GetTypes().Where(t => t.FullName != "<Module>")];
        FieldDefinition[] fields = [.. types.SelectMany(t => t.Fields).Where(f => !f.HasConstant)];
        MemberReference[] members = [.. module.GetMemberReferences()];
        return new TypeTables(module.AssemblyReferences.Count, module.GetTypeReferences().Count(), members.OfType<FieldReference>().Count(), members.OfType<MethodReference>().Count(),
            types.Length, fields.Length, types.Sum(t => t.Methods.Count), fields.Count(f => f.IsStatic));
    }

    private static int Words(int bytes) => (bytes + 3) / 4 * 4;
}
