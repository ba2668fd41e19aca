using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Import.Quantization;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Workflows;

/// <summary>A model file that was made of a network of another program.</summary>
/// <param name="Network">The network.</param>
/// <param name="File">The model file.</param>
/// <param name="Mapping">How it reads raw values.</param>
public sealed record ImportedModel(ForeignNetwork Network, byte[] File, RawMapping Mapping)
{
    private const int MaxLabelBytes = 1 << 20;

    /// <summary>What the file holds.</summary>
    public ModelFile Model { get; } = ModelFile.Parse(File);

    /// <summary>Imports a network. The model file is written when all is known to be right.</summary>
    /// <param name="request">What is to be imported.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">The file cannot be read, cannot be run, or the model file cannot be written.</exception>
    public static ImportedModel Write(ImportRequest request)
    {
        OutputFile output = OutputFile.Create(request.Output, BuiltModel.FileKind, request.Force, [.. new[] { request.Path, request.Labels, request.Calibrate }.OfType<string>()]);
        ImportedModel model = Of(ForeignNetwork.Read(request.Path), request);
        output.Commit(model.File);
        return model;
    }

    /// <summary>What quantisation by samples has found out; null if there were none.</summary>
    public ImportCalibration? Calibration { get; private init; }

    /// <summary>Makes the model file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="request">What it does not say.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">The network cannot be run, needs data to be quantised, or quantisation ruins it.</exception>
    public static ImportedModel Of(ForeignNetwork network, ImportRequest request)
    {
        ImportedGraph graph = network.Graph;
        RawMapping mapping = RawMapping.Of(request.Mean, request.Deviation, graph.Notes);
        try
        {
            if (request.Task == TaskKind.Classification && graph.Output.Shape.Count == 1)
            {
                throw new UserException("has one output, which cannot choose between classes; import it with --task multi-label, which makes yes or no of it");
            }

            if (request.Calibrate is not null)
            {
                string[]? known = request.Labels is null && graph.Notes.Labels is null ? null : LabelsOf(graph, request.Labels);
                return graph.IsQuantized ? throw new UserException("is quantised already; omit --calibrate, and test the model with edgenet eval")
                    : Calibrated(network, mapping, request, CalibratedNetwork.Of(graph, mapping, request, known));
            }

            // What ONNX has quantised may have weights of real numbers still.
            graph = network.RoundsTwice ? graph : GraphQuantizer.Quantize(graph, null);
            QuantizedNetwork lowered = GraphLowering.Lower(graph, new LoweringSettings(network.RoundsTwice, request.Task, LabelsOf(graph, request.Labels), mapping.Mean, mapping.Deviation));
            return new ImportedModel(network, ModelWriter.Write(request.Strip ? lowered with { Originals = [] } : lowered, Meta(network, request)), mapping);
        }
        catch (UserException e)
        {
            throw new UserException($"{network.Path}: {e.Message}", e);
        }
    }

    private static ImportedModel Calibrated(ForeignNetwork network, RawMapping mapping, ImportRequest request, CalibratedNetwork calibrated)
    {
        byte[] file = ModelWriter.Write(request.Strip ? calibrated.Network with { Originals = [] } : calibrated.Network, Meta(network, request),
            TableNotes.Of(calibrated.Data.Train, request.Strip, unsureOutside: false), FeaturePipeline.Of(calibrated.Data.Train));
        ImportedModel model = new(network, file, mapping);
        return model with { Calibration = calibrated.Compare(model.Model, request.AllowLoss) };
    }

    private static (string, string)[] Meta(ForeignNetwork network, ImportRequest request) => request.Strip ? []
        : [("name", Shown(network.Graph.Notes.Name.Length > 0 ? network.Graph.Notes.Name : System.IO.Path.GetFileNameWithoutExtension(network.Path)))];

    private static string[] LabelsOf(ImportedGraph graph, string? path)
    {
        int outputs = graph.Output.Shape.Count;
        if (outputs > ModelFormat.MaxOutputs)
        {
            throw new UserException($"{outputs:N0} outputs; a model file has at most {ModelFormat.MaxOutputs:N0}");
        }

        if (path is not null)
        {
            string[] labels = Encoding.UTF8.GetString(DataFile.ReadAllBytes(path, MaxLabelBytes)).TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return labels.Length == outputs ? labels : throw new UserException($"{labels.Length:N0} labels in {path} for {outputs:N0} outputs; give one per line");
        }

        return graph.Notes.Labels is { } own && own.Count == outputs ? [.. own] : [.. Enumerable.Range(0, outputs).Select(i => $"{i}")];
    }

    // What a model file may say of its name.
    private static string Shown(string name) => new([.. TerminalText.Of(name).Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029')).Take(60)]);
}
