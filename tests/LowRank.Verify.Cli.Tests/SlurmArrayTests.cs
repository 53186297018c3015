using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>The array script on a Slurm of one node, started here: the merged records are those of the run in one piece.</summary>
public sealed class SlurmArrayTests
{
    private const int Shards = 4;

    [Fact]
    public void Array_run_merges_to_the_unsharded_run()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1", "LOWRANK_FULL=1 runs it");
        Assert.SkipUnless(Environment.UserName == "root", "the daemons of Slurm are started as root here");
        if (!File.Exists("/usr/sbin/slurmctld") || !File.Exists("/usr/sbin/munged"))
        {
            ToolResult install = Shell("DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge");
            Assert.SkipUnless(install.ExitStatus == 0, "slurm-wlm and munge are not installed and could not be: " + install.Error);
        }

        using TemporaryFolder folder = new();
        string starter = Path.Combine(Tool.Root, "tests", "LowRank.Verify.Cli.Tests", "one-node-slurm.sh"),
            node = Path.Combine(folder.Location, "node");
        ToolResult started = Shell($"chmod 755 {folder.Location} && bash {starter} start {node}");
        Assert.SkipUnless(started.ExitStatus == 0, "no Slurm could be started: " + started.Error);
        try
        {
            string script = Path.Combine(Tool.Root, "samples", "ci", "gate.slurm"),
                harness = $"/usr/bin/python3 -B {Path.Combine(Tool.Root, "samples", "python", "harness.py")}";
            string tool = folder.Write("lowrank",
                $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "lowrank.dll")} \"$@\"\n");
            string options = "--oracle spectra/*-norm --cases 10 --property-cases 3";
            string environment =
                $"cd {folder.Location}; chmod +x {tool}; export SLURM_CONF={node}/slurm.conf LOWRANK={tool} "
                + $"RECORDS={folder.Location}/records OPTIONS='{options}'";
            Assert.Equal((0, string.Empty),
                Outcome(Shell($"{environment}; timeout 300 sbatch --wait --array=0-{Shards - 1} {script} {harness}")));
            Assert.Equal((0, string.Empty), Outcome(Shell($"{environment}; bash {script} --merge {Shards}")));
            string whole = Path.Combine(folder.Location, "whole.ndjson");
            Assert.Equal((0, string.Empty), Outcome(Shell($"{environment}; set -f; {tool} gate $OPTIONS --records {whole} -- {harness}")));
            string[] cases = Cases(whole);
            Assert.True(cases.Length > 100, $"{cases.Length} cases");
            Assert.Equal(cases, Cases(Path.Combine(folder.Location, "records", "merged.ndjson")));
        }
        finally
        {
            _ = Shell($"bash {starter} stop {node}");
        }
    }

    // What a test says of a command that should succeed: status, and the errors only where it failed.
    private static (int Status, string Error) Outcome(ToolResult result) =>
        (result.ExitStatus, result.ExitStatus == 0 ? string.Empty : result.Error + result.Output);

    // Sorted: a run writes its units as they are done, the merged file has them in the order of the header.
    private static string[] Cases(string path) =>
        [.. File.ReadLines(path).Where(line => (string?)JsonNode.Parse(line)!["record"] is "case" or "unit").Order(StringComparer.Ordinal)];

    private static ToolResult Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(8)), command);
        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }
}
