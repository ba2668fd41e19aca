using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What a file is, valid model or not.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Model">What it holds; null if it is not a valid model file.</param>
/// <param name="Problem">What is wrong with it; empty if it is valid.</param>
public sealed record Inspection(string Path, byte[] Bytes, ModelFile? Model, string Problem)
{
    private const int SmallLetter = 0x20;

    /// <summary>Looks at a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>What it is.</returns>
    /// <exception cref="UserException">It is missing, cannot be read, or is larger than any model file.</exception>
    public static Inspection Of(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
        try
        {
            return new Inspection(path, bytes, LoadedModel.Parse(bytes), "");
        }
        catch (ModelException e)
        {
            return new Inspection(path, bytes, null, e.Message);
        }
    }

    /// <summary>How much of a file a board can do without.</summary>
    /// <param name="file">A valid model file.</param>
    /// <returns>Bytes of its optional sections, with their headers and padding.</returns>
    public static int OptionalBytes(byte[] file)
    {
        int optional = 0;
        for (int at = ModelFormat.HeaderLength; at < file.Length;)
        {
            int bytes = ModelFormat.SectionHeaderLength + ((LittleEndian.Int32At(file, at + 4) + 3) & ~3);
            optional += (file[at] & SmallLetter) != 0 ? bytes : 0;
            at += bytes;
        }

        return optional;
    }
}
