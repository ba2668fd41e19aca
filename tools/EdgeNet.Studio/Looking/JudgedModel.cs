using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Studio.Projects;
using EdgeNet.Trainer;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Looking;

/// <summary>The model of a project and the samples that it is judged by, read again when the model, the settings or the corrections have changed.</summary>
/// <param name="project">The project.</param>
/// <param name="trained">The last training that is still at hand, null for none: it knows what rounding to integers cost each layer, which a file does not.</param>
internal sealed class JudgedModel(StudioProject project, Func<TrainedModel?> trained) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private State? _state;

    /// <summary>The model and the samples.</summary>
    /// <param name="again">Whether they are read even if nothing seems to have changed: data in a folder change without a sign.</param>
    /// <param name="cancellation">Ends the waiting for another page.</param>
    /// <returns>Both; they stay the same for other pages.</returns>
    /// <exception cref="UserException">There is no model yet, or a file is damaged, or they do not fit together.</exception>
    public Task<(LoadedModel Model, TestData Test)> ReadAsync(bool again, CancellationToken cancellation) => Alone(again, state => (state.Model, state.Test), cancellation);

    /// <summary>All that there is to see of the model.</summary>
    /// <param name="again">As for <see cref="ReadAsync"/>.</param>
    /// <param name="cancellation">Ends the waiting for another page.</param>
    /// <returns>The look.</returns>
    /// <exception cref="UserException">There is no model yet, or a file is damaged, or they do not fit together.</exception>
    public Task<ModelLook> LookAsync(bool again, CancellationToken cancellation) => Alone(again, state => state.Look ??= Look(state), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    // Two pages that ask at once wait for the same work.
    private async Task<T> Alone<T>(bool again, Func<State, T> use, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => use(Current(again)), cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private ModelLook Look(State state)
    {
        BuiltModel? built = trained()?.Model is { } last && last.File.AsSpan().SequenceEqual(state.Model.Bytes) ? last : null;
        return ModelLook.Of(state.Model, state.Test, BoardLook.Of(state.Model.Bytes, state.Test.Samples, project.Board), built?.Quantization.Layers);
    }

    private State Current(bool again)
    {
        if (!File.Exists(project.ModelPath))
        {
            throw new UserException("there is no model yet: train one first");
        }

        TrainingRequest request = project.Training();
        Stamp stamp = new(TimeOf(project.ModelPath), project.Settings, TimeOf(request.Source.Corrections));
        if (again || _state?.Stamp != stamp)
        {
            LoadedModel model = LoadedModel.Read(project.ModelPath);
            _state = new State(stamp, model, model.ReadData(request.Source, request.Test ?? request.Data, request.Options.Seed));
        }

        return _state;
    }

    private static DateTime TimeOf(string? path) => path is null ? default : File.GetLastWriteTimeUtc(path);

    private sealed record Stamp(DateTime Model, StudioSettings Settings, DateTime Corrections);

    private sealed record State(Stamp Stamp, LoadedModel Model, TestData Test)
    {
        public ModelLook? Look { get; set; }
    }
}
