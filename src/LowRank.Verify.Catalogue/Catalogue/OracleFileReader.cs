using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>Reads oracle files and family files.</summary>
internal static partial class OracleFileReader
{
    private static readonly Dictionary<string, OracleKind> Kinds = new(StringComparer.Ordinal)
    {
        ["quantity"] = OracleKind.Quantity, ["bound"] = OracleKind.Bound, ["conditional"] = OracleKind.Conditional,
        ["rate"] = OracleKind.Rate, ["identity"] = OracleKind.Identity,
    };

    private static readonly Dictionary<string, Provenance> Provenances = new(StringComparer.Ordinal)
    {
        ["published-text"] = Provenance.PublishedText, ["public-code"] = Provenance.PublicCode,
        ["derived"] = Provenance.Derived, ["recalled"] = Provenance.Recalled,
    };

    private static readonly Dictionary<string, MemberType> Types = new(StringComparer.Ordinal)
    {
        ["count"] = MemberType.Count, ["real"] = MemberType.Real, ["matrix"] = MemberType.Matrix,
    };

    /// <summary>Reads the records that a family declares.</summary>
    public static IReadOnlyList<FamilyRecord> ReadFamily(string text, string file, string family)
    {
        YamlFields root = YamlFile.Read(text, file);
        root.Allow("family", "title", "papers", "where", "records");
        if (root.Text("family") != family)
        {
            throw new FormulaException(root.PositionOf("family"), $"the family is '{root.Text("family")}' but its folder is '{family}'");
        }

        YamlFields records = root.Fields("records");
        Dictionary<string, IReadOnlyList<Definition>> shared = ReadShared(root.OptionalFields("where"), records);
        YamlFields? papers = root.OptionalFields("papers");
        Dictionary<string, string> titles = papers is null ? []
            : papers.Names.ToDictionary(key => key, papers.Text, StringComparer.Ordinal);
        return [.. records.Names.Select(name => new FamilyRecord(family, name,
            ReadMembers(records.Fields(name), null)) { Definitions = shared[name], Papers = titles })];
    }

    /// <summary>Reads one oracle and checks it.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="expectedId">The id that its path asks for; null to accept any.</param>
    /// <param name="records">The records of its family; null where there is no such family.</param>
    /// <param name="families">The families that there are, for messages.</param>
    public static Oracle ReadOracle(string text, string file, string? expectedId, Func<string, IReadOnlyList<FamilyRecord>?> records,
        IEnumerable<string> families)
    {
        YamlFields root = YamlFile.Read(text, file);
        root.Allow([
            "id", "revision", "title", "source", "kind", "record", "given", "requires", "where", "value", "errata", "readings", "remarks",
                "properties", "limits",
            .. StatementFields]);
        string id = root.Text("id");
        CheckId(root, id, expectedId);
        string family = id[..id.IndexOf('/', StringComparison.Ordinal)];
        YamlFields source = root.Fields("source");
        source.Allow("paper", "statement", "provenance");
        OracleKind kind = root.Word("kind", Kinds);
        Provenance provenance = source.Word("provenance", Provenances);
        if (kind == OracleKind.Bound && provenance == Provenance.Recalled)
        {
            throw new FormulaException(source.PositionOf("provenance"),
                "a recalled statement cannot be of kind 'bound'; declare it a rate, or derive it");
        }

        string recordName = root.Text("record");
        IReadOnlyList<FamilyRecord> declared = records(family)
            ?? throw new FormulaException(root.PositionOf("id"),
            $"the catalogue has no family '{family}'{NearestName.Suggest(family, families)}");
        FamilyRecord record = declared.FirstOrDefault(r => r.Name == recordName) ?? throw new FormulaException(
            root.PositionOf("record"),
                $"the family '{family}' declares no record '{recordName}'{NearestName.Suggest(recordName, declared.Select(r => r.Name))}");
        IReadOnlyList<Member> given = ReadGiven(root, record);
        ValueExpression value = ReadValue(root);
        Requirement[] requires = [.. root.TextList("requires").Select(r => new Requirement(r.OneLine, Formula.Parse(r)))];
        Note[] notes = ReadNotes(root, id);
        OracleProperty[] properties = [.. root.FieldsList("properties").SelectMany(p => ReadProperty(p, given))];
        LimitClaim[] limits = [.. root.FieldsList("limits").Select(l => ReadLimit(l, given))];
        IEnumerable<Formula> formulas = [.. Parts(value), .. requires.Select(r => r.Condition), .. Claims(properties, limits, notes)];
        Oracle oracle = new(record)
        {
            Id = id,
            Revision = root.Integer("revision"),
            Title = root.Text("title"),
            Paper = record.Papers.GetValueOrDefault(source.Text("paper"), source.Text("paper")),
            Statement = source.Text("statement"),
            Provenance = provenance,
            Kind = kind,
            Sentence = root.OptionalText("statement"),
            Holds = ReadHolds(root),
            Hypotheses = ReadHypotheses(root.OptionalFields("hypotheses")),
            Takes = ReadTakes(root.OptionalFields("takes"), given),
            Free = ReadFree(root.OptionalFields("free"), given),
            Given = given,
            Requires = requires,
            Where = WithShared(record, given, ReadDefinitions(root.OptionalFields("where")), formulas),
            Value = value,
            Notes = notes,
            Properties = properties,
            Limits = limits,
            SourceFile = file,
        };
        oracle.Program = OracleProgram.Build(oracle);
        FinishEvidence(oracle);
        return oracle;
    }

