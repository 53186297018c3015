using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Reporting;

namespace LowRank.Verify.Gate.Running;

/// <summary>What came of a case.</summary>
/// <param name="Judgement">The verdict and its measure.</param>
/// <param name="First">The first call.</param>
/// <param name="Second">The second call of a property.</param>
internal sealed record CaseResult(Judgement Judgement, CallOutcome First, CallOutcome? Second)
{
    /// <summary>True when the verdict is on a value, though the case was made for a property.</summary>
    public bool IsOfValue { get; init; }

    /// <summary>The record of the case.</summary>
    public GateRecord ToRecord(PreparedCase prepared, int shrinks)
    {
        (string property, string? again) = prepared.Token.Property switch
        {
            ReplayToken.RepeatProperty => ("same case twice", "the same inputs later"),
            ReplayToken.FreshProperty => ("same case in a fresh process", "the same inputs in a fresh process"),
            { } part when part.StartsWith(ReplayToken.VectorPrefix, StringComparison.Ordinal) => ("vector " + part[ReplayToken.VectorPrefix.Length..], null),
            { } part when part.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal) => ("value over a grid of p", null),
            _ => (IsOfValue ? ReplayToken.ValueProperty : prepared.Property?.Text ?? ReplayToken.ValueProperty, null),
        };
        RelatedCall? related = prepared.Relation is { } relation
            ? new RelatedCall(relation.Description, relation.Oracle.Id, relation.Inputs, prepared.SecondTruth?.Exact, Second?.Answer)
            : again is not null ? new RelatedCall(again, prepared.Oracle.Id, prepared.Truth.Inputs, prepared.Truth.Exact, Second?.Answer) : null;
        return new GateRecord(
            prepared.Oracle.Id,
            prepared.Oracle.Revision,
            prepared.Oracle.Kind,
            property,
            Judgement.Verdict,
            prepared.Truth.Inputs,
            prepared.Truth.Exact,
            First.Answer,
            related,
            Judgement.Distance,
            Judgement.RelativeError,
            Judgement.Message,
            shrinks,
            prepared.Token)
        {
            Condition = Judgement.Condition,
            Diagnostics = Judgement.Verdict.IsFailure() ? Second?.Diagnostics ?? First.Diagnostics : null,
        };
    }
}
