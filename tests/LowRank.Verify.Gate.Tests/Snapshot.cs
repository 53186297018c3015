using DiffEngine;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// Text compared with a file in Verify's convention: <c>*.verified.txt</c> is committed, a difference leaves <c>*.received.txt</c>
/// beside it and opens both in the developer's diff tool. LOWRANK_ACCEPT_SNAPSHOTS=1 accepts what comes.
/// </summary>
internal static class Snapshot
{
    /// <summary>Ending of the committed files.</summary>
    public const string Verified = ".verified.txt";

    /// <summary>Compares a text with the file of a name.</summary>
    /// <param name="name">Path without the ending.</param>
    /// <param name="text">The text, with \n at the ends of lines.</param>
    public static void Compare(string name, string text)
    {
        string verified = name + Verified, received = name + ".received.txt";
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
        }

        string expected = File.Exists(verified) ? File.ReadAllText(verified) : string.Empty;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        if (IsWatched(Environment.GetEnvironmentVariable, OperatingSystem.IsLinux()))
        {
            DiffRunner.Launch(received, verified);
        }

        string[] before = expected.Split('\n'), now = text.Split('\n');
        Assert.Fail($"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}:\n"
            + string.Join('\n', before.Except(now).Select(l => "- " + l).Concat(now.Except(before).Select(l => "+ " + l)).Take(40)));
    }

    /// <summary>
    /// True where somebody sits at a display: not under CI, which DiffEngine 20.9.0 does not always see, and on Linux not without one.
    /// </summary>
    internal static bool IsWatched(Func<string, string?> environment, bool isLinux) =>
        environment("CI") is null or "" or "false"
        && !BuildServerDetector.Detected
        && (!isLinux || environment("DISPLAY") is { Length: > 0 } || environment("WAYLAND_DISPLAY") is { Length: > 0 });
}
