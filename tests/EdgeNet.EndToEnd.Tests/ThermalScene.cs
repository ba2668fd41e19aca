using EdgeNet.Data;
using EdgeNet.Pictures;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What a thermal camera of 8x8 pixels sees: a room, with a person in it or not.</summary>
internal static class ThermalScene
{
    public const int Empty = 0, Person = 1;

    /// <summary>A model that tells them apart.</summary>
    public static byte[] Model { get; } = ModelBuilder.Build(
        new DatasetSplit(Create(4000, 1), Create(1000, 2)), new TrainingOptions { Hidden = [16], Seed = 1 }, "person", false, null, default).File;

    /// <summary>A picture in degrees Celsius: the room's temperature, noise, and a warm blob where a person stands.</summary>
    public static float[] Picture(bool person, SeededRandom random)
    {
        float room = random.Between(18f, 26f);
        float x = random.Between(1.5f, 6.5f), y = random.Between(1.5f, 6.5f), size = random.Between(1.0f, 2.2f), warmth = random.Between(5f, 10f);
        float[] picture = new float[64];
        for (int i = 0; i < picture.Length; i++)
        {
            float dx = (i % 8) - x, dy = (i / 8) - y;
            float blob = person ? warmth * MathF.Exp(-((dx * dx) + (dy * dy)) / (2f * size * size)) : 0f;
            picture[i] = room + blob + (0.4f * random.NextGaussian());
        }

        return picture;
    }

    /// <summary>Pictures as the sensor gives them, in steps of 0.25 degrees.</summary>
    public static Dataset Create(int count, int seed)
    {
        SeededRandom random = new(seed, "thermal");
        float[] features = new float[64 * count], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 2;
            Array.ConvertAll(Picture(i % 2 == Person, random), t => MathF.Round(t * 4f)).CopyTo(features, 64 * i);
        }

        return new Dataset("thermal", TaskKind.Classification, Shape.Grey(8, 8), FeatureKind.SharedRange, features, targets, ["empty", "person"]);
    }
}
