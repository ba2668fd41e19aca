using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export.C;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>Networks of LiteRT as C headers, compiled and run: what the reference kernels give, without a library and without .NET.</summary>
[Trait("speed", "slow")]
public class LiteRtAsCTests
{
    [CompilerFact(nameof(CCompiler.Plain), needsData: true)]
    public void The_six_models_give_every_output_of_the_reference_kernels() =>
        Assert.All(["ad01_int8", "hello_world_int8", "kws_int8", "resnet8_int8", "tinymaix_mnist_valid_q", "vww_int8"], name => Compare(name, CCompiler.Plain));

    [CompilerFact(nameof(CCompiler.Arm1176), needsData: true)]
    public void On_the_processor_of_the_first_Raspberry_Pi_Zero_they_give_the_same() => Assert.All(["kws_int8", "tinymaix_mnist_valid_q"], name => Compare(name, CCompiler.Arm1176));

    private static void Compare(string name, CCompiler compiler)
    {
        ModelFile model = ModelFile.Parse(ModelWriter.Write(ReferenceRun.Lower(File.ReadAllBytes(PathOf(name, ".tflite"))), []));
        using TemporaryFolder folder = new();
        folder.Write("m.h", CHeader.Write(model, "m"));
        string output = model.Output.GivesBytes ? "m_byte(o)" : $"m_logit(o) + {model.Layers[^1].Activation.ZeroPoint}";
        string program = compiler.Compile(folder.Write("main.c", $$"""
            #include <stdio.h>
            #include "m.h"
            int main(void)
            {
                static uint8_t values[M_INPUTS];
                while (fread(values, 1, M_INPUTS, stdin) == M_INPUTS) {
                    for (int i = 0; i < M_INPUTS; i++) { values[i] ^= 128; }
                    if (m_classify_quantized(values) < 0) { return 1; }
                    for (int o = 0; o < M_OUTPUTS; o++) { putchar((int)({{output}}) ^ 128); }
                }
                return 0;
            }

            """));
        foreach (string kind in new[] { "", ".real" }.Where(kind => File.Exists(PathOf(name, kind + ".inputs.bin"))))
        {
            Assert.Equal(File.ReadAllBytes(PathOf(name, kind + ".outputs.bin")), compiler.Execute(program, File.ReadAllBytes(PathOf(name, kind + ".inputs.bin"))));
        }
    }

    private static string PathOf(string name, string ending) => Path.Combine(SharedData.Folder, "litert", name + ending);
}
