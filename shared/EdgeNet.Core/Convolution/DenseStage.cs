namespace EdgeNet.Core;

/// <summary>A dense layer by dot products, of a whole packed picture.</summary>
internal sealed class DenseStage : PictureStage
{
    private readonly DotBlocks _blocks;
    private readonly PackedPicture _input;
    private readonly PackedPicture _output;

    /// <summary>Creates the step.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="file">The model file.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">Receives the outputs; null if they are the logits.</param>
    public DenseStage(StagePlan plan, byte[] file, PackedPicture input, PackedPicture output)
    {
        _blocks = new DotBlocks(plan, file);
        _input = input;
        _output = output;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(StagePlan plan)
    {
        return Ram.ObjectBytes(3) + DotBlocks.RequiredRam(plan);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        if (isBlank)
        {
            _blocks.AddZero(_input);
        }

        long[] x = _input.Values;
        _blocks.Gather(x, 0, 1, x.Length, 0);
        if (_output == null)
        {
            _blocks.Finish(tensors.Sums);
        }
        else
        {
            _blocks.Emit(_output, 0);
        }
    }

    /// <summary>Writes what it read as bytes.</summary>
    /// <param name="into">Receives as many bytes as the layer has terms.</param>
    public void UnpackInput(byte[] into)
    {
        UnpackStage.Unpack(_input, into);
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        if (_output != null)
        {
            _output.KeepAsBlank();
        }
    }
}
