using System.Globalization;
using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>
/// Wekinator's loop: while inputs stream in, they are recorded as examples for outputs; models are trained; then each input is answered by the models.
/// Each output has its own examples and its own small network, as in Wekinator: its examples can be deleted and recorded anew without the others.
/// Its methods may be called from several threads.
/// </summary>
public sealed class WekinatorLoop : IDisposable
{
    // The values of a message are columns of a table and inputs of a network.
    private const int MaxInputs = 4096;

    private readonly Lock _gate = new();
    private readonly WekinatorFolder _folder;
    private readonly Action<OscMessage> _send;
    private readonly Action<string> _say;
    private readonly Notices _notices;
    private readonly WekinatorOutput[] _outputs;
    private readonly ExampleFile[] _examples;
    private readonly AnsweringModel?[] _models;
    private readonly float[] _values;
    private float[] _inputs = [];
    private long _messages;
    private int _recorded;
    private bool _recording;
    private bool _running;
    private CancellationTokenSource? _cancellation;

    private WekinatorLoop(WekinatorFolder folder, IReadOnlyList<WekinatorOutput> outputs, Action<OscMessage> send, Action<string> say)
    {
        _folder = folder;
        _send = send;
        _say = say;
        _notices = new Notices(say);
        _outputs = [.. outputs];
        _examples = [.. outputs.Select((o, i) => ExampleFile.Open(folder.Examples(i), o, say))];
        int other = Array.FindIndex(_examples, e => e.Inputs is not null && e.Inputs != ExpectedInputs);
        if (other >= 0)
        {
            throw new UserException($"{folder.Examples(other)}: has examples of {_examples[other].Inputs} inputs, but those of other outputs have {ExpectedInputs}; delete one of the files");
        }

        _models = [.. outputs.Select(Existing)];
        _values = [.. outputs.Select(o => o.From)];
    }

    /// <summary>What it is doing now.</summary>
    public WekinatorState State
    {
        get
        {
            lock (_gate)
            {
                WekinatorOutputState[] outputs = [.. _outputs.Select((o, i) => new WekinatorOutputState(o, _values[i], _examples[i].Count, [.. _examples[i].ByClass], _models[i] is not null))];
                return new WekinatorState(_inputs, _messages, outputs, _recording, _cancellation is not null, _running);
            }
        }
    }

    /// <summary>The training under way or the last one; it never fails.</summary>
    public Task Training { get; private set; } = Task.CompletedTask;

    // Of the examples' headers; null as long as there are none.
    private int? ExpectedInputs => _examples.Select(e => e.Inputs).FirstOrDefault(n => n is not null);

    /// <summary>Opens a project.</summary>
    /// <param name="folder">Its folder, which is made if there is none.</param>
    /// <param name="outputs">What its outputs are, such as "classes 3, slider 0:127"; null for what they were before, or three classes.</param>
    /// <param name="send">Sends a message to where outputs go; several threads may call it.</param>
    /// <param name="say">Receives a line about what happens; several threads may call it.</param>
    /// <returns>The loop, which neither records nor runs yet.</returns>
    /// <exception cref="UserException">The text is something else, or a file of the project is damaged.</exception>
    public static WekinatorLoop Open(string folder, string? outputs, Action<OscMessage> send, Action<string> say)
    {
        WekinatorFolder files = new(folder);
        IReadOnlyList<WekinatorOutput> read = files.Outputs(outputs);
        WekinatorLoop loop = new(files, read, send, say);
        if (outputs is not null || files.IsNew)
        {
            files.Keep(read);
        }

        return loop;
    }

    /// <summary>Obeys the messages of a packet. Orders that cannot be obeyed are said each time; values and addresses that are ignored, which may come with every frame of a sketch, once.</summary>
    /// <param name="packet">What has come.</param>
    public void Receive(OscPacket packet)
    {
        foreach (OscMessage message in packet.Messages)
        {
            try
            {
                WekinatorMessages.Obey(message, this);
            }
            catch (UserException e) when (WekinatorMessages.IsOrder(message))
            {
                _say(e.Message);
            }
            catch (UserException e)
            {
                _notices.Once(e.Message);
            }
        }
    }

