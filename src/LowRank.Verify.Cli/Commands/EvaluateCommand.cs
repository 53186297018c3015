using System.CommandLine;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>evaluate</c>: one oracle on given inputs, from a file or line by line from standard input.</summary>
internal static class EvaluateCommand
{
    private const string StandardInput = "-";

    public static Command Create(Invocation invocation)
    {
        Argument<string> id = new("oracle") { Description = "Id of the oracle, such as pinto2025/theorem-7." };
        Option<string?> input = new("--input") { Description = "A JSON file with the inputs; - for standard input.", HelpName = "in.json" };
        Option<bool> lines = new("--lines") { Description = "Reads one JSON object per line from standard input and writes one per line." };
        Option<string?> digits = OptionValues.Digits();
        Option<bool> strict = OptionValues.Strict();
        Option<bool> json = OptionValues.Json();
        Command command = new("evaluate", "The certified value of an oracle on given inputs, with the fast path's beside it.")
        {
            id, input, lines, digits, strict, json,
        };
        command.SetAction(parsed =>
        {
            int wanted = OptionValues.ReadDigits(parsed.GetValue(digits));
            Oracle oracle = invocation.Rooms.Catalogue.Get(parsed.GetRequiredValue(id));
            bool isStrict = parsed.GetValue(strict);
            string? path = parsed.GetValue(input);
            if (parsed.GetValue(lines))
            {
                return path is null
                    ? EvaluateLines(invocation, oracle, wanted, isStrict)
                    : throw new InputException("--lines reads standard input: leave --input out.");
            }

            EvaluationReport report = Evaluate(invocation.Rooms, oracle, ReadInputs(invocation, path), wanted,
                path == StandardInput ? "standard input" : path!);
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(EvaluationDocument.Of(report), types => types.EvaluationDocument));
            }
            else
            {
                EvaluationText.Write(invocation, report);
            }

            return Status(report, isStrict);
        });
        return command;
    }

    private static int EvaluateLines(Invocation invocation, Oracle oracle, int digits, bool strict)
    {
        int status = ExitStatus.Success;
        for (int number = 1; invocation.Streams.Input.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string place = $"standard input, line {number}";
            EvaluationReport report = Evaluate(invocation.Rooms, oracle, InputJson.Read(line, place), digits, place);
            status = Math.Max(status, Status(report, strict));
            if (!invocation.WriteLineNow(DocumentContext.Line(EvaluationDocument.Of(report), types => types.EvaluationDocument)))
            {
                break;
            }
        }

        return status;
    }

    private static EvaluationReport Evaluate(Rooms rooms, Oracle oracle, InputRecord inputs, int digits, string place)
    {
        Evaluation reference = rooms.Reference.Evaluate(oracle, inputs, digits);
        if (reference.Status == EvaluationStatus.OutsideDomain)
        {
            throw new InputException($"{place}: {oracle.Id} has no value there: {reference.Reason}.");
        }

        FastResult fast = rooms.Fast.Supports(oracle.Id)
            ? rooms.Fast.Evaluate(oracle.Id, inputs)
            : new FastResult.NotApplicable("not implemented by the fast path");
        return new EvaluationReport(reference, fast, FastComparison.RelativeDistance(reference.Result, fast), digits);
    }

    private static InputRecord ReadInputs(Invocation invocation, string? path)
    {
        if (path is null)
        {
            throw new InputException("The inputs are missing: give --input in.json, or --lines for standard input.");
        }

        if (path == StandardInput)
        {
            return InputJson.Read(invocation.Streams.Input.ReadToEnd(), "standard input");
        }

        return InputJson.Read(TextFile.Read(path, "a JSON file with the inputs"), path);
    }

    private static int Status(EvaluationReport report, bool strict) =>
        strict && (report.Reference.Status != EvaluationStatus.Enclosed || report.Reference.Digits < report.Digits)
            ? ExitStatus.Violation
            : ExitStatus.Success;
}
