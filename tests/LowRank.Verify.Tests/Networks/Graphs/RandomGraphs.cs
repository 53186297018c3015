using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>
/// Random graphs with their scores to 25 digits, drawn and run by fixtures/networks/random/make_random.py: 50, with LOWRANK_FULL=1 1,000.
/// </summary>
public sealed class RandomGraphs
{
    private const string Python = "/usr/bin/python3";

    private readonly Lazy<JsonArray> cases = new(Draw);

    public static int Count { get; } = Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1" ? 1000 : 50;

    public JsonArray Cases => cases.Value;

    /// <summary>False where the script's packages are not installed.</summary>
    public static bool CanDraw => File.Exists(Python) && Run("-c", "import onnx, mpmath, numpy").Status == 0;

    private static JsonArray Draw()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("graphs.json");
        (int status, string errors) = Run(Repository.Fixture("networks", "random", "make_random.py"), "0", $"{Count}", path);
        return status == 0 ? JsonNode.Parse(File.ReadAllText(path))!.AsArray() : throw new InvalidOperationException(errors);
    }

    private static (int Status, string Errors) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
