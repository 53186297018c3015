using System.Text;
using System.Text.Json;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>
/// The file that a run is written to as it goes on. Each unit is written whole and flushed, so that a run which is killed leaves a
/// file that another run continues.
/// </summary>
public sealed class RecordsFile : IGateSink, IDisposable
{
    private readonly string path;
    private readonly StreamWriter writer;
    private readonly NdjsonSink lines;
    private readonly RunHeader? header;

    private RecordsFile(string path, FileStream stream, RunHeader? header, IReadOnlySet<string> finished)
    {
        this.path = path;
        this.header = header;
        Finished = finished;
        writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        lines = new NdjsonSink(Write) { IsContinued = header is not null };
    }

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Told of each line that is written, and of the first line of a run that is continued.</summary>
    public Action<string>? Also { get; set; }

    /// <summary>Ids of the units that stand in the file already.</summary>
    public IReadOnlySet<string> Finished { get; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="InputException">The file exists and is not empty, or cannot be written.</exception>
    public static RecordsFile Create(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InputException($"'{path}' is no path; name the file of the records");
        }

        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            throw new InputException($"{path}: the file holds records already; continue the run with --resume, or name another file");
        }

        return new RecordsFile(path, Open(path, FileMode.Create), null, new HashSet<string>());
    }

    /// <summary>Continues a file after its last complete unit. A file that is missing or empty is begun.</summary>
    /// <exception cref="InputException">It is not the file of a run, or cannot be written.</exception>
    public static RecordsFile Continue(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return Create(path);
        }

        FileStream stream = Open(path, FileMode.Open);
        try
        {
            (RunHeader header, HashSet<string> finished, long end) = Read(stream, path);
            stream.SetLength(end);
            stream.Position = end;
            return new RecordsFile(path, stream, header, finished);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The run is not the one that the file belongs to.</exception>
    public void Begin(RunHeader header)
    {
        if (this.header is { } earlier)
        {
            if (header.DifferenceFrom(earlier) is { } difference)
            {
                throw new InputException($"{path}: the records belong to another run: '{difference.Name}' differs; name another file");
            }

            Also?.Invoke(RecordJson.Line(earlier));
        }

        lines.Begin(header);
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => lines.Smoke(failure);

    /// <inheritdoc/>
    public void Unit(RunUnit unit, IReadOnlyList<RunCase> cases)
    {
        lines.Unit(unit, cases);
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Unfinished(IReadOnlyList<RunCase> cases)
    {
        lines.Unfinished(cases);
        writer.Flush();
    }

    /// <inheritdoc/>
    public void End(RunEnd end)
    {
        lines.End(end);
        writer.Flush();
    }

    /// <summary>Closes the file; a file to which nothing was written, since the run never began, is taken away.</summary>
    public void Dispose()
    {
        bool isEmpty = writer.BaseStream.CanSeek && writer.BaseStream.Length == 0;
        writer.Dispose();
        if (isEmpty)
        {
            File.Delete(path);
        }
    }

    private void Write(string line)
    {
        writer.WriteLine(line);
        Also?.Invoke(line);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    // The first line, the units that are closed, and where the last of them ends.
    private static (RunHeader Header, HashSet<string> Finished, long End) Read(FileStream stream, string path)
    {
        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        HashSet<string> finished = new(StringComparer.Ordinal);
        RunHeader? header = null;
        long position = 0, end = 0;
        while (reader.ReadLine() is { } line)
        {
            position += Encoding.UTF8.GetByteCount(line) + 1;
            if (position > stream.Length)
            {
                break; // the last line was cut off, even where it reads as JSON
            }

            if (header is null)
            {
                header = Record(line, $"{path}:1") as RunHeader
                    ?? throw new InputException($"{path}:1: not the records of a run of the gate");
                end = position;
            }
            else if (line.StartsWith("{\"record\":\"unit\"", StringComparison.Ordinal) && Record(line, path) is RunUnit unit)
            {
                _ = finished.Add(unit.Id);
                end = position;
            }
        }

        return (header ?? throw new InputException($"{path}:1: not the records of a run of the gate"), finished, end);
    }

    private static RunRecord? Record(string line, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && RecordReader.Kind(document.RootElement, where) is "run" or "unit"
                ? RecordReader.Read(document.RootElement, where)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
