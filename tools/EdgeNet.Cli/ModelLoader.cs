using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Cli;

/// <summary>Reads model files named on the command line.</summary>
internal static class ModelLoader
{
    public static ModelFile Load(string path) => LoadWithBytes(path).Model;

    /// <summary>For those who pass the file on as well.</summary>
    public static (ModelFile Model, byte[] Bytes) LoadWithBytes(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
        try
        {
            return (ModelFile.Parse(bytes), bytes);
        }
        catch (ModelException e)
        {
            throw new UserException($"{path}: {e.Message}", e);
        }
    }
}