    private static void CheckId(YamlFields root, string id, string? expectedId)
    {
        bool isWellFormed = id.Split('/') is { Length: >= 2 } parts
            && parts.All(p => p.Any(char.IsAsciiLetterOrDigit)
                && p.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'));
        if (!isWellFormed)
        {
            throw new FormulaException(root.PositionOf("id"),
                $"'{id}' is not an id: write family/statement, lower-case letters, digits, '-' and '.'");
        }

        if (expectedId is not null && id != expectedId)
        {
            throw new FormulaException(root.PositionOf("id"),
                $"the id is '{id}' but the file's place asks for '{expectedId}': an id is the file's path, so that no two oracles "
                    + "share one");
        }
    }

    private static Member[] ReadMembers(YamlFields fields, FamilyRecord? record) =>
        [.. fields.Names.Select(name => ReadMember(name, fields, record))];

    private static Member ReadMember(string name, YamlFields members, FamilyRecord? record)
    {
        YamlFields fields = members.Fields(name);
        fields.Allow("type", "domain", "index", "shape", "meaning", "optional", "default", "from");
        Member? declared = record?.Find(name);
        if (record is not null && declared is null)
        {
            throw NoMember(name, members.PositionOf(name), record);
        }

        MemberType type = fields.Has("type") || declared is null ? fields.Word("type", Types) : declared.Type;
        IndexRange? index = fields.Has("index") ? ReadIndex(fields.Source("index")) : declared?.Index;
        if (declared is not null && (declared.Type != type || declared.Index?.Text != index?.Text))
        {
            string indexed = declared.Index is null ? string.Empty : $", index {declared.Index.Text}";
            throw new FormulaException(members.PositionOf(name),
                $"'{name}' is declared otherwise by the record: {Types.First(t => t.Value == declared.Type).Key}{indexed}");
        }

        MemberDomain domain = fields.Has("domain") ? ReadDomain(fields, type) : declared?.Domain
            ?? (type == MemberType.Count ? MemberDomain.PositiveCount : MemberDomain.Everything);
        if (declared is not null && !IsWithin(domain, declared.Domain))
        {
            throw new FormulaException(fields.PositionOf("domain"),
                $"the domain of '{name}' reaches beyond that of the record '{record!.Name}'; an oracle can only narrow it");
        }

        Formula? fallback = fields.Has("default") ? Formula.Parse(fields.Source("default")) : declared?.Default;
        return new Member(
            name,
            type,
            domain,
            index,
            fields.OptionalText("meaning") ?? declared?.Meaning
                ?? throw new FormulaException(members.PositionOf(name), $"the member '{name}' needs a meaning"),
            fields.Flag("optional") || fields.Has("default") || declared?.IsOptional == true,
            fallback?.Text)
        { Default = fallback, Position = members.PositionOf(name),
            Shape = fields.Has("shape") ? ReadShape(fields, type, index) : declared?.Shape, From = ReadSource(fields) ?? declared?.From };
    }

    private static MatrixShape ReadShape(YamlFields fields, MemberType type, IndexRange? index)
    {
        string[] names = fields.Text("shape").Split(',', StringSplitOptions.TrimEntries);
        return type == MemberType.Matrix && index is null && names.Length == 2
            && names.SelectMany(MatrixShape.Names).All(n => n.Length > 0 && n.All(char.IsAsciiLetterOrDigit))
            ? new MatrixShape(names[0], names[1])
            : throw new FormulaException(fields.PositionOf("shape"),
                "a shape is written \"rows, columns\" with names for both, or products of names, and belongs to a single matrix");
    }

    private static bool IsWithin(MemberDomain inner, MemberDomain outer) =>
        (outer.Lower is not { } low
            || (inner.Lower is { } innerLow && (innerLow > low || (innerLow == low && (inner.IsLowerOpen || !outer.IsLowerOpen)))))
        && (outer.Upper is not { } high
            || (inner.Upper is { } innerHigh && (innerHigh < high || (innerHigh == high && (inner.IsUpperOpen || !outer.IsUpperOpen)))));

    private static IndexRange ReadIndex(SourceText text)
    {
        (Expression lower, Expression upper) = Parser.ParseRange(text);
        return new IndexRange(text.OneLine, lower, upper);
    }

    private static MemberDomain ReadDomain(YamlFields fields, MemberType type)
    {
        string text = fields.Text("domain");
        string[] ends = text.Length >= 2 ? text[1..^1].Split(',') : [];
        try
        {
            if (type != MemberType.Matrix && ends.Length == 2 && text[0] is '[' or '(' && text[^1] is ']' or ')')
            {
                MemberDomain domain = new(End(ends[0], "-inf"), text[0] == '(', End(ends[1], "inf"), text[^1] == ')');
                if (domain.Lower is not { } low || domain.Upper is not { } high || low <= high)
                {
                    return domain;
                }
            }
        }
        catch (FormatException)
        {
            // Fall through to the message below.
        }

        throw new FormulaException(fields.PositionOf("domain"), type == MemberType.Matrix
            ? "a matrix has no domain"
            : $"'{text}' is not a domain: write \"[a, b]\", \"(a, b]\", \"[a, inf)\" or the like");
    }

    private static Rational? End(string text, string infinity) => text.Trim() == infinity ? null : Rational.Parse(text);

    private static Definition[] ReadDefinitions(YamlFields? fields) => fields is null ? [] : ReadDefinitions(fields, _ => true);

    private static Definition[] ReadDefinitions(YamlFields fields, Func<string, bool> isTaken) =>
        [.. fields.Keys.Where(key => isTaken(key.Key)).Select(key =>
        {
            (string name, IReadOnlyList<string> parameters) = Parser.ParseHead(key.Name);
            return new Definition(name, parameters, Formula.Parse(fields.Source(key.Key))) { Position = key.Name.PositionAt(0) };
        })];

    private static ValueExpression ReadValue(YamlFields root)
    {
        if (!root.IsFields("value"))
        {
            return new ValueExpression.Single(Formula.Parse(root.Source("value")));
        }

        YamlFields parts = root.Fields("value");
        return new ValueExpression.Named([.. parts.Names.Select(name => KeyValuePair.Create(name, Formula.Parse(parts.Source(name))))]);
    }
}
