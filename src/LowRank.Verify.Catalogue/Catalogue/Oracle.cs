using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>One statement of the catalogue.</summary>
public sealed class Oracle
{
    private bool? isDear;

    internal Oracle(FamilyRecord declaration) => Declaration = declaration;

    /// <summary>Id, "family/statement" or "family/statement/form".</summary>
    public required string Id { get; init; }

    /// <summary>The first part of the id.</summary>
    public string Family => Declaration.Family;

    /// <summary>Rises when the formula is corrected.</summary>
    public required int Revision { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The paper.</summary>
    public required string Paper { get; init; }

    /// <summary>The statement's place in the paper.</summary>
    public required string Statement { get; init; }

    /// <summary>Where the statement comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>What the value is.</summary>
    public required OracleKind Kind { get; init; }

    /// <summary>The statement in words, LaTeX between dollar signs; null where the file has none.</summary>
    public string? Sentence { get; init; }

    /// <summary>What the statement is about; null for a function of its inputs.</summary>
    public HoldsFor? Holds { get; init; }

    /// <summary>What a network and its data must be for the statement to hold.</summary>
    public Hypotheses Hypotheses { get; init; } = Hypotheses.None;

    /// <summary>Inputs that are the least certified value of other statements.</summary>
    public IReadOnlyList<TakenValue> Takes { get; init; } = [];

    /// <summary>Inputs that the statement leaves to be chosen, with the form by which they are optimised.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Free { get; init; } = [];

    /// <summary>Name of the input record.</summary>
    public string Record => Declaration.Name;

    /// <summary>All members of the input record, used by this oracle or not.</summary>
    public IReadOnlyList<Member> RecordMembers => Declaration.Members;

    /// <summary>The members that this oracle uses.</summary>
    public required IReadOnlyList<Member> Given { get; init; }

    /// <summary>Conditions on the inputs.</summary>
    public required IReadOnlyList<Requirement> Requires { get; init; }

    /// <summary>Named parts of the formula.</summary>
    public required IReadOnlyList<Definition> Where { get; init; }

    /// <summary>The result.</summary>
    public required ValueExpression Value { get; init; }

    /// <summary>
    /// True where a formula integrates or takes a convolution for a matrix: one value costs as much as a hundred others, and more with
    /// every layer.
    /// </summary>
    public bool IsDear => isDear ??= Where.Select(definition => definition.Body)
        .Concat(Value switch
        {
            ValueExpression.Single single => [single.Body],
            ValueExpression.Named named => named.Parts.Select(part => part.Value),
            _ => [],
        })
        .Any(formula => ExpressionTree.Contains<Expression.Integral>(formula.Syntax)
            || ExpressionTree.Names(formula.Syntax).Contains("convolution", StringComparer.Ordinal));

    /// <summary>Errata, readings and remarks, in this order.</summary>
    public required IReadOnlyList<Note> Notes { get; init; }

    /// <summary>Slips of the printed statement.</summary>
    public IEnumerable<Erratum> Errata => Notes.OfType<Erratum>().Where(e => !e.IsReading);

    /// <summary>How texts were read that allow more than one reading.</summary>
    public IEnumerable<Erratum> Readings => Notes.OfType<Erratum>().Where(e => e.IsReading);

    /// <summary>What else is worth knowing.</summary>
    public IEnumerable<Remark> Remarks => Notes.OfType<Remark>();

    /// <summary>Executable claims.</summary>
    public required IReadOnlyList<OracleProperty> Properties { get; init; }

    /// <summary>Claims about limits.</summary>
    public required IReadOnlyList<LimitClaim> Limits { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string SourceFile { get; init; }

    /// <summary>The formulas, bound; set once by the reader.</summary>
    internal OracleProgram Program { get; set; } = null!;

    /// <summary>The record's declaration.</summary>
    internal FamilyRecord Declaration { get; }

    /// <summary>The same value with other definitions and without claims, to compare with.</summary>
    internal Oracle Replacing(IReadOnlyList<Definition> where) => new(Declaration)
    {
        Id = Id,
        Revision = Revision,
        Title = Title,
        Paper = Paper,
        Statement = Statement,
        Provenance = Provenance,
        Kind = Kind,
        Given = Given,
        Sentence = Sentence,
        Holds = Holds,
        Requires = Requires,
        Where = where,
        Value = Value,
        Notes = [],
        Properties = [],
        Limits = [],
        SourceFile = SourceFile,
    };
}
