using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue.Published;

/// <summary>Numbers printed at one place, and what is checked of them.</summary>
/// <param name="Id">"paper/slug".</param>
/// <param name="Where">Where they are printed.</param>
/// <param name="DependsOn">What they depend on, in words.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="Kind">What is checked.</param>
/// <param name="Inputs">Exact inputs of the formula or statement, by name.</param>
/// <param name="Uses">Numbers of other entries, by the name they have in the statement: entry slug and number.</param>
/// <param name="Formula">Of a recomputed number its formula; of a consistent one the statement; null otherwise.</param>
/// <param name="OracleId">Of a recomputed number the oracle that gives it, when no formula does.</param>
/// <param name="OracleInputs">The oracle's inputs.</param>
/// <param name="Verdict">The verdict on record.</param>
/// <param name="Why">What the check says, or why there is none.</param>
/// <param name="Position">Where the entry stands.</param>
public sealed record PublishedEntry(
    string Id,
    string Where,
    string DependsOn,
    IReadOnlyList<PublishedNumber> Numbers,
    PublishedCheckKind Kind,
    IReadOnlyDictionary<string, Rational> Inputs,
    IReadOnlyDictionary<string, (string Entry, string Number)> Uses,
    Formula? Formula,
    string? OracleId,
    InputRecord? OracleInputs,
    string Verdict,
    string Why,
    SourcePosition Position);
