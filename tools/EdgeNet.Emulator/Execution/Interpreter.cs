using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>Runs decoded methods: one loop, one switch, the frame's registers in two flat arrays.</summary>
internal sealed unsafe class Interpreter(World world, Heap heap, Clock clock, Halt halt, ProgramExceptions exceptions, IReadOnlyDictionary<string, double> cyclesOf, Func<NanoType, string, object?> staticOf)
{
    private const int DeepestCall = 400;

    private long _calls;

    private struct CallFrame
    {
        public NanoMethod Method;
        public BoardThread Thread;
        public int Base;

        /// <summary>Which call it is, never 0.</summary>
        public long Id;

        /// <summary>Bits for numbers whose sign is not what their declared type says: see <see cref="NumberTag"/>.</summary>
        public ulong Tags;

        public void SetTag(int bit, bool value) => Tags = (Tags & ~(1UL << bit)) | (value ? 1UL << bit : 0);

        /// <summary>Start of the block that runs, where handlers are looked up.</summary>
        public int Position;
        public long FilterResult;
    }

    /// <summary>Calls a method whose arguments start at the given register of the thread; its result replaces the first of them.</summary>
    public void Call(NanoMethod method, BoardThread thread, int at)
    {
        if (method.Host is HostCode host)
        {
            clock.Charge(InstructionCosts.NativeCall);
            thread.Top = Math.Max(thread.Top, at + method.Arguments.Length);
            (thread.ArgumentTags, thread.ReturnTag) = (0, false);
            heap.FrameBytes += Heap.HostFrameBytes;
            try
            {
                host.Run(thread.Numbers + at, thread.References.AsSpan(at));
            }
            finally
            {
                heap.FrameBytes -= Heap.HostFrameBytes;
            }

            return;
        }

        if (method.Code is null)
        {
            Translate(method);
        }

        CallFrame frame = new() { Method = method, Thread = thread, Base = at, Id = ++_calls, Tags = thread.ArgumentTags };
        thread.ArgumentTags = 0;
        int top = thread.Top;
        object? self = method.Returned is not null && method.Definition.HasThis ? thread.References[at] : null;
        if (thread.Depth >= DeepestCall || !RuntimeHelpers.TryEnsureSufficientExecutionStack() || at + (2 * method.FrameSize) + 64 > BoardThread.Capacity)
        {
            throw new OutOfMemoryException();
        }

        long instructions = clock.Instructions, calleesBefore = thread.CalleeInstructions;
        long cost = clock.Cost, calleeCostBefore = thread.CalleeCost;
        (thread.CalleeInstructions, thread.CalleeCost) = (0, 0);
        thread.Depth++;
        heap.FrameBytes += method.FrameBytes;
        try
        {
            Enter(ref frame);
            if (method.Clauses.Length == 0)
            {
                Loop(ref frame, 0, null);
            }
            else
            {
                Run(new BlockRun(new FrameBox(frame), null), 0);
            }

            method.Returned?.Invoke(self, thread.Numbers[at], thread.References[at]);
        }
        finally
        {
            long all = clock.Instructions - instructions;
            long allCost = clock.Cost - cost;
            method.Calls++;
            method.OwnInstructions += all - thread.CalleeInstructions;
            method.OwnCost += allCost - thread.CalleeCost;
            thread.CalleeInstructions = calleesBefore + all;
            thread.CalleeCost = calleeCostBefore + allCost;
            thread.Depth--;
            thread.Top = top;
            heap.FrameBytes -= method.FrameBytes;
        }
    }

    public void Initialize(NanoType type, BoardThread thread, int at)
    {
        if (type.Initializer is NanoMethod initializer)
        {
            type.Initializer = null;
            Call(initializer, thread, at);
        }
    }

    private object? StaticReference(NanoType type, int index)
    {
        ref object? value = ref type.StaticReferences[index];
        if (value is null)
        {
            NanoField field = type.Fields.First(f => f.IsStatic && f.IsReference && f.Index == index);
            value = field.Type.Kind == ValueKind.Struct ? heap.Instance(field.Type) : staticOf(type, field.Name);
        }

        return value;
    }

    private ArrayObject NewArray(NanoType type, int length)
    {
        ArrayObject array = heap.Array(type, length);
        clock.Charge(length / 4);
        return array;
    }

    /// <summary>Calls a delegate whose arguments follow it in the registers.</summary>
    public void Invoke(DelegateObject called, NanoMethod invoke, BoardThread thread, int at)
    {
        int count = invoke.Arguments.Length - 1;
        if (called.Parts.Length == 0)
        {
            CallTarget(called, count, thread, at, at);
            return;
        }

        // Every part gets the arguments anew, above them; the last one's result counts.
        int above = at + count + 1;
        ulong tags = thread.ArgumentTags;
        foreach (DelegateObject part in called.Parts)
        {
            thread.ArgumentTags = tags;
            for (int a = 1; a <= count; a++)
            {
                thread.Numbers[above + a] = thread.Numbers[at + a];
                thread.References[above + a] = thread.References[at + a];
            }

            thread.Top = Math.Max(thread.Top, above + count + 1);
            CallTarget(part, count, thread, above, above);
        }

        thread.Numbers[at] = thread.Numbers[above];
        thread.References[at] = thread.References[above];
    }

