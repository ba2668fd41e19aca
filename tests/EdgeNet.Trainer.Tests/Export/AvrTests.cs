using System.Text.RegularExpressions;
using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;

namespace EdgeNet.Trainer.Tests.Export;

/// <summary>The smallest computers: an Arduino Uno has 8 bits, 2 KB of RAM, and constants that are read in a way of their own.</summary>
[Trait("speed", "slow")]
public sealed partial class AvrTests
{
    private const int MostRam = 1000, MostFlash = 20_000, Inputs = 3;

    [CompilerFact(nameof(CCompiler.Avr))]
    public void An_Arduino_Uno_gives_Cores_logits()
    {
        for (int seed = 0, tried = 0; tried < 12; seed++)
        {
            byte[] file = PlainNetworks.Create(seed).File();
            ModelFile model = ModelFile.Parse(file);
            if (CHeader.RamBytes(model) <= MostRam && file.Length <= MostFlash)
            {
                Compare(model);
                tried++;
            }
        }
    }

    private static void Compare(ModelFile model)
    {
        Network network = new(model);
        List<int> expected = [];
        byte[] drawn = new byte[model.Input.Count];
        for (int seed = 1; seed <= Inputs; seed++)
        {
            DrawnInput.Fill(seed, drawn.Length, model.Input.MaxValue, drawn, []);
            expected.Add(network.ClassifyQuantized(drawn));
            expected.AddRange(Enumerable.Range(0, network.OutputCount).Select(network.Logit));
            expected.Add(BitConverter.SingleToInt32Bits(network.Value(0)));
        }

        using TemporaryFolder folder = new();
        folder.Write("m.h", CHeader.Write(model, "m"));
        string program = CCompiler.Avr.Compile(folder.Write("main.c", $$"""
            #include <stdio.h>
            #include <avr/io.h>
            #include <avr/interrupt.h>
            #include <avr/sleep.h>
            #include "m.h"
            static uint8_t values[M_INPUTS];
            static int put(char c, FILE *to) { (void)to; loop_until_bit_is_set(UCSR0A, UDRE0); UDR0 = c; return 0; }
            static FILE serial = FDEV_SETUP_STREAM(put, NULL, _FDEV_SETUP_WRITE);
            int main(void)
            {
                UCSR0B = 1 << TXEN0;
                stdout = &serial;
                for (int32_t seed = 1; seed <= {{Inputs}}; seed++) {
                    uint32_t state = seed;
                    for (int i = 0; i < M_INPUTS; i++) {
                        state ^= state << 13;
                        state ^= state >> 17;
                        state ^= state << 5;
                        values[i] = state >> 31 ? 0 : (state >> 7) & {{model.Input.MaxValue}};
                    }
                    printf("=%d\n", m_classify_quantized(values));
                    for (int o = 0; o < M_OUTPUTS; o++) { printf("=%ld\n", (long)m_logit(o)); }
                    union { float value; int32_t bits; } first = { m_value(0) };
                    printf("=%ld\n", (long)first.bits);
                }
                cli();
                sleep_mode();
                return 0;
            }

            """));

        // It prints the serial line among its errors.
        string printed = CCompiler.Run("sh", "-c", $"simavr -m atmega328p -f 16000000 {program} 2>&1");
        Assert.Equal(expected, Number().Matches(printed).Select(m => int.Parse(m.Groups[1].Value)));
    }

    [GeneratedRegex("=(-?[0-9]+)")]
    private static partial Regex Number();
}
