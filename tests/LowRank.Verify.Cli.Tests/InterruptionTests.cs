using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>A gate that is told to end writes what it has judged, says how to go on, and goes on to the same records.</summary>
public sealed class InterruptionTests
{
    // Honest but for one call, before which it sends a signal to the gate: once, when its second argument is not there yet.
    private const string Telling = """
        import base64, json, math, os, struct, sys
        signal, told, at = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
        size = {"float64": ("d", 8), "float32": ("f", 4), "float16": ("e", 2), "int8": ("b", 1)}
        for calls, text in enumerate(sys.stdin):
            request = json.loads(text)
            if request["op"] == "start":
                print(json.dumps({"protocol": 1, "implementation": {"name": "telling", "version": "1", "language": "python"},
                                  "precision": "float64", "oracles": {"spectra/frobenius-norm": 1}}), flush=True)
            elif request["op"] == "stop":
                break
            else:
                if calls == at and not os.path.exists(told):
                    open(told, "w").close()
                    os.kill(os.getppid(), signal)
                    sys.stdin.readline()
                a = request["inputs"]["A"]
                data, (m, n) = base64.b64decode(a["data"]), a["shape"]
                if a["dtype"] == "bfloat16":
                    entries = struct.unpack("<%df" % (m * n), b"".join(b"\0\0" + data[i:i + 2] for i in range(0, len(data), 2)))
                else:
                    entries = struct.unpack("<%d%s" % (m * n, size[a["dtype"]][0]), data)
                print(json.dumps({"seq": request["seq"], "value": math.hypot(*entries) * float(a.get("scale", 1))}), flush=True)
        """;

    [Theory]
    [InlineData(2, 130, "SIGINT", "1")]
    [InlineData(15, 143, "SIGTERM", "3")]
    public void Interrupted_run_reports_what_it_judged_and_is_continued(int signal, int status, string name, string jobs)
    {
        using TemporaryFolder folder = new();
        string script = folder.Write("telling.py", Telling), told = Path.Combine(folder.Location, "told");
        string records = Path.Combine(folder.Location, "a run.ndjson"), whole = Path.Combine(folder.Location, "whole.ndjson");
        string junit = Path.Combine(folder.Location, "run.xml"), page = Path.Combine(folder.Location, "run.html");
        string[] options = ["gate", "--oracle", "spectra/frobenius-norm", "--cases", "40", "--property-cases", "2", "--jobs", jobs];
        string[] harness = ["--", "/usr/bin/python3", "-S", script, $"{signal}", told, "25"];
        ToolResult result = Tool.RunProcess([.. options, "--records", records, "--junit", junit, "--html", page, .. harness]);
        Assert.Equal(status, result.ExitStatus);
        string said = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        string command = $"lowrank {string.Join(' ', options)} --records '{records}' --junit {junit} --html {page} --resume "
            + string.Join(' ', harness);
        Assert.StartsWith($"lowrank: interrupted ({name}); ", said, StringComparison.Ordinal);
        Assert.EndsWith($" units are done. To continue: {command}", said, StringComparison.Ordinal);
        Assert.Contains("Nothing wrong so far; the run is not complete.", result.Output, StringComparison.Ordinal);
        Assert.Contains("incomplete", File.ReadAllText(junit), StringComparison.Ordinal);
        Assert.Contains("not complete", File.ReadAllText(page), StringComparison.Ordinal);

        // The unit that was broken off has its judged cases too, without the line that closes it.
        string[] kinds = [.. File.ReadLines(records).Select(Kind)];
        int judged = kinds.Count(kind => kind == "case");
        Assert.True(judged is > 20 and < 40 && kinds.Contains("unit") && kinds[^1] == "case", $"{judged} cases");
        Assert.Equal(2, Tool.Run("report", records).ExitStatus);

        // The line that it printed goes on, through a shell.
        ToolResult rest = Shell.Run(Shell.Tool + command[command.IndexOf(' ', StringComparison.Ordinal)..]);
        Assert.Equal((0, string.Empty), (rest.ExitStatus, rest.Error));
        Assert.Equal(0, Tool.Run([.. options, "--records", whole, .. harness]).ExitStatus);
        Assert.Equal(File.ReadLines(whole).SkipLast(1).Order(), File.ReadLines(records).SkipLast(1).Order());
    }

    [Fact]
    public void Run_without_records_says_how_to_keep_them()
    {
        using TemporaryFolder folder = new();
        string script = folder.Write("telling.py", Telling), told = Path.Combine(folder.Location, "told");
        ToolResult result = Tool.RunProcess(["gate", "--oracle", "spectra/frobenius-norm", "--shard", "0/1", "--json", "--",
            "/usr/bin/python3", script, "15", told, "9"]);
        Assert.Equal(143, result.ExitStatus);
        Assert.Contains("a run that can be continued: lowrank gate --oracle spectra/frobenius-norm --shard 0/1 --json "
            + $"--records run.ndjson -- /usr/bin/python3 {script} 15 {told} 9", result.Error, StringComparison.Ordinal);
        Assert.Contains(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Kind(line) == "case");
    }

    private static string Kind(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("record").GetString()!;
    }
}
