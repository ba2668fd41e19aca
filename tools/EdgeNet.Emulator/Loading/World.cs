using System.Security.Cryptography;
using EdgeNet.Emulator.Types;
using Mono.Cecil;

namespace EdgeNet.Emulator.Loading;

/// <summary>All assemblies of a board: the contracts, whose methods run on the host, and the application's, whose code is interpreted.</summary>
/// <param name="hostCode">What runs for a method of the contracts; null for one that the board does not have.</param>
internal sealed class World(Func<MethodDefinition, HostCode?> hostCode) : IDisposable
{
    private readonly Dictionary<string, ModuleDefinition> _contracts = [];
    private readonly Dictionary<string, ModuleDefinition> _applications = [];
    private readonly Dictionary<TypeDefinition, NanoType> _types = [];
    private readonly Dictionary<string, NanoType> _arrays = [];
    private readonly Dictionary<MethodDefinition, NanoMethod> _methods = [];
    private readonly Dictionary<FieldDefinition, NanoField> _fields = [];
    private readonly IncrementalHash _contents = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Types whose statics are roots of the heap.</summary>
    public IEnumerable<NanoType> Types => _types.Values;

    public IEnumerable<NanoMethod> Methods => _methods.Values;

    /// <summary>The assemblies whose code is interpreted.</summary>
    public IReadOnlyCollection<ModuleDefinition> Applications => _applications.Values;

    /// <summary>Whether the board has an assembly.</summary>
    public bool HasAssembly(string name) => _contracts.ContainsKey(name) || _applications.ContainsKey(name);

    public void AddContract(byte[] assembly) => Add(assembly, _contracts);

    public void AddApplication(byte[] assembly) => Add(assembly, _applications);

    /// <summary>The same for the same assemblies in the same order, and for no others.</summary>
    public string Fingerprint() => Convert.ToHexString(_contents.GetCurrentHash());

    /// <summary>Heap that the type tables of the assemblies take, those included that packages refer to.</summary>
    public int TypeTableBytes { get; private set; }

    /// <summary>Types of the applications that have a static constructor.</summary>
    public IReadOnlyCollection<NanoType> TypesToInitialize =>
        [.. _applications.Values.SelectMany(m => m.GetTypes()).Where(t => t.Methods.Any(m => m.IsConstructor && m.IsStatic)).Select(Type)];

    public NanoMethod EntryPoint => Method(_applications.Values.Select(m => m.EntryPoint).FirstOrDefault(e => e is not null)
        ?? throw new EmulatorException("no application has a Main"));

    public NanoType Type(string fullName) => Type(Find(fullName) ?? throw new EmulatorException($"no assembly of the board has a type {fullName}"));

    public bool Has(string fullName) => Find(fullName) is not null;

    public NanoType Type(TypeReference reference)
    {
        switch (reference)
        {
            case ArrayType array:
                return ArrayOf(Type(array.ElementType));
            case ByReferenceType pointer:
                return PointerTo(Type(pointer.ElementType));
            case RequiredModifierType modified:
                return Type(modified.ElementType);
            default:
                TypeDefinition definition = TryResolve(reference) ?? throw new EmulatorException($"no type {reference.FullName}");
                return _types.TryGetValue(definition, out NanoType? known) ? known : Create(definition);
        }
    }

    /// <summary>The type of managed pointers.</summary>
    public static NanoType Pointer { get; } = new("&", ValueKind.Pointer);

    private NanoType PointerTo(NanoType target)
    {
        string name = target.FullName + "&";
        if (!_arrays.TryGetValue(name, out NanoType? pointer))
        {
            _arrays[name] = pointer = new NanoType(name, ValueKind.Pointer) { Element = target };
        }

        return pointer;
    }

    public NanoType ArrayOf(NanoType element)
    {
        string name = element.FullName + "[]";
        if (!_arrays.TryGetValue(name, out NanoType? array))
        {
            array = new NanoType(name, ValueKind.Object) { Element = element, Base = Type("System.Array") };
            _arrays[name] = array;
        }

        return array;
    }

    public NanoMethod Method(MethodReference reference)
    {
        MethodDefinition definition = TryResolve(reference) ?? throw new EmulatorException($"no method {reference.FullName}");
        if (_methods.TryGetValue(definition, out NanoMethod? known))
        {
            return known;
        }

        NanoMethod method = new(definition, Type(definition.DeclaringType));
        _methods[definition] = method;
        List<NanoType> arguments = [.. definition.Parameters.Select(p => Type(p.ParameterType))];
        if (definition.HasThis)
        {
            arguments.Insert(0, method.Declaring.Kind is ValueKind.Object ? method.Declaring : Pointer);
        }

        method.Arguments = [.. arguments];
        method.Returns = Type(definition.ReturnType);
        method.Host = IsContract(definition.Module) ? hostCode(definition) : null;
        return method;
    }

