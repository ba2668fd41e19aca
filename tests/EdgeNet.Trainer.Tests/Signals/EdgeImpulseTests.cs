using EdgeNet.Files;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests;

/// <summary>
/// Edge Impulse's blocks of sound. The expected bytes were made by edge_impulse_reference.py, which computes in double precision and was compared with Edge Impulse's own code
/// (processing-blocks, version 4): it differs by less than 0.0001 of a step, if its first reading follows the window's last one as it does there.
/// </summary>
public class EdgeImpulseTests
{
    /// <summary>A step is a quarter of a decibel. Logarithms err by 0.012 dB, weights of 8 bits by 0.05 dB at most where they matter, transforms by less than that: a byte may round to its neighbour.</summary>
    [Theory]
    [MemberData(nameof(Energies))]
    public void Mel_energies_are_edge_impulses_within_a_step(int rate, int count, string expected)
    {
        Compare("ei-mfe", rate, count, expected, shareOfEqual: 0.95);
    }

    /// <summary>A step is a 32nd of a standard deviation, which is a hundred and more times what a logarithm errs by.</summary>
    [Theory]
    [MemberData(nameof(Coefficients))]
    public void Normalised_cepstral_coefficients_are_edge_impulses_within_a_step(int rate, int count, string expected)
    {
        Compare("ei-mfcc", rate, count, expected, shareOfEqual: 0.95);
    }

    /// <summary>All that is remembered of the windows before is the last reading, which the first frame of a window that follows at once needs.</summary>
    [Theory]
    [InlineData("ei-mfe", 80, false)]
    [InlineData("ei-mfe", 1360, true)]
    [InlineData("ei-mfcc", 320, false)]
    [InlineData("ei-mfcc", 1600, true)]
    public void A_window_knows_the_reading_before_it_unless_windows_lie_apart(string text, int stride, bool isAlone)
    {
        short[] sound = Sound(6000);
        int values = Compute(text, 8000, 1200, stride, sound[..1200]).Length, before = isAlone ? 0 : stride;
        float[] all = Compute(text, 8000, 1200, stride, sound);
        for (int w = 1; w < all.Length / values; w++)
        {
            float[] few = Compute(text, 8000, 1200, stride, sound[((w * stride) - before)..((w * stride) + 1200)]);
            Assert.Equal(few[^values..], all[(w * values)..((w + 1) * values)]);
        }
    }

    [Theory]
    [InlineData("ei-mfe", 0)]
    [InlineData("ei-mfcc", 128)]
    public void Silence_is_the_floor_and_the_mean(string text, int value)
    {
        Assert.All(Compute(text, 8000, 1200, 1200, new short[1200]), v => Assert.Equal(value, v));
    }

    /// <summary>The loudest square wave: Edge Impulse's own Python wraps from 256 to 0 there.</summary>
    [Fact]
    public void Full_scale_is_the_ceiling()
    {
        float[] picture = Compute("ei-mfe", 8000, 1200, 1200, [.. Enumerable.Range(0, 1200).Select(i => i % 2 == 0 ? short.MaxValue : short.MinValue)]);
        Assert.All(picture.Where((_, i) => i % 40 == 39), v => Assert.Equal(255, v));
    }

    [Theory]
    [InlineData("ei-mfe", 44100, "ei-mfe: 40 mel filters do not fit the 128 frequencies of its transform at 44100 readings per second; resample to 16000 or less")]
    [InlineData("ei-mfcc, mean", 8000, "a picture beside other features")]
    public void What_does_not_fit_is_an_error_with_its_reason(string text, int rate, string reason)
    {
        Assert.Contains(reason, Assert.Throws<UserException>(() => Compute(text, rate, 4 * rate, rate, [])).Message);
    }

