using DiffEngine;
using Xunit;
using Xunit.Sdk;

namespace LowRank.Verify.Gate.Tests;

/// <summary>The files of a snapshot, and when a difference is shown.</summary>
public sealed class SnapshotFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-snapshot-");

    private string Name => Path.Combine(folder.FullName, "one");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Difference_fails_and_leaves_the_received_text()
    {
        File.WriteAllText(Name + ".verified.txt", "a\nb\n");
        XunitException failure = Assert.ThrowsAny<XunitException>(() => Snapshot.Compare(Name, "a\nc\n"));
        Assert.Contains("- b\n+ c", failure.Message, StringComparison.Ordinal);
        Assert.Equal("a\nc\n", File.ReadAllText(Name + ".received.txt"));
        Assert.Equal("a\nb\n", File.ReadAllText(Name + ".verified.txt"));

        Snapshot.Compare(Name, "a\nb\n");
        Assert.False(File.Exists(Name + ".received.txt"));
    }

    [Fact]
    public void First_text_fails_until_it_is_accepted() => Assert.ThrowsAny<XunitException>(() => Snapshot.Compare(Name, "a\n"));

    [Theory]
    [InlineData("true", ":0", null, false)]
    [InlineData(null, null, null, false)]
    [InlineData(null, ":0", null, true)]
    [InlineData("false", null, "wayland-0", true)]
    public void Difference_is_shown_at_a_display_and_never_under_CI(string? ci, string? display, string? wayland, bool isWatched)
    {
        string? Environment(string name) => name switch { "CI" => ci, "DISPLAY" => display, "WAYLAND_DISPLAY" => wayland, _ => null };
        Assert.Equal(isWatched && !BuildServerDetector.Detected, Snapshot.IsWatched(Environment, isLinux: true));
    }

    [Fact]
    public async Task Diff_tool_is_given_both_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !DiffRunner.Disabled, "the stand-in for a diff tool is a script");
        string tool = Path.Combine(folder.FullName, "tool"), seen = Path.Combine(folder.FullName, "seen"), ending = ".lowrank-snapshot";
        await File.WriteAllTextAsync(tool, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{seen}.part' && mv '{seen}.part' '{seen}'\n",
            TestContext.Current.CancellationToken);
        MakeExecutable(tool);
        string received = Name + ".received" + ending, verified = Name + ".verified" + ending;
        await File.WriteAllTextAsync(received, "a", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(verified, "b", TestContext.Current.CancellationToken);
        DiffTools.AddTool(
            "stand-in",
            autoRefresh: false,
            isMdi: false,
            supportsText: false,
            requiresTarget: true,
            useShellExecute: false,
            new LaunchArguments((left, right) => $"\"{left}\" \"{right}\"", (left, right) => $"\"{right}\" \"{left}\""),
            tool,
            [ending]);
        Assert.Equal(LaunchResult.StartedNewInstance, await DiffRunner.LaunchAsync(received, verified));
        for (int wait = 0; wait < 200 && !File.Exists(seen); wait++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(new[] { received, verified }.Order(),
            (await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken)).Order());
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
