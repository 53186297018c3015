using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Catalogue.Published;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>published</c>: the numbers that papers print, checked again.</summary>
internal static class PublishedCommand
{
    private const int ShownDigits = 12;

    public static Command Create(Invocation invocation)
    {
        Option<string?> folder = new("--folder")
        {
            Description = "The folder of published numbers (default fixtures/published).",
            HelpName = "folder",
        };
        Option<bool> json = OptionValues.Json();
        Command command = new("published",
            "Checks published numbers again: recomputed, consistent within rounding, or recorded with a reason; exit 1 when a verdict "
            + "changed.")
        {
            folder, json,
        };
        command.SetAction(parsed =>
        {
            PublishedCheck check = new(invocation.Rooms.Reference);
            PublishedResult[] results = [.. PublishedFile.ReadAll(FixtureFolders.ToRead(parsed.GetValue(folder), FixtureFolders.Published))
                .SelectMany(check.Check)];
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(PublishedDocument.Of(results, ShownDigits), types => types.PublishedDocument));
            }
            else
            {
                Write(invocation, results);
            }

            return results.Any(r => r.IsChanged) ? ExitStatus.Violation : ExitStatus.Success;
        });
        return command;
    }

    private static void Write(Invocation invocation, IReadOnlyList<PublishedResult> results)
    {
        TextTable table = new("entry", "printed", "check", "verdict", "where", "why");
        foreach (PublishedResult result in results)
        {
            PublishedEntry entry = result.Entry;
            table.Row(
                entry.Id,
                string.Join(", ", entry.Numbers.Select(n => $"{n.Name} {n.Printed}")),
                entry.Kind.ToString().ToLowerInvariant()
                    + (result.Computed is { } computed ? $" {computed.LowerDecimal(ShownDigits)}" : string.Empty),
                result.IsChanged ? $"CHANGED: {result.Verdict}, on record {entry.Verdict}" : result.Verdict,
                entry.Where,
                entry.Why);
        }

        table.WriteTo(invocation);
        int changed = results.Count(r => r.IsChanged);
        invocation.Line(string.Join(", ",
            results.GroupBy(r => r.Verdict).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{Count(g.Count())} {g.Key}"))
            + (changed == 0 ? "; as on record" : $"; {Count(changed)} CHANGED"));
        foreach (PublishedResult result in results.Where(r => r.IsChanged))
        {
            invocation.Line($"{result.Entry.Position}: {result.Entry.Id} is {result.Verdict}, on record "
                + $"{result.Entry.Verdict}{(result.Message is { } message ? $" ({message})" : string.Empty)}");
        }
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