    private void CallTarget(DelegateObject called, int count, BoardThread thread, int from, int at)
    {
        if (called.Method.Definition.IsStatic)
        {
            thread.ArgumentTags >>= 1;
            for (int a = 0; a < count; a++)
            {
                thread.Numbers[at + a] = thread.Numbers[from + a + 1];
                thread.References[at + a] = thread.References[from + a + 1];
            }
        }
        else
        {
            thread.References[at] = called.Target;
        }

        Call(called.Method, thread, at);
    }

    private void Translate(NanoMethod method)
    {
        if (!method.Definition.HasBody || method.Definition.DeclaringType.Module.Assembly.Name.Name == "mscorlib")
        {
            throw new EmulatorException($"the virtual board has no implementation of {method.Definition.FullName}");
        }

        Translator.Translate(method, world, heap, (long)Math.Round(Clock.Parts * cyclesOf.GetValueOrDefault(method.Name, 1)));
    }

    private void Enter(ref CallFrame frame)
    {
        NanoMethod method = frame.Method;
        BoardThread thread = frame.Thread;
        int arguments = method.Arguments.Length;
        new Span<long>(thread.Numbers + frame.Base + arguments, method.FrameSize - arguments).Clear();
        thread.References.AsSpan(frame.Base + arguments, method.FrameSize - arguments + 16).Clear();
        thread.Top = frame.Base + method.FrameSize + 16;
        foreach ((int register, NanoType type) in method.StructLocals)
        {
            thread.References[frame.Base + register] = heap.Instance(type);
        }
    }

    // A method that has clauses, or one of its finally blocks, while it runs.
    private sealed class BlockRun(FrameBox frame, Clause? region)
    {
        public FrameBox Frame => frame;

        /// <summary>The clause whose finally block this is.</summary>
        public Clause? Region => region;

        /// <summary>The finally block that runs inside this one, or that an exception has just left.</summary>
        public Clause? Inner { get; set; }

        /// <summary>The clause that will handle the exception on its way.</summary>
        public Clause? Handler { get; set; }

        public Unwinding? Handled { get; set; }
    }

    private sealed class FrameBox(CallFrame value)
    {
        public CallFrame Value = value;
    }

    // A finally block threw while an exception was leaving its method, and the method caught that and came to its end.
    private sealed class BlockEndedException(BlockRun run) : Exception
    {
        public BlockRun Run => run;
    }

    private void Run(BlockRun run, int start)
    {
        try
        {
            RunProtected(run, start);
        }
        catch (BlockEndedException e) when (e.Run == run)
        {
        }
    }

    // The desktop's own two passes do the work: a filter looks for a handler, first inside and then outside, before any finally runs.
    private void RunProtected(BlockRun run, int start)
    {
        while (true)
        {
            bool handled = false;
            Exception? thrown = null;
            try
            {
                if (run.Handler is Clause handler)
                {
                    Unwinding caught = run.Handled!;
                    run.Handler = null;
                    RunFinallies(run, caught, handler);
                    caught.Runs(run.Frame.Value.Id, run.Frame.Value.Method, handler.HandlerStart, handler.HandlerEnd);
                    start = handler.HandlerStart;
                }

                Loop(ref run.Frame.Value, start, run);
                handled = true;
                return;
            }
            catch (Exception e) when (FindHandler(run, thrown = e))
            {
                handled = true;
            }
            finally
            {
                if (!handled)
                {
                    LeaveByException(run, thrown!);
                }
            }
        }
    }

    // Runs the finally blocks while an exception leaves the method. One that throws in its turn may be caught by the method itself.
    private void LeaveByException(BlockRun run, Exception leaving)
    {
        if (exceptions.Of(leaving) is null)
        {
            return;
        }

        bool handled = false;
        Exception? thrown = null;
        try
        {
            RunFinallies(run, EntryOf(run, leaving), null);
            handled = true;
        }
        catch (Exception e) when (FindHandler(run, thrown = e))
        {
            handled = true;
            RunProtected(run, 0);
            throw new BlockEndedException(run);
        }
        finally
        {
            if (!handled)
            {
                LeaveByException(run, thrown!);
            }
        }
    }

    private bool FindHandler(BlockRun run, Exception e)
    {
        if (exceptions.Of(e) is not Instance thrown)
        {
            return false;
        }

        ref CallFrame frame = ref run.Frame.Value;
        int position = frame.Position;
        Unwinding entry = EntryOf(run, e);
        foreach (Clause clause in frame.Method.Clauses)
        {
            if (!clause.Covers(position) || !clause.IsIn(run.Region) || (run.Inner is not null && clause.IsIn(run.Inner)) || clause.Kind is not (ClauseKind.Catch or ClauseKind.Filter))
            {
                continue;
            }

            bool accepted = clause.Kind == ClauseKind.Catch && thrown.Type.Is(clause.Catches!);
            if (accepted || clause.Kind == ClauseKind.Filter)
            {
                frame.Thread.References[frame.Base + clause.ExceptionRegister] = thrown;
            }

            if (accepted || (clause.Kind == ClauseKind.Filter && RunFilter(run, clause, entry)))
            {
                (run.Handler, run.Handled) = (clause, entry);
                return true;
            }
        }

        return false;
    }

