using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Recordings in tables: a reading per row. One file is one recording, or several, which begin where the label, the session or what the user keeps together changes.</summary>
/// <param name="options">What the user, or a model, says about tables.</param>
/// <param name="splitBy">A column whose equal values stay on one side of a split; null for none.</param>
/// <param name="notes">Gets what was done.</param>
internal sealed class CsvRecordings(CsvOptions options, string? splitBy, RecordingNotes notes)
{
    private readonly CsvNumbers _numbers = new(options.DecimalComma);

    /// <summary>Reads a table.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of its recording, or of the first part of the names of several.</param>
    /// <param name="label">The label of all rows; null where a column has the labels.</param>
    /// <param name="needsLabel">Whether there must be labels.</param>
    /// <returns>The recordings.</returns>
    /// <exception cref="UserException">It is no such table; line and column are named.</exception>
    public List<RawRecording> Read(Stream stream, string path, string name, string? label, bool needsLabel)
    {
        CsvRows rows = new(stream, path, options.Encoding ?? TableEncoding.Utf8, options.DecimalComma, texts => RecordingColumns.AreNamed(options, splitBy, texts), mayBeCutOff: true);
        List<RawRecording> recordings = [];
        if (!rows.Read())
        {
            return [new RawRecording(name, label, [], 0, [])];
        }

        RecordingColumns columns = RecordingColumns.Of(path, rows, options, splitBy, needsLabel && label is null, _numbers);
        float[] reading = new float[columns.Channels.Length];
        RawReadings readings = new(reading.Length);
        (string Label, string Session, string Group) now = ("", "", "");
        int from = rows.Line, to = from;
        do
        {
            (string Label, string Session, string Group) next = (Text(columns.Label, now.Label), Text(columns.Session, now.Session), Text(columns.Group, now.Group));
            if (next != now && readings.Count > 0)
            {
                End();
            }

            if (columns.Label >= 0 && CsvNumbers.IsMissingLabel(next.Label))
            {
                throw new UserException($"{path}: line {rows.Line} has no label");
            }

            now = next;
            to = rows.Line;
            double time = 0;
            bool whole = columns.Time < 0 || TryTime(rows.Row[columns.Time], out time);
            int bad = whole ? -1 : columns.Time;
            for (int c = 0; c < reading.Length && bad < 0; c++)
            {
                bad = _numbers.TryFinite(rows.Row[columns.Channels[c]], out reading[c]) ? -1 : columns.Channels[c];
            }

            if (bad >= 0)
            {
                Refuse(bad);
                readings.Cut();
                continue;
            }

            Array.ForEach(reading, readings.Add);
            if (columns.Time >= 0)
            {
                readings.AddTime(time);
            }

            if (readings.Count > RawReadings.MaxValues / reading.Length)
            {
                throw new UserException($"{path}: more than {RawReadings.MaxValues:N0} values; cut it into parts");
            }
        }
        while (rows.Read());
        End();
        if (rows.IsCutOff)
        {
            notes.Add(RecordingNotes.CutOff, name);
        }

        return recordings;

        string Text(int column, string before)
        {
            ReadOnlySpan<char> text = column < 0 ? "" : rows.Row[column].Trim();
            return text.SequenceEqual(before) ? before : text.ToString();
        }

        void End()
        {
            (IReadOnlyList<RawPiece> pieces, double rate) = readings.Take(columns.SecondsPerUnit, $"{path}: {columns.TimeName}", out int gaps);
            if (gaps > 0)
            {
                notes.Add(RecordingNotes.TimeGaps, $"{name} ({gaps:N0})");
            }

            string part = columns.IsCut ? $"{name} lines {from} to {to}" : name;
            recordings.Add(new RawRecording(part, columns.Label >= 0 ? now.Label : label, columns.Names, rate, pieces)
            {
                Group = columns.Group >= 0 ? now.Group : part,
                HasNames = rows.Header is not null,
                LabelColumn = columns.Label >= 0 ? rows.Header?[columns.Label] : null,
            });
            (readings, from) = (new RawReadings(reading.Length), rows.Line);
        }

        // A reading that lacks a value cuts the recording; a text where a number must be is a mistake about what the columns are.
        void Refuse(int column)
        {
            ReadOnlySpan<char> text = rows.Row[column];
            string where = $"line {rows.Line}, {columns.PlaceOf(column)}";
            if (!CsvNumbers.IsMissing(text) && !_numbers.TryNumber(text, out _) && !text.Trim().TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase))
            {
                string advice = CsvNumbers.Advice(text) ?? (options.Expected is not null && !needsLabel ? "correct it, or leave the row out" : rows.Header is null ? "leave the column out with --ignore" : "leave the column out with --ignore, or name the labels with --label-column");
                throw new UserException($"{path}: {where}: \"{UserException.Quote(text)}\" is not a number; {advice}");
            }

            notes.Add(RecordingNotes.WithoutNumber, $"{name} {where} ({(text.IsWhiteSpace() ? "empty" : UserException.Quote(text.Trim()))})");
        }
    }

    private bool TryTime(ReadOnlySpan<char> text, out double time)
    {
        if (_numbers.TryDouble(text, out time))
        {
            return double.IsFinite(time);
        }

        bool isDate = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date);
        time = (double)date.UtcTicks / TimeSpan.TicksPerMillisecond;
        return isDate;
    }
}
