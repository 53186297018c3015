using System.Diagnostics;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// A second, minimal reading of the protocol: it trusts the harness, so that a test of a sample shows what the sample answers and
/// nothing else. The gate's own runner is tested elsewhere.
/// </summary>
internal sealed class HarnessProcess : IImplementation, IDisposable
{
    private readonly Process process;
    private long sequence;

    public HarnessProcess(string program, params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OPENBLAS_NUM_THREADS"] = "1" },
        }) ?? throw new InvalidOperationException(program + " did not start.");
    }

    public ImplementationDescription Start()
    {
        JsonObject answer = Ask(new JsonObject { ["op"] = "start", ["protocol"] = 1 });
        JsonNode implementation = answer["implementation"]!;
        return new ImplementationDescription(
            (string)implementation["name"]!,
            (string)implementation["version"]!,
            (string)implementation["language"]!,
            (string)answer["precision"]!,
            answer["oracles"]!.AsObject().ToDictionary(oracle => oracle.Key, oracle => (int)oracle.Value!, StringComparer.Ordinal),
            new Dictionary<string, string>());
    }

    public Answer Run(string oracle, InputRecord inputs)
    {
        JsonObject answer = Ask(new JsonObject { ["op"] = "run", ["seq"] = ++sequence, ["oracle"] = oracle, ["inputs"] = InputJson.Write(inputs) });
        return (long)answer["seq"]! != sequence ? new Answer.Error("wrong seq")
            : answer["skipped"] is { } skipped ? new Answer.Skipped((string)skipped!)
            : answer["error"] is { } error ? new Answer.Error((string)error!)
            : answer["log10"] is { } logarithm ? Log10(logarithm)
            : Read(answer["value"]!);
    }

    /// <summary>Asks the harness to stop and gives its exit status.</summary>
    public int Stop()
    {
        process.StandardInput.WriteLine("{\"op\":\"stop\"}");
        process.StandardInput.Close();
        return process.WaitForExit(TimeSpan.FromSeconds(30)) ? process.ExitCode : throw new TimeoutException("The harness ignores 'stop'.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static Answer.Log10 Log10(JsonNode value) =>
        new(value.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.NegativeInfinity : (double)value);

    private static Answer Read(JsonNode value) => value switch
    {
        JsonArray list => new Answer.Values([.. list.Select(item => Read(item!))]),
        JsonObject part when part["log10"] is { } logarithm => Log10(logarithm),
        JsonObject parts => new Answer.Named(parts.ToDictionary(part => part.Key, part => Read(part.Value!), StringComparer.Ordinal)),
        _ => new Answer.Value((double)value),
    };

    private JsonObject Ask(JsonObject request)
    {
        process.StandardInput.Write(request.ToJsonString() + "\n");
        process.StandardInput.Flush();
        return JsonNode.Parse(process.StandardOutput.ReadLine() ?? throw new EndOfStreamException("The harness ended."))!.AsObject();
    }
}
