using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Signing;

/// <summary>Signs model files and finds their signatures.</summary>
public static class ModelSigner
{
    /// <summary>Signatures as files: damaged ones and those of older versions too, which are made again.</summary>
    public static OutputKind SignatureFile { get; } = new("a signature", head => head.AsSpan().StartsWith("EDS2"u8) || head.AsSpan().StartsWith("EDSG"u8));

    /// <summary>Signs a model.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="key">The fleet's key.</param>
    /// <param name="version">The model's version, 0 to 16,777,215; boards refuse a version lower than one they have accepted.</param>
    /// <param name="replacesNewer">Whether boards accept it even so.</param>
    /// <param name="securityCounter">0 to 16,777,215; boards that have accepted a higher one always refuse the model.</param>
    /// <returns>The signature.</returns>
    public static ModelSignature Sign(byte[] model, byte[] key, int version, bool replacesNewer, int securityCounter = 0)
    {
        int crc = ModelHeader.Crc(model);
        using SignatureChain chain = Chain(model, key, new ModelSignature(version, securityCounter, replacesNewer, crc, [], []));
        return new ModelSignature(version, securityCounter, replacesNewer, crc, chain.First, chain.Finish());
    }

    /// <summary>Whether a signature is one of a key for a model: what a board with this key finds.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="key">The fleet's key.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>True if so.</returns>
    public static bool IsRight(byte[] model, byte[] key, ModelSignature signature)
    {
        using SignatureChain chain = Chain(model, key, signature);
        return signature.BelongsTo(model) && signature.MatchesFirst(chain.First) && signature.Matches(chain.Finish());
    }

    /// <summary>The path of a model's signature.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The path.</returns>
    public static string PathFor(string modelPath) => modelPath + BoardFiles.SignatureExtension;

    /// <summary>Reads the signature beside a model.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The signature; null if there is no such file.</returns>
    /// <exception cref="UserException">There is one, and it is damaged.</exception>
    public static ModelSignature? ReadBeside(string modelPath)
    {
        string path = PathFor(modelPath);
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = DataFile.ReadAllBytes(path, ModelSignature.Bytes + 1);
        return ModelSignature.Read(bytes, 0, bytes.Length) ?? throw new UserException($"{path}: is not a signature, or is damaged; make it again with edgenet sign");
    }

    /// <summary>Reads the signature beside a model that is to be sent, and checks it as far as can be done here.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <param name="model">Its bytes.</param>
    /// <param name="key">The fleet's key, or null if it is not at hand: then the signature must only be one for this model.</param>
    /// <returns>The signature; null if there is no such file and no key is given.</returns>
    /// <exception cref="UserException">The signature is damaged, missing, or not the right one.</exception>
    public static ModelSignature? ReadFor(string modelPath, byte[] model, byte[]? key)
    {
        ModelSignature? signature = ReadBeside(modelPath);
        string problem = signature is null ? key is null ? "" : "is missing, but a board with this key accepts only models signed with it"
            : !signature.BelongsTo(model) ? "is the signature of another model"
            : key is not null && !IsRight(model, key, signature) ? "was not made with this key" : "";
        return problem.Length == 0 ? signature : throw new UserException($"{PathFor(modelPath)}: {problem}; sign the model with edgenet sign");
    }

    private static SignatureChain Chain(byte[] model, byte[] key, ModelSignature signature)
    {
        SignatureChain chain = new(key, signature, model.Length);
        chain.Add(model, model.Length);
        return chain;
    }
}
