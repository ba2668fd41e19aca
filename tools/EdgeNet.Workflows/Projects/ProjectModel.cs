using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The requirements that a model must meet to be included in a project.</summary>
internal static class ProjectModel
{
    /// <summary>Values per reading of the MPU-6886.</summary>
    public const int MotionAxes = 6;

    /// <summary>Those of its acceleration.</summary>
    public const int AccelerationAxes = 3;

    /// <summary>Readings of the MPU-6886 per sample if no model says how many.</summary>
    public const int MotionReadings = 25;

    /// <summary>Pixels of the AMG8833.</summary>
    public const int ThermalPixels = 64;

    // The heap that networking needs in addition to the forecast's app: 6 KB of type tables, and pending requests.
    private const int NetworkHeapBytes = 13 * 1024;

    /// <summary>Checks that the model chooses one of several labels, and that its inputs match the sensor's values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">The stream that the app listens to; null if it takes single readings.</param>
    /// <param name="sensor">The sensor.</param>
    /// <param name="channels">Number of free analogue channels.</param>
    /// <exception cref="UserException">It does not fit.</exception>
    public static void CheckSensor(LoadedModel model, ProjectStream? stream, ProjectSensor sensor, int channels)
    {
        int values = model.Model.Input.Count;
        if (model.Model.Output.Task != ModelFormat.Classification || model.Model.Labels.Length < 2)
        {
            throw new UserException($"{model.Path}: the app shows one of several labels, but this model has {(model.Model.Output.Task == ModelFormat.Regression ? "numbers" : model.Model.Labels.Length < 2 ? "only one" : "labels that are each yes or no")}; use edgenet new --kind console");
        }

        if (stream is not null)
        {
            CheckStream(model, stream, sensor, channels);
            return;
        }

        string? given = sensor switch
        {
            ProjectSensor.Amg8833 when values != ThermalPixels => $"an AMG8833 gives {ThermalPixels}",
            ProjectSensor.Mpu6886 when values % MotionAxes != 0 => $"an MPU-6886 gives {MotionAxes} for each reading",
            ProjectSensor.Analog when values > channels => $"this board has only {channels} free analogue pins",
            _ => null,
        };
        if (given is not null)
        {
            throw new UserException($"{model.Path}: the model expects {values} values, but {given}; choose another --sensor, or a model trained for this one");
        }
    }

    /// <summary>Checks that an app can carry a model, and that a board can hold both.</summary>
    /// <param name="model">The model.</param>
    /// <param name="board">The board.</param>
    /// <param name="parts">What the app has.</param>
    /// <returns>The heap that they need.</returns>
    /// <exception cref="UserException">They do not fit.</exception>
    public static HeapForecast CheckBoard(LoadedModel model, BoardProfile board, ProjectParts parts)
    {
        if (model.Bytes.Length > ModelExport.MaxArrayBytes)
        {
            throw new UserException($"{model.Path}: the model has {model.Bytes.Length:N0} bytes, but an app on a board can carry at most {ModelExport.MaxArrayBytes:N0}; leave out --model, and deploy the model as a file");
        }

        using AppBoard app = new(board, model.Bytes);
        HeapForecast heap = app.Start();

        // EdgeNet's own app has no analogue pins wired, and knows nothing of a maker's sensor.
        if (app.StreamProblem is string problem && parts.Sensor is ProjectSensor.Mpu6886 or ProjectSensor.Microphone)
        {
            throw new UserException($"{model.Path}: {problem}; train it on recordings that this sensor can make");
        }

        heap = parts.Link == ProjectLink.Http ? heap with { NeededBytes = heap.NeededBytes + NetworkHeapBytes } : heap;
        return heap.Fits ? heap : throw new UserException($"{model.Path}: {heap.Problem}; train a smaller network, or choose a board with a larger heap (--board)");
    }

    private static void CheckStream(LoadedModel model, ProjectStream stream, ProjectSensor sensor, int channels)
    {
        if (!model.Model.HasSignal)
        {
            throw new UserException($"{model.Path}: the model expects single readings, but a microphone gives a stream; train it on recordings (edgenet train --window)");
        }

        string? given = sensor switch
        {
            ProjectSensor.None => null,
            ProjectSensor.Amg8833 => "an AMG8833 gives pictures and no stream",
            _ when stream.Kind != 0 && stream.Sensor != sensor => $"it was trained on {(stream.Sensor == ProjectSensor.None ? "another sensor" : stream.Sensor.Word())}",
            ProjectSensor.Mpu6886 when stream.Channels is not (AccelerationAxes or MotionAxes) => $"an MPU-6886 gives {AccelerationAxes} or {MotionAxes} for each reading",
            ProjectSensor.Microphone when stream.Channels != 1 => "a microphone gives one for each reading",
            ProjectSensor.Analog when stream.Channels > channels => $"this board has only {channels} free analogue pins",
            _ => null,
        };
        if (given is not null)
        {
            throw new UserException($"{model.Path}: the model listens to a stream of {stream.Channels} values per reading, but {given}; choose another --sensor, or a model trained for this one");
        }
    }
}
