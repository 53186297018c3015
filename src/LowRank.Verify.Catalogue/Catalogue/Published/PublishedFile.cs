using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue.Published;

/// <summary>The published numbers of one paper, <c>fixtures/published/&lt;paper&gt;.yaml</c>.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="Title">Its title.</param>
/// <param name="Entries">The entries.</param>
public sealed record PublishedFile(string Paper, string Title, IReadOnlyList<PublishedEntry> Entries)
{
    private static readonly Dictionary<string, PublishedCheckKind> Kinds = new(StringComparer.Ordinal)
    {
        ["recomputed"] = PublishedCheckKind.Recomputed, ["consistent"] = PublishedCheckKind.Consistent,
            ["recorded"] = PublishedCheckKind.Recorded,
    };

    private static readonly Dictionary<PublishedCheckKind, string[]> Verdicts = new()
    {
        [PublishedCheckKind.Recomputed] = ["agrees", "differs"],
        [PublishedCheckKind.Consistent] = ["consistent", "inconsistent"],
        [PublishedCheckKind.Recorded] = ["recorded"],
    };

    private static readonly string[] Sources = ["formula", "statement", "oracle"];

    /// <summary>Reads all files of a folder, in order.</summary>
    /// <exception cref="InputException">The folder is missing or holds no file of them, or a file has a mistake.</exception>
    public static IReadOnlyList<PublishedFile> ReadAll(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder of published numbers");
        }

        PublishedFile[] files = [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => Read(File.ReadAllText(file), file))];
        return files.Length > 0 ? files : throw new InputException($"{folder}: there are no published numbers in this folder (*.yaml)");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormulaException">A mistake, with line and column.</exception>
    public static PublishedFile Read(string text, string file)
    {
        YamlFields root = YamlFile.Read(text, file);
        root.Allow("paper", "title", "entries");
        string paper = root.Text("paper");
        List<PublishedEntry> entries = [];
        foreach (YamlFields fields in root.FieldsList("entries"))
        {
            PublishedEntry entry = ReadEntry(fields, paper);
            if (entries.Any(e => e.Id == entry.Id))
            {
                throw new FormulaException(fields.PositionOf("id"), $"the id '{entry.Id}' appears twice");
            }

            foreach ((string entrySlug, string number) in entry.Uses.Values)
            {
                if (entries.Find(e => e.Id == $"{paper}/{entrySlug}")?.Numbers.All(n => n.Name != number) != false)
                {
                    throw new FormulaException(fields.PositionOf("uses"), $"no earlier entry '{entrySlug}' has a number '{number}'");
                }
            }

            entries.Add(entry);
        }

        return new PublishedFile(paper, root.Text("title"), entries);
    }

    private static PublishedEntry ReadEntry(YamlFields fields, string paper)
    {
        fields.Allow("id", "where", "depends_on", "numbers", "error", "check", "inputs", "uses", "formula", "statement", "oracle",
            "verdict", "why");
        PublishedCheckKind kind = fields.Word("check", Kinds);
        string verdict = fields.Text("verdict");
        if (!Verdicts[kind].Contains(verdict))
        {
            throw new FormulaException(fields.PositionOf("verdict"),
                $"the verdict of this check is one of {string.Join(", ", Verdicts[kind])}, not '{verdict}'");
        }

        bool isOracle = fields.Has("oracle");
        string formula = kind == PublishedCheckKind.Consistent ? "statement" : "formula";
        foreach (string excess in Sources.Where(name => fields.Has(name)
            && (name != formula && (name != "oracle" || kind != PublishedCheckKind.Recomputed) || kind == PublishedCheckKind.Recorded)))
        {
            throw new FormulaException(fields.PositionOf(excess), $"'{excess}' does not belong to this kind of check");
        }

        Rational? error = fields.Has("error") ? Number(fields, "error") : null;
        PublishedNumber[] numbers = fields.Has("numbers") ? ReadNumbers(fields.Fields("numbers"), error) : [];
        if (kind == PublishedCheckKind.Recomputed && numbers.Length != 1)
        {
            throw new FormulaException(fields.Position, "a recomputed entry has exactly one number");
        }

        return new PublishedEntry(
            $"{paper}/{fields.Text("id")}",
            fields.Text("where"),
            fields.Text("depends_on"),
            numbers,
            kind,
            isOracle || !fields.Has("inputs") ? new Dictionary<string, Rational>(StringComparer.Ordinal)
                : ReadInputs(fields.Fields("inputs")),
            fields.Has("uses") ? ReadUses(fields.Fields("uses")) : new Dictionary<string, (string, string)>(StringComparer.Ordinal),
            isOracle || kind == PublishedCheckKind.Recorded ? null : Formula.Parse(fields.Source(formula)),
            isOracle ? fields.Text("oracle") : null,
            isOracle ? InputJson.Read(fields.Json("inputs").ToJsonString(), fields.Position.ToString()) : null,
            verdict,
            fields.Text("why"),
            fields.Position);
    }

    private static PublishedNumber[] ReadNumbers(YamlFields fields, Rational? error) => [.. fields.Names.Select(name =>
    {
        try
        {
            if (!fields.IsFields(name))
            {
                return PublishedNumber.Of(name, fields.Text(name), null, error);
            }

            YamlFields one = fields.Fields(name);
            one.Allow("printed", "digits");
            return PublishedNumber.Of(name, one.Text("printed"), one.Has("digits") ? one.Integer("digits") : null, error);
        }
        catch (FormatException)
        {
            throw new FormulaException(fields.PositionOf(name), $"'{name}' must be a decimal number as printed");
        }
    })];

    private static Dictionary<string, Rational> ReadInputs(YamlFields fields) =>
        fields.Names.ToDictionary(name => name, name => Number(fields, name), StringComparer.Ordinal);

    private static Dictionary<string, (string Entry, string Number)> ReadUses(YamlFields fields) => fields.Names.ToDictionary(
        name => name,
        name => fields.Text(name).Split('.') is { Length: 2 } parts
            ? (parts[0], parts[1])
            : throw new FormulaException(fields.PositionOf(name), "write entry.number"),
        StringComparer.Ordinal);

    private static Rational Number(YamlFields fields, string name)
    {
        try
        {
            return Rational.Parse(fields.Text(name));
        }
        catch (FormatException error)
        {
            throw new FormulaException(fields.PositionOf(name), error.Message);
        }
    }
}