    /// <summary>Takes inputs: they become examples while it records, are answered while it runs, and are only looked at otherwise.</summary>
    /// <param name="inputs">Finite numbers.</param>
    /// <exception cref="UserException">There are none, too many, or not as many as the examples have.</exception>
    public void TakeInputs(float[] inputs)
    {
        lock (_gate)
        {
            int? expected = ExpectedInputs;
            if (inputs.Length is 0 or > MaxInputs || (expected is not null && inputs.Length != expected))
            {
                throw new UserException($"{inputs.Length} inputs have come, but {(expected is null ? $"a project has 1 to {MaxInputs}" : $"the examples have {expected}")}; they are ignored");
            }

            _inputs = inputs;
            _messages++;
            if (_recording)
            {
                Record();
            }
            else if (_running)
            {
                Answer();
            }
        }
    }

    /// <summary>Says what the outputs are that the next examples belong to.</summary>
    /// <param name="values">As many as there are outputs. One that its output does not take leaves it as it was.</param>
    /// <exception cref="UserException">There are more or fewer, or one is not taken.</exception>
    public void SetOutputs(IReadOnlyList<float> values)
    {
        lock (_gate)
        {
            if (values.Count != _outputs.Length)
            {
                throw new UserException($"{values.Count} outputs are given, but the project has {_outputs.Length}; they are ignored");
            }

            string? refused = null;
            for (int i = 0; i < values.Count; i++)
            {
                string? refusal = _outputs[i].Refuse(values[i]);
                refused ??= refusal is null ? null : string.Create(CultureInfo.InvariantCulture, $"output {i + 1} {refusal}, not {values[i]}; it stays as it was");
                _values[i] = refusal is null ? values[i] : _values[i];
            }

            if (refused is not null)
            {
                throw new UserException(refused);
            }
        }
    }

    /// <summary>Sets one output, and sends all: people see and hear what they are about to teach.</summary>
    /// <param name="output">1 for the first.</param>
    /// <param name="value">A value that it takes.</param>
    /// <exception cref="UserException">There is no such output, or it does not take the value.</exception>
    public void SetOutput(int output, float value)
    {
        lock (_gate)
        {
            Check(output);
            float[] values = [.. _values];
            values[output - 1] = value;
            SetOutputs(values);
            _send(WekinatorMessages.Answer(_values));
        }
    }

    /// <summary>From now on, inputs become examples for the outputs as they are set. Ends running.</summary>
    public void StartRecording()
    {
        lock (_gate)
        {
            _recorded = _recording ? _recorded : 0;
            _recording = true;
            _running = false;
        }
    }

    /// <summary>Inputs no longer become examples.</summary>
    public void StopRecording()
    {
        lock (_gate)
        {
            if (_recording)
            {
                _recording = false;
                _say($"{_recorded:N0} examples recorded for {WekinatorOutput.Text(_outputs)}: {string.Join(", ", _values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}");
            }
        }
    }

    /// <summary>Trains a model for each output that has examples, in the background.</summary>
    /// <exception cref="UserException">A training is under way, or there is nothing to learn from.</exception>
    public void Train()
    {
        lock (_gate)
        {
            if (_cancellation is not null)
            {
                throw new UserException("a training is under way already");
            }

            OutputTraining[] trainings = [.. Enumerable.Range(0, _outputs.Length).Where(i => _examples[i].Count > 0).Select(Prepare).OfType<OutputTraining>()];
            if (trainings.Length == 0)
            {
                throw new UserException("there is nothing to learn from: record examples of different outputs first");
            }

            _cancellation = new CancellationTokenSource();
            CancellationToken token = _cancellation.Token;
            Training = Task.Run(() => Train(trainings, token), CancellationToken.None);
        }
    }

    /// <summary>Ends a training. Models that it has not completed stay as they were.</summary>
    public void CancelTraining()
    {
        lock (_gate)
        {
            _cancellation?.Cancel();
        }
    }