    // An exception in a filter counts as "no".
    private bool RunFilter(BlockRun run, Clause clause, Unwinding entry)
    {
        ref CallFrame frame = ref run.Frame.Value;
        int position = frame.Position;
        entry.Runs(-frame.Id, frame.Method, clause.FilterStart, clause.HandlerStart);
        try
        {
            frame.FilterResult = 0;
            Loop(ref frame, clause.FilterStart, run);
            RequireTop(run, entry, clause, "a filter");
        }
        catch (Exception e) when (exceptions.Of(e) is not null)
        {
            frame.FilterResult = 0;
            frame.Thread.Unwinding.PopTo(EntryOf(run, e));
        }

        entry.RunsNothing();
        frame.Position = position;
        return frame.FilterResult != 0;
    }

    // Runs the finally and fault blocks around the place where an exception came from, innermost first, up to the handler that catches.
    private void RunFinallies(BlockRun run, Unwinding entry, Clause? handler)
    {
        int position = run.Frame.Value.Position;
        Clause? left = run.Inner;
        foreach (Clause clause in run.Frame.Value.Method.Clauses)
        {
            if (clause == handler)
            {
                break;
            }

            bool isLeft = clause.Kind is ClauseKind.Finally or ClauseKind.Fault && clause.Covers(position) && clause.IsIn(run.Region)
                && !(left is not null && clause.IsIn(left)) && !(handler is not null && clause.Covers(handler.HandlerStart));
            if (isLeft)
            {
                RunFinally(run, entry, clause);
                run.Frame.Value.Position = position;
            }
        }

        run.Inner = null;
    }

    private void RunFinally(BlockRun run, Unwinding entry, Clause clause)
    {
        entry.Runs(run.Frame.Value.Id, run.Frame.Value.Method, clause.HandlerStart, clause.HandlerEnd);
        run.Inner = clause;
        Run(new BlockRun(run.Frame, clause), clause.HandlerStart);
        run.Inner = null;
        RequireTop(run, entry, clause, "a finally block");
        entry.RunsNothing();
    }

    // A try block has been left, and its finally block runs.
    private void RunLeftFinally(BlockRun run, Clause clause)
    {
        UnwindStack unwinding = run.Frame.Value.Thread.Unwinding;
        Unwinding entry = unwinding.Push() ?? throw TooMany(run);
        int position = run.Frame.Value.Position;
        RunFinally(run, entry, clause);
        run.Frame.Value.Position = position;
        unwinding.Pop();
    }

    private Unwinding EntryOf(BlockRun run, Exception e) => run.Frame.Value.Thread.Unwinding.Of(e) ?? throw TooMany(run);

    private EmulatorException TooMany(BlockRun run) =>
        halt.Refuse($"{run.Frame.Value.Method} is reached with more than six nested exceptions and finally blocks: nanoFramework forgets the outermost");

    private void RequireTop(BlockRun run, Unwinding entry, Clause clause, string block)
    {
        if (!run.Frame.Value.Thread.Unwinding.IsTop(entry))
        {
            throw Lost(run, entry.DroppedAt, clause.HandlerOffset, block);
        }
    }

    private EmulatorException Lost(BlockRun run, string? droppedAt, int offset, string block) => halt.Refuse(
        $"an exception was caught in {droppedAt ?? "another block"} while {block} of {run.Frame.Value.Method} (IL_{offset:X4}) ran: nanoFramework's interpreter then forgets that block, "
        + "loses the exception in flight or crashes. Do not call code that throws and catches in a finally, a Dispose or a catch that rethrows");

    private static string Place(NanoMethod method, long offset) => $"{method} (IL_{offset:X4})";

    private void Loop(ref CallFrame frame, int start, BlockRun? run)
    {
        BoardThread thread = frame.Thread;
        long* p = thread.Numbers + frame.Base;
        ref object? r = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(thread.References), frame.Base);
        ref Op first = ref MemoryMarshal.GetArrayDataReference(frame.Method.Code!);
        nint pc = start;
        while (true)
        {
            ref Op op = ref Unsafe.Add(ref first, pc);
            pc++;
            switch (op.Kind)
            {
                case OpKind.Block:
                    frame.Position = (int)pc - 1;
                    clock.Count(op.A, op.Immediate);
                    break;

                case OpKind.MoveN: p[op.A] = p[op.B]; break;
                case OpKind.MoveR: Unsafe.Add(ref r, op.A) = Unsafe.Add(ref r, op.B); break;
                case OpKind.Constant: p[op.A] = op.Immediate; break;
                case OpKind.ConstantR: Unsafe.Add(ref r, op.A) = op.Operand; break;
                case OpKind.CopyStruct: Unsafe.As<Instance>(Unsafe.Add(ref r, op.A)!).CopyFrom(Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!)); break;
                case OpKind.CloneStruct: Unsafe.Add(ref r, op.A) = heap.Clone(Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!)); break;