    public NanoField Field(FieldReference reference)
    {
        FieldDefinition definition = TryResolve(reference) ?? throw new EmulatorException($"no field {reference.FullName}");
        Type(definition.DeclaringType);
        return _fields[definition];
    }

    /// <summary>A method of the application by its full name, such as "My.Program.Run".</summary>
    public NanoMethod Method(string fullName) => Overloads(fullName)[0];

    /// <summary>All methods of the application with a full name.</summary>
    public NanoMethod[] Overloads(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        NanoType type = Type(fullName[..dot]);
        MethodDefinition[] named = [.. type.Definition!.Methods.Where(m => m.Name == fullName[(dot + 1)..])];
        return named.Length > 0 ? Array.ConvertAll(named, Method) : throw new EmulatorException($"{type} has no method {fullName[(dot + 1)..]}");
    }

    /// <summary>
    /// Finds what runs when a method is called on an object: an explicit implementation, else the nearest method of that name and
    /// signature. As on nanoFramework, that may be one that only hides the method called.
    /// </summary>
    public NanoMethod Implementation(NanoType type, NanoMethod called)
    {
        if (!type.Implementations.TryGetValue(called, out NanoMethod? found))
        {
            type.Implementations[called] = found = FindImplementation(type, called);
        }

        return found;
    }

    private NanoMethod FindImplementation(NanoType type, NanoMethod called)
    {
        if (called.Declaring.IsDelegate)
        {
            return called;
        }

        for (NanoType? t = type; t is not null; t = t.Base)
        {
            TypeDefinition? definition = t.Definition;
            MethodDefinition? found = definition?.Methods.FirstOrDefault(m => m.Overrides.Any(o => TryResolve(o) == called.Definition))
                ?? definition?.Methods.FirstOrDefault(m => !m.IsStatic && m.Name == called.Definition.Name && SameParameters(m, called.Definition));
            if (found is not null && (!found.IsAbstract || Method(found).Host is not null))
            {
                return Method(found);
            }
        }

        throw new EmulatorException($"{type} does not implement {called}");
    }

    public TypeDefinition? TryResolve(TypeReference reference)
    {
        if (reference is TypeDefinition definition)
        {
            return definition;
        }

        string scope = reference.Scope is ModuleDefinition module ? module.Assembly.Name.Name : reference.Scope.Name;
        ModuleDefinition? home = _contracts.GetValueOrDefault(scope) ?? _applications.GetValueOrDefault(scope);
        return home?.GetType(reference.FullName);
    }

    public MethodDefinition? TryResolve(MethodReference reference)
    {
        if (reference is MethodDefinition definition)
        {
            return definition;
        }

        TypeDefinition? type = reference.DeclaringType is ArrayType ? null : TryResolve(reference.DeclaringType);
        return type?.Methods.FirstOrDefault(m => m.Name == reference.Name && SameParameters(m, reference)
            && m.ReturnType.FullName == reference.ReturnType.FullName);
    }

    public FieldDefinition? TryResolve(FieldReference reference) =>
        reference as FieldDefinition ?? TryResolve(reference.DeclaringType)?.Fields.FirstOrDefault(f => f.Name == reference.Name);

    /// <summary>The methods of the contracts that device code may call, for a test that all of them have a host function.</summary>
    public IEnumerable<MethodDefinition> ContractMethods => _contracts.Values.SelectMany(m => m.GetTypes()).SelectMany(t => t.Methods)
        .Where(m => !m.IsAbstract && (m.IsPublic || m.IsFamily) && (m.DeclaringType.IsPublic || m.DeclaringType.IsNestedPublic));

    public void Dispose()
    {
        foreach (ModuleDefinition module in _contracts.Values.Concat(_applications.Values))
        {
            module.Dispose();
        }

        _contents.Dispose();
    }

    private void Add(byte[] assembly, Dictionary<string, ModuleDefinition> to)
    {
        ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        to[module.Assembly.Name.Name] = module;
        _contents.AppendData([(byte)(to == _contracts ? 0 : 1), .. BitConverter.GetBytes(assembly.Length)]);
        _contents.AppendData(assembly);
    }

