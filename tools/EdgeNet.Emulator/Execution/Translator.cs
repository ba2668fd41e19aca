using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// Decodes a method once, when it is first called: from stack code to register code. Loads of locals and constants emit
/// nothing, they become operands; a result that is stored at once goes straight to its local. Costs are those of the IL
/// all the same: every basic block starts with the number and the cost of its IL instructions.
/// </summary>
internal sealed class Translator
{
    private readonly NanoMethod _method;
    private readonly World _world;
    private readonly Heap _heap;
    private readonly MethodBody _body;
    private readonly List<Op> _ops = [];
    private readonly List<Entry> _stack = [];
    private readonly Dictionary<int, int> _positions = [];
    private readonly Dictionary<int, Entry[]> _entryStacks = [];
    private readonly List<(int Op, Instruction Target)> _jumps = [];
    private readonly List<(int Op, Instruction[] Targets)> _switches = [];
    private readonly HashSet<int> _leaders = [];
    private readonly HashSet<int> _addressTaken = [];
    private readonly int _firstLocal;
    private readonly int _firstTemporary;
    private readonly int _frameSize;
    private readonly long _partsPerInstruction;
    private int _lastResult = -1;

    private Translator(NanoMethod method, World world, Heap heap, long partsPerInstruction)
    {
        _partsPerInstruction = partsPerInstruction;
        _method = method;
        _world = world;
        _heap = heap;
        _body = method.Definition.Body;
        _firstLocal = method.Arguments.Length;
        _firstTemporary = _firstLocal + _body.Variables.Count;
        _frameSize = _firstTemporary + _body.MaxStackSize + 1 + _body.ExceptionHandlers.Count;
    }

    // A stack entry: a register, or a constant that is in no register yet.
    private readonly record struct Entry(ValueKind Kind, int Register, bool IsConstant, long Constant, NanoType? Type, NumberTag Tag = default)
    {
        public bool IsWhole => Kind is ValueKind.Int32 or ValueKind.Int64;

        public bool IsReference => Kind >= ValueKind.Object;
    }

    /// <summary>Decodes a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="world">Its program.</param>
    /// <param name="heap">Keeps its texts.</param>
    /// <param name="partsPerInstruction">What the clock counts for a native instruction of it.</param>
    public static void Translate(NanoMethod method, World world, Heap heap, long partsPerInstruction) => new Translator(method, world, heap, partsPerInstruction).Run();

    private void Run()
    {
        FindLeaders();
        bool reachable = true;
        foreach (Instruction instruction in _body.Instructions)
        {
            if (_leaders.Contains(instruction.Offset))
            {
                StartBlock(instruction, reachable);
                reachable = true;
            }

            if (reachable)
            {
                Translate(instruction);
                reachable = !EndsFlow(instruction);
            }
        }

        foreach ((int op, Instruction target) in _jumps)
        {
            Patch(op, _positions[target.Offset]);
        }

        foreach ((int op, Instruction[] targets) in _switches)
        {
            Op changed = _ops[op];
            changed.Operand = Array.ConvertAll(targets, t => _positions[t.Offset]);
            _ops[op] = changed;
        }

        _method.Clauses = [.. _body.ExceptionHandlers.Select((h, i) => ToClause(h, i))];
        _method.FrameSize = _frameSize;
        _method.StructLocals = [.. _body.Variables.Select((v, i) => (_firstLocal + i, _world.Type(v.VariableType))).Where(l => l.Item2.Kind == ValueKind.Struct)];
        _method.FrameBytes = Heap.FrameBytesOf(_body.Variables.Count, _body.MaxStackSize);
        _method.Code = [.. _ops];
    }

    private static bool EndsFlow(Instruction i) => i.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw
        || i.OpCode.Code is Code.Endfinally or Code.Endfilter or Code.Leave or Code.Leave_S or Code.Rethrow;

