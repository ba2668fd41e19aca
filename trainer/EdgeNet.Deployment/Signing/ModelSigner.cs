using EdgeNet.Trainer;
using EdgeNet.Trainer.Data;
using EdgeNet.Updates;

namespace EdgeNet.Deployment.Signing;

/// <summary>Signs model files and finds their signatures.</summary>
public static class ModelSigner
{
    /// <summary>Signatures as files: damaged ones too, which are made again.</summary>
    public static OutputKind SignatureFile { get; } = new("a signature", head => head.AsSpan().StartsWith("EDSG"u8));

    /// <summary>Signs a model.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="key">The fleet's key.</param>
    /// <param name="version">The model's version, 0 to 16,777,215; boards refuse one that is lower than what they have had.</param>
    /// <param name="replacesNewer">Whether boards take it all the same.</param>
    /// <returns>The signature.</returns>
    public static ModelSignature Sign(byte[] model, byte[] key, int version, bool replacesNewer)
    {
        using SignatureChain chain = new(key, new ModelSignature(version, replacesNewer, []).VersionAndFlags, model.Length);
        chain.Add(model, model.Length);
        return new ModelSignature(version, replacesNewer, chain.Finish());
    }

    /// <summary>Where a model's signature lies.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The path.</returns>
    public static string PathFor(string modelPath) => modelPath + ".sig";

    /// <summary>Reads the signature beside a model.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The signature; null where there is no such file.</returns>
    /// <exception cref="DataException">There is one, and it is damaged.</exception>
    public static ModelSignature? ReadBeside(string modelPath)
    {
        string path = PathFor(modelPath);
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = DataFile.ReadAllBytes(path, ModelSignature.Bytes + 1);
        return ModelSignature.Read(bytes, 0, bytes.Length) ?? throw new DataException($"{path}: is not a signature, or is damaged; make it again with edgenet sign");
    }
}
