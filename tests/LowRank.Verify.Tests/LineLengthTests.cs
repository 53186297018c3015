using Xunit;

namespace LowRank.Verify.Tests;

/// <summary>Source lines fit a window beside another: at most 140 columns.</summary>
public sealed class LineLengthTests
{
    private const int Most = 140;

    private static readonly string[] Roots = ["src", "tests", "samples"];

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        string[] found =
        [
            .. Roots
                .SelectMany(root => Directory.EnumerateFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .SelectMany(LongLines),
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> LongLines(string file) => File.ReadLines(Path.Combine(Repository.Root, file))
        .Select((line, i) => (line.Length, Number: i + 1))
        .Where(line => line.Length > Most)
        .Select(line => FormattableString.Invariant($"{file}:{line.Number}: {line.Length} columns"));
}