    private void FindLeaders()
    {
        _leaders.Add(0);
        foreach (Instruction i in _body.Instructions)
        {
            if (i.Operand is Instruction target)
            {
                _leaders.Add(target.Offset);
            }

            if (i.Operand is Instruction[] targets)
            {
                Array.ForEach(targets, t => _leaders.Add(t.Offset));
            }

            if (i.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw && i.Next is not null)
            {
                _leaders.Add(i.Next.Offset);
            }

            if (i.OpCode.Code is Code.Ldloca or Code.Ldloca_S)
            {
                _addressTaken.Add(_firstLocal + ((VariableDefinition)i.Operand).Index);
            }

            if (i.OpCode.Code is Code.Ldarga or Code.Ldarga_S)
            {
                _addressTaken.Add(ArgumentRegister((ParameterDefinition)i.Operand));
            }
        }

        foreach ((ExceptionHandler h, int index) in _body.ExceptionHandlers.Select((h, i) => (h, i)))
        {
            foreach (Instruction? edge in new[] { h.TryStart, h.TryEnd, h.HandlerStart, h.HandlerEnd, h.FilterStart })
            {
                if (edge is not null)
                {
                    _leaders.Add(edge.Offset);
                }
            }

            // The exception is in a separate register, where a rethrow finds it.
            Entry[] exception = [new(ValueKind.Object, ExceptionRegister(index), false, 0, null)];
            if (h.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
            {
                _entryStacks[h.HandlerStart.Offset] = exception;
            }

            if (h.FilterStart is not null)
            {
                _entryStacks[h.FilterStart.Offset] = exception;
            }
        }
    }

    private int ExceptionRegister(int clause) => _frameSize - 1 - clause;

    private void StartBlock(Instruction leader, bool fallsInto)
    {
        if (fallsInto && _ops.Count > 0)
        {
            FlushBefore(leader);
        }

        _stack.Clear();
        _stack.AddRange(_entryStacks.GetValueOrDefault(leader.Offset) ?? []);
        _positions[leader.Offset] = _ops.Count;
        int count = 0;
        long cost = 0;
        for (Instruction? i = leader; i is not null && (i == leader || !_leaders.Contains(i.Offset)); i = i.Next)
        {
            count++;
            cost += InstructionCosts.Of(i);
        }

        _ops.Add(new Op { Kind = OpKind.Block, A = count, Immediate = cost * _partsPerInstruction });
        _lastResult = -1;
    }

    private Clause ToClause(ExceptionHandler h, int index)
    {
        int At(Instruction? i) => i is null ? _ops.Count : _positions.GetValueOrDefault(i.Offset, _ops.Count);
        ClauseKind kind = h.HandlerType switch
        {
            ExceptionHandlerType.Catch => ClauseKind.Catch,
            ExceptionHandlerType.Filter => ClauseKind.Filter,
            ExceptionHandlerType.Finally => ClauseKind.Finally,
            _ => ClauseKind.Fault,
        };
        return new Clause(kind, At(h.TryStart), At(h.TryEnd), At(h.HandlerStart), At(h.HandlerEnd), h.FilterStart is null ? -1 : At(h.FilterStart),
            h.CatchType is null ? null : _world.Type(h.CatchType), ExceptionRegister(index), h.HandlerStart.Offset);
    }

    private void Patch(int op, int target)
    {
        Op changed = _ops[op];
        changed.A = target;
        _ops[op] = changed;
    }

    private int Temporary(int depth) => _firstTemporary + depth;

    private int Emit(OpKind kind, int a = 0, int b = 0, int c = 0, long immediate = 0, object? operand = null)
    {
        _ops.Add(new Op { Kind = kind, A = a, B = b, C = c, Immediate = immediate, Operand = operand });
        _lastResult = -1;
        return _ops.Count - 1;
    }

    // Pushes a result that the next instruction emitted puts into a temporary.
    private int PushResult(ValueKind kind, NanoType? type = null, NumberTag? tag = null)
    {
        int register = Temporary(_stack.Count);
        _stack.Add(new Entry(kind, register, false, 0, type, tag ?? NumberTag.Of(type)));
        return register;
    }

    private void EmitResult(OpKind op, ValueKind kind, int b = 0, int c = 0, long immediate = 0, object? operand = null, NanoType? type = null, NumberTag? tag = null)
    {
        int register = PushResult(kind, type, tag);
        int at = Emit(op, register, b, c, immediate, operand);
        _lastResult = at;
    }

    private Entry Pop()
    {
        Entry entry = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return entry;
    }

    private int InRegister(Entry entry, int depth)
    {
        if (!entry.IsConstant)
        {
            return entry.Register;
        }

        int register = Temporary(depth);
        Emit(OpKind.Constant, register, immediate: entry.Constant);
        return register;
    }

    private int PopRegister()
    {
        Entry entry = Pop();
        return InRegister(entry, _stack.Count);
    }

    private void MoveTo(Entry entry, int register)
    {
        if (entry.IsConstant)
        {
            Emit(OpKind.Constant, register, immediate: entry.Constant);
        }
        else if (entry.Register != register)
        {
            Emit(entry.IsReference ? OpKind.MoveR : OpKind.MoveN, register, entry.Register);
        }
    }

    // Brings every entry to its own temporary, where the next block expects it.
    private void FlushStack()
    {
        for (int depth = 0; depth < _stack.Count; depth++)
        {
            Entry entry = _stack[depth];
            MoveTo(entry, Temporary(depth));
            _stack[depth] = entry with { Register = Temporary(depth), IsConstant = false };
        }
    }

    private void FlushBefore(Instruction target)
    {
        FlushStack();
        for (int depth = 0; depth < _stack.Count; depth++)
        {
            NumberTag merged = NumberTag.OfDepth(depth);
            if (_stack[depth].IsWhole && _stack[depth].Tag != merged)
            {
                Emit(OpKind.SetTag, merged.Bit, _stack[depth].Tag.Source, _stack[depth].Tag.IsUnsigned ? 1 : 0);
                _stack[depth] = _stack[depth] with { Tag = merged };
            }
        }

        _entryStacks.TryAdd(target.Offset, [.. _stack]);
    }

    // A local is about to change: entries that stand for its old value must be saved.
    private void Preserve(int register)
    {
        for (int depth = 0; depth < _stack.Count; depth++)
        {
            if (!_stack[depth].IsConstant && _stack[depth].Register == register)
            {
                MoveTo(_stack[depth], Temporary(depth));
                _stack[depth] = _stack[depth] with { Register = Temporary(depth) };
            }
        }
    }

    private int ArgumentRegister(ParameterDefinition parameter) =>
        parameter.Index < 0 ? 0 : parameter.Index + (_method.Definition.HasThis ? 1 : 0);

    private void Load(int register, NanoType type)
    {
        if (type.Kind == ValueKind.Struct)
        {
            EmitResult(OpKind.CloneStruct, ValueKind.Struct, register, type: type);
        }
        else if (_addressTaken.Contains(register))
        {
            EmitResult(type.IsReference ? OpKind.MoveR : OpKind.MoveN, StackKind(type), register, type: type, tag: TagOf(register, type));
        }
        else
        {
            _stack.Add(new Entry(StackKind(type), register, false, 0, type, TagOf(register, type)));
        }
    }

    private NumberTag TagOf(int register, NanoType type) => register < _firstLocal ? NumberTag.OfArgument(register, type) : NumberTag.Of(type);

    private void Store(int register, NanoType type)
    {
        int result = _lastResult;
        Entry entry = Pop();
        Preserve(register);
        if (type.Kind == ValueKind.Struct)
        {
            Emit(OpKind.CopyStruct, register, entry.Register);
        }
        else if (result >= 0 && result == _ops.Count - 1 && !entry.IsConstant && entry.Register == _ops[result].A && entry.IsReference == type.IsReference)
        {
            Op changed = _ops[result];
            changed.A = register;
            _ops[result] = changed;
            _lastResult = -1;
        }
        else
        {
            MoveTo(entry, register);
        }
    }

    private static ValueKind StackKind(NanoType type) => type.Kind switch
    {
        ValueKind.Int64 or ValueKind.UInt64 => ValueKind.Int64,
        ValueKind.Single or ValueKind.Double or ValueKind.Object or ValueKind.Struct or ValueKind.Pointer or ValueKind.Void => type.Kind,
        _ => ValueKind.Int32,
    };

    private void PushConstant(ValueKind kind, long value) => _stack.Add(new Entry(kind, -1, true, value, null));

    private void Translate(Instruction i)
    {
        Code code = i.OpCode.Code;
        switch (code)
        {
            case Code.Nop or Code.Volatile or Code.Constrained or Code.Readonly or Code.Unaligned:
                break;
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                Load(code - Code.Ldarg_0, _method.Arguments[code - Code.Ldarg_0]);
                break;
            case Code.Ldarg or Code.Ldarg_S:
                int argument = ArgumentRegister((ParameterDefinition)i.Operand);
                Load(argument, _method.Arguments[argument]);
                break;
            case Code.Starg or Code.Starg_S:
                argument = ArgumentRegister((ParameterDefinition)i.Operand);
                Store(argument, _method.Arguments[argument]);
                break;
            case Code.Ldarga or Code.Ldarga_S:
                argument = ArgumentRegister((ParameterDefinition)i.Operand);
                LoadAddress(argument, _method.Arguments[argument]);
                break;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                Load(_firstLocal + (code - Code.Ldloc_0), LocalType(code - Code.Ldloc_0));
                break;
            case Code.Ldloc or Code.Ldloc_S:
                Load(_firstLocal + ((VariableDefinition)i.Operand).Index, LocalType(((VariableDefinition)i.Operand).Index));
                break;
            case >= Code.Stloc_0 and <= Code.Stloc_3:
                Store(_firstLocal + (code - Code.Stloc_0), LocalType(code - Code.Stloc_0));
                break;
            case Code.Stloc or Code.Stloc_S:
                Store(_firstLocal + ((VariableDefinition)i.Operand).Index, LocalType(((VariableDefinition)i.Operand).Index));
                break;
            case Code.Ldloca or Code.Ldloca_S:
                LoadAddress(_firstLocal + ((VariableDefinition)i.Operand).Index, LocalType(((VariableDefinition)i.Operand).Index));
                break;
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8:
                PushConstant(ValueKind.Int32, code - Code.Ldc_I4_0);
                break;
            case Code.Ldc_I4_S:
                PushConstant(ValueKind.Int32, (sbyte)i.Operand);
                break;
            case Code.Ldc_I4:
                PushConstant(ValueKind.Int32, (int)i.Operand);
                break;
            case Code.Ldc_I8:
                PushConstant(ValueKind.Int64, (long)i.Operand);
                break;
            case Code.Ldc_R4:
                PushConstant(ValueKind.Single, Numbers.Of((float)i.Operand));
                break;
            case Code.Ldc_R8:
                PushConstant(ValueKind.Double, Numbers.Of((double)i.Operand));
                break;
            case Code.Ldnull:
                EmitResult(OpKind.ConstantR, ValueKind.Object);
                break;
            case Code.Ldstr:
                EmitResult(OpKind.ConstantR, ValueKind.Object, operand: _heap.Literal((string)i.Operand));
                break;
            case Code.Dup:
                Duplicate();
                break;
            case Code.Pop:
                Pop();
                break;
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un or Code.And or Code.Or or Code.Xor
                or Code.Shl or Code.Shr or Code.Shr_Un or Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un or Code.Mul_Ovf or Code.Mul_Ovf_Un:
                Binary(code, i);
                break;
            case Code.Neg or Code.Not:
                Unary(code);
                break;
            case Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                Compare(code);
                break;
            case Code.Br or Code.Br_S:
                FlushBefore((Instruction)i.Operand);
                _jumps.Add((Emit(OpKind.Jump), (Instruction)i.Operand));
                break;
            case Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S:
                BranchIf(code is Code.Brtrue or Code.Brtrue_S, (Instruction)i.Operand);
                break;
            case >= Code.Beq_S and <= Code.Blt_Un_S or >= Code.Beq and <= Code.Blt_Un:
                BranchCompare(code, (Instruction)i.Operand);
                break;
            case Code.Switch:
                int selector = PopRegister();
                foreach (Instruction target in (Instruction[])i.Operand)
                {
                    FlushBefore(target);
                }

                _switches.Add((Emit(OpKind.Switch, b: selector), (Instruction[])i.Operand));
                break;
            case Code.Conv_I1 or Code.Conv_U1 or Code.Conv_I2 or Code.Conv_U2 or Code.Conv_I4 or Code.Conv_U4 or Code.Conv_I8 or Code.Conv_U8
                or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un or Code.Conv_I or Code.Conv_U
                or >= Code.Conv_Ovf_I1_Un and <= Code.Conv_Ovf_U_Un or >= Code.Conv_Ovf_I1 and <= Code.Conv_Ovf_U8 or Code.Conv_Ovf_I or Code.Conv_Ovf_U:
                Convert(code, i);
                break;
            case Code.Ldlen:
                EmitResult(OpKind.LdLen, ValueKind.Int32, PopRegister(), tag: NumberTag.Unsigned);
                break;
            case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref or Code.Ldelem_Any:
                LoadElement(code, i);
                break;
            case >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any:
                StoreElement(code, i);
                break;
            case Code.Ldelema:
                int at = PopRegister();
                int array = PopRegister();
                NanoType element = _world.Type((TypeReference)i.Operand);
                EmitResult(element.Kind == ValueKind.Struct ? OpKind.LdElemRef : OpKind.LdElemAddress, ValueKind.Pointer, array, at, type: element);
                break;
            case Code.Ldfld or Code.Ldflda or Code.Stfld:
                Field(code, _world.Field((FieldReference)i.Operand));
                break;
            case Code.Ldsfld or Code.Ldsflda or Code.Stsfld:
                StaticField(code, (FieldReference)i.Operand);
                break;
            case >= Code.Ldind_I1 and <= Code.Ldind_Ref or Code.Ldobj:
                LoadIndirect(code, i);
                break;
            case >= Code.Stind_Ref and <= Code.Stind_R8 or Code.Stind_I or Code.Stobj:
                StoreIndirect(code, i);
                break;
            case Code.Initobj:
                NanoType cleared = _world.Type((TypeReference)i.Operand);
                int pointer = PopRegister();
                if (cleared.Kind == ValueKind.Struct)
                {
                    Emit(OpKind.InitStruct, b: pointer);
                }
                else
                {
                    Emit(OpKind.Constant, Temporary(_stack.Count), immediate: 0);
                    Emit(OpKind.ConstantR, Temporary(_stack.Count));
                    Emit(cleared.IsReference ? OpKind.StIndR : OpKind.StIndN, pointer, Temporary(_stack.Count));
                }

                break;
            case Code.Newarr:
                EmitResultOf(OpKind.NewArray, ValueKind.Object, PopRegister(), operand: _world.ArrayOf(_world.Type((TypeReference)i.Operand)));
                break;
            case Code.Newobj:
                NewObject(_world.Method((MethodReference)i.Operand), i);
                break;
            case Code.Call or Code.Callvirt:
                Call(_world.Method((MethodReference)i.Operand), code == Code.Callvirt, i);
                break;
            case Code.Ldftn:
                EmitResult(OpKind.ConstantR, ValueKind.Object, operand: _world.Method((MethodReference)i.Operand));
                break;
            case Code.Ldvirtftn:
                int target2 = PopRegister();
                EmitResult(OpKind.LoadFunction, ValueKind.Object, target2, operand: _world.Method((MethodReference)i.Operand));
                break;
            case Code.Ret:
                if (_method.Returns.Kind == ValueKind.Void)
                {
                    Emit(OpKind.ReturnVoid);
                }
                else
                {
                    Entry value = Pop();
                    Emit(_method.Returns.IsReference ? OpKind.ReturnR : OpKind.ReturnN, b: InRegister(value, _stack.Count),
                        c: value.IsWhole ? value.Tag.ComparedWith(_method.Returns) : 0);
                }

                break;
            case Code.Box:
                NanoType boxed = _world.Type((TypeReference)i.Operand);
                if (!boxed.IsReference || boxed.Kind == ValueKind.Struct)
                {
                    EmitResultOf(boxed.Kind == ValueKind.Struct ? OpKind.MoveR : OpKind.Box, ValueKind.Object, PopRegister(), operand: boxed);
                }

                break;
            case Code.Unbox_Any:
                NanoType unboxed = _world.Type((TypeReference)i.Operand);
                OpKind unbox = unboxed.Kind == ValueKind.Struct ? OpKind.UnboxStruct : unboxed.IsReference ? OpKind.CastClass : OpKind.UnboxN;
                EmitResultOf(unbox, StackKind(unboxed), PopRegister(), operand: unboxed);
                break;
            case Code.Unbox:
                EmitResultOf(OpKind.UnboxAddress, ValueKind.Pointer, PopRegister(), operand: _world.Type((TypeReference)i.Operand));
                break;
            case Code.Isinst or Code.Castclass:
                EmitResultOf(code == Code.Isinst ? OpKind.IsInst : OpKind.CastClass, ValueKind.Object, PopRegister(), operand: _world.Type((TypeReference)i.Operand));
                break;
            case Code.Throw:
                Emit(OpKind.Throw, b: PopRegister());
                break;
            case Code.Rethrow:
                Emit(OpKind.Rethrow, b: InnermostCatch(i), immediate: i.Offset);
                break;
            case Code.Leave or Code.Leave_S:
                Leave(i, (Instruction)i.Operand);
                break;
            case Code.Endfinally:
                Emit(OpKind.EndFinally);
                break;
            case Code.Endfilter:
                Emit(OpKind.EndFilter, b: PopRegister());
                break;
            case Code.Ldtoken:
                object token = i.Operand is FieldReference field ? _world.TryResolve(field)!.InitialValue : _world.Type((TypeReference)i.Operand);
                EmitResult(OpKind.ConstantR, ValueKind.Object, operand: token);
                break;
            default:
                throw new EmulatorException($"a board does not have the instruction {i.OpCode.Name}, used in {_method}");
        }
    }

    private NanoType LocalType(int index) => _world.Type(_body.Variables[index].VariableType);

    // Like EmitResult, after operands were popped.
    private void EmitResultOf(OpKind op, ValueKind kind, int b, int c = 0, long immediate = 0, object? operand = null) =>
        EmitResult(op, kind, b, c, immediate, operand, operand as NanoType);

    private void LoadAddress(int register, NanoType type)
    {
        // A struct is an object, and that object is the pointer to it.
        EmitResult(type.Kind == ValueKind.Struct ? OpKind.MoveR : OpKind.LdLocalAddress, ValueKind.Pointer, register, type: type);
    }

    private void Duplicate()
    {
        Entry top = _stack[^1];
        if (top.IsConstant)
        {
            _stack.Add(top);
        }
        else if (top.Kind == ValueKind.Struct)
        {
            EmitResult(OpKind.CloneStruct, ValueKind.Struct, top.Register, type: top.Type);
        }
        else
        {
            EmitResult(top.IsReference ? OpKind.MoveR : OpKind.MoveN, top.Kind, top.Register, type: top.Type, tag: top.Tag);
        }
    }

    private void Binary(Code code, Instruction i)
    {
        Entry right = Pop();
        Entry left = Pop();
        int depth = _stack.Count;
        ValueKind kind = left.Kind;
        if (code == Code.Shr)
        {
            RequireSigned(left, depth, i);
        }

        (OpKind? immediate, long constant) = right.IsConstant ? WithConstant(code, kind, right.Constant) : (null, 0);
        if (immediate is OpKind op)
        {
            EmitResult(op, kind, InRegister(left, depth), immediate: constant, tag: left.Tag);
            return;
        }

        // Adding and multiplying do not mind the order.
        if (left.IsConstant && code is Code.Add or Code.Mul or Code.And or Code.Or or Code.Xor
            && WithConstant(code, kind, left.Constant) is (OpKind swapped, long value))
        {
            EmitResult(swapped, kind, InRegister(right, depth + 1), immediate: value, tag: left.Tag);
            return;
        }

        int b = InRegister(left, depth), c = InRegister(right, depth + 1);
        EmitResult(Arithmetic(code, kind), kind, b, c, tag: left.Tag);
    }

    // Code that takes a number for signed which the interpreter holds for unsigned gives something else there than C# means.
    private void RequireSigned(Entry value, int depth, Instruction i)
    {
        int compared = value.IsWhole ? value.Tag.ComparedWith(null) : 0;
        if (compared != 0)
        {
            Emit(OpKind.RequireSigned, b: InRegister(value, depth), c: compared, immediate: i.Offset);
        }
    }

    private static (OpKind? Op, long Constant) WithConstant(Code code, ValueKind kind, long constant) => (code, kind) switch
    {
        (Code.Add, ValueKind.Int32) => (OpKind.AddI4C, constant),
        (Code.Sub, ValueKind.Int32) => (OpKind.AddI4C, -constant),
        (Code.Mul, ValueKind.Int32) => (OpKind.MulI4C, constant),
        (Code.Shl, ValueKind.Int32) => (OpKind.ShlI4C, constant & 31),
        (Code.Shr, ValueKind.Int32) => (OpKind.ShrI4C, constant & 31),
        (Code.Shr_Un, ValueKind.Int32) => (OpKind.ShrUnI4C, constant & 31),
        (Code.Add, ValueKind.Int64) => (OpKind.AddI8C, constant),
        (Code.Sub, ValueKind.Int64) => (OpKind.AddI8C, -constant),
        (Code.Shl, ValueKind.Int64) => (OpKind.ShlI8C, constant & 63),
        (Code.Shr, ValueKind.Int64) => (OpKind.ShrI8C, constant & 63),
        (Code.And, ValueKind.Int32 or ValueKind.Int64) => (OpKind.AndC, constant),
        (Code.Or, ValueKind.Int32 or ValueKind.Int64) => (OpKind.OrC, constant),
        (Code.Xor, ValueKind.Int32 or ValueKind.Int64) => (OpKind.XorC, constant),
        _ => (null, 0),
    };

    private OpKind Arithmetic(Code code, ValueKind kind)
    {
        // Checked arithmetic wraps on a board, like unchecked arithmetic.
        Code plain = code switch
        {
            Code.Add_Ovf or Code.Add_Ovf_Un => Code.Add,
            Code.Sub_Ovf or Code.Sub_Ovf_Un => Code.Sub,
            Code.Mul_Ovf or Code.Mul_Ovf_Un => Code.Mul,
            _ => code,
        };
        return (plain, kind) switch
        {
            (Code.And, _) => OpKind.And,
            (Code.Or, _) => OpKind.Or,
            (Code.Xor, _) => OpKind.Xor,
            (Code.Add, ValueKind.Int32) => OpKind.AddI4,
            (Code.Sub, ValueKind.Int32) => OpKind.SubI4,
            (Code.Mul, ValueKind.Int32) => OpKind.MulI4,
            (Code.Div, ValueKind.Int32) => OpKind.DivI4,
            (Code.Div_Un, ValueKind.Int32) => OpKind.DivUnI4,
            (Code.Rem, ValueKind.Int32) => OpKind.RemI4,
            (Code.Rem_Un, ValueKind.Int32) => OpKind.RemUnI4,
            (Code.Shl, ValueKind.Int32) => OpKind.ShlI4,
            (Code.Shr, ValueKind.Int32) => OpKind.ShrI4,
            (Code.Shr_Un, ValueKind.Int32) => OpKind.ShrUnI4,
            (Code.Add, ValueKind.Int64) => OpKind.AddI8,
            (Code.Sub, ValueKind.Int64) => OpKind.SubI8,
            (Code.Mul, ValueKind.Int64) => OpKind.MulI8,
            (Code.Div, ValueKind.Int64) => OpKind.DivI8,
            (Code.Div_Un, ValueKind.Int64) => OpKind.DivUnI8,
            (Code.Rem, ValueKind.Int64) => OpKind.RemI8,
            (Code.Rem_Un, ValueKind.Int64) => OpKind.RemUnI8,
            (Code.Shl, ValueKind.Int64) => OpKind.ShlI8,
            (Code.Shr, ValueKind.Int64) => OpKind.ShrI8,
            (Code.Shr_Un, ValueKind.Int64) => OpKind.ShrUnI8,
            (Code.Add, ValueKind.Single) => OpKind.AddR4,
            (Code.Sub, ValueKind.Single) => OpKind.SubR4,
            (Code.Mul, ValueKind.Single) => OpKind.MulR4,
            (Code.Div, ValueKind.Single) => OpKind.DivR4,
            (Code.Rem, ValueKind.Single) => OpKind.RemR4,
            (Code.Add, ValueKind.Double) => OpKind.AddR8,
            (Code.Sub, ValueKind.Double) => OpKind.SubR8,
            (Code.Mul, ValueKind.Double) => OpKind.MulR8,
            (Code.Div, ValueKind.Double) => OpKind.DivR8,
            (Code.Rem, ValueKind.Double) => OpKind.RemR8,
            _ => throw new EmulatorException($"{code} of {kind} in {_method}"),
        };
    }

    private void Unary(Code code)
    {
        Entry value = Pop();
        OpKind op = code == Code.Not ? OpKind.Not : value.Kind switch
        {
            ValueKind.Int32 => OpKind.NegI4,
            ValueKind.Int64 => OpKind.NegI8,
            ValueKind.Single => OpKind.NegR4,
            _ => OpKind.NegR8,
        };
        EmitResult(op, value.Kind, InRegister(value, _stack.Count), tag: value.Tag);
    }

    private void Compare(Code code)
    {
        Entry right = Pop();
        Entry left = Pop();
        int b = InRegister(left, _stack.Count), c = InRegister(right, _stack.Count + 1);
        EmitResult(Comparison(code, left.Kind), ValueKind.Int32, b, c);
    }

    private static OpKind Comparison(Code code, ValueKind kind) => (code, kind) switch
    {
        (Code.Ceq, ValueKind.Single) => OpKind.CeqR4,
        (Code.Cgt or Code.Cgt_Un, ValueKind.Single) => OpKind.CgtR4,
        (Code.Clt or Code.Clt_Un, ValueKind.Single) => OpKind.CltR4,
        (Code.Ceq, ValueKind.Double) => OpKind.CeqR8,
        (Code.Cgt or Code.Cgt_Un, ValueKind.Double) => OpKind.CgtR8,
        (Code.Clt or Code.Clt_Un, ValueKind.Double) => OpKind.CltR8,
        (Code.Ceq, >= ValueKind.Object) => OpKind.CeqR,
        (Code.Cgt_Un, >= ValueKind.Object) => OpKind.CneR,
        (Code.Ceq, _) => OpKind.Ceq,
        (Code.Cgt, _) => OpKind.Cgt,
        (Code.Cgt_Un, _) => OpKind.CgtUn,
        (Code.Clt, _) => OpKind.Clt,
        _ => OpKind.CltUn,
    };

    private void BranchIf(bool wanted, Instruction target)
    {
        Entry condition = Pop();
        int register = InRegister(condition, _stack.Count);
        FlushBefore(target);
        OpKind op = condition.IsReference ? (wanted ? OpKind.JumpIfR : OpKind.JumpIfNotR) : wanted ? OpKind.JumpIfN : OpKind.JumpIfNotN;
        _jumps.Add((Emit(op, b: register), target));
    }

    private void BranchCompare(Code code, Instruction target)
    {
        Entry right = Pop();
        Entry left = Pop();
        Code plain = code >= Code.Beq ? code - (Code.Beq - Code.Beq_S) : code;
        if (left.Kind is ValueKind.Single or ValueKind.Double)
        {
            BranchCompareFloats(plain, left, right, target);
            return;
        }

        if (left.IsReference)
        {
            int first = InRegister(left, _stack.Count), second = InRegister(right, _stack.Count + 1);
            FlushBefore(target);
            _jumps.Add((Emit(plain == Code.Beq_S ? OpKind.BeqR : OpKind.BneR, 0, first, second), target));
            return;
        }

        OpKind? immediate = !right.IsConstant ? null : plain switch
        {
            Code.Beq_S => OpKind.BeqC,
            Code.Bne_Un_S => OpKind.BneC,
            Code.Blt_S => OpKind.BltC,
            Code.Ble_S => OpKind.BleC,
            Code.Bgt_S => OpKind.BgtC,
            Code.Bge_S => OpKind.BgeC,
            _ => null,
        };
        int b = InRegister(left, _stack.Count);
        int c = immediate is null ? InRegister(right, _stack.Count + 1) : 0;
        FlushBefore(target);
        OpKind op = immediate ?? plain switch
        {
            Code.Beq_S => OpKind.Beq,
            Code.Bne_Un_S => OpKind.Bne,
            Code.Blt_S => OpKind.Blt,
            Code.Ble_S => OpKind.Ble,
            Code.Bgt_S => OpKind.Bgt,
            Code.Bge_S => OpKind.Bge,
            Code.Blt_Un_S => OpKind.BltUn,
            Code.Ble_Un_S => OpKind.BleUn,
            Code.Bgt_Un_S => OpKind.BgtUn,
            _ => OpKind.BgeUn,
        };
        _jumps.Add((Emit(op, 0, b, c, immediate is null ? 0 : right.Constant), target));
    }

    // "Less or equal" is "not greater".
    private void BranchCompareFloats(Code plain, Entry left, Entry right, Instruction target)
    {
        (Code compare, bool wanted) = plain switch
        {
            Code.Beq_S => (Code.Ceq, true),
            Code.Bne_Un_S => (Code.Ceq, false),
            Code.Blt_S => (Code.Clt, true),
            Code.Blt_Un_S => (Code.Clt_Un, true),
            Code.Bgt_S => (Code.Cgt, true),
            Code.Bgt_Un_S => (Code.Cgt_Un, true),
            Code.Ble_S => (Code.Cgt_Un, false),
            Code.Ble_Un_S => (Code.Cgt, false),
            Code.Bge_S => (Code.Clt_Un, false),
            _ => (Code.Clt, false),
        };
        int depth = _stack.Count;
        int b = InRegister(left, depth), c = InRegister(right, depth + 1);
        Emit(Comparison(compare, left.Kind), Temporary(depth), b, c);
        int register = Temporary(depth);
        FlushBefore(target);
        _jumps.Add((Emit(wanted ? OpKind.JumpIfN : OpKind.JumpIfNotN, b: register), target));
    }

    private void Convert(Code code, Instruction i)
    {
        Entry value = Pop();
        int from = InRegister(value, _stack.Count);
        string name = code.ToString();
        bool unsignedSource = name.EndsWith("_Un", StringComparison.Ordinal);
        string to = name.Replace("Conv_", "").Replace("Ovf_", "").Replace("_Un", "");
        if (!unsignedSource && to is "R4" or "R8" or "I8")
        {
            RequireSigned(value, _stack.Count, i);
        }

        if (to is "R4" or "R8" or "R")
        {
            ConvertToFloat(value, from, to == "R4", unsignedSource);
            return;
        }

        if (value.Kind is ValueKind.Single or ValueKind.Double)
        {
            Emit(value.Kind == ValueKind.Single ? OpKind.TruncateR4 : OpKind.TruncateR8, Temporary(_stack.Count), from, immediate: i.Offset);
            from = Temporary(_stack.Count);
            value = value with { Kind = ValueKind.Int64 };
        }

        (OpKind convert, ValueKind kind) = to switch
        {
            "I1" => (OpKind.ConvI1, ValueKind.Int32),
            "U1" => (OpKind.ConvU1, ValueKind.Int32),
            "I2" => (OpKind.ConvI2, ValueKind.Int32),
            "U2" => (OpKind.ConvU2, ValueKind.Int32),
            "I4" or "U4" or "I" or "U" => (OpKind.ConvI4, ValueKind.Int32),
            _ when value.Kind == ValueKind.Int32 && (to == "U8" || unsignedSource) => (OpKind.ConvU8FromI4, ValueKind.Int64),
            _ => (OpKind.MoveN, ValueKind.Int64),
        };
        EmitResult(convert, kind, from, tag: to is "U4" or "U" or "U8" ? NumberTag.Unsigned : NumberTag.Signed);
    }

    private void ConvertToFloat(Entry value, int from, bool toSingle, bool unsignedSource)
    {
        OpKind op = value.Kind switch
        {
            ValueKind.Single => toSingle ? OpKind.MoveN : OpKind.R4ToR8,
            ValueKind.Double => toSingle ? OpKind.R8ToR4 : OpKind.MoveN,
            _ when unsignedSource => toSingle ? OpKind.U8ToR4 : OpKind.U8ToR8,
            _ => toSingle ? OpKind.I8ToR4 : OpKind.I8ToR8,
        };
        if (unsignedSource && value.Kind == ValueKind.Int32)
        {
            Emit(OpKind.ConvU8FromI4, Temporary(_stack.Count), from);
            from = Temporary(_stack.Count);
        }

        EmitResult(op, toSingle ? ValueKind.Single : ValueKind.Double, from);
    }

    private void LoadElement(Code code, Instruction i)
    {
        int index = PopRegister();
        NanoType? elements = _stack[^1].Type?.Element;
        int array = PopRegister();
        if (code == Code.Ldelem_Any && _world.Type((TypeReference)i.Operand) is { Kind: ValueKind.Struct } element)
        {
            EmitResult(OpKind.LdElemStruct, ValueKind.Struct, array, index, type: element);
            return;
        }

        (OpKind op, ValueKind kind) = code switch
        {
            Code.Ldelem_I1 => (OpKind.LdElemI1, ValueKind.Int32),
            Code.Ldelem_U1 => (OpKind.LdElemU1, ValueKind.Int32),
            Code.Ldelem_I2 => (OpKind.LdElemI2, ValueKind.Int32),
            Code.Ldelem_U2 => (OpKind.LdElemU2, ValueKind.Int32),
            Code.Ldelem_I4 or Code.Ldelem_U4 => (OpKind.LdElemI4, ValueKind.Int32),
            Code.Ldelem_I8 => (OpKind.LdElemI8, ValueKind.Int64),
            Code.Ldelem_R4 => (OpKind.LdElemR4, ValueKind.Single),
            Code.Ldelem_R8 => (OpKind.LdElemR8, ValueKind.Double),
            _ => (OpKind.LdElemRef, ValueKind.Object),
        };
        EmitResult(op, kind, array, index, type: elements, tag: code == Code.Ldelem_U4 ? NumberTag.Unsigned : NumberTag.Of(elements));
    }

    private void StoreElement(Code code, Instruction i)
    {
        int value = PopRegister();
        int index = PopRegister();
        int array = PopRegister();
        OpKind op = code switch
        {
            Code.Stelem_I1 => OpKind.StElem1,
            Code.Stelem_I2 => OpKind.StElem2,
            Code.Stelem_I4 => OpKind.StElem4,
            Code.Stelem_I8 => OpKind.StElem8,
            Code.Stelem_R4 => OpKind.StElemR4,
            Code.Stelem_R8 => OpKind.StElemR8,
            Code.Stelem_Any when _world.Type((TypeReference)i.Operand).Kind == ValueKind.Struct => OpKind.StElemStruct,
            _ => OpKind.StElemRef,
        };
        Emit(op, array, index, value);
    }

    private void Field(Code code, NanoField field)
    {
        if (code == Code.Stfld)
        {
            int value = PopRegister();
            int target = PopRegister();
            OpKind store = field.Type.Kind == ValueKind.Struct ? OpKind.StFldStruct : field.IsReference ? OpKind.StFldR : OpKind.StFldN;
            Emit(store, target, value, field.Index);
            return;
        }

        int from = PopRegister();
        if (code == Code.Ldflda)
        {
            EmitResult(field.Type.Kind == ValueKind.Struct ? OpKind.LdFldR : OpKind.LdFldAddress, ValueKind.Pointer, from, field.Index, operand: field, type: field.Type);
            return;
        }

        OpKind load = field.Type.Kind == ValueKind.Struct ? OpKind.LdFldStruct : field.IsReference ? OpKind.LdFldR : OpKind.LdFldN;
        EmitResult(load, StackKind(field.Type), from, field.Index, type: field.Type);
    }

    private void StaticField(Code code, FieldReference reference)
    {
        NanoField field = _world.Field(reference);
        NanoType owner = _world.Type(reference.DeclaringType);
        if (owner.Initializer is not null && owner.Initializer != _method)
        {
            Emit(OpKind.InitializeType, operand: owner);
        }

        bool isStruct = field.Type.Kind == ValueKind.Struct;
        switch (code)
        {
            case Code.Stsfld:
                int value = PopRegister();
                Emit(field.IsReference ? OpKind.StSFldR : OpKind.StSFldN, b: value, c: field.Index, operand: owner);
                break;
            case Code.Ldsflda:
                EmitResult(isStruct ? OpKind.LdSFldR : OpKind.LdSFldAddress, ValueKind.Pointer, c: field.Index, immediate: (long)field.Type.Kind, operand: owner, type: field.Type);
                break;
            default:
                EmitResult(field.IsReference ? OpKind.LdSFldR : OpKind.LdSFldN, StackKind(field.Type), c: field.Index, operand: owner, type: field.Type);
                if (isStruct)
                {
                    Entry loaded = Pop();
                    EmitResult(OpKind.CloneStruct, ValueKind.Struct, loaded.Register, type: field.Type);
                }

                break;
        }
    }

    private void LoadIndirect(Code code, Instruction i)
    {
        NanoType? pointed = _stack[^1].Type is { Kind: ValueKind.Pointer } to ? to.Element : _stack[^1].Type;
        int pointer = PopRegister();
        if (code == Code.Ldobj)
        {
            NanoType type = _world.Type((TypeReference)i.Operand);
            OpKind op = type.Kind == ValueKind.Struct ? OpKind.LdObjStruct : type.IsReference ? OpKind.LdIndR : OpKind.LdIndN;
            EmitResult(op, StackKind(type), pointer, type: type);
            return;
        }

        ValueKind kind = code switch
        {
            Code.Ldind_I8 => ValueKind.Int64,
            Code.Ldind_R4 => ValueKind.Single,
            Code.Ldind_R8 => ValueKind.Double,
            Code.Ldind_Ref => ValueKind.Object,
            _ => ValueKind.Int32,
        };
        EmitResult(code == Code.Ldind_Ref ? OpKind.LdIndR : OpKind.LdIndN, kind, pointer, type: pointed, tag: code == Code.Ldind_U4 ? NumberTag.Unsigned : NumberTag.Of(pointed));
    }

    private void StoreIndirect(Code code, Instruction i)
    {
        int value = PopRegister();
        int pointer = PopRegister();
        OpKind op = OpKind.StIndN;
        if (code == Code.Stobj)
        {
            NanoType type = _world.Type((TypeReference)i.Operand);
            op = type.Kind == ValueKind.Struct ? OpKind.StObjStruct : type.IsReference ? OpKind.StIndR : OpKind.StIndN;
        }
        else if (code == Code.Stind_Ref)
        {
            op = OpKind.StIndR;
        }

        Emit(op, pointer, value);
    }

    private void NewObject(NanoMethod constructor, Instruction i)
    {
        NanoType type = constructor.Declaring;
        if (type.IsDelegate)
        {
            int function = PopRegister();
            int target = PopRegister();
            EmitResult(OpKind.NewDelegate, ValueKind.Object, target, function, operand: type);
            return;
        }

        if (type.Initializer is not null)
        {
            Emit(OpKind.InitializeType, operand: type);
        }

        PassArguments(constructor, constructor.Arguments.Length - 1, 1);
        bool isStruct = type.Kind == ValueKind.Struct;
        if (constructor.Host is not null && type.FullName == "System.String")
        {
            EmitCall(OpKind.Call, constructor, type, i);
            return;
        }

        // The new object waits in a temporary while its constructor runs, and is the constructor's "this".
        int made = PushResult(isStruct ? ValueKind.Struct : ValueKind.Object, type);
        Emit(OpKind.NewObject, made, operand: type);
        Emit(OpKind.MoveR, _frameSize, made);
        Emit(OpKind.Call, -1, 0, _frameSize, operand: constructor);
    }

    private void PassArguments(NanoMethod method, int count, int firstSlot)
    {
        int first = _stack.Count - count;
        long opposite = 0;
        List<int> copied = [];
        for (int a = 0; a < count; a++)
        {
            Entry passed = _stack[first + a];
            MoveTo(passed, _frameSize + firstSlot + a);
            int compared = passed.IsWhole && firstSlot + a < NumberTag.Arguments ? passed.Tag.ComparedWith(method.Arguments[firstSlot + a]) : 0;
            opposite |= compared == 1 ? 1L << (firstSlot + a) : 0;
            if (compared > 1)
            {
                copied.AddRange([firstSlot + a, compared]);
            }
        }

        if (opposite != 0 || copied.Count > 0)
        {
            Emit(OpKind.TagArguments, immediate: opposite, operand: copied.ToArray());
        }

        _stack.RemoveRange(first, count);
    }

    private void Call(NanoMethod method, bool isVirtual, Instruction i)
    {
        // A virtual call on a constrained value: box it first, unless the struct has the method itself.
        if (i.Previous?.OpCode.Code == Code.Constrained)
        {
            NanoType constraint = _world.Type((TypeReference)i.Previous.Operand);
            int at = _stack.Count - method.Arguments.Length;
            Entry pointer = _stack[at];
            if (constraint.Kind == ValueKind.Object)
            {
                Emit(OpKind.LdIndR, Temporary(at), pointer.Register);
                _stack[at] = new Entry(ValueKind.Object, Temporary(at), false, 0, constraint);
            }
            else if (constraint.Kind != ValueKind.Struct)
            {
                FlushStack();
                Emit(OpKind.LdIndN, Temporary(at), pointer.Register);
                Emit(OpKind.Box, Temporary(at), Temporary(at), operand: constraint);
                _stack[at] = new Entry(ValueKind.Object, Temporary(at), false, 0, constraint);
            }
        }

        // The initializer's frame is where the arguments will be.
        if (method.Definition.IsStatic && method.Declaring.Initializer is not null && method.Declaring != _method.Declaring)
        {
            Emit(OpKind.InitializeType, operand: method.Declaring);
        }

        PassArguments(method, method.Arguments.Length, 0);
        bool late = isVirtual && method.Definition.IsVirtual;
        EmitCall(method.Declaring.IsDelegate && method.Definition.Name == "Invoke" ? OpKind.CallDelegate : late ? OpKind.CallVirtual : OpKind.Call,
            method, method.Returns, i);
    }

    private void EmitCall(OpKind op, NanoMethod method, NanoType returns, Instruction i)
    {
        int checksTarget = i.OpCode.Code == Code.Callvirt ? 1 : 0;
        if (returns.Kind == ValueKind.Void)
        {
            Emit(op, -1, 0, _frameSize, checksTarget, method);
            return;
        }

        NumberTag tag = StackKind(returns) is ValueKind.Int32 or ValueKind.Int64 ? NumberTag.OfDepth(_stack.Count, returns) : default;
        EmitResult(op, StackKind(returns), returns.IsReference ? 1 : 0, _frameSize, checksTarget + (2 * tag.Source), method, returns, tag);
    }

    private int InnermostCatch(Instruction i)
    {
        for (int index = 0; index < _body.ExceptionHandlers.Count; index++)
        {
            ExceptionHandler h = _body.ExceptionHandlers[index];
            bool inside = i.Offset >= h.HandlerStart.Offset && (h.HandlerEnd is null || i.Offset < h.HandlerEnd.Offset);
            if (inside && h.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
            {
                return ExceptionRegister(index);
            }
        }

        throw new EmulatorException($"rethrow outside a catch in {_method}");
    }

    // Leaving a try runs the finally blocks between here and there, innermost first.
    private void Leave(Instruction i, Instruction target)
    {
        _jumps.Add((Emit(OpKind.Leave, immediate: i.Offset), target));
        for (int index = 0; index < _body.ExceptionHandlers.Count; index++)
        {
            ExceptionHandler h = _body.ExceptionHandlers[index];
            bool inside = i.Offset >= h.TryStart.Offset && i.Offset < h.TryEnd.Offset;
            bool stays = target.Offset >= h.TryStart.Offset && target.Offset < h.TryEnd.Offset;
            if (h.HandlerType == ExceptionHandlerType.Finally && inside && !stays)
            {
                Emit(OpKind.CallFinally, b: index);
            }
        }

        _stack.Clear();
        _jumps.Add((Emit(OpKind.Jump), target));
    }
}
