using System.Diagnostics;
using System.Text.Json;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>init</c>: what it writes starts, speaks the protocol and answers its example; nothing is overwritten.</summary>
public sealed class InitCommandTests
{
    // 2×2: 3, 0, 0, 4 as float64, and 1, 2, 2, 4 (Frobenius norm 5) as the other formats.
    private const string Float64 = "AAAAAAAACEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEEA=", Float32 = "AACAPwAAAEAAAABAAACAQA==";

    private const string Requests = $$$$"""
        {"op":"start","protocol":1}
        {"op":"run","seq":5,"oracle":"spectra/frobenius-norm","inputs":{"A":{"shape":[2,2],"dtype":"float64","data":"{{{{Float64}}}}"}}}
        {"op":"run","seq":6,"oracle":"spectra/frobenius-norm","inputs":{"A":{"shape":[2,2],"dtype":"float32","data":"{{{{Float32}}}}"}}}
        {"op":"run","seq":7,"oracle":"spectra/frobenius-norm","inputs":{"A":{"shape":[4,1],"dtype":"float16","data":"ADwAQABAAEQ="}}}
        {"op":"run","seq":8,"oracle":"spectra/frobenius-norm","inputs":{"A":{"shape":[1,4],"dtype":"bfloat16","data":"gD8AQABAgEA="}}}
        {"op":"run","seq":9,"oracle":"spectra/frobenius-norm","inputs":{"A":{"shape":[1,1],"dtype":"float64","data":"AAAAAAAAAAA="}}}
        {"op":"run","seq":10,"oracle":"spectra/spectral-norm","inputs":{"A":{"shape":[1,1],"dtype":"float64","data":"AAAAAAAAAAA="}}}
        {"op":"stop"}

        """;

    private static readonly string[] Names = ["python", "csharp", "cpp", "julia"];

    [Theory]
    [InlineData("python", "")]
    [InlineData("cpp", "g++ -O2 -std=c++17 -Wall -Wextra -Werror -o harness harness.cpp")]
    [InlineData("csharp", "dotnet build -c Release -v q -nologo --disable-build-servers Harness.csproj")]
    public void Harness_answers_its_example_and_skips_what_is_to_be_written(string language, string build)
    {
        Assert.SkipUnless(language != "cpp" || File.Exists("/usr/bin/g++"), "no C++ compiler here");
        using TemporaryFolder folder = new();
        string next = Init(language, folder.Location).Split('\n')[^2];
        string enter = $"next: cd {folder.Location} && lowrank gate -- ";
        Assert.StartsWith(enter, next, StringComparison.Ordinal);
        if (language is "cpp" or "csharp")
        {
            Rewrite(folder.Location, language);
            Assert.Equal(0, Run(folder.Location, build, string.Empty).ExitStatus);
        }

        string command = next[enter.Length..].Replace("python3", "/usr/bin/python3", StringComparison.Ordinal);
        ToolResult result = Run(folder.Location, command, Requests);
        Assert.Equal((0, language == "python" ? string.Empty : "unasked\n"), (result.ExitStatus, result.Error));
        JsonElement[] answers = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(7, answers.Length);
        Assert.Equal(1, answers[0].GetProperty("protocol").GetInt32());
        Assert.Equal(language, answers[0].GetProperty("implementation").GetProperty("language").GetString());
        Assert.Equal("float64", answers[0].GetProperty("precision").GetString());
        Assert.Equal(1, answers[0].GetProperty("oracles").GetProperty("spectra/frobenius-norm").GetInt32());
        Assert.Equal([5, 6, 7, 8, 9, 10], answers[1..].Select(answer => answer.GetProperty("seq").GetInt32()));
        Assert.Equal([5, 5, 5, 5, 0], answers[1..6].Select(answer => answer.GetProperty("value").GetDouble()));
        Assert.Contains("not implemented", answers[6].GetProperty("skipped").GetString(), StringComparison.Ordinal);
    }

