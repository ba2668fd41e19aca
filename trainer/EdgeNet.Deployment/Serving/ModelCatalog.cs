using System.Collections.Concurrent;
using System.Security.Cryptography;
using EdgeNet.Core;
using EdgeNet.Deployment.Signing;
using EdgeNet.Trainer.Data;
using EdgeNet.Updates;

namespace EdgeNet.Deployment.Serving;

/// <summary>The models in a folder, read when they are asked for and again when they have changed. It may be used from many threads.</summary>
/// <param name="folder">The folder.</param>
public sealed class ModelCatalog(string folder)
{
    private const string Extension = ".edgenet";
    private readonly ConcurrentDictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Names of the models, without what a file adds.</summary>
    public IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(p => Path.GetFileNameWithoutExtension(p)!).Order(StringComparer.Ordinal)];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The model as it is now; null where there is none of this name.</returns>
    /// <exception cref="DataException">There is one, and it or its signature is damaged.</exception>
    public CatalogEntry? Find(string name)
    {
        // The name comes from the network: it is looked up among the names that there are, and never becomes part of a path before.
        string? file = Directory.EnumerateFiles(folder, "*" + Extension).FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == name);
        if (file is null)
        {
            _entries.TryRemove(name, out _);
            return null;
        }

        (DateTime, DateTime) written = (File.GetLastWriteTimeUtc(file), File.GetLastWriteTimeUtc(ModelSigner.PathFor(file)));
        if (_entries.TryGetValue(name, out CatalogEntry? known) && known.Written == written)
        {
            return known;
        }

        return _entries[name] = Read(name, file, written);
    }

    private static CatalogEntry Read(string name, string file, (DateTime, DateTime) written)
    {
        byte[] bytes = DataFile.ReadAllBytes(file, ModelFormat.MaxFileLength);
        try
        {
            ModelFile.Parse(bytes);
        }
        catch (ModelException e)
        {
            throw new DataException($"{file}: {e.Message}", e);
        }

        byte[]? signature = ModelSigner.ReadBeside(file)?.ToBytes();
        byte[] hash = SHA256.HashData([.. bytes, .. signature ?? []]);
        return new CatalogEntry(name, bytes, '"' + Convert.ToHexStringLower(hash.AsSpan(0, 16)) + '"',
            signature is null ? null : Convert.ToHexStringLower(signature), signature is null ? null : ModelSignature.Read(signature, 0, signature.Length).Version, written);
    }
}

/// <summary>A model as it was when it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">The model file.</param>
/// <param name="ETag">Strong ETag over the file and its signature.</param>
/// <param name="Signature">The signature as hexadecimal digits, or null.</param>
/// <param name="Version">The version that is signed, or null.</param>
/// <param name="Written">When the file and its signature were last written.</param>
public sealed record CatalogEntry(string Name, byte[] Bytes, string ETag, string? Signature, int? Version, (DateTime Model, DateTime Signature) Written);
