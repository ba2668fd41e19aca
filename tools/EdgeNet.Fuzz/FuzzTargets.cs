using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Deployment.Osc;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Device;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Onnx;
using EdgeNet.Link;
using EdgeNet.Pictures;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Fuzz;

/// <summary>Every parser of the project that reads what comes from outside.</summary>
internal static class FuzzTargets
{
    private const int Constant = 64 * 1024;

    // A file of a few bytes may have several tensors of 65,535 values, and windows over them.
    private const int Tensors = 4 * 1024 * 1024;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Model(), Signal(), Frames(), Hello(), Status(), Reading(), Signature(), Http(), Runs(), Journal(), SlotSeals(), Classified(), Labels(), Pace(), Osc(), BoardProfiles(), Png(), Jpeg(), Bmp(), Pgm(), Csv(), .. Tables(), Splits(), Corrections(), Checkpoint(), LiteRt(), Onnx(),
        Idx("idx-images", 3, [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 4, .. new byte[48]]), Idx("idx-labels", 1, [0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 2]),
    ];

    private static FuzzTarget Model()
    {
        byte[][] models =
        [
            .. new[] { ("bugs", "2", 4), ("xor", "3", 2), ("miles", "4", 1), ("four-pixels", "8", 5) }.Select(m => ModelBuilder.Build(
                BuiltInDatasets.Create(m.Item1, 1), new TrainingOptions { Hidden = [int.Parse(m.Item2, CultureInfo.InvariantCulture)], Epochs = 3, Starts = 1, Seed = m.Item3 }, m.Item1, true, null, default, null, new ModelNotes { UnsureOutside = true }).File),
            .. new[] { (8, "conv 4 3x3 same, conv 4 3x3 pad 1, add 1, depthwise 3x3 stride 2, average 2, dense 10"), (4, "conv 5 4x4 stride 2, pool 2, pointwise 3, dense 10") }.Select(m => ModelBuilder.Build(
                Digits.Create("digits8", 8, 60, 20, 1), new TrainingOptions { Model = Architecture.Parse(m.Item2), WeightBits = [m.Item1], ActivationBits = [m.Item1], Epochs = 1, Starts = 1 }, "digits8", true, null, default).File),
            .. new[] { AnomalyMethod.Gaussian, AnomalyMethod.Clusters, AnomalyMethod.Autoencoder }.Select(AnomalyModel),
            ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [2], Epochs = 3, Starts = 1 }, "bugs", true, null, default, null, new ModelNotes { Anomaly = new AnomalyOptions() }).File,
            ImportedModel.Create(Activation.LiteRtSoftmax), ImportedModel.Create(Activation.Lookup),
        ];
        return new("model", models, Seal, input =>
        {
            try
            {
                ModelFile model = ModelFile.Parse(input);
                SignalInfo.Of(model);
                Network network = new(model);
                network.Classify(new float[network.InputCount]);
                if (model.Output.GivesBytes)
                {
                    network.OutputByte(0);
                }

                _ = model.ReadColumns();
                Refusable(() => ColumnStatistics.Read(model));
                Refusable(() => OriginalTensor.Read(model));
            }
            catch (ModelException e)
            {
                throw new RefusedException(e);
            }
        }, length => Tensors + (24L * length));

        static byte[] Seal(byte[] file)
        {
            if (file.Length < ModelFormat.HeaderLength)
            {
                return file;
            }

            byte[] copy = (byte[])file.Clone();
            BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(8), copy.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(12), Crc32.Compute(copy, ModelFormat.HeaderLength, copy.Length - ModelFormat.HeaderLength));
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(16), Crc32.Compute(copy, 0, 16));
            return copy;
        }
    }

    // A pipeline of a few bytes may have windows of 65,535 readings, which are not run here.
    private static FuzzTarget Signal()
    {
        byte[][] sections =
        [
            .. new[] { "mean, rms, std, peaks, skewness", "decimate 3, lowpass 5Hz order 3, magnitude, max, crossings, kurtosis", "bandpass 2Hz 9Hz, raw 12" }
                .Select(t => FeaturePipeline.Create(FeatureText.Parse(t), ["x", "y", "z"], 50, 1, 12, 9).Section),
            .. new[] { "bands 4 fft 16 hold, goertzel 900Hz", "spectrogram 6 mel fft 64 hop 32", "mfcc 3 of 6 fft 64 hop 32" }.Select(t => FeaturePipeline.Create(FeatureText.Parse(t), ["x"], 8000, 1, 96, 32).Section),
            FeaturePipeline.Create(FeatureText.Parse("micro-speech"), ["x"], 16000, 1, 480, 320).Section,
            .. new[] { "ei-mfe", "ei-mfcc" }.Select(t => FeaturePipeline.Create(FeatureText.Parse(t), ["x"], 16000, 1, 700, 320).Section),
        ];
        short[] samples = [.. Enumerable.Range(0, 1000).Select(i => i / 5 % 2 == 0 ? short.MinValue : short.MaxValue)];
        return new("signal", sections, null, input =>
        {
            try
            {
                if (SignalInfo.Parse(input) is { RamBytes: < Constant } info)
                {
                    SignalPipeline.FromSection(input).Add(samples, 0, samples.Length / info.Channels * info.Channels);
                }
            }
            catch (ModelException e)
            {
                throw new RefusedException(e);
            }
        }, length => (4 * Constant) + (64L * length));
    }

    // A few bytes may ask for constants of as many numbers as a network may need while it is read.
    private static FuzzTarget Onnx()
    {
        const long Numbers = 1L << 29;
        Dataset digits = Digits.Create("digits8", 8, 20, 10, 1).Train, bugs = BuiltInDatasets.Create("bugs", 1).Train;
        byte[][] networks =
        [
            OnnxFloatNetwork.Write(NetworkFactory.Create(bugs, new TrainingOptions { Hidden = [3] }), "dense"),
            OnnxFloatNetwork.Write(NetworkFactory.Create(digits, new TrainingOptions { Model = Architecture.Parse("conv 3 3x3 same tanh, conv 3 3x3 pad 1, add 1, depthwise 3x3 stride 2, average 2, dense 10") }), "convolutions"),
        ];
        return new("onnx", networks, null, input => Refusable(() => OnnxReader.Read(input, "fuzz")), length => Numbers + (128L * length));
    }

    private static FuzzTarget Checkpoint()
    {
        byte[] Valid(params NamedTensor[] tensors) => new Safetensors(new Dictionary<string, string> { ["kind"] = "a" }, tensors).ToBytes();
        return new("safetensors", [Valid(), Valid(new NamedTensor("layers.0.weight", [2, 3], new float[6]), new NamedTensor("b", [], [1f]))], null,
            input => Refusable(() => Safetensors.Read(input, "fuzz")), length => Constant + (64L * length));
    }

    private static FuzzTarget Frames()
    {
        byte[] hello = Pack([LinkProtocol.Hello, 1, 0, 1]), chunk = Pack([LinkProtocol.Chunk, 2, 0, .. new byte[300], .. Enumerable.Range(0, 200).Select(i => (byte)i)]);
        return new("frames", [hello, chunk, [.. hello, .. chunk], [.. chunk, .. hello, .. hello]], null, input =>
        {
            FrameDecoder decoder = new();
            foreach (byte b in input)
            {
                if (decoder.Add(b) && (decoder.Length < Link.Frames.PrefixBytes || decoder.Length > Link.Frames.MaxMessageBytes))
                {
                    throw new InvalidDataException($"a message of {decoder.Length} bytes");
                }
            }
        }, _ => 4096);
    }

    private static FuzzTarget Hello()
    {
        HelloMessage valid = new()
        {
            ModelFormat = 2,
            SignedOnly = true,
            Slot = 1,
            Attempts = 255,
            ValueCount = 64,
            Sequence = 9,
            RoomBytes = -1,
            ActiveHeader = new byte[ModelFormat.HeaderLength],
            ChunkBytes = Link.Frames.ChunkBytes,
            Name = "board",
            LastEvent = "all right",
            Runs = BoardCapabilities.OfThisApp(60_000),
        };
        byte[] told = Bytes(valid);
        valid.Runs = null;
        return new("hello", [told, Bytes(valid)], null, input =>
        {
            HelloMessage.AsksForRuns(input, 0, input.Length);
            if (HelloMessage.Read(input, 0, input.Length) is HelloMessage hello)
            {
                byte[] again = Bytes(hello);
                HelloMessage read = HelloMessage.Read(again, 0, again.Length);
                if (hello.ChunkBytes is < 1 or > Link.Frames.ChunkBytes || hello.Runs?.HeapBytes < 0 || !Bytes(read).AsSpan().SequenceEqual(again))
                {
                    throw new InvalidDataException("a hello that says what no board can, or reads as another one");
                }
            }
        }, length => 4096 + (16L * length));

        static byte[] Bytes(HelloMessage hello)
        {
            byte[] bytes = new byte[1024];
            return bytes[..hello.Write(bytes, 0)];
        }
    }

    private static FuzzTarget Status() => new("status", [[0, 0, 2, 0, 0], [1, 0, 2, 0, 0, .. "the storage is full"u8]], null, input =>
    {
        if (StatusMessage.Read(input, 0, input.Length) is StatusMessage { Problem: string text } && text.Any(c => c is < ' ' or > '~'))
        {
            throw new InvalidDataException("a text that a terminal would obey");
        }
    }, length => 4096 + (16L * length));

    private static FuzzTarget Reading() => new("reading",
        [[LinkProtocol.Reading, 0, 0, 0, 0, .. new byte[64]], [LinkProtocol.Reading, 1, 0, 16, 0, .. new byte[64]], [LinkProtocol.Reading, 9, 0, 0, 0, .. new byte[128]]], null, input =>
        {
            ReadingAssembler assembler = new(32);
            assembler.Add(input);
            assembler.Add(input);
        }, _ => 4096);

    private static FuzzTarget Classified()
    {
        byte[] bytes = new byte[1024];
        byte[] Valid(int outputs, int first) => bytes[..new ClassifiedMessage { Label = outputs / 2, ConfidencePercent = 80, Microseconds = 9000, First = first }.Write(bytes, 0, [.. Enumerable.Range(0, outputs)])];
        return new("classified", [Valid(1, 0), Valid(10, 0), Valid(200, 0), Valid(200, 126)], null, input =>
        {
            if (ClassifiedMessage.Read(input, 0, input.Length) is ClassifiedMessage read
                && (read.ConfidencePercent is < 0 or > 100 || read.Microseconds < 0 || read.Label >= read.LogitCount || read.Logits.Length == 0 || read.First + read.Logits.Length > read.LogitCount))
            {
                throw new InvalidDataException("an answer that says what cannot be");
            }
        }, length => 4096 + (4L * length));
    }

    private static FuzzTarget Pace() => new("pace", [[43, 0, 0, 1, 0, 0], [0xFF, 0xFF, 0, 0, 0, 0]], null, input =>
    {
        if (PaceMessage.Read(input, 0, input.Length) is PaceMessage read && (read.BusyPercent is < 0 or > 65535 || read.Lost < 0))
        {
            throw new InvalidDataException("a pace that says what cannot be");
        }
    }, _ => 4096);

    private static FuzzTarget Osc()
    {
        OscMessage[] messages =
        [
            new("/wek/inputs", 0.5f, 1, 2.0, -1L),
            new("/all", "text", new byte[] { 1, 2, 3, 4, 5 }, true, false, null, OscImpulse.Instance, OscTimeTag.Immediately),
        ];
        OscBundle bundle = new(OscTimeTag.Immediately, [.. messages, new OscBundle(default, [.. messages])]);
        return new("osc", [.. messages.Append<OscPacket>(bundle).Select(OscWriter.Write)], null, input =>
        {
            OscPacket packet;
            try
            {
                packet = OscReader.Read(input);
            }
            catch (FormatException e)
            {
                throw new RefusedException(e);
            }

            if (!OscWriter.Write(packet).AsSpan().SequenceEqual(input))
            {
                throw new InvalidDataException("a packet that reads as another one");
            }
        }, length => 4096 + (128L * length));
    }

    private static byte[] AnomalyModel(AnomalyMethod method)
    {
        Random random = new(1);
        Dataset data = new("noise", TaskKind.Anomaly, Shape.Features(3), FeatureKind.Columns, [.. Enumerable.Range(0, 600).Select(_ => random.NextSingle())], new float[200], [.. AnomalyLabels.Names]);
        TrainingOptions training = new() { Epochs = 2, Starts = 1 };
        return AnomalyBuilder.Build(new DatasetSplit(data, data), new AnomalyOptions { Method = method }, training, "noise", new ModelNotes(), null, default).File;
    }

    private static FuzzTarget Labels() => new("label", [[0, 0, 90, 1, 2, 0, 0, .. "person"u8], [5, 0, 100, 0, 0, 0, 0], [1, 0, 0xE4, 0, 0, 0, 0, 1, 0, 0, 0x20, 0x40, .. "anomaly"u8]], null, input =>
    {
        if (LabelMessage.Read(input, 0, input.Length) is LabelMessage read && (read.ConfidencePercent is < 0 or > 100 || read.Microseconds < 0 || !(read.Score >= 0 && float.IsFinite(read.Score)) || read.Text.Any(c => c is < ' ' or > '~')))
        {
            throw new InvalidDataException("a label that says what cannot be");
        }
    }, length => 4096 + (16L * length));

    private static FuzzTarget BoardProfiles()
    {
        BoardProfile measured = BoardProfile.Esp32 with { Methods = new Dictionary<string, MethodCycles> { ["EdgeNet.Core.Network.Run"] = new(1.5, BoardProfile.Esp32.Sources[BoardProfileJson.Cycles]) } };
        return new("board-profile", [.. BoardProfile.All.Append(measured).Select(BoardProfileJson.Write)], null, input =>
        {
            try
            {
                byte[] again = BoardProfileJson.Write(BoardProfileJson.Read(input));
                if (!BoardProfileJson.Write(BoardProfileJson.Read(again)).AsSpan().SequenceEqual(again))
                {
                    throw new InvalidDataException("a profile that reads as another one");
                }
            }
            catch (FormatException e)
            {
                throw new RefusedException(e);
            }
        }, length => Constant + (64L * length));
    }

    private static FuzzTarget Signature()
    {
        byte[] valid = ModelSigner.Sign(new byte[3000], new byte[32], 7, false).ToBytes();
        return new("signature", [valid, [.. valid, 0]], file =>
        {
            byte[] copy = (byte[])file.Clone();
            if (copy.Length >= 4)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(copy.Length - 4), Crc32.Compute(copy, 0, copy.Length - 4));
            }

            return copy;
        }, input =>
        {
            if (ModelSignature.Read(input, 0, input.Length) is ModelSignature signature && !signature.ToBytes().AsSpan().SequenceEqual(input))
            {
                throw new InvalidDataException("a signature that reads as another one");
            }
        }, _ => 4096);
    }

    private static FuzzTarget Http()
    {
        string signature = Convert.ToHexString(ModelSigner.Sign(new byte[3000], new byte[32], 7, false).ToBytes());
        string[] valid = ["bytes 0-4095/25000", "bytes 4096-8191/25000", "bytes 0-19/20", "\"0123456789abcdef\"", "\"\"", signature];
        return new("http", [.. valid.Select(Encoding.Latin1.GetBytes)], null, input =>
        {
            string header = Encoding.Latin1.GetString(input);
            int count = HttpMetadata.RangeBytes(header, 0, 4096, out int total);
            if (count is < 0 or > 4096 || count > total)
            {
                throw new InvalidDataException($"{count} of {total} bytes");
            }

            HttpMetadata.IsETag(header);
            HttpMetadata.Signature(header);
        }, length => 4096 + (4L * length));
    }

    private static FuzzTarget Runs() => new("runs", [.. new[] { "1-2; 1,2; 61440", "1-1; 1; 0", "2-255; 1,2,3,4,5,255; 999999999; later" }.Select(Encoding.Latin1.GetBytes)], null, input =>
    {
        if (RunsHeader.Read(Encoding.Latin1.GetString(input)) is BoardCapabilities board
            && (board.HeapBytes < 0 || board.OldestFormat < 1 || board.NewestFormat is < 1 or > 255 || board.LayerKinds.Length > BoardCapabilities.MaxKinds
                || RunsHeader.Write(RunsHeader.Read(RunsHeader.Write(board))) != RunsHeader.Write(board)))
        {
            throw new InvalidDataException("a header that says what no board can, or reads as another one");
        }
    }, length => 16 * 1024 + (32L * length));

    private static FuzzTarget Journal()
    {
        byte[] record = new byte[SelectorRecord.Bytes];
        new SelectorRecord { Sequence = 5, Slot = 1, Attempts = 2, Version = 7, RolledBack = 123456789 }.Write(record);
        return new("journal", [record], bytes =>
        {
            byte[] copy = (byte[])bytes.Clone();
            if (copy.Length == SelectorRecord.Bytes)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(copy.Length - 4), Crc32.Compute(copy, 0, copy.Length - 4));
            }

            return copy;
        }, input =>
        {
            // The store looks at files of exactly this length.
            Array.Resize(ref input, SelectorRecord.Bytes);
            SelectorRecord read = new();
            if (read.Read(input))
            {
                byte[] again = new byte[SelectorRecord.Bytes];
                read.Write(again);
                if (read.Slot is < 0 or > 1 || !again.AsSpan().SequenceEqual(input))
                {
                    throw new InvalidDataException("a record that reads as another one");
                }
            }
        }, _ => 4096);
    }

    private static FuzzTarget SlotSeals()
    {
        ModelSignature signature = ModelSigner.Sign(new byte[3000], new byte[32], 7, false);
        SlotSeal seal = new() { Sequence = 3, Version = 7, SecurityCounter = 1, ModelCrc = 5 };
        byte[] unsigned = seal.ToBytes();
        seal.Signature = signature;
        return new("seal", [seal.ToBytes(), unsigned], bytes =>
        {
            byte[] copy = (byte[])bytes.Clone();
            if (copy.Length == SlotSeal.Bytes)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(copy.Length - 4), Crc32.Compute(copy, 0, copy.Length - 4));
            }

            return copy;
        }, input =>
        {
            // The store looks at files of exactly this length. A signature that is damaged counts as none.
            Array.Resize(ref input, SlotSeal.Bytes);
            if (SlotSeal.Read(input) is SlotSeal read && !read.ToBytes().AsSpan(0, 20).SequenceEqual(input.AsSpan(0, 20)))
            {
                throw new InvalidDataException("a seal that reads as another one");
            }
        }, _ => 4096);
    }

    // A byte unpacks to at most 1,032, and a bit of these may be a pixel of three bytes.
    private static FuzzTarget Png() => new("png",
        [PngOf(6, 5, 0, 8), PngOf(9, 3, 2, 8), PngOf(17, 4, 4, 8), PngOf(4, 4, 3, 8), PngOf(3, 7, 6, 8), PngOf(9, 5, 0, 1), PngOf(9, 5, 3, 2), PngOf(9, 5, 0, 4), PngOf(5, 5, 6, 16), .. MadeByOthers("png")],
        SealChunks, input => Refusable(() => PngReader.Read(input, "fuzz.png")), length => (256 * 1024) + (32L * 1032 * length));

    // A bit of the file may be a block of 64 pixels: coefficients, samples, colours.
    private static FuzzTarget Jpeg() => new("jpeg", MadeByOthers("jpg"), null, input => Refusable(() => JpegReader.Read(input, "fuzz.jpg")), length => (256 * 1024) + (32L * 1024 * length));

    private static FuzzTarget Bmp() => new("bmp", MadeByOthers("bmp"), null, input =>
    {
        if (BmpHeader.IsBmp(input))
        {
            Refusable(() => BmpReader.Read(input, "fuzz.bmp"));
        }
    }, length => Constant + (1024L * length));

    // Weights of a dilated or grouped convolution are laid out with zeros between them, up to the most that a network may have.
    private static FuzzTarget LiteRt() => new("litert", MadeByOthers("tflite"), null, input => Refusable(() => LiteRtReader.Read(input, "fuzz.tflite")), length => (6L << 24) + (64L * length));

    // Pictures and networks of the tests, with their source.
    private static byte[][] MadeByOthers(string extension) =>
    [
        .. typeof(FuzzTargets).Assembly.GetManifestResourceNames().Where(n => n.EndsWith("." + extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using Stream stream = typeof(FuzzTargets).Assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }),
    ];

    private static FuzzTarget Pgm() => new("pgm", [.. new[] { "P5 4 3 255\n" + new string('x', 12), "P5\n# note\n2 2\n15\n" + new string('\t', 4), "P6 2 2 255\n" + new string('x', 12) }.Select(Encoding.Latin1.GetBytes)], null,
        input =>
    {
        if (PnmReader.IsPnm(input))
        {
            Refusable(() => PnmReader.Read(input, "fuzz.pgm"));
        }
    }, length => Constant + (16L * length));

    private static FuzzTarget Csv()
    {
        string[] valid = ["a,b,label\n1,2,x\n3,4.5,y\n", "1;2;x\r\n3;4;y\r\n", "\"a b\",c\n\"1\",2\n-3e4,5\n", "5.1,3.5,1.4,0.2,setosa\n7.0,3.2,4.7,1.4,versicolor\n"];
        return Table("csv", new CsvOptions(), [.. valid.Select(Encoding.UTF8.GetBytes)]);
    }

    // Everything that may be said about a table, and a model that expects columns.
    private static FuzzTarget[] Tables()
    {
        byte[][] valid =
        [
            Encoding.UTF8.GetBytes("sep=;\r\nid;colour;w;session;label\r\n1;red;5,1;1;x\r\n2;blue;NA;2;y\r\n;;;;\r\n3;;-1,5e3;1;x\r\n"),
            Encoding.UTF8.GetBytes(",w,colour,label,,\n0,\"5,1\",red,x,,\n1,\"6,2\",blue,y,,\n2,?,red,x,,\n"),
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("w\tcolour\tlabel\n1\tred\tx\n2\tblue\ty\n")],
            Encoding.Latin1.GetBytes("1\tred\t\u00e9\n2\tblue\ty\n"),
        ];
        return
        [
            Table("csv-options", new CsvOptions { DecimalComma = true, Missing = MissingValues.Median }, valid[..3]),
            Table("csv-encoding", new CsvOptions { Encoding = TableEncoding.Windows1252, Missing = MissingValues.Median }, valid[2..]),
            Table("csv-expected", new CsvOptions { DecimalComma = true, Missing = MissingValues.Median, Expected = new ExpectedColumns(["w", "colour=blue", "colour=red"], [1f, 2f, 3f], "label") }, valid[..3]),
        ];
    }

    private static FuzzTarget Table(string name, CsvOptions options, byte[][] valid) => new(name, valid, null, input =>
    {
        using MemoryStream stream = new(input);
        Refusable(() => CsvDataset.Read(stream, "fuzz.csv", "fuzz", options));
    }, length => (512 * 1024) + (2000L * length));

    private static FuzzTarget Splits() => new("split-options", [.. new[] { "share=0.2;seed=1", "share=0.25;seed=-7;by=the%20speaker;test-files=a%2A;file-names=%7Blabel%7D_%7Bn%7D" }.Select(Encoding.ASCII.GetBytes)], null, input => Refusable(() =>
    {
        SplitOptions options = SplitOptions.Parse(Encoding.Latin1.GetString(input));
        if (options.FileNames is string names)
        {
            FileNamePattern.Parse(names).Match("cat_1.png");
        }
    }), length => Constant + (200L * length));

    private static FuzzTarget Corrections() => new("corrections", [.. new[] { "data,sample,label,was,fingerprint\nmnist,train:60,5,3,#0123abcd\n\"a,b\",\"c \"\"d\"\".png\",,\"x;y\",#ffffffff\n" }.Select(Encoding.ASCII.GetBytes)], null, input => Refusable(() =>
    {
        IReadOnlyList<Correction> corrections = CorrectionFile.Read(new MemoryStream(input), "fuzz.csv");
        if (!CorrectionFile.Read(new MemoryStream(CorrectionFile.ToBytes(corrections)), "fuzz.csv").SequenceEqual(corrections))
        {
            throw new InvalidOperationException("corrections that are written are read as others");
        }
    }), length => (1024 * 1024) + (256L * length));

    private static FuzzTarget Idx(string name, int rank, byte[] valid) => new(name, [valid], null, input =>
    {
        using MemoryStream stream = new(input);
        Refusable(() => IdxReader.Read(stream, "fuzz", rank));
    }, length => (1100 * 1024) + (8L * length)); // it reads pieces of a megabyte

    private static void Refusable(Action parse)
    {
        try
        {
            parse();
        }
        catch (UserException e)
        {
            throw new RefusedException(e);
        }
    }

    private static byte[] Pack(byte[] message)
    {
        byte[] buffer = Link.Frames.NewMessage();
        message.CopyTo(buffer, 0);
        FrameEncoder encoder = new();
        return encoder.Frame[..encoder.Pack(buffer, message.Length)];
    }

    private static byte[] PngOf(int width, int height, byte colorType, byte depth)
    {
        int channels = colorType switch { 2 => 3, 6 => 4, 4 => 2, _ => 1 };
        int row = ((width * channels * depth) + 7) / 8;
        byte[] raw = new byte[height * (row + 1)];
        for (int y = 0; y < height; y++)
        {
            raw[y * (row + 1)] = (byte)(y % 5);
        }

        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, depth, colorType, 0, 0, 0];
        byte[] palette = colorType == 3 ? Chunk("PLTE"u8, [0, 0, 0, 9, 9, 9, 80, 80, 80, 255, 255, 255]) : [];
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR"u8, header), .. palette, .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.Compute(chunk, 4, data.Length + 4));
        return chunk;
    }

    // The checksums of all chunks that can be found.
    private static byte[] SealChunks(byte[] png)
    {
        byte[] copy = (byte[])png.Clone();
        for (int at = 8; at + 12 <= copy.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(copy.AsSpan(at));
            if (length < 0 || length > copy.Length - at - 12)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(at + 8 + length), Crc32.Compute(copy, at + 4, length + 4));
            at += length + 12;
        }

        return copy;
    }
}
