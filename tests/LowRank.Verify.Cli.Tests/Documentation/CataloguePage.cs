using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary>
/// A page of the catalogue: the statements of one family, each from its normalised file (<see cref="OracleDescription.Json"/>).
/// Mathematics stands in math blocks and between $` and `$, which are left alone by Markdown.
/// </summary>
internal sealed partial class CataloguePage
{
    private readonly StringBuilder page = new();

    private CataloguePage()
    {
    }

    /// <summary>The page of a family.</summary>
    public static string Of(string family, string title, IReadOnlyList<Oracle> oracles)
    {
        CataloguePage page = new();
        page.Line($"# {family}: {title}").Line();
        page.Line($"Generated from `oracles/{family}`; [all families](README.md), [how to read it](README.md#how-to-read-a-page).").Line();
        foreach (Oracle oracle in oracles)
        {
            page.Write(new OracleDescription(oracle).Json());
        }

        return page.Text;
    }

    /// <summary>The list of all statements.</summary>
    public static string Index(IReadOnlyList<(string Family, string Title, IReadOnlyList<Oracle> Oracles)> families)
    {
        CataloguePage page = new();
        page.Line("# Catalogue").Line();
        int count = families.Sum(family => family.Oracles.Count);
        page.Line($"{count} statements, one file each under `oracles/`. This page and those of the families are generated.").Line();
        page.Line("""
            ## How to read a page

            Only the kind *bound* is an upper bound with every constant explicit. *conditional* values hold for constants that nobody
            knows, or under a hypothesis that cannot be checked; *rates* are dominant terms, constants and logarithms dropped;
            *quantities* are numbers defined by their inputs. What a statement is about stands beside its kind: a class fixed before the
            data, all weights at once, one fixed network, or a network and fresh test data. Symbols are those of the papers in ASCII;
            `h[0..L]` is a list whose length gives L.
            """);
        foreach ((string family, string title, IReadOnlyList<Oracle> oracles) in families)
        {
            page.Line().Line($"## [{family}]({family}.md)").Line().Line(title + ".").Line();
            page.Line("| statement | kind | what |").Line("|---|---|---|");
            foreach (Oracle oracle in oracles)
            {
                string name = Name(oracle.Id);
                page.Line($"| [{name}]({family}.md#{Anchor(name)}) | {OracleDescription.Word(oracle.Kind)} | {Cell(oracle.Title)} |");
            }
        }

        return page.Text;
    }

    private string Text => page.ToString();

    private void Write(JsonObject oracle)
    {
        string name = Name(oracle["id"]!.GetValue<string>());
        JsonNode source = oracle["source"]!;
        string holds = oracle["holds"] is { } about ? $", {about}" : string.Empty;
        Line($"## {name}").Line();
        Line($"**{Prose(Read(oracle["title"]))}** ({oracle["kind"]}{holds}; revision {oracle["revision"]})").Line();
        Line($"{Prose(Read(source["paper"]))}: {Prose(Read(source["statement"]))} ({source["provenance"]})").Line();
        if (oracle["statement"] is { } statement)
        {
            Line(Prose(Read(statement))).Line();
        }

        Mathematics(oracle);
        Inputs(oracle["given"]!.AsObject());
        List("On a network", [.. Taken(oracle["takes"]), .. Free(oracle["free"])]);
        List("Hypotheses", oracle["hypotheses"] is JsonObject hypotheses ? hypotheses.SelectMany(Hypothesis) : []);
        List("Requires", Codes(oracle["requires"]));
        List("Errata", Items(oracle["errata"]));
        List("Readings", Items(oracle["readings"]));
        List("Remarks", Items(oracle["remarks"]));
        List("Properties", Items(oracle["properties"]));
        List("Limits", Items(oracle["limits"]));
    }

    // The value, then its definitions; a record of values and definitions are aligned at their first sign of equality.
    private void Mathematics(JsonObject oracle)
    {
        string[] all = [.. oracle["latex"]!.AsArray().Select(Read)];
        int values = oracle["value"] is JsonObject parts ? parts.Count : 1;
        Block(oracle["value"] is JsonObject ? Aligned(all[..values]) : all[0]);
        if (all.Length > values)
        {
            Line("where").Line();
            Block(Aligned(all[values..]));
        }
    }

    private void Block(string formula) => Line("```math").Line(formula).Line("```").Line();

