using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Tests;

/// <summary>Which methods of device assemblies call which, as far as that can be seen without running them.</summary>
internal sealed class DeviceCode : IDisposable
{
    private readonly ModuleDefinition[] _modules;
    private readonly Dictionary<string, MethodDefinition> _methods;
    private readonly Dictionary<MethodDefinition, string?> _catching = [];

    public DeviceCode(params string[] assemblies)
    {
        _modules = [.. assemblies.Select(a => ModuleDefinition.ReadModule(new MemoryStream(Programs.Read(a))))];
        _methods = _modules.SelectMany(m => m.GetTypes()).SelectMany(t => t.Methods).Where(m => m.HasBody).ToDictionary(m => m.FullName);
    }

    public IEnumerable<MethodDefinition> Methods => _methods.Values;

    /// <summary>Calls from finally blocks, filters and catch blocks that rethrow, of code that may catch an exception: nanoFramework then forgets the block.</summary>
    public IEnumerable<string> CallsThatForget() =>
        from method in Methods
        from handler in method.Body.ExceptionHandlers
        where handler.HandlerType != ExceptionHandlerType.Catch || Inside(method, handler).Any(i => i.OpCode.Code == Code.Rethrow)
        from instruction in Inside(method, handler)
        from called in Targets(method, instruction)
        let catching = CatchIn(called)
        where catching is not null
        select $"{method.FullName} IL_{instruction.Offset:X4}: {catching}";

    public void Dispose() => Array.ForEach(_modules, m => m.Dispose());

    private static IEnumerable<Instruction> Inside(MethodDefinition method, ExceptionHandler handler) => method.Body.Instructions
        .Where(i => i.Offset >= (handler.FilterStart ?? handler.HandlerStart).Offset && (handler.HandlerEnd is null || i.Offset < handler.HandlerEnd.Offset));

    private string? CatchIn(MethodDefinition method)
    {
        if (_catching.TryGetValue(method, out string? known))
        {
            return known;
        }

        _catching[method] = null; // while it is being looked at, for methods that call themselves
        bool catches = method.Body.ExceptionHandlers.Any(h => h.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter);
        return _catching[method] = catches ? method.FullName
            : method.Body.Instructions.SelectMany(i => Targets(method, i)).Select(CatchIn).FirstOrDefault(c => c is not null) is string inner ? $"{method.Name}, {inner}" : null;
    }

    // An interface call on a local goes to the local's type; any other virtual call may go to every method of that name in a type that is one of those called.
    private IEnumerable<MethodDefinition> Targets(MethodDefinition caller, Instruction instruction)
    {
        if (instruction.Operand is not MethodReference called || instruction.OpCode.Code is not (Code.Call or Code.Callvirt or Code.Newobj))
        {
            return [];
        }

        TypeReference? receiver = instruction.Previous is { } load && Local(caller, load) is VariableDefinition local ? local.VariableType : null;
        if (instruction.OpCode.Code == Code.Callvirt && receiver is not null && receiver.FullName != called.DeclaringType.FullName)
        {
            return _methods.Values.Where(m => m.DeclaringType.FullName == receiver.FullName && m.Name == called.Name);
        }

        return instruction.OpCode.Code == Code.Callvirt
            ? _methods.Values.Where(m => m.FullName == called.FullName || (m.IsVirtual && m.Name == called.Name && m.Parameters.Count == called.Parameters.Count && Is(m.DeclaringType, called.DeclaringType.FullName)))
            : _methods.TryGetValue(called.FullName, out MethodDefinition? direct) ? [direct] : [];
    }

    private static bool Is(TypeDefinition type, string name) => type.FullName == name || type.BaseType?.FullName == name
        || type.Interfaces.Any(i => i.InterfaceType.FullName == name) || (type.BaseType is TypeDefinition parent && Is(parent, name));

    private static VariableDefinition? Local(MethodDefinition method, Instruction load) => load.OpCode.Code switch
    {
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => method.Body.Variables[load.OpCode.Code - Code.Ldloc_0],
        Code.Ldloc or Code.Ldloc_S => (VariableDefinition)load.Operand,
        _ => null,
    };
}
