using System.Globalization;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Records the lines that a board prints for Edge Impulse's data forwarder as a recording of its own: folder, sub-folder of the label, number.</summary>
/// <param name="Path">The file; null if no reading came.</param>
/// <param name="Recorded">Readings in it.</param>
/// <param name="Errors">Lines with ERR.</param>
/// <param name="Others">Other lines that were no readings.</param>
/// <param name="TimeUnit">Unit of the times that the board sends: s, ms or us; null if it sends none.</param>
/// <param name="Rate">Readings per second by the clock of this computer; 0 for fewer than two.</param>
public sealed record LineCapture(string? Path, int Recorded, int Errors, int Others, string? TimeUnit, double Rate)
{
    /// <summary>Readings by which it is decided how many values they have.</summary>
    public const int FirstReadings = 10;

    /// <summary>How long a board may send no reading, in seconds.</summary>
    public const int MaxSilentSeconds = 10;

    private const int MaxRecordings = 100_000;

    // Lines come in bursts, and no two clocks are alike; units are a factor of 1,000 apart.
    private const double SameSpan = 1.5;

    private static readonly (string Name, double Seconds)[] TimeUnits = [("s", 1), ("ms", 1e-3), ("us", 1e-6)];

    /// <summary>Records readings.</summary>
    /// <param name="line">The board's serial line.</param>
    /// <param name="folder">The folder of the recordings.</param>
    /// <param name="label">The label, which names the sub-folder.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="progress">Called with the number recorded so far.</param>
    /// <param name="cancellation">Ends early; what came so far is in the file.</param>
    /// <param name="time">The clock of this computer; null for its own.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="UserException">The label cannot name a folder, no reading has come for 10 s, or the file cannot be written.</exception>
    public static LineCapture Record(ISerialLine line, string folder, string label, int count, Action<int>? progress, CancellationToken cancellation, TimeProvider? time = null)
    {
        if (label.Length > ModelFormat.MaxLabelLength || !PlainName.Is(label))
        {
            throw new UserException($"the label \"{UserException.Quote(label)}\" cannot be the name of a folder; choose another");
        }

        time ??= TimeProvider.System;
        List<double[]> first = [];
        List<double> firstValues = [];
        using Target target = new(System.IO.Path.Combine(folder, label));
        int width = 0, recorded = 0, odd = 0;
        long silentSince = time.GetTimestamp(), begun = 0;
        double lastSeconds = 0;
        ForwarderLines lines = new(reading =>
        {
            silentSince = time.GetTimestamp();
            if (width == 0)
            {
                // What is left of a line in whose middle the recording begins is passed over.
                begun = first.Count == 0 ? silentSince : begun;
                first.Add(reading);
                if (first.Count == FirstReadings)
                {
                    Begin();
                }
            }
            else
            {
                Add(reading);
            }
        });
        byte[] bytes = new byte[4096];
        char[] characters = new char[bytes.Length];
        while (recorded < count && !cancellation.IsCancellationRequested)
        {
            int got;
            try
            {
                got = line.Read(bytes, TimeSpan.FromSeconds(1));
            }
            catch (IOException e)
            {
                End();
                throw new UserException($"the serial line is gone ({e.Message}){(recorded > 0 ? $"; {recorded:N0} readings before that are in {target.Path}" : "")}", e);
            }

            lines.Add(characters.AsSpan(0, Encoding.Latin1.GetChars(bytes.AsSpan(0, got), characters)));
            if (time.GetElapsedTime(silentSince).TotalSeconds > MaxSilentSeconds)
            {
                End();
                throw new UserException($"the board has sent no reading for {MaxSilentSeconds} s{(lines.Errors > 0 ? $", but {lines.Errors:N0} lines with ERR" : lines.Others > 0 ? $", but {lines.Others:N0} other lines, such as \"{UserException.Quote(lines.LastOther!)}\": a reading is numbers with commas, tabs or spaces between them; is the speed right (--baud)?" : "; is the speed right (--baud)?")}{(recorded > 0 ? $" ({recorded:N0} readings before that are in {target.Path})" : "")}");
            }
        }

        return new LineCapture(target.Path, recorded, lines.Errors, lines.Others + odd, End(), recorded > 1 ? (recorded - 1) / lastSeconds : 0);

        void Begin()
        {
            if (width > 0 || first.Count == 0)
            {
                return;
            }

            width = first.GroupBy(r => r.Length).MaxBy(g => (g.Count(), g.Key))!.Key;
            target.Begin(string.Join(',', Enumerable.Range(1, width).Select(v => $"v{v}")));
            first.ForEach(Add);
        }

        void Add(double[] reading)
        {
            if (reading.Length != width)
            {
                odd++;
            }
            else if (recorded < count)
            {
                target.Add(string.Join(',', reading.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
                firstValues.Add(reading[0]);
                lastSeconds = time.GetElapsedTime(begun).TotalSeconds;
                recorded++;
                progress?.Invoke(recorded);
            }
        }

        // A value that rises may be a slow movement; a clock goes as fast as this computer's.
        string? End()
        {
            Begin();
            if (width < 2 || ForwarderLines.PassedTime(firstValues) is not double passed)
            {
                return null;
            }

            string? unit = TimeUnits.FirstOrDefault(u => passed * u.Seconds < lastSeconds * SameSpan && passed * u.Seconds * SameSpan > lastSeconds).Name;
            if (unit is not null)
            {
                target.NameFirst(unit);
            }

            return unit;
        }
    }

    // A file of its own, made with the first reading. Every row is whole when it is written.
    private sealed class Target(string folder) : IDisposable
    {
        private FileStream? _file;

        public string? Path { get; private set; }

        public void Begin(string header)
        {
            try
            {
                Directory.CreateDirectory(folder);
                int number = 1;
                while (File.Exists(NameOf(number)) && number < MaxRecordings)
                {
                    number++;
                }

                _file = new FileStream(NameOf(number), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
                Path = NameOf(number);
                Add(header);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UserException($"{folder}: cannot be written ({e.Message})", e);
            }
        }

        public void Add(string row)
        {
            try
            {
                _file!.Write(Encoding.ASCII.GetBytes(row + "\n"));
            }
            catch (IOException e)
            {
                throw new UserException($"{Path}: cannot be written any further ({e.Message}); the readings before are kept", e);
            }
        }

        // In place of "v1", which is as long.
        public void NameFirst(string name)
        {
            try
            {
                _file!.Position = 0;
                _file.Write(Encoding.ASCII.GetBytes(name.PadRight(2)));
            }
            catch (IOException e)
            {
                throw new UserException($"{Path}: cannot be written any further ({e.Message}); the readings before are kept", e);
            }
        }

        public void Dispose() => _file?.Dispose();

        private string NameOf(int number) => System.IO.Path.Combine(folder, $"{number}.csv");
    }
}
