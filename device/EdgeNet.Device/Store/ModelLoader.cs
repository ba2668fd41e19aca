using System;
using System.IO;
using EdgeNet.Core;
using GC = nanoFramework.Runtime.Native.GC;

namespace EdgeNet.Device;

/// <summary>Loads a network from internal storage, and says what is wrong where it cannot.</summary>
public sealed class ModelLoader
{
    private const int ChunkBytes = 512;

    // What the app needs besides; the file, which is still in memory now, comes free for updates.
    private const int ReserveBytes = 10 * 1024;

    /// <summary>Creates a loader.</summary>
    public ModelLoader()
    {
        Problem = "";
    }

    /// <summary>For models that listen to a stream; null if the app refuses them.</summary>
    public StreamSupport Streams { get; set; }

    /// <summary>What went wrong in the last load that failed.</summary>
    public string Problem { get; private set; }

    /// <summary>Loads a network from storage.</summary>
    /// <param name="path">For instance I:\model.edgenet.</param>
    /// <returns>The network, or null; then <see cref="Problem"/> says why.</returns>
    public Network Load(string path)
    {
        return Load(path, null);
    }

    /// <summary>Loads a network that the program carries inside: a resource, or an array written by edgenet export.</summary>
    /// <param name="name">What to call it in a problem.</param>
    /// <param name="model">The model file; null to read the file of that name.</param>
    /// <returns>The network, or null; then <see cref="Problem"/> says why.</returns>
    public Network Load(string name, byte[] model)
    {
        try
        {
            ModelFile file = ModelFile.Parse(model == null ? ReadFile(name) : model);
            Prepare(file);
            int free = (int)GC.Run(true);
            return new Network(file, free - file.RamBytes - ReserveBytes);
        }
        catch (OutOfMemoryException)
        {
            Problem = name + ": not enough memory for this model";
        }
        catch (Exception e)
        {
            Problem = name + ": " + ErrorText.Of(e);
        }

        if (Streams != null)
        {
            Streams.Load(null);
        }

        return null;
    }

    private void Prepare(ModelFile file)
    {
        if (Streams != null)
        {
            Streams.Load(file);
        }
        else if (file.HasSignal)
        {
            throw new ModelException("the model listens to a stream of readings, and this app was built without EdgeNet.Device.Streams");
        }
    }

    private static byte[] ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelException("the file is missing");
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            if (file.Length > ModelFormat.MaxFileLength)
            {
                throw new ModelException("not an EdgeNet model file: " + file.Length + " bytes");
            }

            byte[] bytes = new byte[(int)file.Length];
            for (int at = 0; at < bytes.Length;)
            {
                int got = file.Read(bytes, at, bytes.Length - at < ChunkBytes ? bytes.Length - at : ChunkBytes);
                if (got <= 0)
                {
                    throw new ModelException("model file: ends after " + at + " of " + bytes.Length + " bytes");
                }

                at += got;
            }

            return bytes;
        }
    }
}
