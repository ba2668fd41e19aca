using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Loading;

/// <summary>
/// Refuses at load what a board would crash on or silently get wrong: members that the contracts do not have, generics,
/// multi-dimensional arrays, more than 64 KB of code, array data or names in an assembly, more locals than a byte counts.
/// </summary>
internal static class DeviceCodeCheck
{
    // Their numbers are kept in a byte.
    private const int MostLocals = 255;

    /// <summary>Checks the applications, when all assemblies are there.</summary>
    public static void Check(World world)
    {
        foreach (ModuleDefinition module in world.Applications)
        {
            foreach (AssemblyNameReference reference in module.AssemblyReferences)
            {
                if (!world.HasAssembly(reference.Name))
                {
                    throw new EmulatorException($"{module.Name} refers to {reference.Name}, which is not on the board");
                }
            }

            Check(module, world);
        }
    }

    private static void Check(ModuleDefinition module, World world)
    {
        foreach (TypeDefinition type in module.GetTypes())
        {
            Refuse(type.HasGenericParameters, $"generic type {type.FullName}", "its declaration");
            foreach (FieldDefinition field in type.Fields)
            {
                CheckType(field.FieldType, $"field {field.FullName}", world);
            }

            foreach (MethodDefinition method in type.Methods)
            {
                Refuse(method.HasGenericParameters, $"generic method {method.FullName}", "its declaration");
                CheckType(method.ReturnType, method.FullName, world);
                foreach (ParameterDefinition parameter in method.Parameters)
                {
                    CheckType(parameter.ParameterType, method.FullName, world);
                }

                if (method.HasBody)
                {
                    CheckBody(method, world);
                }
            }
        }

        foreach ((string stream, int bytes) in StreamSizes.Of(module))
        {
            Refuse(bytes > StreamSizes.MaxBytes, $"room for {bytes} bytes of {stream} ({StreamSizes.MaxBytes} at most)", module.Name);
        }
    }

    private static void CheckBody(MethodDefinition method, World world)
    {
        int locals = method.Body.Variables.Count, stack = method.Body.MaxStackSize;
        Refuse(locals > MostLocals || stack > MostLocals, $"methods of {locals} locals and {stack} values on the stack ({MostLocals} at most)", method.FullName);
        foreach (VariableDefinition variable in method.Body.Variables)
        {
            CheckType(variable.VariableType, method.FullName, world);
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case GenericInstanceMethod generic:
                    Refuse(true, $"generic method {generic.FullName}", method.FullName);
                    break;
                case MethodReference called:
                    CheckType(called.DeclaringType, method.FullName, world);
                    Refuse(called.DeclaringType is not ArrayType && world.TryResolve(called) is null, called.FullName, method.FullName);
                    break;
                case FieldReference field:
                    CheckType(field.DeclaringType, method.FullName, world);
                    Refuse(world.TryResolve(field) is null, field.FullName, method.FullName);
                    break;
                case TypeReference type:
                    CheckType(type, method.FullName, world);
                    break;
            }
        }
    }

    private static void CheckType(TypeReference type, string user, World world)
    {
        switch (type)
        {
            case ArrayType { Rank: > 1 }:
                Refuse(true, $"multi-dimensional array {type.FullName}", user);
                break;
            case GenericInstanceType or GenericParameter:
                Refuse(true, $"generic type {type.FullName}", user);
                break;
            case PointerType or FunctionPointerType:
                Refuse(true, $"pointer {type.FullName}", user);
                break;
            case TypeSpecification specification:
                CheckType(specification.ElementType, user, world);
                break;
            default:
                Refuse(world.TryResolve(type) is null, type.FullName, user);
                break;
        }
    }

    private static void Refuse(bool bad, string what, string user)
    {
        if (bad)
        {
            throw new EmulatorException($"a board does not have {what}, used in {user}");
        }
    }
}
