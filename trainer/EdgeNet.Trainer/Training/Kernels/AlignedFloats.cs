using System.Runtime.InteropServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Floats that start on a cache line, so that no vector straddles two. Zero at first.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    private const int CacheLine = 64;

    public AlignedFloats(long length)
    {
        Length = length;
        nuint bytes = (nuint)Math.Max(CacheLine, length * sizeof(float));
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~AlignedFloats() => Free();

    public float* Pointer { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
