using System.IO.Enumeration;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Reads recordings: a folder of files, or one file.</summary>
public static class RecordingReader
{
    private const int MaxFiles = 100_000;

    private static readonly string[] TrainFolders = ["train", "training"], TestFolders = ["test", "testing"];

    /// <summary>Whether a file, by its name, is a recording whatever the user says of it: sound, or Edge Impulse's JSON.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>False for tables, which may be anything.</returns>
    public static bool IsSure(string path) => KindOf(path) is Kind.Sound or Kind.EdgeImpulse;

    /// <summary>Whether a folder is one of recordings whatever the user says of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>True if it has sound, or Edge Impulse's JSON and nothing else that could be data.</returns>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static bool IsSureFolder(string folder)
    {
        (string[] files, IReadOnlyList<SkippedFile> others) = Files(folder);
        return files.Any(f => KindOf(f) == Kind.Sound)
            || (files.Length > 0 && files.All(f => KindOf(f) == Kind.EdgeImpulse) && !others.Any(o => Pictures.PictureFile.IsPicture(Path.Combine(folder, o.Path))));
    }

    /// <summary>Reads recordings.</summary>
    /// <param name="spec">A folder or a file.</param>
    /// <param name="options">How.</param>
    /// <returns>All recordings or, of a folder with sub-folders for training and testing, both parts.</returns>
    /// <exception cref="UserException">They are missing, damaged, or do not fit together.</exception>
    public static (RecordingSet Train, RecordingSet? Test) Read(string spec, RecordingOptions options)
    {
        if (!Directory.Exists(spec))
        {
            return (ReadFile(spec, options), null);
        }

        (string[] files, IReadOnlyList<SkippedFile> skipped) = Files(spec);
        string name = Path.GetFileName(Path.GetFullPath(spec).TrimEnd(Path.DirectorySeparatorChar));
        string? train = PartOf(spec, TrainFolders), test = PartOf(spec, TestFolders);
        if (train is null || test is null)
        {
            return (ReadAll(spec, name, files, skipped, options), null);
        }

        string[] ofTrain = [.. files.Where(f => f.StartsWith(train + "/", StringComparison.Ordinal))], ofTest = [.. files.Where(f => f.StartsWith(test + "/", StringComparison.Ordinal))];
        RecordingSet learned = ReadAll(spec, name, ofTrain, [.. skipped, .. files.Except(ofTrain).Except(ofTest).Select(f => new SkippedFile(f, $"neither in {train} nor in {test}"))], options, train);
        return (learned, ReadAll(spec, name, ofTest, [], options.Like(learned), test));
    }

    private static RecordingSet ReadFile(string path, RecordingOptions options)
    {
        RecordingNotes notes = new();
        string name = Path.GetFileName(path);
        string? label = options.FileNames?.Fields.Contains(FileNamePattern.Label) == true ? options.FileNames.Match(name, FileNamePattern.Label) : null;
        Kind kind = KindOf(path) ?? (path == TableFile.Piped ? Kind.Table : throw new UserException($"{path}: is no recording (CSV, WAV, JSON or lines of numbers)"));
        List<RawRecording> raw = ReadRaw(kind, path, name, label, options, notes) ?? throw new UserException($"{path}: has no readings: lines of numbers, separated by commas, tabs or spaces");
        RecordingSet set = new RecordingAssembly(name.Split('.')[0], options, notes).Assemble(raw, []);
        return options.NeedsLabels && set.Recordings.Any(r => r.Label is null) ? throw new UserException($"{path}: one recording without labels; give a folder with one sub-folder per label") : set;
    }