                case OpKind.AddI4: p[op.A] = (int)p[op.B] + (int)p[op.C]; break;
                case OpKind.SubI4: p[op.A] = (int)p[op.B] - (int)p[op.C]; break;
                case OpKind.MulI4: p[op.A] = (int)p[op.B] * (int)p[op.C]; break;
                case OpKind.DivI4: p[op.A] = Divide((int)p[op.B], (int)p[op.C]); break;
                case OpKind.DivUnI4: p[op.A] = (int)((uint)p[op.B] / NotZero((uint)p[op.C])); break;
                case OpKind.RemI4: p[op.A] = Remainder((int)p[op.B], (int)p[op.C]); break;
                case OpKind.RemUnI4: p[op.A] = (int)((uint)p[op.B] % NotZero((uint)p[op.C])); break;
                case OpKind.ShlI4: p[op.A] = (int)p[op.B] << (int)p[op.C]; break;
                case OpKind.ShrI4: p[op.A] = (int)p[op.B] >> (int)p[op.C]; break;
                case OpKind.ShrUnI4: p[op.A] = (int)((uint)p[op.B] >> (int)p[op.C]); break;
                case OpKind.NegI4: p[op.A] = -(int)p[op.B]; break;

                case OpKind.AddI8: p[op.A] = p[op.B] + p[op.C]; break;
                case OpKind.SubI8: p[op.A] = p[op.B] - p[op.C]; break;
                case OpKind.MulI8: p[op.A] = p[op.B] * p[op.C]; break;
                case OpKind.DivI8: p[op.A] = Divide(p[op.B], p[op.C]); break;
                case OpKind.DivUnI8: p[op.A] = (long)((ulong)p[op.B] / NotZero((ulong)p[op.C])); break;
                case OpKind.RemI8: p[op.A] = Remainder(p[op.B], p[op.C]); break;
                case OpKind.RemUnI8: p[op.A] = (long)((ulong)p[op.B] % NotZero((ulong)p[op.C])); break;
                case OpKind.ShlI8: p[op.A] = p[op.B] << (int)p[op.C]; break;
                case OpKind.ShrI8: p[op.A] = p[op.B] >> (int)p[op.C]; break;
                case OpKind.ShrUnI8: p[op.A] = (long)((ulong)p[op.B] >> (int)p[op.C]); break;
                case OpKind.NegI8: p[op.A] = -p[op.B]; break;

                case OpKind.And: p[op.A] = p[op.B] & p[op.C]; break;
                case OpKind.Or: p[op.A] = p[op.B] | p[op.C]; break;
                case OpKind.Xor: p[op.A] = p[op.B] ^ p[op.C]; break;
                case OpKind.Not: p[op.A] = ~p[op.B]; break;

                case OpKind.AddI4C: p[op.A] = (int)p[op.B] + (int)op.Immediate; break;
                case OpKind.MulI4C: p[op.A] = (int)p[op.B] * (int)op.Immediate; break;
                case OpKind.ShlI4C: p[op.A] = (int)p[op.B] << (int)op.Immediate; break;
                case OpKind.ShrI4C: p[op.A] = (int)p[op.B] >> (int)op.Immediate; break;
                case OpKind.ShrUnI4C: p[op.A] = (int)((uint)p[op.B] >> (int)op.Immediate); break;
                case OpKind.AddI8C: p[op.A] = p[op.B] + op.Immediate; break;
                case OpKind.ShlI8C: p[op.A] = p[op.B] << (int)op.Immediate; break;
                case OpKind.ShrI8C: p[op.A] = p[op.B] >> (int)op.Immediate; break;
                case OpKind.AndC: p[op.A] = p[op.B] & op.Immediate; break;
                case OpKind.OrC: p[op.A] = p[op.B] | op.Immediate; break;
                case OpKind.XorC: p[op.A] = p[op.B] ^ op.Immediate; break;

                case OpKind.AddR4: p[op.A] = Numbers.Of(Numbers.Single(p[op.B]) + Numbers.Single(p[op.C])); break;
                case OpKind.SubR4: p[op.A] = Numbers.Of(Numbers.Single(p[op.B]) - Numbers.Single(p[op.C])); break;
                case OpKind.MulR4: p[op.A] = Numbers.Of(Numbers.Single(p[op.B]) * Numbers.Single(p[op.C])); break;
                case OpKind.DivR4: p[op.A] = Numbers.Of(Numbers.Single(p[op.B]) / NotZero(Numbers.Single(p[op.C]))); break;
                case OpKind.RemR4: p[op.A] = Numbers.Of(Numbers.Single(p[op.B]) % NotZero(Numbers.Single(p[op.C]))); break;
                case OpKind.NegR4: p[op.A] = Numbers.Of(-Numbers.Single(p[op.B])); break;
                case OpKind.AddR8: p[op.A] = Numbers.Of(Numbers.Double(p[op.B]) + Numbers.Double(p[op.C])); break;
                case OpKind.SubR8: p[op.A] = Numbers.Of(Numbers.Double(p[op.B]) - Numbers.Double(p[op.C])); break;
                case OpKind.MulR8: p[op.A] = Numbers.Of(Numbers.Double(p[op.B]) * Numbers.Double(p[op.C])); break;
                case OpKind.DivR8: p[op.A] = Numbers.Of(Numbers.Double(p[op.B]) / NotZero(Numbers.Double(p[op.C]))); break;
                case OpKind.RemR8: p[op.A] = Numbers.Of(Numbers.Double(p[op.B]) % NotZero(Numbers.Double(p[op.C]))); break;
                case OpKind.NegR8: p[op.A] = Numbers.Of(-Numbers.Double(p[op.B])); break;

