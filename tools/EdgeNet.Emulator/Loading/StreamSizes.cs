using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Loading;

/// <summary>
/// How full the streams of an assembly are in nanoFramework's file format. Offsets into them have 16 bits: a stream holds 65,535 bytes, and beyond
/// that the metadata processor counts from 0 again without a word. Sizes are upper bounds: common
/// names are in the firmware.
/// </summary>
internal static class StreamSizes
{
    /// <summary>Bytes that a stream holds.</summary>
    public const int MaxBytes = 0xFFFF;

    private const int HandlerBytes = 12;
    private const int TokenBytes = 2;

    /// <summary>Measures an assembly.</summary>
    /// <param name="module">The assembly.</param>
    /// <returns>The streams and the most bytes that each takes.</returns>
    public static IReadOnlyList<(string Stream, int Bytes)> Of(ModuleDefinition module)
    {
        TypeDefinition[] types = [.. module.GetTypes().Where(t => t.FullName != "<Module>")];
        MethodDefinition[] methods = [.. types.SelectMany(t => t.Methods)];
        FieldDefinition[] fields = [.. types.SelectMany(t => t.Fields)];
        MemberReference[] members = [.. module.GetMemberReferences()];
        CustomAttribute[] attributes = [.. module.Assembly.CustomAttributes, .. types.SelectMany(t => t.CustomAttributes), .. methods.SelectMany(m => m.CustomAttributes), .. fields.SelectMany(f => f.CustomAttributes)];
        int arrays = fields.Sum(f => f.InitialValue is { Length: > 0 } data ? 2 + data.Length : 0);
        return
        [
            ("code", methods.Where(m => m.HasBody).Sum(m => m.Body.CodeSize - m.Body.Instructions.Sum(Saved) + (m.Body.HasExceptionHandlers ? 1 + (HandlerBytes * m.Body.ExceptionHandlers.Count) : 0))),
            ("signatures and arrays", arrays + Signatures(types, methods, fields, members, attributes)),
            ("strings", Strings(module, types, methods, fields, members, attributes)),
            ("types", 24 * types.Length),
            ("methods", 16 * methods.Length),
            ("fields", 8 * fields.Length),
            ("attributes", 8 * attributes.Length),
            ("references to types", 8 * module.GetTypeReferences().Count()),
            ("references to members", 8 * members.Length),
        ];
    }

    // Tokens and the targets of long branches have four bytes in a .NET assembly.
    private static int Saved(Instruction instruction) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineString or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineBrTarget => 4 - TokenBytes,
        _ => 0,
    };

    // Equal ones are kept once.
    private static int Signatures(TypeDefinition[] types, MethodDefinition[] methods, FieldDefinition[] fields, MemberReference[] members, CustomAttribute[] attributes)
    {
        HashSet<string> seen = [];
        int bytes = attributes.Sum(a => 2 + a.ConstructorArguments.Sum(Argument));
        foreach (TypeDefinition type in types.Where(t => t.HasInterfaces))
        {
            bytes += 1 + (TokenBytes * type.Interfaces.Count);
        }

        foreach (FieldReference field in fields.Concat(members.OfType<FieldReference>()))
        {
            Add("field", [field.FieldType]);
        }

        foreach (MethodReference method in methods.Concat(members.OfType<MethodReference>()))
        {
            Add(method.HasThis ? "this" : "static", [method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)]);
        }

        foreach (MethodDefinition method in methods.Where(m => m.HasBody && m.Body.HasVariables))
        {
            Add("locals", [.. method.Body.Variables.Select(v => v.VariableType)]);
        }

        return bytes;

        void Add(string kind, TypeReference[] signature)
        {
            if (seen.Add(kind + " " + string.Join(",", signature.Select(t => t.FullName))))
            {
                bytes += TokenBytes + signature.Sum(Type);
            }
        }

        static int Type(TypeReference type) => type switch
        {
            TypeSpecification specification => 1 + Type(specification.ElementType),
            { IsPrimitive: true } or { FullName: "System.Void" or "System.String" or "System.Object" } => 1,
            _ => 1 + TokenBytes,
        };

        static int Argument(CustomAttributeArgument argument) => argument.Value is CustomAttributeArgument[] array ? 2 + array.Sum(Argument) : 9;
    }

    private static int Strings(ModuleDefinition module, TypeDefinition[] types, MethodDefinition[] methods, FieldDefinition[] fields, MemberReference[] members, CustomAttribute[] attributes)
    {
        HashSet<string> strings =
        [
            "", module.Assembly.Name.Name,
            .. module.AssemblyReferences.Select(a => a.Name),
            .. module.GetTypeReferences().Concat(types).SelectMany(t => new[] { t.Name, t.Namespace }),
            .. fields.Concat(members).Concat(methods).Select(m => m.Name),
            .. attributes.SelectMany(a => a.ConstructorArguments).Select(a => a.Value).OfType<string>(),
            .. methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions).Where(i => i.OpCode.Code == Code.Ldstr).Select(i => (string)i.Operand),
        ];
        return strings.Sum(s => Encoding.UTF8.GetByteCount(s) + 1);
    }
}
