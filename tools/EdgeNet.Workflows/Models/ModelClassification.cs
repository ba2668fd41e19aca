using System.Globalization;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>Runs a model on what a user names: pictures, files of samples, or numbers.</summary>
public static class ModelClassification
{
    /// <summary>Classifies samples one after the other, as they are asked for.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="csv">How to read tables.</param>
    /// <param name="inputs">Files; or the numbers of one sample.</param>
    /// <param name="invert">Pictures: whether dark becomes light first.</param>
    /// <param name="why">Whether to find out which inputs spoke for each answer.</param>
    /// <returns>An answer for each sample.</returns>
    /// <exception cref="UserException">A file is missing or damaged, or does not fit the model.</exception>
    public static IEnumerable<ClassifiedSample> Run(LoadedModel loaded, CsvOptions csv, string[] inputs, bool invert, bool why = false)
    {
        ModelFile model = loaded.Model;
        CsvOptions table = loaded.ForModel(csv);
        Network network = new(model);
        TrainedTable? trained = TrainedTable.Of(model);
        return Samples(inputs, loaded, table, invert).Select(sample =>
        {
            network.Classify(sample.Raw);
            ClassifiedSample answer = ClassifiedSample.Of(sample.Name, network, trained?.FirstOutside(sample.Raw));
            return why ? answer with { Why = InputShares.Of(model, network, sample.Raw) } : answer;
        });
    }

    /// <summary>Brings a picture to the size and the channels that a model expects, as pictures were for its training.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <returns>As many values as the model expects, 0 to 255.</returns>
    /// <exception cref="UserException">The model expects no picture.</exception>
    public static float[] Prepare(LoadedModel loaded, Picture picture, string name)
    {
        ((int height, int width), bool isColour) = ExpectedPicture(loaded, name);
        return Array.ConvertAll(picture.Resize(width, height).WithChannels(isColour ? 3 : 1).Pixels, p => (float)p);
    }

    private static ((int Height, int Width) Size, bool IsColour) ExpectedPicture(LoadedModel loaded, string name) =>
        loaded.Picture ?? throw new UserException($"{name}: the model expects {loaded.Model.Input.Count} features, not a picture");

    private static IEnumerable<RawSample> Samples(string[] inputs, LoadedModel loaded, CsvOptions table, bool invert)
    {
        if (!table.DecimalComma && TryNumbers(inputs) is float[] numbers)
        {
            return numbers.Length == loaded.Model.Input.Count
                ? [new RawSample("input", numbers)]
                : throw new UserException($"the model expects {loaded.Model.Input.Count} values, not {numbers.Length}");
        }

        // Values that are texts, or have decimal commas, are read as a row of a table is.
        bool mayBeRow = loaded.Model.Input.Rank == 1 && Array.TrueForAll(inputs, i => i != "-" && !Path.Exists(i) && !Path.GetExtension(i).Skip(1).Any(char.IsLetter));
        if (mayBeRow && (inputs.Length > 1 || TryNumbers([inputs[0].Replace(',', '.')]) is not null))
        {
            string row = string.Join(',', inputs.Select(i => $"\"{i.Replace("\"", "\"\"")}\""));
            return [new RawSample("input", CsvDataset.ReadFeatures(new MemoryStream(Encoding.UTF8.GetBytes(row)), "input", loaded.Model.Input.Count, table with { Encoding = null })[0])];
        }

        return inputs.SelectMany(path => FileSamples(path, loaded, table, invert));
    }

    private static IEnumerable<RawSample> FileSamples(string path, LoadedModel loaded, CsvOptions table, bool invert)
    {
        if (PictureFile.IsPicture(path) || PictureFile.IsOtherPicture(path))
        {
            // What cannot be used is not read: it may be a pipe.
            _ = ExpectedPicture(loaded, path);
            float[] raw = Prepare(loaded, PictureFile.Read(path), path);
            return [new RawSample(path, invert ? Array.ConvertAll(raw, p => 255 - p) : raw)];
        }

        if (IdxDataset.IsImages(path))
        {
            (int[] sizes, byte[] values) = IdxReader.Read(path, 3);
            int size = sizes[1] * sizes[2];
            return size == loaded.Model.Input.Count
                ? Enumerable.Range(0, sizes[0]).Select(i => new RawSample($"{path} {i}", Array.ConvertAll(values[(i * size)..((i + 1) * size)], v => (float)v)))
                : throw new UserException($"{path}: pictures of {sizes[1]}x{sizes[2]}, but the model expects {loaded.Model.Input.Count} values");
        }

        return CsvDataset.ReadFeatures(path, loaded.Model.Input.Count, table).Select((row, i) => new RawSample($"row {i + 1}", row));
    }

    private static float[]? TryNumbers(string[] inputs)
    {
        string[] words = [.. inputs.SelectMany(i => i.Split(',', ' ')).Where(w => w.Length > 0)];
        float[] numbers = new float[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }

            if (!float.IsFinite(numbers[i]))
            {
                throw new UserException($"value {i + 1} is {words[i]}; only finite numbers can be classified");
            }
        }

        return numbers;
    }

    // A class: of a tuple, the runtime would have to compile what it does with it before the first answer.
    private sealed record RawSample(string Name, float[] Raw);
}