    private static RecordingSet ReadAll(string folder, string name, string[] files, IReadOnlyList<SkippedFile> skipped, RecordingOptions options, string? part = null)
    {
        RecordingNotes notes = new();
        List<SkippedFile> others = [.. skipped];
        List<RawRecording> raw = [];
        bool byName = options.FileNames?.Fields.Contains(FileNamePattern.Label) == true;
        bool byFolder = !byName && options.Csv.LabelColumn is null && files.Any(f => SubFolder(f, part) is not null) && files.All(f => SubFolder(f, part) is not null || KindOf(f) == Kind.Lines);
        HashSet<string> within = [];
        long values = 0;
        foreach (string file in files)
        {
            Kind kind = KindOf(file)!.Value;
            string path = Path.Combine(folder, file);
            string? label = byName ? options.FileNames!.Match(path, FileNamePattern.Label)
                : byFolder ? SubFolder(file, part)
                : kind == Kind.Table ? null : BeforeDot(file);
            List<RawRecording>? read = ReadRaw(kind, path, file, label, options, notes);
            if (read is null)
            {
                others.Add(new SkippedFile(file, "no readings"));
                continue;
            }

            if (label is null && kind != Kind.Table && options.NeedsLabels)
            {
                throw new UserException($"{path}: has no label; put the files of each label into a sub-folder, or say what their names are with --file-names, such as '{{label}}_{{number}}'");
            }

            if (byFolder && label is not null && Path.GetDirectoryName(file) is string folders && folders.Length > label.Length + (part is null ? 0 : part.Length + 1) && within.Add(folders))
            {
                notes.Add("labels are the outer folders, not those within", folders.Replace('\\', '/'));
            }

            values += read.Sum(r => r.Pieces.Sum(p => (long)p.Values.Length));
            if (values > RawReadings.MaxValues)
            {
                throw new UserException($"{folder}: more than {RawReadings.MaxValues:N0} values; train with fewer recordings");
            }

            raw.AddRange(read);
        }

        return new RecordingAssembly(name, options, notes).Assemble(raw, others);
    }

    // Null for a text without readings, such as what people write beside their recordings.
    private static List<RawRecording>? ReadRaw(Kind kind, string path, string name, string? label, RecordingOptions options, RecordingNotes notes)
    {
        using Stream stream = kind == Kind.Table ? TableFile.Open(path, out path) : DataFile.Open(path);
        return stream is FileStream { Length: 0 } ? [new RawRecording(name, label, [], 0, [])] : kind switch
        {
            Kind.Sound => [WavFile.Read(stream, path, name, label, notes)],
            Kind.EdgeImpulse => [EdgeImpulseFile.Read(stream, path, name, label, notes)],
            Kind.Lines => ForwarderFile.Read(stream, path, name, label, notes) is { } lines ? [lines] : null,
            _ => new CsvRecordings(options.Csv, options.SplitBy, notes).Read(stream, path, name, label, options.NeedsLabels),
        };
    }

    // Paths relative to the folder, sorted.
    private static (string[] Recordings, IReadOnlyList<SkippedFile> Others) Files(string folder)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };
        try
        {
            FileSystemEnumerable<string> files = new(folder, (ref FileSystemEntry e) => e.ToFullPath(), all)
            {
                ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry e) => !FolderLink.Is(e.ToFileSystemInfo()),
            };
            string[] found = [.. files.Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Take(MaxFiles + 1).Order(StringComparer.Ordinal)];
            if (found.Length > MaxFiles)
            {
                throw new UserException($"{folder}: more than {MaxFiles:N0} files");
            }

            // Beside sound, a text says whose it is.
            bool hasSound = Array.Exists(found, f => KindOf(f) == Kind.Sound);
            ILookup<bool, string> isRecording = found.ToLookup(f => KindOf(f) is { } kind && !(hasSound && kind == Kind.Lines) && !IsHidden(f));
            return ([.. isRecording[true]], [.. isRecording[false].Select(f => new SkippedFile(f, IsHidden(f) ? SkippedFile.Hidden : "no recording"))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be read ({e.Message})", e);
        }
    }

    private static bool IsHidden(string file) => file.Split('/').Any(p => p.StartsWith('.'));

    private static string? PartOf(string folder, string[] names) => names.FirstOrDefault(n => Directory.Exists(Path.Combine(folder, n)));

    private static string? SubFolder(string file, string? part)
    {
        string path = part is null ? file : file[(part.Length + 1)..];
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? null : path[..slash];
    }

    // As Edge Impulse exports files: wave.3kf8.json.
    private static string? BeforeDot(string file)
    {
        string[] parts = Path.GetFileName(file).Split('.');
        return parts.Length > 2 && parts[0].Length > 0 ? parts[0] : null;
    }

    private static Kind? KindOf(string path) => Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => Kind.Table,
        ".wav" => Kind.Sound,
        ".json" => Kind.EdgeImpulse,
        ".txt" or ".log" => Kind.Lines,
        _ => null,
    };

    private enum Kind
    {
        Table,
        Sound,
        EdgeImpulse,
        Lines,
    }
}