                case OpKind.Ceq: p[op.A] = p[op.B] == p[op.C] ? 1 : 0; break;
                case OpKind.Cgt: p[op.A] = p[op.B] > p[op.C] ? 1 : 0; break;
                case OpKind.CgtUn: p[op.A] = (ulong)p[op.B] > (ulong)p[op.C] ? 1 : 0; break;
                case OpKind.Clt: p[op.A] = p[op.B] < p[op.C] ? 1 : 0; break;
                case OpKind.CltUn: p[op.A] = (ulong)p[op.B] < (ulong)p[op.C] ? 1 : 0; break;
                case OpKind.CeqR: p[op.A] = Unsafe.Add(ref r, op.B) == Unsafe.Add(ref r, op.C) ? 1 : 0; break;
                case OpKind.CneR: p[op.A] = Unsafe.Add(ref r, op.B) != Unsafe.Add(ref r, op.C) ? 1 : 0; break;
                case OpKind.CeqR4: p[op.A] = AreEqual(Numbers.Single(p[op.B]), Numbers.Single(p[op.C])) ? 1 : 0; break;
                case OpKind.CgtR4: p[op.A] = IsGreater(Numbers.Single(p[op.B]), Numbers.Single(p[op.C])) ? 1 : 0; break;
                case OpKind.CltR4: p[op.A] = IsLess(Numbers.Single(p[op.B]), Numbers.Single(p[op.C])) ? 1 : 0; break;
                case OpKind.CeqR8: p[op.A] = AreEqual(Numbers.Double(p[op.B]), Numbers.Double(p[op.C])) ? 1 : 0; break;
                case OpKind.CgtR8: p[op.A] = IsGreater(Numbers.Double(p[op.B]), Numbers.Double(p[op.C])) ? 1 : 0; break;
                case OpKind.CltR8: p[op.A] = IsLess(Numbers.Double(p[op.B]), Numbers.Double(p[op.C])) ? 1 : 0; break;

                case OpKind.ConvI1: p[op.A] = (sbyte)p[op.B]; break;
                case OpKind.ConvU1: p[op.A] = (byte)p[op.B]; break;
                case OpKind.ConvI2: p[op.A] = (short)p[op.B]; break;
                case OpKind.ConvU2: p[op.A] = (ushort)p[op.B]; break;
                case OpKind.ConvI4: p[op.A] = (int)p[op.B]; break;
                case OpKind.ConvU8FromI4: p[op.A] = (uint)p[op.B]; break;
                case OpKind.TruncateR4: p[op.A] = Truncate(Numbers.Single(p[op.B]), frame.Method, op.Immediate); break;
                case OpKind.TruncateR8: p[op.A] = Truncate(Numbers.Double(p[op.B]), frame.Method, op.Immediate); break;
                case OpKind.I8ToR4: p[op.A] = Numbers.Of((float)(double)p[op.B]); break; // by way of double precision
                case OpKind.I8ToR8: p[op.A] = Numbers.Of((double)p[op.B]); break;
                case OpKind.U8ToR4: p[op.A] = Numbers.Of((float)(double)(ulong)p[op.B]); break;
                case OpKind.U8ToR8: p[op.A] = Numbers.Of((double)(ulong)p[op.B]); break;
                case OpKind.R4ToR8: p[op.A] = Numbers.Of((double)Numbers.Single(p[op.B])); break;
                case OpKind.R8ToR4: p[op.A] = Numbers.Of((float)Numbers.Double(p[op.B])); break;

                case OpKind.Jump: pc = op.A; break;
                case OpKind.JumpIfN: if (p[op.B] != 0) pc = op.A; break;
                case OpKind.JumpIfNotN: if (p[op.B] == 0) pc = op.A; break;
                case OpKind.JumpIfR: if (Unsafe.Add(ref r, op.B) is not null) pc = op.A; break;
                case OpKind.JumpIfNotR: if (Unsafe.Add(ref r, op.B) is null) pc = op.A; break;
                case OpKind.Beq: if (p[op.B] == p[op.C]) pc = op.A; break;
                case OpKind.Bne: if (p[op.B] != p[op.C]) pc = op.A; break;
                case OpKind.Blt: if (p[op.B] < p[op.C]) pc = op.A; break;
                case OpKind.Ble: if (p[op.B] <= p[op.C]) pc = op.A; break;
                case OpKind.Bgt: if (p[op.B] > p[op.C]) pc = op.A; break;
                case OpKind.Bge: if (p[op.B] >= p[op.C]) pc = op.A; break;
                case OpKind.BltUn: if ((ulong)p[op.B] < (ulong)p[op.C]) pc = op.A; break;
                case OpKind.BleUn: if ((ulong)p[op.B] <= (ulong)p[op.C]) pc = op.A; break;
                case OpKind.BgtUn: if ((ulong)p[op.B] > (ulong)p[op.C]) pc = op.A; break;
                case OpKind.BgeUn: if ((ulong)p[op.B] >= (ulong)p[op.C]) pc = op.A; break;
                case OpKind.BeqC: if (p[op.B] == op.Immediate) pc = op.A; break;
                case OpKind.BneC: if (p[op.B] != op.Immediate) pc = op.A; break;
                case OpKind.BltC: if (p[op.B] < op.Immediate) pc = op.A; break;
                case OpKind.BleC: if (p[op.B] <= op.Immediate) pc = op.A; break;
                case OpKind.BgtC: if (p[op.B] > op.Immediate) pc = op.A; break;
                case OpKind.BgeC: if (p[op.B] >= op.Immediate) pc = op.A; break;
                case OpKind.BeqR: if (Unsafe.Add(ref r, op.B) == Unsafe.Add(ref r, op.C)) pc = op.A; break;
                case OpKind.BneR: if (Unsafe.Add(ref r, op.B) != Unsafe.Add(ref r, op.C)) pc = op.A; break;
                case OpKind.Switch:
                    int[] targets = Unsafe.As<int[]>(op.Operand!);
                    if ((uint)p[op.B] < (uint)targets.Length) pc = targets[(int)p[op.B]];
                    break;