    /// <summary>From now on, each input is answered with the outputs. Ends recording.</summary>
    /// <exception cref="UserException">No output has a model, and none is being trained.</exception>
    public void StartRunning()
    {
        lock (_gate)
        {
            if (_cancellation is null && Array.TrueForAll(_models, m => m is null))
            {
                throw new UserException("nothing has been trained yet");
            }

            StopRecording();
            _running = true;
        }
    }

    /// <summary>Inputs are no longer answered.</summary>
    public void StopRunning()
    {
        lock (_gate)
        {
            _running = false;
        }
    }

    /// <summary>Deletes the examples of all outputs. Models stay.</summary>
    /// <exception cref="UserException">A file cannot be deleted.</exception>
    public void DeleteAllExamples()
    {
        lock (_gate)
        {
            Array.ForEach(_examples, e => e.Clear());
        }
    }

    /// <summary>Deletes the examples of one output. Its model stays.</summary>
    /// <param name="output">1 for the first.</param>
    /// <exception cref="UserException">There is no such output, or the file cannot be deleted.</exception>
    public void DeleteExamples(int output)
    {
        lock (_gate)
        {
            Check(output);
            _examples[output - 1].Clear();
        }
    }

    /// <summary>Ends a training and waits for its end.</summary>
    public void Dispose()
    {
        CancelTraining();
        Training.Wait();
    }

    private void Check(int output)
    {
        if (output < 1 || output > _outputs.Length)
        {
            throw new UserException($"there is no output {output}; outputs are numbered from 1 to {_outputs.Length}");
        }
    }

    // A model of classes does not answer for a slider: the output may have been of another kind.
    private AnsweringModel? Existing(WekinatorOutput output, int number) =>
        File.Exists(_folder.Model(number)) && AnsweringModel.Read(_folder.Model(number)) is { } model && model.IsClassification == output.Classes is not null ? model : null;

    private void Record()
    {
        try
        {
            for (int i = 0; i < _outputs.Length; i++)
            {
                _examples[i].Add(_inputs, _values[i]);
            }

            _recorded++;
        }
        catch (UserException e)
        {
            // Once, not with every input.
            StopRecording();
            _say($"recording has stopped: {e.Message}");
        }
    }

    // An output without a model that fits stays as it is, as in Wekinator.
    private void Answer()
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_models[i] is { } model && model.InputCount == _inputs.Length)
            {
                _values[i] = Math.Clamp(model.Answer(_inputs)[0], _outputs[i].From, _outputs[i].To);
            }
            else if (_models[i] is { } other)
            {
                _notices.Once($"output {i + 1} was trained with {other.InputCount} inputs, but {_inputs.Length} come; train again");
            }
        }

        _send(WekinatorMessages.Answer(_values));
    }

    private OutputTraining? Prepare(int output)
    {
        try
        {
            return OutputTraining.Prepare(_folder, output, _outputs[output]);
        }
        catch (UserException e)
        {
            _say($"output {output + 1} is not trained: {e.Message}");
            return null;
        }
    }

    private void Train(OutputTraining[] trainings, CancellationToken token)
    {
        int trained = 0;
        try
        {
            trained = trainings.TakeWhile(_ => !token.IsCancellationRequested).Count(t => Train(t, token));
        }
        finally
        {
            lock (_gate)
            {
                bool cancelled = token.IsCancellationRequested;
                _cancellation!.Dispose();
                _cancellation = null;
                _say($"{(cancelled ? "training was cancelled" : "training is done")}: {trained} of {trainings.Length} output{(trainings.Length == 1 ? "" : "s")} trained");
                if (!cancelled)
                {
                    _send(new OscMessage(WekinatorMessages.DoneTraining));
                }
            }
        }
    }

    private bool Train(OutputTraining training, CancellationToken token)
    {
        try
        {
            AnsweringModel? model = training.Run(token);
            lock (_gate)
            {
                _models[training.Output] = model ?? _models[training.Output];
            }

            return model is not null;
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            _say($"output {training.Output + 1} is not trained: {e.Message}");
            return false;
        }
    }
}
