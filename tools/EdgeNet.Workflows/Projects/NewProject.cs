using System.Text;
using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Export;

namespace EdgeNet.Workflows;

/// <summary>The options of "edgenet new".</summary>
/// <param name="Folder">The folder to create. The project is named after it.</param>
public sealed record NewProjectRequest(string Folder)
{
    /// <summary>What it runs on.</summary>
    public ProjectKind Kind { get; init; }

    /// <summary>The board, for a project that needs one.</summary>
    public BoardProfile Board { get; init; } = BoardProfile.Esp32;

    /// <summary>The sensor of a project for a board or a Raspberry Pi; null for the one of the model's stream, or none.</summary>
    public ProjectSensor? Sensor { get; init; }

    /// <summary>How models reach a board.</summary>
    public ProjectLink Link { get; init; }

    /// <summary>The model file that the project includes; null for none.</summary>
    public string? Model { get; init; }
}

/// <summary>A new project, built in memory and written as a whole.</summary>
public sealed class NewProject
{
    private const string ModelFileName = "model.edgenet";

    // The pause after a reading, and the time between readings in a sample; the number of answers after which a changed input has certainly changed the answer.
    private const double PauseSeconds = 0.1, ReadingSeconds = 0.02;
    private const int AnswersToBeSure = 6, MostExampleValues = 16;

    // From power-on to the first reading of a stream.
    private const double StreamStartSeconds = 1;

    private readonly NewProjectRequest _request;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ProjectParts _parts;
    private readonly ProjectStream? _stream;

