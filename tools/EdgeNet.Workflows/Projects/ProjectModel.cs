using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What a model must be for a project to carry it.</summary>
internal static class ProjectModel
{
    /// <summary>Values of one reading of the MPU-6886.</summary>
    public const int MotionAxes = 6;

    /// <summary>Readings of the MPU-6886 in a sample where no model says how many.</summary>
    public const int MotionReadings = 25;

    /// <summary>Pixels of the AMG8833.</summary>
    public const int ThermalPixels = 64;

    // What a network takes beyond the app that the forecast runs: 6 KB of type tables, and requests under way.
    private const int NetworkHeapBytes = 13 * 1024;

    /// <summary>Makes sure that the app's one answer out of several is what a model gives, and that it reads what the sensor gives.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sensor">The sensor.</param>
    /// <param name="channels">Analogue channels that are free.</param>
    /// <exception cref="UserException">It does not fit.</exception>
    public static void CheckSensor(LoadedModel model, ProjectSensor sensor, int channels)
    {
        int values = model.Model.Input.Count;
        if (model.Model.Output.Task != ModelFormat.Classification || model.Model.Labels.Length < 2)
        {
            throw new UserException($"{model.Path}: the app shows which of several labels it sees, and this model has {(model.Model.Output.Task == ModelFormat.Regression ? "numbers" : model.Model.Labels.Length < 2 ? "one" : "labels that are yes or no each")}; use edgenet new --kind console");
        }

        string? given = sensor switch
        {
            ProjectSensor.Amg8833 when values != ThermalPixels => $"an AMG8833 gives {ThermalPixels}",
            ProjectSensor.Mpu6886 when values % MotionAxes != 0 => $"an MPU-6886 gives {MotionAxes} for each reading",
            ProjectSensor.Analog when values > channels => $"this board has {channels} analogue pins free",
            _ => null,
        };
        if (given is not null)
        {
            throw new UserException($"{model.Path}: the model takes {values} values, and {given}; choose another --sensor, or a model trained for this one");
        }
    }

    /// <summary>Makes sure that an app can carry a model, and that a board can hold both.</summary>
    /// <param name="model">The model.</param>
    /// <param name="board">The board.</param>
    /// <param name="link">How other models come to it.</param>
    /// <returns>What they take of its heap.</returns>
    /// <exception cref="UserException">They do not fit.</exception>
    public static HeapForecast CheckBoard(LoadedModel model, BoardProfile board, ProjectLink link)
    {
        if (model.Bytes.Length > ModelExport.MaxArrayBytes)
        {
            throw new UserException($"{model.Path}: {model.Bytes.Length:N0} bytes; an app on a board can carry at most {ModelExport.MaxArrayBytes:N0} inside. Leave out --model, and deploy it as a file");
        }

        HeapForecast heap = AppBoard.Forecast(board, model.Bytes);
        heap = link == ProjectLink.Http ? heap with { NeededBytes = heap.NeededBytes + NetworkHeapBytes } : heap;
        return heap.Fits ? heap : throw new UserException($"{model.Path}: {heap.Problem}; train a smaller network, or choose a board with more (--board)");
    }
}
