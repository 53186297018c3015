using LowRank.Verify.Gate;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Properties;

/// <summary>
/// What the oracles of the catalogue declare, on generated inputs: of certified values, where only a proof of the contrary fails, and of
/// the fast path, where the tolerance is what rounding can do to the case.
/// </summary>
public sealed class CatalogueLaws : LawBook
{
    [Law("f(c·x) = c^d f(x) for every argument declared homogeneous; certified values")]
    [Property]
    public Property Certified_values_are_homogeneous(DeclaredCase<OracleProperty.Homogeneous> one) => Certified(one.Prepared);

    [Law("f(c·x) = c^d f(x) for every argument declared homogeneous; fast path")]
    [Property]
    public Property Fast_path_is_homogeneous(DeclaredCase<OracleProperty.Homogeneous> one) => Fast(one.Prepared);

    [Law("f(k·x) = m·f(x) for every declared scaling; certified values")]
    [Property]
    public Property Certified_values_scale(DeclaredCase<OracleProperty.Scaling> one) => Certified(one.Prepared);

    [Law("f(k·x) = m·f(x) for every declared scaling; fast path")]
    [Property]
    public Property Fast_path_scales(DeclaredCase<OracleProperty.Scaling> one) => Fast(one.Prepared);

    [Law("f does not fall when an argument declared nondecreasing grows; certified values")]
    [Property]
    public Property Certified_values_do_not_fall(DeclaredCase<OracleProperty.Nondecreasing> one) => Certified(one.Prepared);

    [Law("f does not fall when an argument declared nondecreasing grows; fast path")]
    [Property]
    public Property Fast_path_does_not_fall(DeclaredCase<OracleProperty.Nondecreasing> one) => Fast(one.Prepared);

    [Law("f does not rise when an argument declared nonincreasing grows; certified values")]
    [Property]
    public Property Certified_values_do_not_rise(DeclaredCase<OracleProperty.Nonincreasing> one) => Certified(one.Prepared);

    [Law("f does not rise when an argument declared nonincreasing grows; fast path")]
    [Property]
    public Property Fast_path_does_not_rise(DeclaredCase<OracleProperty.Nonincreasing> one) => Fast(one.Prepared);

    [Law("f ≥ g for every declared order between statements; certified values")]
    [Property]
    public Property Certified_statements_stand_above_those_they_dominate(DeclaredCase<OracleProperty.AtLeast> one) =>
        Certified(one.Prepared);

    [Law("f ≥ g for every declared order between statements; fast path")]
    [Property]
    public Property Fast_path_stands_above_what_it_dominates(DeclaredCase<OracleProperty.AtLeast> one) => Fast(one.Prepared);

    [Law("f ≤ g for every declared order between statements; certified values")]
    [Property]
    public Property Certified_statements_stand_below_those_that_dominate(DeclaredCase<OracleProperty.AtMost> one) =>
        Certified(one.Prepared);

    [Law("f ≤ g for every declared order between statements; fast path")]
    [Property]
    public Property Fast_path_stands_below_what_dominates(DeclaredCase<OracleProperty.AtMost> one) => Fast(one.Prepared);

    [Law("f is unchanged by every declared transposition, permutation, flip of signs and rebalancing; certified values")]
    [Property]
    public Property Certified_values_are_invariant(DeclaredCase<OracleProperty.Invariant> one) => Certified(one.Prepared);

    [Law("f is unchanged by every declared transposition, permutation, flip of signs and rebalancing; fast path")]
    [Property]
    public Property Fast_path_is_invariant(DeclaredCase<OracleProperty.Invariant> one) => Fast(one.Prepared);

    [Law("The sides of every declared inequality are in order; certified values")]
    [Property(MaxTest = 40)]
    public Property Certified_sides_are_in_order(DeclaredCase<OracleProperty.Ordered> one) => Certified(one.Prepared);

    [Law("The sides of every declared inequality are in order; fast path")]
    [Property(MaxTest = 40)]
    public Property Fast_sides_are_in_order(DeclaredCase<OracleProperty.Ordered> one) => Fast(one.Prepared);

    [Law("f(c^e·x, c^h·y, …) = c^d f(x, y, …) for every declared change of several members at once; certified values")]
    [Property(MaxTest = 40)]
    public Property Certified_values_rescale(DeclaredCase<OracleProperty.Rescale> one) => Certified(one.Prepared);

    [Law("f(c^e·x, c^h·y, …) = c^d f(x, y, …) for every declared change of several members at once; fast path")]
    [Property(MaxTest = 40)]
    public Property Fast_path_rescales(DeclaredCase<OracleProperty.Rescale> one) => Fast(one.Prepared);

    [Law("f of every sample twice is the declared multiple of f; certified values")]
    [Property(MaxTest = 40)]
    public Property Certified_values_of_samples_twice(DeclaredCase<OracleProperty.Duplicate> one) => Certified(one.Prepared);

    [Law("f of every sample twice is the declared multiple of f; fast path")]
    [Property(MaxTest = 40)]
    public Property Fast_path_of_samples_twice(DeclaredCase<OracleProperty.Duplicate> one) => Fast(one.Prepared);

    [Law("f does not depend on the declared order of samples; certified values")]
    [Property(MaxTest = 40)]
    public Property Certified_values_ignore_the_order_of_samples(DeclaredCase<OracleProperty.Permute> one) => Certified(one.Prepared);

    [Law("f does not depend on the declared order of samples; fast path")]
    [Property(MaxTest = 40)]
    public Property Fast_path_ignores_the_order_of_samples(DeclaredCase<OracleProperty.Permute> one) => Fast(one.Prepared);

    private Property Certified(PreparedCase prepared)
    {
        const int Digits = 18;
        CaseTruth first = prepared.Truth with { Exact = Subject.Evaluate(prepared.Oracle.Id, prepared.Truth.Inputs, Digits) };
        Relation relation = prepared.Relation!;
        CaseTruth second = prepared.SecondTruth! with { Exact = Subject.Evaluate(relation.Oracle.Id, relation.Inputs, Digits) };
        return Claims.Exactly(
            !(relation.OrderedParts is { } parts ? RelationJudge.IsRefuted(parts, first)
                : RelationJudge.IsRefuted(relation.Claim, relation.Factor, first, second)),
            $"{relation.Oracle.Id} after {relation.Description} contradicts the declaration");
    }

    // Only the relation is judged: what two single answers are worth is a matter of the two paths.
    private Property Fast(PreparedCase prepared)
    {
        Relation relation = prepared.Relation!;
        Answer first = Subject.Fast(prepared.Oracle.Id, prepared.FreshInputs());
        Judgement judgement = relation.OrderedParts is { } parts
            ? RelationJudge.Ordered(parts, prepared.Truth, first)
            : RelationJudge.Compare(
                relation.Claim, relation.Factor, prepared.Truth, first,
                prepared.SecondTruth!, Subject.Fast(relation.Oracle.Id, relation.Inputs));
        return Claims.Exactly(!judgement.Verdict.IsFailure(), $"{judgement.Verdict.Name()}: {judgement.Message}");
    }
}
