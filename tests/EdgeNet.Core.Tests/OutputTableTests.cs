using EdgeNet.Core;

namespace EdgeNet.Core.Tests;

/// <summary>Tables made from two integers are those that exponentials in double precision give, to the last step.</summary>
public class OutputTableTests
{
    public static TheoryData<double> Steps => new(1e-6, 0.001, 0.0123, 0.0434, 0.0625, 0.1, 0.5, 3.0, 20.0);

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_exponential_table_is_that_of_exp(double step)
    {
        ushort[] table = OutputTable.Exponential(Fixed(Math.Exp(-step)));
        Assert.Equal(65535, table[0]);
        for (int i = 0; i < table.Length; i++)
        {
            Assert.InRange(table[i] - (65535 * Math.Exp(-i * step)), -1.01, 1.01);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_logistic_table_is_that_of_the_sigmoid_with_and_without_half_a_step(double step)
    {
        foreach (double offset in new[] { 0.0, 0.5 })
        {
            ushort[] table = OutputTable.Logistic(Fixed(Math.Exp(-offset * step)), Fixed(Math.Exp(-step)));
            for (int i = 0; i < table.Length; i++)
            {
                Assert.InRange(table[i] - (65535 / (1 + Math.Exp(-(i - 128 + offset) * step))), -1.01, 1.01);
            }
        }
    }

    /// <summary>Marsaglia's published generator (13, 17, 5), seed 1, gives 270369, 67634689, 2647435461 and 307599695 first.</summary>
    [Fact]
    public void Drawn_inputs_are_those_of_the_published_generator()
    {
        byte[] low = new byte[4], high = new byte[4];
        DrawnInput.Fill(1, 4, 0xFFFF, low, high);
        uint[] states = [270369, 67634689, 2647435461, 307599695];
        for (int i = 0; i < 4; i++)
        {
            int expected = states[i] >= 0x80000000 ? 0 : (int)(states[i] >> 7) & 0xFFFF;
            Assert.Equal(expected, low[i] | (high[i] << 8));
        }
    }

    private static int Fixed(double value) => Math.Max(1, (int)Math.Round(OutputTable.One * value));
}
