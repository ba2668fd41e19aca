using EdgeNet.Deployment.Signing;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>Signs model files for boards that accept only their owner's.</summary>
public static class ModelSigning
{
    /// <summary>Signs a model and writes the signature beside it.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="key">The file with the fleet's key.</param>
    /// <param name="version">The model's version, 0 to 16,777,215; boards refuse a version lower than one they have accepted.</param>
    /// <param name="replacesNewer">Whether boards accept it even so.</param>
    /// <param name="securityCounter">0 to 16,777,215; boards that have accepted a higher one always refuse the model.</param>
    /// <param name="force">Whether a file that is no signature is replaced.</param>
    /// <returns>The path of the signature.</returns>
    /// <exception cref="UserException">A file is missing or damaged, or the signature cannot be written.</exception>
    public static string Write(string path, string key, int version, bool replacesNewer, int securityCounter, bool force)
    {
        LoadedModel model = LoadedModel.Read(path);
        ModelSignature signature = ModelSigner.Sign(model.Bytes, FleetKeyFile.Read(key), version, replacesNewer, securityCounter);
        OutputFile file = OutputFile.Create(ModelSigner.PathFor(path), ModelSigner.SignatureFile, force, path, key);
        file.Commit(signature.ToBytes());
        return file.Name;
    }
}