    public static TheoryData<int, int, string> Energies() => new()
    {
        {
            16000, 2400, "3a3b3c4a7b7d63504647546b8589695145355361707b837350352a221915130f080a09060f0d000255565a62738c9579615458607691979e8f7160575969839197977e5a3f2e221a0907040601010000"
            + "4647484c526181a68057464752687894a6a7936b4c351054879a9d9f926a5247413f3d3b383839382c2d3138414f63819e7e6a584f53515c7698a798653d384147506c949d97864f231b16140e030908"
            + "2324272b303a44546d7e70423330262c3a4d779175533f3d3730323952808962393534312c2d2e2d000000000000000000001c280700000000000000001f36250000000000000000162d240000000000"
            + "00000000000000000000153b36140000000000000000324b3c000000000000000027393e1b000005000000000000000000000014413e0800000000000000013c503f10000000000000001440432f0306"
            + "0000000000000000000000001f41000000000000000000002e4737010000000000000008333d26000000000000000000000006101e404b4c3b28201a1516161d233045645328140600000000001c305b"
            + "1010111112131516181a252b34494e8e734b3b2f27232127282b417b987a4e3b2f2c2b2b2e33467b01010202040506070b0d171c24374e959c6a4f423b37363d41444f6c9ba98356443830291c1f8097"
            + "2c2c2d2d2e2f303133343e4248565e7aa2946852453f3a3f3e3f495775a8a9745142392c2e84988a00000000000000000004111922333b50829e5d2e231b100f080a192d457ba693574a464d768d802f"
        },
        {
            8000, 1200, "172e236d7e6e5c53666987866e50363c535d6d7a8074654d392f271f18120b02000000000000000021404d508d8e71665665798d99947a614a495f787e828c91816b57463e38302e2b2a272522242521"
            + "0f2d403376998c6b635d60758b9a9c94744e41434e6586918e908e7659473832302a272622211f1f2429313c5b78917c5f52515b64768c9a8b654118091d3b546e8c91857960372e2e282a2622222422"
            + "1b1b20293b51676c5d454243464a566e7e7045341b0a040a1931516c7b633e352f2926232022211e0000000000000000271f0000000000000000092f2e12000000000000000000122423090000000000"
            + "000000000000000022381d0a0000000000000026373e2d060000000000000001202b342c0b000000000000000000000007273a1b0000000000000000193743300300000000000000001231362d160000"
            + "00000000000000000007292b0000000000000000000c34391600000000000000000000192d250f00000307000f0c15151f2536575e4e332920141619171a26364e7063402e271c171311151516243164"
            + "1c1c1c1d2527292c30333f5a887b57433629292a26273038477d947a5542312a25221f212633507d241b10281d2c252d342d455986977253433131302b2c343c4669969f845e4438342e2b2d38698887"
            + "2a22112e21322734343644516d968f60463233302b2e353a4152789a9f834c3c332c2f4472868a7417171818212224272b2f3645597b8f6a43302e2a24242c2f333f536e9690563730283f64797f5f43"
        },
    };

    public static TheoryData<int, int, string> Coefficients() => new()
    {
        {
            16000, 2400, "88c04f8fbf5f6793705258a69ea49859b65a847e5e6ec5aa6c988a8778a26383467ebb89696b685274b1657a5c7eba5f767a596a4e5c955f7f65ae9461806678aa8d6c827771a99f64887d83b9829e66"
            + "966099b1895ea06fb1784a"
        },
        {
            8000, 1200, "8ebe5499a46f61879569424f66a29a4bb2656a8678374f9f898b858b948750bd7d4c7cb99d8a8354699264998250a9a69b948b834c658b4dab5377ac898a8e864590728a90707caa797f758059b59c5f"
            + "a66e7299ac67897461b58e"
        },
    };

    private static void Compare(string text, int rate, int count, string expected, double shareOfEqual)
    {
        float[] picture = Compute(text, rate, count, count, Sound(count));
        byte[] bytes = Convert.FromHexString(expected);
        Assert.Equal(bytes.Length, picture.Length);
        Assert.All(picture.Zip(bytes), p => Assert.InRange(p.First - p.Second, -1, 1));
        Assert.InRange(picture.Zip(bytes).Count(p => p.First == p.Second), shareOfEqual * bytes.Length, bytes.Length);
    }

    private static float[] Compute(string text, int rate, int window, int stride, short[] samples) =>
        FeaturePipeline.Create(FeatureText.Parse(text), ["x"], rate, 1, window, stride).Compute(samples);

    // As sound() in edge_impulse_reference.py.
    private static short[] Sound(int count)
    {
        double[] loudest = [9000, 300, 3000];
        long state = 1;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            state = ((state * 1103515245) + 12345) % (1L << 31);
            double phase = 2 * Math.PI * ((0.012 * i) + (0.04 * i * i / count)), loud = loudest[3 * i / count] * Math.Abs(Math.Sin(3 * Math.PI * i / count));
            return (short)Math.Round((loud * (Math.Sin(phase) + (0.5 * Math.Sin(3 * phase)) + (0.2 * Math.Sin(7 * phase)))) + ((state >> 16) % 41) - 20);
        })];
    }
}