    private static string Aligned(string[] formulas) =>
        "\\begin{aligned}\n" + string.Join(" \\\\\n", formulas.Select(formula => FirstEquals().Replace(formula, " &= ", 1)))
            + "\n\\end{aligned}";

    private void Inputs(JsonObject given)
    {
        bool isOfNetwork = given.Any(member => member.Value!["from"] is not null);
        Line(isOfNetwork ? "| input | type | what | from a network |" : "| input | type | what |")
            .Line(isOfNetwork ? "|---|---|---|---|" : "|---|---|---|");
        foreach ((string name, JsonNode? member) in given)
        {
            string index = member!["index"] is { } range ? $"[{range}]" : string.Empty;
            string domain = member["domain"] is { } admissible ? $" in {admissible}"
                : member["shape"] is { } shape ? $" ({shape})" : string.Empty;
            string fallback = member["default"] is { } value ? $"; default `{value}`"
                : Flag(member["optional"]) ? "; optional" : string.Empty;
            string from = isOfNetwork ? $" {(member["from"] is { } place ? $"`{Cell(Read(place))}`" : string.Empty)} |" : string.Empty;
            Line($"| `{name}{index}` | {member["type"]}{domain} | {Cell(Read(member["meaning"]))}{fallback} |{from}");
        }

        Line();
    }

    private static IEnumerable<string> Hypothesis(KeyValuePair<string, JsonNode?> entry) => entry.Value is JsonArray items
        ? entry.Key == "further" ? items.Select(item => Prose(Read(item)))
            : [$"{entry.Key}: {string.Join(", ", items.Select(item => $"`{Read(item)}`"))}"]
        : Read(entry.Value) is "none" ? [] : [$"{entry.Key}: `{Read(entry.Value)}`"];

    private static IEnumerable<string> Taken(JsonNode? takes) => takes is not JsonObject members ? [] : members.Select(member =>
        $"`{member.Key}` is the least certified value of "
            + string.Join(", ", member.Value!["leastOf"]!.AsArray().Select(id => $"`{Read(id)}`"))
            + (member.Value!["times"] is { } factor ? $", times `{Read(factor)}`" : string.Empty));

    private static IEnumerable<string> Free(JsonNode? free) =>
        free is not JsonObject members ? []
            : members.Select(member => $"`{member.Key}` is left open and chosen by the search `{Read(member.Value)}`");

    private static IEnumerable<string> Codes(JsonNode? items) => items is JsonArray array ? array.Select(item => $"`{Read(item)}`") : [];

    private static IEnumerable<string> Items(JsonNode? items) => items is not JsonArray array ? [] : array.Select(item => item switch
    {
        JsonObject { } note when note["printed"] is { } printed =>
            $"Printed: {Prose(Read(printed))}. Read: {Prose(Read(note["read"]))}. {Sentence(Read(note["why"]))}"
                + Evidence(note["evidence"]),
        JsonObject note => Sentence(Read(note["remark"])) + Evidence(note["evidence"]),
        _ => Prose(Read(item)),
    });

    private static string Evidence(JsonNode? evidence) => evidence is null ? string.Empty : " Its numbers are tested.";

    private void List(string title, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length > 0)
        {
            Line(title + ":").Line();
            Array.ForEach(all, item => Line("- " + item));
            Line();
        }
    }

    private CataloguePage Line(string text = "")
    {
        page.Append(text).Append('\n');
        return this;
    }

    private static string Name(string id) => id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The anchor that a heading gets: letters, digits and hyphens of its text.</summary>
    public static string Anchor(string heading) => NoAnchor().Replace(heading.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    private static string Read(JsonNode? node) => node is null ? string.Empty : node.ToString().Trim();

    private static bool Flag(JsonNode? node) => node is not null && node.GetValue<bool>();

    private static string Sentence(string text) =>
        text.Length == 0 ? string.Empty : Prose(char.ToUpperInvariant(text[0]) + text[1..]).TrimEnd('.') + ".";

    private static string Cell(string text) => Prose(text).Replace("|", "\\|", StringComparison.Ordinal);

    // Text outside of formulas: signs that Markdown would read are escaped. Formulas: from $…$ to $`…`$.
    private static string Prose(string text) =>
        string.Concat(text.Split('$').Select((part, i) => i % 2 == 1 ? $"$`{part}`$" : Signs().Replace(part, "\\$0")));

    [GeneratedRegex(" = ")]
    private static partial Regex FirstEquals();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"[*<`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\[(?=[^\]]*\]\()")]
    private static partial Regex Signs();
}
