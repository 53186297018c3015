using System.Diagnostics.CodeAnalysis;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// The oracles of a folder: oracles/&lt;family&gt;/&lt;statement&gt;.yaml, records in oracles/&lt;family&gt;/family.yaml.
/// </summary>
public sealed class OracleCatalogue
{
    private readonly Dictionary<string, Oracle> byId;

    private readonly Dictionary<string, IReadOnlyList<FamilyRecord>> families;

    // A failure is not kept: the next caller gets it anew.
    private static readonly Lazy<OracleCatalogue> Shipped =
        new(() => Load(Path.Combine(AppContext.BaseDirectory, "oracles")), LazyThreadSafetyMode.PublicationOnly);

    private OracleCatalogue(IReadOnlyList<Oracle> oracles, Dictionary<string, IReadOnlyList<FamilyRecord>> families)
    {
        Oracles = oracles;
        this.families = families;
        byId = oracles.ToDictionary(o => o.Id, StringComparer.Ordinal);
    }

    /// <summary>All oracles, in order of their ids.</summary>
    public IReadOnlyList<Oracle> Oracles { get; }

    /// <summary>Loads and checks all oracle files of a folder.</summary>
    /// <exception cref="InputException">The folder is missing, or a file has a mistake; with line and column.</exception>
    public static OracleCatalogue Load(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new InputException($"{directory}: there is no such folder of oracles");
        }

        List<Oracle> oracles = [];
        Dictionary<string, IReadOnlyList<FamilyRecord>> families = new(StringComparer.Ordinal);
        foreach (string folder in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            string declaration = Path.Combine(folder, "family.yaml");
            if (!File.Exists(declaration))
            {
                continue;
            }

            string family = Path.GetFileName(folder);
            IReadOnlyList<FamilyRecord> records = OracleFileReader.ReadFamily(File.ReadAllText(declaration), declaration, family);
            families.Add(family, records);
            foreach (string file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (file != declaration)
                {
                    string id = Path.GetRelativePath(directory, file)[..^".yaml".Length].Replace(Path.DirectorySeparatorChar, '/');
                    oracles.Add(OracleFileReader.ReadOracle(File.ReadAllText(file), file, id, _ => records, [family]));
                }
            }
        }