                case OpKind.LdLen: p[op.A] = Unsafe.As<ArrayObject>(Unsafe.Add(ref r, op.B)!).Elements.Length; break;
                case OpKind.LdElemI1: p[op.A] = (sbyte)Unsafe.As<ArrayObject<byte>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemU1: p[op.A] = Unsafe.As<ArrayObject<byte>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemI2: p[op.A] = (short)Unsafe.As<ArrayObject<ushort>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemU2: p[op.A] = Unsafe.As<ArrayObject<ushort>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemI4: p[op.A] = Unsafe.As<ArrayObject<int>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemI8: p[op.A] = Unsafe.As<ArrayObject<long>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemR4: p[op.A] = Numbers.Of(Unsafe.As<ArrayObject<float>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]); break;
                case OpKind.LdElemR8: p[op.A] = Numbers.Of(Unsafe.As<ArrayObject<double>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]); break;
                case OpKind.LdElemRef: Unsafe.Add(ref r, op.A) = Unsafe.As<ArrayObject<object?>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]; break;
                case OpKind.LdElemStruct:
                    Unsafe.Add(ref r, op.A) = heap.Clone(Unsafe.As<Instance>(Unsafe.As<ArrayObject<object?>>(Unsafe.Add(ref r, op.B)!).Data[(int)p[op.C]]!));
                    break;
                case OpKind.LdElemAddress: Unsafe.Add(ref r, op.A) = new ElementPointer(NotNull<ArrayObject>(Unsafe.Add(ref r, op.B)), (int)p[op.C]); break;
                case OpKind.StElem1: Unsafe.As<ArrayObject<byte>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = (byte)p[op.C]; break;
                case OpKind.StElem2: Unsafe.As<ArrayObject<ushort>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = (ushort)p[op.C]; break;
                case OpKind.StElem4: Unsafe.As<ArrayObject<int>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = (int)p[op.C]; break;
                case OpKind.StElem8: Unsafe.As<ArrayObject<long>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = p[op.C]; break;
                case OpKind.StElemR4: Unsafe.As<ArrayObject<float>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = Numbers.Single(p[op.C]); break;
                case OpKind.StElemR8: Unsafe.As<ArrayObject<double>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]] = Numbers.Double(p[op.C]); break;
                case OpKind.StElemRef: StoreReference(Unsafe.As<ArrayObject<object?>>(Unsafe.Add(ref r, op.A)!), (int)p[op.B], Unsafe.Add(ref r, op.C)); break;
                case OpKind.StElemStruct:
                    Unsafe.As<Instance>(Unsafe.As<ArrayObject<object?>>(Unsafe.Add(ref r, op.A)!).Data[(int)p[op.B]]!).CopyFrom(Unsafe.As<Instance>(Unsafe.Add(ref r, op.C)!));
                    break;

                case OpKind.LdFldN: p[op.A] = Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!).Numbers[op.C]; break;
                case OpKind.LdFldR: Unsafe.Add(ref r, op.A) = Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!).References[op.C]; break;
                case OpKind.LdFldStruct:
                    Unsafe.Add(ref r, op.A) = heap.Clone(Unsafe.As<Instance>(Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!).References[op.C]!));
                    break;
                case OpKind.StFldN: Unsafe.As<Instance>(Unsafe.Add(ref r, op.A)!).Numbers[op.C] = p[op.B]; break;
                case OpKind.StFldR: Unsafe.As<Instance>(Unsafe.Add(ref r, op.A)!).References[op.C] = Unsafe.Add(ref r, op.B); break;
                case OpKind.StFldStruct:
                    Unsafe.As<Instance>(Unsafe.As<Instance>(Unsafe.Add(ref r, op.A)!).References[op.C]!).CopyFrom(Unsafe.As<Instance>(Unsafe.Add(ref r, op.B)!));
                    break;
                case OpKind.LdFldAddress:
                    Instance owner = NotNull<Instance>(Unsafe.Add(ref r, op.B));
                    Unsafe.Add(ref r, op.A) = new FieldPointer(owner.Numbers, owner.References, op.C, Unsafe.As<NanoField>(op.Operand!).Type.Kind);
                    break;
                case OpKind.LdSFldN: p[op.A] = Unsafe.As<NanoType>(op.Operand!).StaticNumbers[op.C]; break;
                case OpKind.LdSFldR: Unsafe.Add(ref r, op.A) = StaticReference(Unsafe.As<NanoType>(op.Operand!), op.C); break;
                case OpKind.StSFldN: Unsafe.As<NanoType>(op.Operand!).StaticNumbers[op.C] = p[op.B]; break;
                case OpKind.StSFldR: Unsafe.As<NanoType>(op.Operand!).StaticReferences[op.C] = Unsafe.Add(ref r, op.B); break;
                case OpKind.LdSFldAddress:
                    NanoType home = Unsafe.As<NanoType>(op.Operand!);
                    Unsafe.Add(ref r, op.A) = new FieldPointer(home.StaticNumbers, home.StaticReferences, op.C, (ValueKind)op.Immediate);
                    break;
                case OpKind.LdLocalAddress: Unsafe.Add(ref r, op.A) = new LocalPointer(p + op.B, thread.References, frame.Base + op.B); break;

                case OpKind.LdIndN: p[op.A] = LoadIndirect(Unsafe.Add(ref r, op.B)); break;
                case OpKind.LdIndR: Unsafe.Add(ref r, op.A) = NotNull<ManagedPointer>(Unsafe.Add(ref r, op.B)).Reference; break;
                case OpKind.StIndN: StoreIndirect(Unsafe.Add(ref r, op.A), p[op.B]); break;
                case OpKind.StIndR: NotNull<ManagedPointer>(Unsafe.Add(ref r, op.A)).Reference = Unsafe.Add(ref r, op.B); break;
                case OpKind.LdObjStruct: Unsafe.Add(ref r, op.A) = heap.Clone(NotNull<Instance>(Unsafe.Add(ref r, op.B))); break;
                case OpKind.StObjStruct: NotNull<Instance>(Unsafe.Add(ref r, op.A)).CopyFrom(NotNull<Instance>(Unsafe.Add(ref r, op.B))); break;
                case OpKind.InitStruct: NotNull<Instance>(Unsafe.Add(ref r, op.B)).Clear(); break;

                case OpKind.NewArray: Unsafe.Add(ref r, op.A) = NewArray(Unsafe.As<NanoType>(op.Operand!), (int)p[op.B]); break;
                case OpKind.NewObject: Unsafe.Add(ref r, op.A) = heap.Instance(Unsafe.As<NanoType>(op.Operand!)); break;
                case OpKind.NewDelegate:
                    Unsafe.Add(ref r, op.A) = heap.Delegate(Unsafe.As<NanoType>(op.Operand!), Unsafe.Add(ref r, op.B), Unsafe.As<NanoMethod>(Unsafe.Add(ref r, op.C)!), []);
                    break;
                case OpKind.LoadFunction:
                    Unsafe.Add(ref r, op.A) = world.Implementation(NotNull<HeapObject>(Unsafe.Add(ref r, op.B)).Type, Unsafe.As<NanoMethod>(op.Operand!));
                    break;
                case OpKind.Box: Unsafe.Add(ref r, op.A) = heap.Boxed(Unsafe.As<NanoType>(op.Operand!), p[op.B]); break;
                case OpKind.UnboxN: p[op.A] = Unbox(Unsafe.Add(ref r, op.B), Unsafe.As<NanoType>(op.Operand!)).Numbers[0]; break;
                case OpKind.UnboxStruct: Unsafe.Add(ref r, op.A) = heap.Clone(Unbox(Unsafe.Add(ref r, op.B), Unsafe.As<NanoType>(op.Operand!))); break;
                case OpKind.UnboxAddress:
                    Instance boxed = Unbox(Unsafe.Add(ref r, op.B), Unsafe.As<NanoType>(op.Operand!));
                    Unsafe.Add(ref r, op.A) = boxed.Type.Kind == ValueKind.Struct ? boxed : new FieldPointer(boxed.Numbers, boxed.References, 0, boxed.Type.Kind);
                    break;
                case OpKind.IsInst:
                    Unsafe.Add(ref r, op.A) = Unsafe.Add(ref r, op.B) is HeapObject candidate && candidate.Type.Is(Unsafe.As<NanoType>(op.Operand!)) ? candidate : null;
                    break;
                case OpKind.CastClass:
                    if (Unsafe.Add(ref r, op.B) is HeapObject cast && !cast.Type.Is(Unsafe.As<NanoType>(op.Operand!)))
                    {
                        throw new InvalidCastException();
                    }

                    Unsafe.Add(ref r, op.A) = Unsafe.Add(ref r, op.B);
                    break;

                case OpKind.Call:
                    NanoMethod method = Unsafe.As<NanoMethod>(op.Operand!);
                    if ((op.Immediate & 1) != 0 && Unsafe.Add(ref r, op.C) is null)
                    {
                        throw new NullReferenceException();
                    }

                    Call(method, thread, frame.Base + op.C);
                    goto Result;
                case OpKind.CallVirtual:
                    HeapObject receiver = NotNull<HeapObject>(Unsafe.Add(ref r, op.C));
                    Call(world.Implementation(receiver.Type, Unsafe.As<NanoMethod>(op.Operand!)), thread, frame.Base + op.C);
                    goto Result;
                case OpKind.CallDelegate:
                    Invoke(NotNull<DelegateObject>(Unsafe.Add(ref r, op.C)), Unsafe.As<NanoMethod>(op.Operand!), thread, frame.Base + op.C);
                    goto Result;
                Result:
                    if (op.A >= 0)
                    {
                        if (op.B != 0)
                        {
                            Unsafe.Add(ref r, op.A) = Unsafe.Add(ref r, op.C);
                        }
                        else
                        {
                            p[op.A] = p[op.C];
                            if (op.Immediate > 1)
                            {
                                frame.SetTag((int)(op.Immediate >> 1) - 1, thread.ReturnTag);
                            }
                        }
                    }

                    break;

                case OpKind.ReturnVoid: return;
                case OpKind.ReturnN:
                    p[0] = p[op.B];
                    thread.ReturnTag = NumberTag.IsOpposite(op.C, frame.Tags);
                    return;
                case OpKind.ReturnR: r = Unsafe.Add(ref r, op.B); return;
                case OpKind.Throw: throw new ProgramException(NotNull<Instance>(Unsafe.Add(ref r, op.B)));
                case OpKind.Rethrow:
                    if (!thread.Unwinding.IsTop(frame.Id, frame.Method, frame.Position))
                    {
                        throw Lost(run!, thread.Unwinding.LastDroppedAt, (int)op.Immediate, "a catch block that rethrows");
                    }

                    thread.Unwinding.Pop();
                    throw new ProgramException(NotNull<Instance>(Unsafe.Add(ref r, op.B)));
                case OpKind.Leave:
                    if (thread.Unwinding.Any)
                    {
                        LeaveBlock(ref frame, op);
                    }

                    break;
                case OpKind.CallFinally: RunLeftFinally(run!, frame.Method.Clauses[op.B]); break;
                case OpKind.EndFinally: return;
                case OpKind.EndFilter:
                    frame.FilterResult = p[op.B];
                    return;
                case OpKind.SetTag: frame.SetTag(op.A, op.B == 0 ? op.C != 0 : ((frame.Tags >> (op.B - 1)) & 1) != (ulong)op.C); break;
                case OpKind.RequireSigned:
                    if (p[op.B] < 0 && NumberTag.IsOpposite(op.C, frame.Tags))
                    {
                        throw halt.Refuse($"{Place(frame.Method, op.Immediate)} shifts, widens or converts to a float a signed number that was cast from an unsigned one: on nanoFramework "
                            + "it stays unsigned until it is stored. Convert it through another type, as in (int)(long)x, or store it in a field or an element first");
                    }

                    break;
                case OpKind.TagArguments:
                    thread.ArgumentTags = (ulong)op.Immediate;
                    int[] copied = Unsafe.As<int[]>(op.Operand!);
                    for (int i = 0; frame.Tags != 0 && i < copied.Length; i += 2)
                    {
                        thread.ArgumentTags |= NumberTag.IsOpposite(copied[i + 1], frame.Tags) ? 1UL << copied[i] : 0;
                    }

                    break;
                case OpKind.InitializeType: Initialize(Unsafe.As<NanoType>(op.Operand!), thread, frame.Base + frame.Method.FrameSize); break;
            }
        }
    }

    private static void LeaveBlock(ref CallFrame frame, Op op)
    {
        NanoMethod method = frame.Method;
        frame.Thread.Unwinding.Leave(frame.Id, method, op.A, () => Place(method, op.Immediate));
    }

    // What does not fit 32 bits wraps; what does not fit 64, or is not a number, comes out as the processor likes: 0 on one, -1 on another.
    private long Truncate(double value, NanoMethod method, long offset) => Numbers.FitsInt64(value) ? (long)value
        : throw halt.Refuse($"{Place(method, offset)} converts {value.ToString(System.Globalization.CultureInfo.InvariantCulture)} to a whole number, whose value depends on the processor. Check the range first");

    // nanoFramework compares by difference: what is neither less nor equal is greater, so anything is greater than "not a number" and that
    // greater than anything. Infinities are equal, also one above and one below zero.
    private static bool IsGreater(double a, double b) => !IsLess(a, b) && !AreEqual(a, b);

    private static bool IsLess(double a, double b) => a < b && !AreEqual(a, b);

    private static bool AreEqual(double a, double b) => a == b || (double.IsInfinity(a) && double.IsInfinity(b));

    private static int Divide(int a, int b) => b == -1 ? -a : a / NotZero(b);

    private static long Divide(long a, long b) => b == -1 ? -a : a / NotZero(b);

    private static int Remainder(int a, int b) => b == -1 ? 0 : a % NotZero(b);

    private static long Remainder(long a, long b) => b == -1 ? 0 : a % NotZero(b);

    private static T NotZero<T>(T divisor)
        where T : struct, System.Numerics.INumber<T> => T.IsZero(divisor) ? throw new DivideByZeroException() : divisor;

    private static T NotNull<T>(object? reference)
        where T : class => reference is null ? throw new NullReferenceException() : Unsafe.As<T>(reference);

    private static Instance Unbox(object? reference, NanoType type)
    {
        Instance boxed = NotNull<Instance>(reference);
        return reference is Instance && (boxed.Type == type || (boxed.Type.Kind == type.Kind && (boxed.Type.IsEnum || type.IsEnum))) ? boxed : throw new InvalidCastException();
    }

    private static void StoreReference(ArrayObject<object?> array, int index, object? value)
    {
        if (value is HeapObject stored && !stored.Type.Is(array.Type.Element!))
        {
            throw new ArrayTypeMismatchException();
        }

        array.Data[index] = value;
    }

    private static long LoadIndirect(object? pointer) => pointer is Instance boxed ? boxed.Numbers[0] : NotNull<ManagedPointer>(pointer).Number;

    private static void StoreIndirect(object? pointer, long value)
    {
        if (pointer is Instance boxed)
        {
            boxed.Numbers[0] = value;
        }
        else
        {
            NotNull<ManagedPointer>(pointer).Number = value;
        }
    }
}
