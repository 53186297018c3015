using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;

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
    public RunCase ToRecord(PreparedCase prepared, int shrinks, string unit)
    {
        (string property, string? again) = prepared.Token.Property switch
        {
            ReplayToken.RepeatProperty => ("same case twice", "the same inputs later"),
            ReplayToken.FreshProperty => ("same case in a fresh process", "the same inputs in a fresh process"),
            { } part when part.StartsWith(ReplayToken.VectorPrefix, StringComparison.Ordinal) =>
                ("vector " + part[ReplayToken.VectorPrefix.Length..], null),
            { } part when part.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal) => ("value over a grid of p", null),
            _ => (IsOfValue ? ReplayToken.ValueProperty : prepared.Property?.Text ?? ReplayToken.ValueProperty, null),
        };
        RelatedCall? related = prepared.Relation is { } relation
            ? new RelatedCall(relation.Description, relation.Oracle.Id, InputJson.Write(relation.Inputs),
                RecordJson.Write(prepared.SecondTruth?.Exact), RecordJson.Write(Second?.Answer))
            : again is null ? null
            : new RelatedCall(again, prepared.Oracle.Id, InputJson.Write(prepared.Truth.Inputs), RecordJson.Write(prepared.Truth.Exact),
                RecordJson.Write(Second?.Answer));
        string token = prepared.Token.ToString();
        return new RunCase
        {
            Id = token,
            Oracle = prepared.Oracle.Id,
            Revision = prepared.Oracle.Revision,
            Kind = prepared.Oracle.Kind,
            Property = property,
            Verdict = Judgement.Verdict,
            Inputs = InputJson.Write(prepared.Truth.Inputs),
            Enclosure = RecordJson.Write(prepared.Truth.Exact),
            Answer = RecordJson.Write(First.Answer),
            Distance = Judgement.Distance,
            RelativeError = Judgement.RelativeError,
            Condition = Judgement.Condition,
            Width = Judgement.Width,
            Message = Judgement.Message,
            Diagnostics = Judgement.Verdict.IsFailure() ? Second?.Diagnostics ?? First.Diagnostics : null,
            Shrinks = shrinks,
            Replay = token,
            Related = related,
            Unit = unit,
        };
    }
}