        oracles.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        OracleCatalogue catalogue = new(oracles, families);
        oracles.ForEach(catalogue.CheckReferences);
        return catalogue;
    }

    /// <summary>The oracles that stand beside the running program, loaded once.</summary>
    public static OracleCatalogue LoadDefault() => Shipped.Value;

    /// <summary>Finds an oracle by its id.</summary>
    public bool TryGet(string id, [MaybeNullWhen(false)] out Oracle oracle) => byId.TryGetValue(id, out oracle);

    /// <summary>The oracle of that id.</summary>
    /// <exception cref="InputException">There is none; the message names the nearest, or where they are listed.</exception>
    public Oracle Get(string id) => byId.TryGetValue(id, out Oracle? oracle)
        ? oracle
        : throw new InputException(NamesFamily(id)
            ? $"'{id}' is a family of oracles, not one of them; '{ToolCommand.Line("describe")}' lists them all"
            : $"unknown oracle '{id}'{Suggestion(id)}");

    private string Suggestion(string id) => NearestName.Suggest(id, byId.Keys) is { Length: > 0 } suggestion
        ? suggestion
        : $"; '{ToolCommand.Line("describe")}' lists them all";

    private bool NamesFamily(string id) => id.TrimEnd('/') is { Length: > 0 } folder
        && Oracles.Any(o => o.Id.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads and checks an oracle file that does not belong to the catalogue, such as a derivation; its family must.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its name in messages.</param>
    /// <exception cref="FormulaException">A mistake, with line and column.</exception>
    public Oracle Read(string text, string file)
    {
        Oracle oracle = OracleFileReader.ReadOracle(text, file, null,
            family => families.TryGetValue(family, out IReadOnlyList<FamilyRecord>? records)
            ? records
            : null, families.Keys);
        CheckReferences(oracle);
        return oracle;
    }

    /// <summary>The same catalogue with statements of one's own.</summary>
    /// <param name="own">Oracles that <see cref="Read"/> gave.</param>
    /// <exception cref="InputException">An id is taken.</exception>
    public OracleCatalogue With(IReadOnlyList<Oracle> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        RequireOwnIds(own);
        return own.Count == 0 ? this : new OracleCatalogue([.. Oracles.Concat(own).OrderBy(o => o.Id, StringComparer.Ordinal)], families);
    }

    /// <summary>
    /// Refuses statements with the id of another: what others take from one, and its fast path, would be taken for another's.
    /// </summary>
    /// <param name="own">Oracles that <see cref="Read"/> gave.</param>
    /// <exception cref="InputException">An id is taken.</exception>
    public void RequireOwnIds(IReadOnlyList<Oracle> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        HashSet<string> known = new(byId.Keys, StringComparer.Ordinal);
        foreach (Oracle oracle in own)
        {
            if (!known.Add(oracle.Id))
            {
                throw new InputException(
                    $"{oracle.SourceFile}: the id '{oracle.Id}' is taken by the catalogue or by another file; choose one of its own");
            }
        }
    }

    private static string Place(Oracle oracle) => $"the record '{oracle.Record}' of {oracle.Family}";

    // Only what may stand there is suggested; of an oracle that exists, where it belongs.
    private string Nearest(Oracle oracle, string id) => byId.TryGetValue(id, out Oracle? elsewhere)
        ? $"; it belongs to {Place(elsewhere)}"
        : NearestName.Suggest(id, byId.Values.Where(o => o.Family == oracle.Family && o.Record == oracle.Record).Select(o => o.Id));

    // A comparison of two oracles makes sense only on one record.
    private void CheckReferences(Oracle oracle)
    {
        foreach (OracleProperty property in oracle.Properties)
        {
            if (((property as OracleProperty.AtLeast)?.OracleId ?? (property as OracleProperty.AtMost)?.OracleId) is not { } other)
            {
                continue;
            }

            if (!byId.TryGetValue(other, out Oracle? found) || found.Family != oracle.Family || found.Record != oracle.Record)
            {
                throw new FormulaException(property.Position,
                    $"the property compares with '{other}', which is not an oracle of {Place(oracle)}{Nearest(oracle, other)}");
            }

            if (found.Given.FirstOrDefault(m => !m.IsOptional && oracle.Given.All(g => g.Name != m.Name)) is { } extra)
            {
                throw new FormulaException(property.Position,
                    $"the property compares with '{other}', which needs '{extra.Name}'; state it in that oracle's file instead");
            }
        }

        CheckTaken(oracle, []);
        foreach (ErratumSide side in oracle.Notes.Select(n => n.Evidence).OfType<ErratumEvidence>()
            .SelectMany(e => new[] { e.Printed, e.Corrected }))
        {
            if (side.OracleId is { } id && id != oracle.Id && (!byId.TryGetValue(id, out Oracle? found) || found.Record != oracle.Record))
            {
                throw new FormulaException(side.Position,
                    $"the evidence names '{id}', which is not an oracle of {Place(oracle)}{Nearest(oracle, id)}");
            }
        }
    }

    // What a statement takes must exist, and not rest on the statement itself.
    private void CheckTaken(Oracle oracle, IEnumerable<string> above)
    {
        foreach (string id in oracle.Takes.SelectMany(taken => taken.LeastOf))
        {
            SourcePosition place = oracle.Given.Count > 0 ? oracle.Given[0].Position : new SourcePosition(oracle.SourceFile, 1, 1);
            if (!byId.TryGetValue(id, out Oracle? taken))
            {
                throw new FormulaException(place,
                    $"the statement takes the value of '{id}', which is not an oracle{NearestName.Suggest(id, byId.Keys)}");
            }

            if (above.Contains(id) || id == oracle.Id)
            {
                throw new FormulaException(place, $"the statement takes the value of '{id}', which rests on it");
            }

            CheckTaken(taken, above.Append(oracle.Id));
        }
    }
}
