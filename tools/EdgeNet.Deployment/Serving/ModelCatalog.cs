using System.Collections.Concurrent;
using System.Security.Cryptography;
using EdgeNet.Core;
using EdgeNet.Deployment.Signing;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serving;

/// <summary>
/// The models in a folder. A file is read and checked once for each of its states, good or bad, one at a time whatever is asked for;
/// the bytes of at most 256 MB of models are in memory. It may be used from many threads.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="report">Called for every version of a file that is not offered.</param>
internal sealed class ModelCatalog(string folder, Action<string>? report) : IDisposable
{
    /// <summary>So many models of a folder are offered, the first by name.</summary>
    public const int MaxModels = 1000;

    private const string Extension = ".edgenet";
    private const long MaxBytes = 16L * ModelFormat.MaxFileLength;
    private static readonly TimeSpan ListedFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);
    private readonly ModelMemory _memory = new(MaxBytes);
    private readonly SemaphoreSlim _reading = new(1), _listing = new(1);
    private (DateTime When, CatalogEntry[] Entries) _list = (DateTime.MinValue, []);

    /// <summary>All models that are offered, as they were within the last second.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The models by name.</returns>
    public async Task<CatalogEntry[]> ListAsync(CancellationToken cancellation)
    {
        await _listing.WaitAsync(cancellation);
        try
        {
            if (DateTime.UtcNow - _list.When > ListedFor)
            {
                string[] names = [.. Files().Select(p => Path.GetFileNameWithoutExtension(p)!).Order(StringComparer.Ordinal).Take(MaxModels)];
                foreach (string gone in _entries.Keys.Except(names))
                {
                    _entries.TryRemove(gone, out _);
                }

                List<CatalogEntry> offered = [];
                foreach (string name in names)
                {
                    if (await FindAsync(name, cancellation) is CatalogEntry { Problem: null } entry)
                    {
                        offered.Add(entry);
                    }
                }

                _list = (DateTime.UtcNow, [.. offered]);
            }

            return _list.Entries;
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name, from anybody.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What it is now, which may be something that is not offered; null if there is none of this name.</returns>
    public async ValueTask<CatalogEntry?> FindAsync(string name, CancellationToken cancellation)
    {
        if (PathOf(name) is not string file)
        {
            _entries.TryRemove(name, out _);
            return null;
        }

        if (Known(name, file) is CatalogEntry known)
        {
            return known;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            return Known(name, file) ?? Read(name, file);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The bytes of a model.</summary>
    /// <param name="entry">A model that is offered.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>To be disposed when they have been sent; null if the file has just been changed, or where too many others are being sent.</returns>
    public async ValueTask<ModelMemory.Loan?> BorrowAsync(CatalogEntry entry, CancellationToken cancellation)
    {
        if (_memory.Borrow(entry.ETag) is ModelMemory.Loan loan)
        {
            return loan;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            if (_memory.Borrow(entry.ETag) is ModelMemory.Loan other)
            {
                return other;
            }

            if (_memory.HasRoomFor(entry.Length) && PathOf(entry.Name) is string file)
            {
                Read(entry.Name, file);
            }

            return _memory.Borrow(entry.ETag);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _reading.Dispose();
        _listing.Dispose();
    }

    private string[] Files()
    {
        try
        {
            return Directory.GetFiles(folder, "*" + Extension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // The name is looked up among those that there are, and never becomes part of a path before.
    private string? PathOf(string name) => Array.Find(Files(), p => Path.GetFileNameWithoutExtension(p) == name);

    private CatalogEntry? Known(string name, string file) => _entries.TryGetValue(name, out CatalogEntry? entry)
        && FileStamp.Of(file) is FileStamp model && entry.Holds(model, FileStamp.Of(ModelSigner.PathFor(file)), DateTime.UtcNow) ? entry : null;

    private CatalogEntry? Read(string name, string file)
    {
        string signatureFile = ModelSigner.PathFor(file);
        DateTime now = DateTime.UtcNow;
        FileStamp? model = FileStamp.Of(file), signature = FileStamp.Of(signatureFile);
        if (model is null)
        {
            return null;
        }

        CatalogEntry? before = _entries.GetValueOrDefault(name), entry;
        try
        {
            byte[] bytes = Contents(file, model.Value, ModelFormat.MaxFileLength);
            byte[] signed = signature is null ? [] : Contents(signatureFile, signature.Value, ModelSignature.Bytes + 1);
            // Where the model ends belongs to it, and whether there is a signature: the same bytes cut elsewhere are another model.
            string etag = '"' + Convert.ToHexStringLower(SHA256.HashData([.. BitConverter.GetBytes(signature is null ? -1 : bytes.Length), .. bytes, .. signed]).AsSpan(0, 16)) + '"';
            entry = before?.ETag == etag ? before : Judge(name, etag, file, bytes, signature is null ? null : signed);
            if (entry.Problem is null)
            {
                _memory.Put(etag, bytes);
            }
        }
        catch (UserException e)
        {
            entry = new CatalogEntry(name, "", e.Message);
        }

        if (entry.Problem is not null && entry != before && (before?.Problem, before?.ETag) != (entry.Problem, entry.ETag))
        {
            report?.Invoke(entry.Problem);
        }

        return _entries[name] = entry with { Model = model, SignatureFile = signature, Read = now };
    }

    private static byte[] Contents(string path, FileStamp stamp, int maxBytes) =>
        stamp.IsRegular ? RegularFile.Read(path, maxBytes) : throw new UserException($"{path}: is not a regular file");

    private static CatalogEntry Judge(string name, string etag, string file, byte[] bytes, byte[]? signed)
    {
        ModelNeeds needs;
        try
        {
            needs = ModelNeeds.Of(ModelFile.Parse(bytes));
        }
        catch (ModelException e)
        {
            return new CatalogEntry(name, etag, $"{file}: {e.Message}");
        }

        if (signed is null)
        {
            return new CatalogEntry(name, etag, null) { Length = bytes.Length, Needs = needs };
        }

        ModelSignature? signature = ModelSignature.Read(signed, 0, signed.Length);
        string problem = signature is null ? "is not a signature, or is damaged" : signature.BelongsTo(bytes) ? "" : "is the signature of another model";
        return problem.Length > 0
            ? new CatalogEntry(name, etag, $"{ModelSigner.PathFor(file)}: {problem}; sign the model with edgenet sign")
            : new CatalogEntry(name, etag, null) { Length = bytes.Length, Needs = needs, Signature = Convert.ToHexStringLower(signed), Version = signature!.Version };
    }
}
