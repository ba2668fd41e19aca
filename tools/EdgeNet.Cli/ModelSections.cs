using EdgeNet.Core;

namespace EdgeNet.Cli;

/// <summary>The sections of a model file, as bytes.</summary>
internal static class ModelSections
{
    private const int SmallLetter = 0x20;

    /// <summary>How much of a file a board could do without.</summary>
    /// <param name="file">A valid model file.</param>
    /// <returns>Bytes of its optional sections with their headers and padding.</returns>
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
