using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A model file that has been read and checked.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Model">What it holds.</param>
public sealed record LoadedModel(string Path, byte[] Bytes, ModelFile Model)
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">It is missing, cannot be read, or is not a valid model file.</exception>
    public static LoadedModel Read(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
        try
        {
            return new LoadedModel(path, bytes, ModelFile.Parse(bytes));
        }
        catch (ModelException e)
        {
            throw new UserException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads data to test the model with: a CSV's column is read by the model's task, pictures are brought to its size and to grey or colour.</summary>
    /// <param name="source">How to read the data.</param>
    /// <param name="data">builtin:name, a folder or a file.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>The test part of data that have one, else all samples.</returns>
    /// <exception cref="UserException">There are no such data, or they are damaged.</exception>
    public Dataset ReadData(DataSource source, string data, int seed)
    {
        TaskKind? task = Model.Output.Task == ModelFormat.MultiLabel ? null : (TaskKind)Model.Output.Task;
        (int, int)? size = Model.Input.Rank == 1 ? null : (Model.Input.Height, Model.Input.Width);
        return (source with { Csv = source.Csv with { Task = task }, PictureSize = size, Colour = Model.Input.Channels == 3 }).LoadTest(data, seed);
    }
}
