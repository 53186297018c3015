using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Checking;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>check</c>: the claims of an oracle file that stands anywhere, tried on certified values.</summary>
internal static partial class CheckCommand
{
    private const int ShownDigits = 8;

    private const int MaximumCases = 1_000_000;

    public static Command Create(Invocation invocation)
    {
        CheckOptions standard = new();
        Argument<string> file = new("file")
        {
            Description = "An oracle file (.yaml); it may compare with oracles of the catalogue by their ids.",
        };
        Option<string?> cases = new("--cases") { Description = $"Points per claim (default {standard.Cases}).", HelpName = "n" };
        Option<string?> seed = new("--seed") { Description = $"Seed of the points (default {standard.Seed}).", HelpName = "n" };
        Option<bool> json = OptionValues.Json();
        Command command = new("check",
            "Validates a derivation, evaluates it, and looks for counterexamples to what it claims; exit 1 when one is found.")
        {
            file, cases, seed, json,
        };
        command.SetAction(parsed =>
        {
            CheckOptions options = standard with
            {
                Cases = parsed.GetValue(cases) is { } c ? (int)OptionValues.ReadCount("--cases", c, 1, MaximumCases) : standard.Cases,
                Seed = parsed.GetValue(seed) is { } s ? (ulong)OptionValues.ReadCount("--seed", s, 0, long.MaxValue) : standard.Seed,
            };
            string path = parsed.GetRequiredValue(file);
            Oracle oracle = invocation.Rooms.ReadOracle(path);
            ClaimResult[] results = [.. new DerivationCheck(invocation.Rooms.Reference, options).Run(oracle)
                .Select(result => Noted(result, oracle, invocation.Rooms.Catalogue))];
            if (parsed.GetValue(json))
            {
                foreach (ClaimResult result in results)
                {
                    invocation.Line(DocumentContext.Line(ClaimDocument.Of(oracle, result), types => types.ClaimDocument));
                }
            }
            else
            {
                Write(invocation, oracle, results);
            }

            // A formula without a value anywhere was not checked at all, which must not pass for a success.
            return results.Any(result => result.Verdict is ClaimVerdict.Refuted or ClaimVerdict.NotApproached)
                || results[0].Verdict == ClaimVerdict.NotSampled ? ExitStatus.Violation : ExitStatus.Success;
        });
        return command;
    }

    /// <summary>
    /// A comparison with a statement that holds under further hypotheses compares numbers only, which is said beside its verdict.
    /// </summary>
    private static ClaimResult Noted(ClaimResult result, Oracle oracle, OracleCatalogue catalogue)
    {
        string? other = oracle.Properties.Where(property => property.Text == result.Claim)
            .Select(property => (property as OracleProperty.AtLeast)?.OracleId ?? (property as OracleProperty.AtMost)?.OracleId)
            .FirstOrDefault(id => id is not null);
        if (other is null || !catalogue.TryGet(other, out Oracle? compared)
            || oracle.Hypotheses.NotImplied(compared.Hypotheses).ToArray() is not { Length: > 0 } missing)
        {
            return result;
        }

        string note = $"of numbers only: {other} also asks for {string.Join("; ", missing)}";
        return result with { Message = result.Message is { } message ? $"{message}; {note}" : note };
    }

    private static void Write(Invocation invocation, Oracle oracle, IReadOnlyList<ClaimResult> results)
    {
        invocation.Line($"{oracle.Id} (revision {oracle.Revision}, {OracleDescription.Word(oracle.Kind)}: {KindMeaning.Of(oracle.Kind)})");
        invocation.Line($"  {oracle.Title}");
        foreach (ClaimResult result in results)
        {
            string count = result.Cases.ToString(CultureInfo.InvariantCulture);
            string verdict = result.Verdict switch
            {
                ClaimVerdict.Refuted => "REFUTED",
                ClaimVerdict.NotRefuted => $"not refuted in {count} {(result.Cases == 1 ? "case" : "cases")}",
                ClaimVerdict.NotApproached => "NOT APPROACHED",
                ClaimVerdict.Evaluated => $"evaluated in {count} {(result.Cases == 1 ? "case" : "cases")}",
                _ => "not sampled",
            };
            invocation.Line($"  {result.Claim}: {verdict}{(result.Message is { } message ? $" ({message})" : string.Empty)}");
            if (result.Point is { } point)
            {
                Write(invocation, point);
            }
        }
    }

    private static void Write(Invocation invocation, ClaimPoint point)
    {
        invocation.Line($"      at      {Inputs(point.Inputs)}");
        invocation.Line($"      value   {Enclosure(point.Value)}");
        if (point.RelatedInputs is { } related)
        {
            invocation.Line($"      second  {point.Relation}");
            invocation.Line($"      at      {Inputs(related)}");
            invocation.Line($"      value   {Enclosure(point.RelatedValue)}");
            invocation.Line($"      but     {point.Contradiction}");
        }
    }

    private static string Inputs(InputRecord inputs) => LongNumber().Replace(
        JsonText.OneLine(InputJson.Write(inputs)), number =>
            $"{number.Value[..ShownDigits]}...({number.Length.ToString(CultureInfo.InvariantCulture)} digits)");

    // Points on the way to a limit have numbers of thousands of digits; --json gives them whole.
    [GeneratedRegex("[0-9]{41,}")]
    private static partial Regex LongNumber();

    private static string Enclosure(Shaped<CertifiedNumber>? value) =>
        RecordJson.Write(value) is { } json ? JsonText.OneLine(json) : "none";
}
