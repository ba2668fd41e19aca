using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Augmentation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

public unsafe class AugmentationTests
{
    private const int ManyParameters = 10_000;

    private static readonly Dataset Pictures = Digits.Create("digits", 28, 300, 10, 1).Train;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1f, 0f)]
    [InlineData(0f, -3f)]
    public void A_sheet_that_is_moved_by_whole_pixels_shows_the_picture_moved(float right, float down)
    {
        const int Side = 9;
        byte[] picture = Random(Side * Side, 1);
        byte[] seen = Draw(picture, Shape.Grey(Side, Side), MovedBy(right, down, Side));
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                // The last pixel of a side is interpolated with a share of 1 of 64 at most.
                int fromX = Math.Clamp(x + (int)right, 0, Side - 1), fromY = Math.Clamp(y + (int)down, 0, Side - 1);
                if (fromX < Side - 1 && fromY < Side - 1)
                {
                    Assert.Equal(picture[(fromY * Side) + fromX], seen[(y * Side) + x]);
                }
            }
        }
    }

    [Fact]
    public void Between_pixels_is_their_mean()
    {
        byte[] picture = [10, 20, 30, 40, 10, 20, 30, 40, 50, 60, 70, 80, 50, 60, 70, 81];
        byte[] seen = Draw(picture, Shape.Grey(4, 4), MovedBy(0.5f, 0f, 4));
        Assert.Equal([15, 25, 35], seen[..3]);
        Assert.Equal([15 + 20, 25 + 20, 35 + 20], Draw(picture, Shape.Grey(4, 4), MovedBy(0.5f, 0.5f, 4))[4..7]);
    }

    public static TheoryData<int, int, int> Shapes => new() { { 28, 28, 1 }, { 8, 8, 1 }, { 13, 9, 1 }, { 5, 31, 1 }, { 24, 24, 3 }, { 10, 17, 3 }, { 9, 12, 2 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Vector_registers_give_the_bytes_of_the_plain_loop(int height, int width, int channels)
    {
        Shape shape = new(3, height, width, channels);
        Resampler resampler = new(shape);
        float* mesh = stackalloc float[DistortionMesh.Floats];
        for (int p = 0; p < 200; p++)
        {
            byte[] picture = Random(shape.Count + PictureAugmentation.SlackBytes, p);
            int margin = p % 5;
            for (int i = 0; i < shape.Count; i++)
            {
                int x = i / channels % width, y = i / channels / width;
                picture[i] = x < margin || x >= width - (2 * margin) || y < 2 * margin || y >= height - margin ? (byte)0 : picture[i];
            }

            byte[] fast = new byte[shape.Count], plain = new byte[shape.Count];
            DistortionMesh.Draw(new SeededRandom(1, "test", p), shape, mesh);
            fixed (byte* from = picture, toFast = fast, toPlain = plain)
            {
                resampler.Resample(from, Ink.Of(Array.ConvertAll(picture, b => (float)b).AsSpan(0, shape.Count), shape, 0f), mesh, toFast);
                resampler.ResamplePlain(from, mesh, toPlain);
            }

            Assert.Equal(plain, fast);
        }
    }

    [Fact]
    public void The_middle_moves_by_an_eighth_of_the_picture_at_most_and_often_by_more_than_a_twentieth()
    {
        Shape shape = Shape.Grey(28, 28);
        float* mesh = stackalloc float[DistortionMesh.Floats];
        int far = 0;
        for (int d = 0; d < 1000; d++)
        {
            DistortionMesh.Draw(new SeededRandom(1, "test", d), shape, mesh);
            float moved = Math.Abs((mesh[(2 * DistortionMesh.RowStride) + 2] / Resampler.Steps) - 13.5f);
            Assert.InRange(moved, 0f, 3.3f);
            far += moved > 1.4f ? 1 : 0;
        }

        Assert.InRange(far, 200, 400);
    }

    [Fact]
    public void A_picture_looks_different_in_each_epoch_and_the_same_whenever_it_is_loaded_again()
    {
        PictureAugmentation augmentation = new(Pictures, ManyParameters, 1);
        byte[] first = See(augmentation, 7, 0);
        Assert.NotEqual(first, See(augmentation, 7, 1));
        Assert.NotEqual(first, See(new PictureAugmentation(Pictures, ManyParameters, 2), 7, 0));
        Assert.Equal(first, See(augmentation, 7, 0));
    }

    [Theory]
    [InlineData(ManyParameters, 0, 0)]
    [InlineData(1000, 110, 190)]
    public void Small_networks_see_half_of_the_pictures_as_they_are(int parameters, int fewest, int most)
    {
        PictureAugmentation augmentation = new(Pictures, parameters, 1);
        Assert.InRange(Enumerable.Range(0, Pictures.Count).Count(s => Array.ConvertAll(See(augmentation, s, 0), b => (float)b).AsSpan().SequenceEqual(Pictures.Sample(s))), fewest, most);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads()
    {
        TrainingOptions options = new() { Hidden = [40, 24], Epochs = 2, Batch = 50, Augment = true };
        float[] one = Weights(options with { Threads = 1 });
        Assert.Equal(one, Weights(options with { Threads = 3 }));
        Assert.NotEqual(one, Weights(options with { Augment = false }));
        static float[] Weights(TrainingOptions options) => NetworkTrainer.Train(Pictures, options, null, default).Network.Layers[0].Matrix!.Weights;
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-1f, 1f)]
    public void Pictures_of_values_that_share_a_range_change_as_their_bytes_do(float from, float to)
    {
        float[] values = [.. Pictures.Features.Select(f => from + (f * ((to - from) / 255f)))];
        Dataset readings = new("readings", Pictures.Task, Pictures.Shape, FeatureKind.SharedRange, values, Pictures.Targets, Pictures.Labels);
        TrainingOptions options = new() { Hidden = [20], Epochs = 2, Batch = 50, Augment = true, InputRange = (from, to) };
        Assert.Equal(Weights(Pictures), Weights(readings));
        float[] Weights(Dataset data) => NetworkTrainer.Train(data, options, null, default).Network.Layers[0].Matrix!.Weights;
    }

    [Fact]
    public void Samples_that_are_held_out_stay_as_they_are()
    {
        TrainingOptions options = new() { Hidden = [20], Epochs = 1, Loss = Loss.Squared, ValidationShare = 0.5f, Augment = true };
        double? reported = null;
        FloatNetwork network = NetworkTrainer.Train(Pictures, options, p => reported = p.ValidationLoss, default).Network;
        (_, Dataset held) = DatasetSplit.Stratified(Pictures, 0.5f, options.Seed);
        double sum = Enumerable.Range(0, held.Count).Sum(s => network.Run(held.Sample(s)).Select((y, o) => 0.5 * (y - held.Target(s, o)) * (y - held.Target(s, o))).Sum());
        Assert.Equal(sum / held.Count, reported!.Value, 1e-5);
    }

    [Fact]
    public void Tables_and_pixels_that_are_no_bytes_are_refused()
    {
        UserException e = Assert.Throws<UserException>(() => NetworkTrainer.Train(Bugs.Create(1).Train, new TrainingOptions { Augment = true }, null, default));
        Assert.StartsWith("bugs: --augment is for pictures", e.Message);
        float[] halves = [.. Pictures.Features.Select(f => f / 2)];
        Dataset grey = new("halves", Pictures.Task, Pictures.Shape, Pictures.Kind, halves, Pictures.Targets, Pictures.Labels);
        Assert.Contains("whole numbers", Assert.Throws<UserException>(() => NetworkTrainer.Train(grey, new TrainingOptions { Augment = true }, null, default)).Message);
    }

    private static byte[] See(PictureAugmentation augmentation, int sample, int epoch)
    {
        byte[] picture = [.. Array.ConvertAll(Pictures.Sample(sample).ToArray(), f => (byte)f), 0, 0, 0, 0], seen = new byte[Pictures.Shape.Count];
        fixed (byte* from = picture, to = seen)
        {
            augmentation.Apply(from, epoch, sample, to);
        }

        return seen;
    }

    private static byte[] Draw(byte[] picture, Shape shape, float[] mesh)
    {
        byte[] seen = new byte[shape.Count], whole = [.. picture, 0, 0, 0, 0];
        fixed (byte* from = whole, to = seen)
        fixed (float* nodes = mesh)
        {
            new Resampler(shape).Resample(from, Ink.Of(Array.ConvertAll(picture, b => (float)b), shape, 0f), nodes, to);
        }

        return seen;
    }

    private static float[] MovedBy(float right, float down, int side)
    {
        float[] mesh = new float[DistortionMesh.Floats];
        for (int n = 0; n < DistortionMesh.Nodes * DistortionMesh.RowStride; n++)
        {
            int i = n % DistortionMesh.RowStride, j = n / DistortionMesh.RowStride;
            mesh[n] = Resampler.Steps * (((side - 1) * i / (DistortionMesh.Nodes - 1f)) + right);
            mesh[(DistortionMesh.Nodes * DistortionMesh.RowStride) + n] = Resampler.Steps * (((side - 1) * j / (DistortionMesh.Nodes - 1f)) + down);
        }

        return mesh;
    }

    private static byte[] Random(int count, int index)
    {
        SeededRandom random = new(3, "pixels", index);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))];
    }
}
