using EdgeNet.Core;

namespace EdgeNet.Device.Learning;

/// <summary>Writes what was learned to the store.</summary>
internal sealed class LearnedFileWriter : LearnedWriter
{
    private readonly LearnedStore _store;

    public LearnedFileWriter(LearnedStore store)
    {
        _store = store;
    }

    /// <inheritdoc/>
    protected override void Put(byte[] bytes, int count)
    {
        _store.Write(bytes, count);
    }
}

/// <summary>Reads it from there.</summary>
internal sealed class LearnedFileReader : LearnedReader
{
    private readonly LearnedStore _store;

    public LearnedFileReader(LearnedStore store)
    {
        _store = store;
    }

    /// <inheritdoc/>
    protected override int Fetch(byte[] bytes)
    {
        return _store.Read(bytes);
    }
}