    private NewProject(NewProjectRequest request, string name, LoadedModel? model)
    {
        _request = request;
        Name = name;
        _stream = ProjectStream.Of(model, request.Sensor);
        _parts = new ProjectParts(request.Kind, request.Sensor ?? _stream?.Sensor ?? ProjectSensor.None, request.Link, _stream?.Fft);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The heap that the board needs with the model; null if the project includes no model for a board.</summary>
    public HeapForecast? Heap { get; private set; }

    /// <summary>The version of EdgeNet in it.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Its files by path: relative to the folder, with slashes.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Builds a project. Nothing is written yet.</summary>
    /// <param name="request">The options.</param>
    /// <returns>The project.</returns>
    /// <exception cref="UserException">The folder is not free, its name cannot be a project's, or the model does not fit.</exception>
    public static NewProject Create(NewProjectRequest request)
    {
        ProjectWriter.CheckFree(request.Folder);
        string name = ProjectName.Of(request.Folder);
        LoadedModel? model = request.Model is null ? null : LoadedModel.Read(request.Model);
        NewProject project = new(request, name, model);
        switch (request.Kind)
        {
            case ProjectKind.Device:
                project.AddDevice(model);
                break;
            default:
                project.AddDesktop(model ?? throw new UserException($"--kind {request.Kind.Word()}: needs a model; train one with edgenet train, and give it with --model"));
                break;
        }

        return project;
    }

    /// <summary>Writes the project.</summary>
    /// <param name="cancellation">Cancels; nothing is left behind.</param>
    /// <exception cref="UserException">It cannot be written; nothing is left behind.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Write(CancellationToken cancellation) => ProjectWriter.Write(_request.Folder, _files, cancellation);

    private void AddDevice(LoadedModel? model)
    {
        BoardWiring wiring = BoardWiring.Of(_request.Board);
        if (model is not null)
        {
            ProjectModel.CheckSensor(model, _stream, _parts.Sensor, wiring.Analog.Length);
            Heap = ProjectModel.CheckBoard(model, _request.Board, _parts);
            _files[$"{Name}/{ModelFileName}"] = model.Bytes;
            _files[$"{Name}/CarriedModel.cs"] = Encoding.UTF8.GetBytes(ModelExport.Source(model, "CarriedModel", Name));
        }

        int values = _stream?.Channels ?? model?.Model.Input.Count ?? _parts.Sensor switch
        {
            ProjectSensor.Amg8833 => ProjectModel.ThermalPixels,
            ProjectSensor.Mpu6886 => ProjectModel.MotionReadings * ProjectModel.MotionAxes,
            _ => 2,
        };
        string[] labels = model is null ? ["low", "high"] : model.Model.Labels[..2];
        _files[$"{Name}.Tests/TestModel.edgenet"] = _stream is null ? TestModel.Build(_parts.Sensor, values, labels) : TestModel.Build(_parts.Sensor, _stream, labels);
        Dictionary<string, bool> chosen = Chosen(model);
        chosen["untried"] = !wiring.Tried;
        Fill("device/", new Template(chosen, DeviceValues(wiring, model, values, labels)));
        AddEdgeNet();
    }

    private void AddDesktop(LoadedModel model)
    {
        if (_stream is not null)
        {
            throw new UserException($"--kind {_request.Kind.Word()}: {(model.Model.HasSignal ? $"{model.Path} listens to a stream of readings" : "a microphone gives a stream of readings")}, which only apps for a board do (--kind device)");
        }

        if (_request.Kind == ProjectKind.Pi)
        {
            if (_parts.Sensor == ProjectSensor.Analog)
            {
                throw new UserException("--sensor analog: a Raspberry Pi has no analogue pins; choose another sensor, or none to add your own");
            }

            ProjectModel.CheckSensor(model, null, _parts.Sensor, 0);
        }

        _files[$"{Name}/{ModelFileName}"] = model.Bytes;
        Template template = new(Chosen(model), DesktopValues(model));
        Fill("desktop/", template);
        Fill($"{_request.Kind.Word()}/", template);
        AddEdgeNet();
    }

    private Dictionary<string, bool> Chosen(LoadedModel? model)
    {
        bool i2c = _parts.Sensor is ProjectSensor.Mpu6886 or ProjectSensor.Amg8833;
        return new Dictionary<string, bool>
        {
            ["mpu6886"] = _parts.Sensor == ProjectSensor.Mpu6886,
            ["amg8833"] = _parts.Sensor == ProjectSensor.Amg8833,
            ["analog"] = _parts.Sensor == ProjectSensor.Analog,
            ["microphone"] = _parts.Sensor == ProjectSensor.Microphone,
            ["none"] = _parts.Sensor == ProjectSensor.None,
            ["i2c"] = i2c,
            ["serial"] = _request.Link == ProjectLink.Serial,
            ["http"] = _request.Link == ProjectLink.Http,
            ["alone"] = _request.Link == ProjectLink.None,
            ["streams"] = _parts.Streams,
            ["fft"] = _parts.Fft is { Count: > 0 },
            ["windows"] = _parts.Sensor == ProjectSensor.Mpu6886 && !_parts.Streams,
            ["motion"] = _parts.Sensor == ProjectSensor.Mpu6886 && _parts.Streams,
            ["clock"] = _parts.Streams || _request.Link == ProjectLink.Serial,
            ["functions"] = i2c || _parts.Streams || _request.Link == ProjectLink.Serial,
            ["model"] = model is not null,
            ["classes"] = model?.Model.Output.Task == ModelFormat.Classification,
            ["numbers"] = model?.Model.Output.Task == ModelFormat.Regression,
            ["yesno"] = model?.Model.Output.Task == ModelFormat.MultiLabel,
            ["picture"] = model?.Model.Input is { Rank: 2 } or { Rank: 3, Channels: 1 or 3 },
            ["tests"] = _request.Kind != ProjectKind.Pi,
        };
    }

    private Dictionary<string, string> DeviceValues(BoardWiring wiring, LoadedModel? model, int values, string[] labels)
    {
        (int Channel, int Pin)[] analog = [.. wiring.Analog.Take(_parts.Sensor == ProjectSensor.Analog ? values : 0)];
        int readings = values / ProjectModel.MotionAxes;
        double answer = PauseSeconds + (_parts.Sensor == ProjectSensor.Mpu6886 ? readings * ReadingSeconds : 0);

        // Without a sensor, the values go up by themselves after half of a period, and down after the whole.
        double toBeSure = Math.Ceiling(Math.Max(2, _stream is null ? AnswersToBeSure * answer : StreamStartSeconds + (_stream.TestWindow + (AnswersToBeSure * _stream.TestStride)) / _stream.Rate));
        string seconds = _parts.Sensor == ProjectSensor.None ? $"{toBeSure - 0.1:0.0}" : $"{toBeSure}";
        return new Dictionary<string, string>(Guids())
        {
            ["Name"] = Name,
            ["Board"] = _request.Board.Name,
            ["Part"] = wiring.Part,
            ["Firmware"] = wiring.Firmware,
            ["LedPin"] = $"{wiring.Led}",
            ["LedNote"] = wiring.LedNote,
            ["DataPin"] = $"{wiring.Data}",
            ["ClockPin"] = $"{wiring.Clock}",
            ["ReceivePin"] = $"{wiring.Receive}",
            ["TransmitPin"] = $"{wiring.Transmit}",
            ["BitClockPin"] = $"{wiring.Sound.Clock}",
            ["WordSelectPin"] = $"{wiring.Sound.Select}",
            ["SoundPin"] = $"{wiring.Sound.Data}",
            ["SensorKind"] = $"{_stream?.Kind ?? 0}",
            ["Preset"] = _parts.Sensor == ProjectSensor.Microphone ? "sound" : "motion",
            ["Rate"] = $"{_stream?.Rate:0.##}",
            ["Channels"] = $"{_stream?.Channels}",
            ["Period"] = $"{2000 * toBeSure:0}",
            ["AnalogChannels"] = string.Join(", ", analog.Select(a => a.Channel)),
            ["AnalogPins"] = string.Join(", ", analog.Select(a => a.Pin)),
            ["Readings"] = $"{readings}",
            ["Values"] = $"{values}",
            ["ModelName"] = Name.ToLowerInvariant(),
            ["LabelCount"] = $"{model?.Model.Labels.Length}",
            ["Labels"] = string.Join(", ", model is null ? [] : model.Model.Labels.Select(CSharpText.Comment)),
            ["LitLabel"] = CSharpText.Literal(labels[1]),
            ["LitText"] = CSharpText.Comment(labels[1]),
            ["DarkAnswer"] = CSharpText.Literal("answer: " + labels[0]),
            ["LitAnswer"] = CSharpText.Literal("answer: " + labels[1]),
            ["Seconds"] = seconds,
            ["Heap"] = Heap is null ? "" : $"{Heap.Needed} of {Heap.Board.HeapBytes:N0}",
        };
    }

    private Dictionary<string, string> DesktopValues(LoadedModel model)
    {
        int values = model.Model.Input.Count;
        string[] labels = model.Model.Labels;
        string[] example = [.. Enumerable.Repeat("0", Math.Min(values, MostExampleValues)), .. values > MostExampleValues ? ["..."] : Array.Empty<string>()];
        return new Dictionary<string, string>(Guids())
        {
            ["Name"] = Name,
            ["Values"] = $"{values}",
            ["Readings"] = $"{values / ProjectModel.MotionAxes}",
            ["SensorClass"] = _parts.Sensor == ProjectSensor.None ? "MySensor" : $"{_parts.Sensor}Sensor",
            ["ZeroAnswer"] = CSharpText.Literal(AnswerToZeros(model)),
            ["Example"] = string.Join(' ', example),
            ["ExampleList"] = string.Join(", ", example),
            ["Labels"] = string.Join(", ", labels.Select(CSharpText.Comment)),
            ["LitLabel"] = CSharpText.Literal(labels[^1]),
            ["LitText"] = CSharpText.Comment(labels[^1]),
        };
    }

    private Dictionary<string, string> Guids() => new[] { "App", "Board", "Tests", "Solution" }.ToDictionary(p => p + "Guid", p => ProjectGuid.Of(Name, p))
        .Append(new("SharedGuid", ProjectGuid.Of(Name, EdgeNetFolder.Name))).Concat(EdgeNetFolder.AssemblyGuids(Name).Select(a => new KeyValuePair<string, string>(a.Folder + "Guid", a.Guid))).ToDictionary();

    // In the format of Classifier.cs.
    private static string AnswerToZeros(LoadedModel model)
    {
        Network network;
        try
        {
            network = new Network(model.Model);
        }
        catch (ModelException e)
        {
            throw new UserException($"{model.Path}: {e.Message}", e);
        }

        int best = network.Classify(new float[network.InputCount]);
        IEnumerable<int> outputs = Enumerable.Range(0, network.OutputCount);
        return model.Model.Output.Task switch
        {
            ModelFormat.Regression => string.Join(", ", outputs.Select(o => $"{network.Label(o)} {network.Value(o)}")),
            ModelFormat.MultiLabel => string.Join(", ", outputs.Select(o => $"{network.Label(o)}: {(network.IsOn(o) ? "yes" : "no")}")),
            _ => network.Label(best),
        };
    }

    private void Fill(string folder, Template template)
    {
        foreach ((string path, string name) in CarriedFiles.In("templates/" + folder).Where(f => IsWanted(Path.GetFileName(f.Path))))
        {
            _files[NamedAfterProject(path)] = FileText(path, template.Fill(CarriedFiles.Text(name)));
        }
    }

    // Only the class of the chosen sensor, and no classifier for a Raspberry Pi, which does not use it.
    private bool IsWanted(string file) => file switch
    {
        "MySensor.cs" => _parts.Sensor == ProjectSensor.None && !_parts.Streams,
        "MyStream.cs" => _parts.Sensor == ProjectSensor.None && _parts.Streams,
        "Amg8833Sensor.cs" => _parts.Sensor == ProjectSensor.Amg8833,
        "Mpu6886Sensor.cs" => _parts.Sensor == ProjectSensor.Mpu6886,
        "Classifier.cs" => _request.Kind != ProjectKind.Pi,
        _ => true,
    };

    // "App" and "App.Tests" have the project's name in place of "App"; git would apply a .gitignore among the templates.
    private string NamedAfterProject(string path) => path == "gitignore" ? ".gitignore"
        : string.Join('/', path.Split('/').Select(part => part == "App" || part.StartsWith("App.", StringComparison.Ordinal) ? Name + part[3..] : part));

    // Visual Studio writes solutions with a byte order mark and Windows line endings.
    private static byte[] FileText(string path, string text) => path.EndsWith(".sln", StringComparison.Ordinal)
        ? [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))]
        : Encoding.UTF8.GetBytes(text);

    private void AddEdgeNet()
    {
        (SortedDictionary<string, byte[]> files, EdgeNetManifest manifest) = EdgeNetFolder.Build(Name, _parts);
        Version = manifest.Text;
        foreach ((string path, byte[] bytes) in files)
        {
            _files[$"{EdgeNetFolder.Name}/{path}"] = bytes;
        }

        _files[$"{EdgeNetFolder.Name}/{EdgeNetManifest.FileName}"] = manifest.Write();
    }
}
