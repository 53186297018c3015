using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Gate.Reports;

/// <summary>The reports that are asked for, and where they go. Every file is written whole or not at all.</summary>
public sealed record ReportFiles
{
    /// <summary>JUnit XML.</summary>
    public string? JUnit { get; init; }

    /// <summary>Markdown.</summary>
    public string? Markdown { get; init; }

    /// <summary>The HTML page.</summary>
    public string? Html { get; init; }

    /// <summary>Candidate vectors; the file's lines stay, new ones are added.</summary>
    public string? Candidates { get; init; }

    /// <summary>Refuses paths that cannot be written, two reports in one file, and a candidates file that holds something else.</summary>
    /// <exception cref="InputException">A path is refused.</exception>
    public void Check()
    {
        (string Option, string Path)[] named = [.. Named()];
        foreach ((string option, string path) in named)
        {
            AtomicFile.Check(path, option);
        }

        if (named.GroupBy(file => Path.GetFullPath(file.Path), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new InputException($"{string.Join(" and ", same.Select(file => file.Option))} name the same file, {same.First().Path}");
        }

        if (Candidates is { } candidates)
        {
            _ = Existing(candidates);
        }
    }

    /// <summary>Writes the reports.</summary>
    /// <param name="findings">The run.</param>
    /// <param name="time">When they are made.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public void Write(RunFindings findings, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (JUnit is { } junit)
        {
            AtomicFile.Write(junit, JUnitReport.Write(findings, time));
        }

        if (Markdown is { } markdown)
        {
            AtomicFile.Write(markdown, MarkdownReport.Write(findings));
        }

        if (Html is { } html)
        {
            AtomicFile.Write(html, HtmlReport.Write(findings));
        }

        if (Candidates is { } candidates)
        {
            string[] before = Existing(candidates);
            IReadOnlyList<string> lines = CandidateVectors.Lines(findings, before, candidates);
            if (lines.Count > before.Length)
            {
                AtomicFile.Write(candidates, string.Concat(lines.Select(line => line + "\n")));
            }
        }
    }

    private IEnumerable<(string Option, string Path)> Named()
    {
        (string, string?)[] all = [("--junit", JUnit), ("--markdown", Markdown), ("--html", Html), ("--candidates", Candidates)];
        return all.Where(file => file.Item2 is not null).Select(file => (file.Item1, file.Item2!));
    }

    private static string[] Existing(string path)
    {
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            for (int i = 0; i < lines.Length; i++)
            {
                _ = Catalogue.Vectors.VectorFile.Parse(lines[i], Catalogue.Vectors.VectorFile.Where(path, i + 1));
            }

            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