    /// <summary>Counts the tables of what is deployed: what the applications refer to, directly or through packages; the other contracts are not on the board.</summary>
    public void CountTypeTables()
    {
        Queue<string> open = new(_applications.Keys);
        HashSet<string> deployed = [.. open];
        while (open.TryDequeue(out string? name))
        {
            bool ours = _applications.TryGetValue(name, out ModuleDefinition? module);
            Package? package = ours ? null : Package.Of(name);
            TypeTableBytes += HeapBlocks.Round((package?.Tables ?? TypeTables.Of(module!)).Bytes);
            foreach (string reference in package?.References ?? module!.AssemblyReferences.Select(r => r.Name))
            {
                if (deployed.Add(reference))
                {
                    open.Enqueue(reference);
                }
            }
        }
    }

    private TypeDefinition? Find(string fullName) =>
        _contracts.Values.Concat(_applications.Values).Select(m => m.GetType(fullName)).FirstOrDefault(t => t is not null);

    private bool IsContract(ModuleDefinition module) => _contracts.ContainsValue(module);

    private static bool SameParameters(MethodReference a, MethodReference b)
    {
        if (a.Parameters.Count != b.Parameters.Count)
        {
            return false;
        }

        for (int i = 0; i < a.Parameters.Count; i++)
        {
            if (a.Parameters[i].ParameterType.FullName != b.Parameters[i].ParameterType.FullName)
            {
                return false;
            }
        }

        return true;
    }

    private NanoType Create(TypeDefinition definition)
    {
        NanoType type = new(definition.FullName, KindOf(definition)) { Definition = definition, IsEnum = definition.IsEnum };
        _types[definition] = type;
        type.Base = definition.BaseType is null ? null : Type(definition.BaseType);
        type.Interfaces = [.. definition.Interfaces.Select(i => Type(i.InterfaceType))];
        type.IsDelegate = definition.BaseType?.FullName == "System.MulticastDelegate";
        if (type.Base is not null)
        {
            type.Fields.AddRange(type.Base.Fields.Where(f => !f.IsStatic));
            type.NumberCount = type.Base.NumberCount;
            type.ReferenceCount = type.Base.ReferenceCount;
        }

        AddFields(definition, type);
        type.StructFields = [.. type.Fields.Where(f => !f.IsStatic && f.Type.Kind == ValueKind.Struct).Select(f => (f.Index, f.Type))];
        if (definition.Methods.FirstOrDefault(m => m.IsConstructor && m.IsStatic) is MethodDefinition initializer && !IsContract(definition.Module))
        {
            type.StaticConstructor = type.Initializer = Method(initializer);
        }

        return type;
    }

    private void AddFields(TypeDefinition definition, NanoType type)
    {
        int staticNumbers = 0, staticReferences = 0;
        foreach (FieldDefinition field in definition.Fields.Where(f => !f.HasConstant || !f.IsStatic))
        {
            // A primitive's own value is a field of its own type.
            NanoType fieldType = field.FieldType.FullName == definition.FullName ? type : Type(field.FieldType);
            int index = (field.IsStatic, fieldType.IsReference) switch
            {
                (true, true) => staticReferences++,
                (true, false) => staticNumbers++,
                (false, true) => type.ReferenceCount++,
                _ => type.NumberCount++,
            };
            NanoField added = new(field.Name, fieldType, field.IsStatic, index);
            _fields[field] = added;
            type.Fields.Add(added);
        }

        type.StaticNumbers = new long[staticNumbers];
        type.StaticReferences = new object?[staticReferences];
    }

    private ValueKind KindOf(TypeDefinition definition)
    {
        if (definition.IsEnum)
        {
            return Type(definition.Fields.First(f => !f.IsStatic).FieldType).Kind;
        }

        return definition.FullName switch
        {
            "System.Void" => ValueKind.Void,
            "System.Boolean" => ValueKind.Bool,
            "System.Char" => ValueKind.Char,
            "System.SByte" => ValueKind.Int8,
            "System.Byte" => ValueKind.UInt8,
            "System.Int16" => ValueKind.Int16,
            "System.UInt16" => ValueKind.UInt16,
            "System.Int32" or "System.IntPtr" => ValueKind.Int32,
            "System.UInt32" or "System.UIntPtr" => ValueKind.UInt32,
            "System.Int64" => ValueKind.Int64,
            "System.UInt64" => ValueKind.UInt64,
            "System.Single" => ValueKind.Single,
            "System.Double" => ValueKind.Double,
            "System.ValueType" or "System.Enum" => ValueKind.Object,
            _ => definition.IsValueType ? ValueKind.Struct : ValueKind.Object,
        };
    }
}
