using System.Runtime.CompilerServices;
using EdgeNet.Emulator.Loading;

namespace EdgeNet.Emulator.Execution;

/// <summary>What exceptions of the host are for the program.</summary>
internal sealed class ProgramExceptions(World world, Halt halt)
{
    private readonly ConditionalWeakTable<Exception, Instance> _converted = [];

    /// <summary>The program's exception that an exception of the host represents; null for what no program sees.</summary>
    public Instance? Of(Exception e)
    {
        if (halt.IsStopped)
        {
            return null;
        }

        switch (e)
        {
            case ProgramException thrown:
                return thrown.Thrown;
            case HostException host:
                return _converted.GetValue(host, _ => Create(host));
        }

        string? type = e switch
        {
            NullReferenceException => "System.NullReferenceException",
            IndexOutOfRangeException => "System.IndexOutOfRangeException",
            InvalidCastException => "System.InvalidCastException",
            OutOfMemoryException => "System.OutOfMemoryException",
            // nanoFramework has no exceptions of their own for these.
            DivideByZeroException or ArrayTypeMismatchException => "System.Exception",
            _ => null,
        };
        return type is null ? null : _converted.GetValue(e, _ => Create(new HostException(type, null)));
    }

    // It is outside the heap, which may be what has just run out.
    private Instance Create(HostException cause)
    {
        Instance exception = new(world.Type(cause.TypeName), 0);
        exception.References[0] = cause.Text is null ? null : new StringObject(world.Type("System.String"), 0, cause.Text);
        exception.References[1] = cause.Inner is null ? null : Create(cause.Inner);
        exception.Numbers[0] = cause.HResult;
        return exception;
    }
}