    // A line on standard output that the protocol must not see.
    private static void Rewrite(string folder, string language)
    {
        (string file, string before, string after) = language == "cpp"
            ? ("harness.cpp", "throw Skip(", "std::cout << \"unasked\" << std::endl; throw Skip(")
            : ("Program.cs", "inputs => throw new Skip(\"not implemented: spectral norm\")",
                "inputs => { Console.WriteLine(\"unasked\"); throw new Skip(\"not implemented: spectral norm\"); }");
        string text = File.ReadAllText(Path.Combine(folder, file));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, file), text.Replace(before, after, StringComparison.Ordinal));
    }

    // What numpy, torch and the standard library give is answered exactly: 0.1 as float32 is 13421773/134217728, as half 1639/16384.
    [Theory]
    [InlineData("np.linalg.matrix_rank(np.eye(3))", "\"value\": 3")]
    [InlineData("np.linalg.svd(np.diag([2.0, 1.0]))[1]", "\"value\": [2.0, 1.0]")]
    [InlineData("np.float32(0.1)", "\"value\": 0.10000000149011612")]
    [InlineData("np.float16(0.1)", "\"value\": 0.0999755859375")]
    [InlineData("np.array(2.5)", "\"value\": 2.5")]
    [InlineData("np.ones((2, 1), np.int8)", "\"value\": [[1], [1]]")]
    [InlineData("np.array([1, float('nan'), -np.inf])", "\"value\": [1.0, NaN, -Infinity]")]
    [InlineData("np.longdouble(1) / 3", "\"value\": \"12297829382473034411/36893488147419103232\"")]
    [InlineData("{'s': np.float64(1), 't': (Fraction(1, 3), 2**60)}",
        "\"value\": {\"s\": 1.0, \"t\": [\"1/3\", \"1152921504606846976\"]}")]
    [InlineData("{'log10': np.float64(400)}", "\"log10\": 400.0")]
    [InlineData("__import__('torch').tensor([0.1, 1.0])", "\"value\": [0.10000000149011612, 1.0]")]
    [InlineData("__import__('torch').tensor(1.5, dtype=__import__('torch').bfloat16)", "\"value\": 1.5")]
    [InlineData("print('loading') or __import__('os').system('echo more') or 1.0", "\"value\": 1.0")]
    [InlineData("None", "\"error\": \"TypeError: a number was expected, not NoneType: None\"")]
    [InlineData("np.bool_(True)", "\"error\": \"TypeError: a number was expected, not bool: True\"")]
    [InlineData("1 / 0", "\"error\": \"ZeroDivisionError: division by zero\"")]
    [InlineData("(_ for _ in ()).throw(NotImplementedError('dtype'))", "\"error\": \"NotImplementedError: dtype\"")]
    [InlineData("(_ for _ in ()).throw(Skip('too large'))", "\"skipped\": \"too large\"")]
    public void Python_harness_answers_what_its_functions_return(string expression, string answer)
    {
        using TemporaryFolder folder = new();
        _ = Init("python", folder.Location);
        string path = Path.Combine(folder.Location, "harness.py");
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "    raise Skip(\"not implemented: spectral norm\")", $"    return {expression}", StringComparison.Ordinal));
        ToolResult result = Run(folder.Location, "/usr/bin/python3 harness.py", Requests);
        Assert.Equal(0, result.ExitStatus);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.Equal($"{{\"seq\": 10, {answer}}}", lines[6]);
        Assert.Equal(expression.StartsWith("print", StringComparison.Ordinal) ? "loading\nmore\n" : string.Empty, result.Error);
    }

    [Theory]
    [InlineData("python", "")]
    [InlineData("cpp", "g++ -std=c++17 -o harness harness.cpp")]
    public void Harness_refuses_another_version_of_the_protocol(string language, string build)
    {
        Assert.SkipUnless(language != "cpp" || File.Exists("/usr/bin/g++"), "no C++ compiler here");
        using TemporaryFolder folder = new();
        string command = Init(language, folder.Location).Split('\n')[^2].Split(" -- ")[1]
            .Replace("python3", "/usr/bin/python3", StringComparison.Ordinal);
        if (build.Length > 0)
        {
            Assert.Equal(0, Run(folder.Location, build, string.Empty).ExitStatus);
        }

        ToolResult result = Run(folder.Location, command, "{\"op\":\"start\",\"protocol\":2}\n");
        Assert.NotEqual(0, result.ExitStatus);
        Assert.Equal(string.Empty, result.Output);
        Assert.Contains("protocol 2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Julia_harness_has_the_shape_of_the_others()
    {
        using TemporaryFolder folder = new();
        Init("julia", folder.Location);
        string text = File.ReadAllText(Path.Combine(folder.Location, "harness.jl"));
        string[] openers = ["function ", "if ", "for ", "try", "struct "];
        int opened = text.Split('\n').Count(line => openers.Any(word => line.TrimStart().StartsWith(word, StringComparison.Ordinal))
            || line.Contains("= if ", StringComparison.Ordinal));
        int closed = text.Split('\n').Count(line => line.Trim() == "end");
        Assert.Equal(opened, closed);
        Assert.Equal(text.Count(c => c == '('), text.Count(c => c == ')'));
        Assert.All(
            ["\"start\"", "\"stop\"", "\"seq\"", "\"value\"", "\"skipped\"", "\"error\"", "\"log10\"", "\"bfloat16\"",
                "spectra/frobenius-norm", "flush(answers)"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Workflow_runs_the_harness_in_shards_and_merges()
    {
        foreach (string language in Names)
        {
            using TemporaryFolder folder = new();
            string next = Init(language, folder.Location).Split('\n')[^2];
            string workflow = File.ReadAllText(Path.Combine(folder.Location, ".github", "workflows", "lowrank.yml"));
            Assert.Contains(next.Split("lowrank gate ")[1], workflow, StringComparison.Ordinal);
            Assert.Contains("--shard ${{ matrix.shard }}/4", workflow, StringComparison.Ordinal);
            Assert.Contains("run merge shard-*.ndjson", workflow, StringComparison.Ordinal);
            Assert.DoesNotContain("{{setup}}", workflow, StringComparison.Ordinal);
            Assert.DoesNotContain("{{command}}", workflow, StringComparison.Ordinal);
            YamlStream yaml = [];
            yaml.Load(new StringReader(workflow));
            YamlMappingNode jobs = Assert.IsType<YamlMappingNode>(yaml.Documents[0].RootNode["jobs"]);
            Assert.Equal(["gate", "merge"], jobs.Children.Keys.Select(key => key.ToString()));
        }
    }

    [Theory]
    [InlineData("harness.py")]
    [InlineData("known-gaps.yaml")]
    [InlineData(".github/workflows/lowrank.yml")]
    public void Existing_file_is_kept_and_nothing_is_written(string name)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Location, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "mine");
        Assert.Contains(path, Tool.Fail(2, ["init", "--language", "python", "--directory", folder.Location]), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFiles(folder.Location, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Failure_on_the_way_leaves_no_file_behind()
    {
        using TemporaryFolder folder = new();
        _ = folder.Write(".github", "a file where a folder is needed");
        _ = Tool.Fail(2, ["init", "--language", "cpp", "--directory", folder.Location]);
        Assert.Equal([".github"], Directory.EnumerateFileSystemEntries(folder.Location).Select(Path.GetFileName));
    }

    [Fact]
    public void Unknown_or_missing_language_is_refused_with_the_known_ones()
    {
        Assert.Contains("python, csharp, cpp, julia", Tool.Fail(2, ["init", "--language", "cobol"]), StringComparison.Ordinal);
        Assert.Contains("python, csharp, cpp, julia", Tool.Fail(2, ["init"]), StringComparison.Ordinal);
    }

    private static string Init(string language, string folder)
    {
        ToolResult result = Tool.Run("init", "--language", language, "--directory", folder);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        return result.Output;
    }

    private static ToolResult Run(string folder, string command, string input)
    {
        string[] words = command.Split(' ');
        string program = words[0].StartsWith("./", StringComparison.Ordinal) ? Path.Combine(folder, words[0][2..]) : words[0];
        using Process process = Process.Start(new ProcessStartInfo(program, words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), command);
        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }
}
