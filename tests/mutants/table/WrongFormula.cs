using System.Text;
using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Mutants.Table;

/// <summary>
/// An oracle file with another formula: "value := formula", "define name := formula", "replace old => new" in value and definitions.
/// </summary>
internal static partial class WrongFormula
{
    private const int Digits = 15;

    /// <summary>The answer of the changed formula, or null where it has none.</summary>
    public static Answer? Answer(ReferenceEvaluator reference, Oracle wrong, InputRecord inputs) =>
        reference.Evaluate(wrong, inputs, Digits).Result is { } result ? ReferenceAnswers.Of(result) : null;

    /// <summary>The oracle with the changes of a mutation; null where no step changes the formula.</summary>
    /// <exception cref="InvalidDataException">Text that is to be replaced does not occur.</exception>
    public static Oracle? Of(OracleCatalogue catalogue, Oracle oracle, IEnumerable<string> steps)
    {
        Dictionary<string, string> sections = Sections(File.ReadAllText(oracle.SourceFile));
        bool isChanged = false;
        foreach (string step in steps)
        {
            if (Assignment().Match(step) is { Success: true } assignment)
            {
                isChanged = true;
                string name = assignment.Groups[2].Value.Trim(), formula = assignment.Groups[3].Value.Trim();
                if (assignment.Groups[1].Value == "value")
                {
                    sections["value"] = $"value: \"{formula}\"\n";
                }
                else
                {
                    sections["where"] = $"{Without(sections.GetValueOrDefault("where", "where:\n"), name)}  \"{name}\": \"{formula}\"\n";
                }
            }
            else if (Replacement().Match(step) is { Success: true } replacement)
            {
                isChanged = true;
                string old = replacement.Groups[1].Value.Trim(), replaced = replacement.Groups[2].Value.Trim();
                int found = 0;
                foreach (string section in new[] { "where", "value" }.Where(sections.ContainsKey))
                {
                    found += sections[section].Contains(old, StringComparison.Ordinal) ? 1 : 0;
                    sections[section] = sections[section].Replace(old, replaced, StringComparison.Ordinal);
                }

                if (found == 0)
                {
                    throw new InvalidDataException($"{oracle.Id}: '{old}' stands neither in the value nor in a definition");
                }
            }
        }

        return isChanged ? catalogue.Read(Text(sections), $"{oracle.Id} with a slip") : null;
    }

    private static string Text(Dictionary<string, string> sections) => string.Concat(
        sections.Where(s => s.Key is not ("properties" or "limits" or "errata" or "readings" or "remarks" or "free" or "takes"))
            .Select(s => s.Value));

    private static Dictionary<string, string> Sections(string text)
    {
        Dictionary<string, StringBuilder> sections = new(StringComparer.Ordinal);
        string name = string.Empty;
        foreach (string line in text.Split('\n'))
        {
            name = Section().Match(line) is { Success: true } start ? start.Groups[1].Value : name;
            sections.TryAdd(name, new StringBuilder());
            _ = sections[name].Append(line).Append('\n');
        }

        return sections.ToDictionary(s => s.Key, s => s.Value.ToString(), StringComparer.Ordinal);
    }

    // The definitions without one: its line and those indented below it.
    private static string Without(string where, string name)
    {
        StringBuilder rest = new();
        bool isDropped = false;
        foreach (string line in where.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            isDropped = Entry().IsMatch(line) ? line.StartsWith($"  {name}:", StringComparison.Ordinal) : isDropped;
            _ = isDropped ? rest : rest.Append(line).Append('\n');
        }

        return rest.ToString();
    }

    [GeneratedRegex(@"^(value|define) ?(.*?) ?:= (.+)$")]
    private static partial Regex Assignment();

    [GeneratedRegex("^replace (.+) => (.+)$")]
    private static partial Regex Replacement();

    [GeneratedRegex(@"^([a-z_]+):")]
    private static partial Regex Section();

    [GeneratedRegex(@"^  \S")]
    private static partial Regex Entry();
}
