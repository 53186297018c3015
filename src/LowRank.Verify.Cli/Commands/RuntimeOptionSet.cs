using System.CommandLine;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Cli.Commands;

/// <summary>The options by which a command runs an .onnx file in ONNX Runtime too.</summary>
internal sealed class RuntimeOptionSet
{
    private readonly Option<bool> runtime = new("--runtime")
    {
        Description =
            "Runs the file in ONNX Runtime too, and says how far its scores lie from the certified ones and what that costs at the margin.",
    };
    private readonly Option<string?> level = new("--ort-level")
    {
        Description = "Its optimisation level: disable, basic, extended or all (default: the library's own default).",
        HelpName = "level",
    };
    private readonly Option<string?> provider = new("--ort-provider")
    {
        Description = "Its execution provider: cpu (default) or cuda.",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        command.Add(runtime);
        command.Add(level);
        command.Add(provider);
    }

    /// <summary>What was asked for; null without --runtime.</summary>
    /// <exception cref="InputException">A name is unknown, or the file or the data cannot be run.</exception>
    public OnnxRuntimeOptions? Read(ParseResult parsed, string model, bool hasData)
    {
        (string? levelName, string? providerName) = (parsed.GetValue(level), parsed.GetValue(provider));
        if (!parsed.GetValue(runtime))
        {
            return levelName is null && providerName is null ? null
                : throw new InputException(
                    $"{(levelName is null ? "--ort-provider" : "--ort-level")} says how --runtime runs the file: give --runtime as well.");
        }

        if (!hasData)
        {
            throw new InputException("--runtime compares scores on data: give --data x.npy.");
        }

        return Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? new OnnxRuntimeOptions { Level = ReadLevel(levelName), Provider = ReadProvider(providerName) }
            : throw new InputException($"{model}: --runtime runs .onnx files, and this is none by its name.");
    }

    private static OnnxRuntimeLevel ReadLevel(string? name) => name switch
    {
        null => OnnxRuntimeLevel.Default,
        "disable" => OnnxRuntimeLevel.Disable,
        "basic" => OnnxRuntimeLevel.Basic,
        "extended" => OnnxRuntimeLevel.Extended,
        "all" => OnnxRuntimeLevel.All,
        _ => throw new InputException($"{OptionValues.Typed("--ort-level", name)}: write disable, basic, extended or all."),
    };

    private static OnnxRuntimeProvider ReadProvider(string? name) => name switch
    {
        null or "cpu" => OnnxRuntimeProvider.Cpu,
        "cuda" => OnnxRuntimeProvider.Cuda,
        _ => throw new InputException($"{OptionValues.Typed("--ort-provider", name)}: write cpu or cuda."),
    };
}
