using System.CommandLine;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Cli.Commands;

/// <summary>
/// <c>jacobian</c>: singular values of a network's Jacobian on data, and what its information and nuisance spaces make of the labels.
/// </summary>
internal static class JacobianCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> model = new("model") { Description = "An .onnx file, or weights with --layers and --activation." };
        Option<string> data = new("--data") { Description = "The inputs, one sample per row (.npy).", HelpName = "x.npy", Required = true };
        Option<string?> labels = new("--labels")
        {
            Description = "The labels: a class per sample, or a row of scores for each (.npy).",
            HelpName = "y.npy",
        };
        Option<string?> top = new("--top")
        {
            Description = "How many of the largest singular values are shown (default 50).",
            HelpName = "k",
        };
        Option<string?> cutoff = new("--cutoff")
        {
            Description =
                "Cutoff between information and nuisance space (default: the tool chooses the middle of the gap after the last value that "
                + "is shown, and says so).",
            HelpName = "a",
        };
        Option<string?> gamma = new("--early-stopping")
        {
            Description = "Gamma of the early-stopping value, at least 1 (default 1).",
            HelpName = "g",
        };
        Option<string?> weights = new("--weights")
        {
            Description = "Differentiate by these tensors only, names with commas between them.",
            HelpName = "name,..",
        };
        Option<bool> free = new("--matrix-free")
        {
            Description = "Find the values by products alone (block Lanczos), as for a Jacobian too large to hold.",
        };
        Option<string?> activation = new("--activation")
        {
            Description = "For a file that holds weights only: the activation between the layers (relu).",
            HelpName = "name",
        };
        Option<string?> layers = OptionValues.Layers(), key = OptionValues.Key();
        RuntimeOptionSet runtime = new();
        Option<string?> digits = OptionValues.Digits();
        Option<bool> strict = OptionValues.Strict();
        Option<bool> json = OptionValues.Json();
        Command command = new("jacobian", "The Jacobian of a network on data: certified singular values, information and nuisance space.")
        {
            model, data, labels, top, cutoff, gamma, weights, free, activation, layers, key, digits, strict, json,
        };
        runtime.AddTo(command);
        command.SetAction(parsed =>
        {
            using StepLine progress = new(invocation.Streams.IsTerminal ? invocation.Streams.Error : null, "block Lanczos");
            JacobianOptions options = new()
            {
                Data = OptionValues.ReadArray(parsed.GetRequiredValue(data)),
                Labels = parsed.GetValue(labels) is { } y ? OptionValues.ReadArray(y) : null,
                Top = parsed.GetValue(top) is { } k ? (int)OptionValues.ReadCount("--top", k, 1, int.MaxValue) : null,
                Cutoff = parsed.GetValue(cutoff) is { } a ? OptionValues.ReadPositive("--cutoff", a) : null,
                Gamma = parsed.GetValue(gamma) is { } g ? ReadGamma(g) : null,
                Weights = parsed.GetValue(weights)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                MatrixFree = parsed.GetValue(free),
                Runtime = runtime.Read(parsed, parsed.GetRequiredValue(model), hasData: true),
                Progress = progress,
                Activation = parsed.GetValue(activation),
                Digits = OptionValues.ReadDigits(parsed.GetValue(digits)),
            };
            JacobianReport report = new JacobianAssessment(invocation.Rooms.Engine)
                .Assess(NetworkReader.Read(parsed.GetRequiredValue(model),
                    OptionValues.Weights(parsed.GetValue(layers), parsed.GetValue(key))), options);
            progress.Dispose();
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(JacobianDocument.Of(report), types => types.JacobianDocument));
            }
            else
            {
                JacobianText.Write(invocation, report);
            }

            if (!parsed.GetValue(strict) || (report.Undecided is null && JacobianEnclosure.NotReached(report).Count == 0))
            {
                return ExitStatus.Success;
            }

            invocation.Streams.Error.WriteLine($"lowrank: --strict: {report.Undecided ?? $"digits {JacobianEnclosure.Reached(report)}"}.");
            return ExitStatus.Violation;
        });
        return command;
    }

    private static Rational ReadGamma(string text) => OptionValues.ReadNumber("--early-stopping", text) is var gamma
        && gamma >= Rational.One
        ? gamma
        : throw new InputException($"{OptionValues.Typed("--early-stopping", text)}: Gamma must be at least 1.");
}
