using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>
/// A page of the documentation that is written from the code. A difference leaves <c>*.received.md</c> beside the page;
/// <c>LOWRANK_ACCEPT_SNAPSHOTS=1 ./test --filter-namespace "*.Documentation"</c> accepts all.
/// </summary>
internal static class GeneratedPage
{
    public static bool IsAccepted => Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>The page, named from the root of the repository, is this text.</summary>
    public static void Check(string page, string text)
    {
        string path = Path.Combine(Tool.Root, page), received = Path.ChangeExtension(path, ".received.md");
        if (IsAccepted)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        string verified = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        if (verified == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        string[] before = verified.Split('\n'), now = text.Split('\n');
        int first = Enumerable.Range(0, Math.Max(before.Length, now.Length))
            .First(i => before.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        Assert.Fail(
            $"{page}:{first + 1} is '{before.ElementAtOrDefault(first)}' and should be '{now.ElementAtOrDefault(first)}'"
                + $"; see {received}");
    }
}
