using System.Text;

namespace LowRank.Verify.Gate.Tests.Reports;

/// <summary>A run that was written by hand: 14 cases, of which 6 fail and 4 are in doubt.</summary>
internal static class Recorded
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "records", "run.ndjson");

    public static string[] Lines { get; } = File.ReadAllLines(Path);

    public static DateOnly Today { get; } = new(2026, 3, 1);

    public static RunReport Run() => RunFile.Read(Path);

    public static RunFindings Findings(string? gaps = null, bool isStrict = false) =>
        new(Run(), gaps is null ? null : KnownGaps.Parse(gaps, "gaps.yaml", Today), isStrict) { Harness = "python3 toy.py" };

    /// <summary>Records in a file of a folder.</summary>
    public static string Write(DirectoryInfo folder, string name, IEnumerable<string> lines)
    {
        string path = System.IO.Path.Combine(folder.FullName, name);
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        return path;
    }
}
