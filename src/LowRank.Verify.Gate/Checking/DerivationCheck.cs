using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Properties;
using LowRank.Verify.Gate.Running;
using LowRank.Verify.Gate.Vectors;

namespace LowRank.Verify.Gate.Checking;

/// <summary>
/// Tries the claims of an oracle file, of the catalogue or of a user, on certified values: small integers first, then the gate's
/// generated inputs. A refutation is rigorous, since two enclosures contradict the claim; its absence proves nothing.
/// </summary>
/// <param name="reference">Evaluates.</param>
/// <param name="options">How many points.</param>
public sealed class DerivationCheck(ReferenceEvaluator reference, CheckOptions options)
{
    private const int Attempts = 8;
    private const int Repairs = 40;
    private const int LargestSize = 40;
    private const int LargestSmallInteger = 3;
    private const int LimitCases = 8;

    private readonly CasePreparer preparer =
        new(new TruthSource(reference, ReferenceAnswers.Description, new GateOptions().ToleranceConstant), ReferenceAnswers.Description);

    // True when the cases of the last claim ended because they had cost too much.
    private bool isStopped;

    /// <summary>Checks every claim; the first result says how the formula itself was evaluated.</summary>
    public IEnumerable<ClaimResult> Run(Oracle oracle)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        yield return Value(oracle);
        for (int index = 0; index < oracle.Properties.Count; index++)
        {
            yield return Property(oracle, index);
        }

        foreach (LimitClaim limit in oracle.Limits)
        {
            yield return Limit(oracle, limit);
        }
    }

    private ClaimResult Limit(Oracle oracle, LimitClaim limit)
    {
        LimitCheck check = new(reference);
        int followed = 0;
        foreach (PreparedCase start in Cases(oracle, null).Take(LimitCases))
        {
            (bool isFollowed, ClaimPoint? stays) = check.Follow(oracle, limit, start.Truth.Inputs);
            followed += isFollowed ? 1 : 0;
            if (stays is not null)
            {
                return new ClaimResult(limit.Text, ClaimVerdict.NotApproached, followed, stays, "finitely many points refute no limit");
            }
        }

        return followed > 0
            ? new ClaimResult(limit.Text, ClaimVerdict.NotRefuted, followed, null, "the distance falls along the points tried")
            : new ClaimResult(limit.Text, ClaimVerdict.NotSampled, 0, null, "no approach to the limit with certified values was found");
    }

    private ClaimResult Value(Oracle oracle)
    {
        PreparedCase[] cases = [.. Cases(oracle, null)];
        int open = cases.Count(c => c.Truth.IsOpen);
        return (cases.FirstOrDefault(c => !c.Truth.IsOpen) ?? cases.FirstOrDefault(c => c.Truth.Exact is not null)) is { } example
            ? new ClaimResult("has a value", ClaimVerdict.Evaluated, cases.Length,
                new ClaimPoint(example.Truth.Inputs, example.Truth.Exact), Stopped(open == 0 ? null : $"{open} undecided"))
            : cases.Length > 0
                ? new ClaimResult("has a value", ClaimVerdict.NotSampled, 0, null,
                    Stopped($"undecided in all {cases.Length} cases: {cases[0].Truth.Reason}"))
                : new ClaimResult("has a value", ClaimVerdict.NotSampled, 0, null, Stopped(WhyNone(oracle)));
    }

    private string? Stopped(string? message) =>
        !isStopped ? message : (message is null ? string.Empty : message + "; ") + "no more cases were tried, since they take long";

    // The commonest reason why generated inputs give no value.
    private string WhyNone(Oracle oracle)
    {
        Dictionary<string, int> reasons = new(StringComparer.Ordinal);
        long before = reference.Work;
        for (int number = 0; number < Attempts * 4 && reference.Work - before < options.WorkBudget; number++)
        {
            InputRecord inputs = CaseGenerator.Sample(oracle, CasePreparer.Derive(options.Seed, oracle.Id, "why", number, 0), 1 + number)
                .Expand(oracle);
            string reason = reference.Refusal(oracle, inputs) ?? reference.Evaluate(oracle, inputs).Reason ?? "no value";
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        return $"no admissible inputs with a value were found; most often: {reasons.MaxBy(r => r.Value).Key}";
    }

    private ClaimResult Property(Oracle oracle, int index)
    {
        OracleProperty property = oracle.Properties[index];
        int tried = 0, decided = 0;
        string? reason = null;
        foreach (PreparedCase start in Cases(oracle, index))
        {
            tried++;
            if (IsRefuted(start))
            {
                (PreparedCase shrunk, _, _) = Shrinker.Shrink(start, preparer, options.ShrinkBudget, c => IsRefuted(c) ? c : null, start);
                return new ClaimResult(property.Text, ClaimVerdict.Refuted, tried, Point(shrunk), null);
            }

            bool isOpen = start.Truth.IsOpen || start.SecondTruth is { IsOpen: true };
            decided += isOpen ? 0 : 1;
            reason ??= isOpen ? start.Truth.Reason ?? start.SecondTruth?.Reason : null;
        }

        return decided > 0
            ? new ClaimResult(property.Text, ClaimVerdict.NotRefuted, decided, null,
            Stopped(decided == tried ? null : $"{tried - decided} more undecided"))
            : tried > 0 ? new ClaimResult(property.Text, ClaimVerdict.NotSampled, 0, null,
                Stopped($"undecided in all {tried} cases: {reason}"))
            : new ClaimResult(property.Text, ClaimVerdict.NotSampled, 0, null,
                Stopped("no admissible point was found to which the claim applies"));
    }

    private static bool IsRefuted(PreparedCase c) => c.Relation!.OrderedParts is { } parts
        ? RelationJudge.IsRefuted(parts, c.Truth)
        : RelationJudge.IsRefuted(c.Relation.Claim, c.Relation.Factor, c.Truth, c.SecondTruth!);

    private static ClaimPoint Point(PreparedCase refuted)
    {
        Relation relation = refuted.Relation!;
        if (relation.OrderedParts is { } parts)
        {
            return new ClaimPoint(
                refuted.Truth.Inputs, refuted.Truth.Exact, relation.Description, relation.Oracle.Id, refuted.Truth.Inputs,
                    refuted.Truth.Exact,
                $"the parts must be in the order {string.Join(" <= ", parts)}");
        }

        string times = relation.Factor == Interval.One ? "the first" : $"{relation.Factor.LowerDecimal(6)} times the first";
        string claim = relation.Claim switch
        {
            Claim.AtLeast => $"the second value must be at least {times}",
            Claim.AtMost => $"the second value must be at most {times}",
            _ => $"the second value must be {times}",
        };
        return new ClaimPoint(
            refuted.Truth.Inputs, refuted.Truth.Exact, relation.Description, relation.Oracle.Id, relation.Inputs,
                refuted.SecondTruth!.Exact, claim);
    }

    private IEnumerable<PreparedCase> Cases(Oracle oracle, int? index)
    {
        OracleProperty? property = index is { } i ? oracle.Properties[i] : null;
        long before = preparer.Work;
        isStopped = false;
        for (int number = 0; number < options.Cases; number++)
        {
            bool isSmall = number < options.Cases / 4;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                if (preparer.Work - before > options.WorkBudget)
                {
                    isStopped = true;
                    yield break;
                }

                ulong seed = CasePreparer.Derive(options.Seed, oracle.Id, CasePreparer.Name(index), number, attempt);
                ReplayToken token = new(oracle.Id, CasePreparer.Name(index), seed, 1 + (number * LargestSize / options.Cases));
                PreparedCase? prepared = !isSmall ? preparer.Of(oracle, token)
                    : Small(oracle, number, new Random(unchecked((int)seed))) is { } recipe ? preparer.Of(oracle, token, property, recipe)
                    : null;
                if (prepared is not null)
                {
                    yield return prepared;
                    break;
                }
            }
        }
    }

    private CaseRecipe? Small(Oracle oracle, int number, Random random)
    {
        VectorTaste taste = new()
        {
            Depth = 1 + (number % 3),
            Width = 1 + (number % LargestSmallInteger),
            GivesOptional = random.Next(2) == 0,
            Count = (member, dice) => VectorTaste.Admit(member, Integer(dice), VectorTaste.LowestCount(member)),
            Real = (member, _, dice) => VectorTaste.Admit(member, Integer(dice), VectorTaste.CommonReal(member, dice)),
        };
        CaseRecipe? recipe = taste.Make(oracle, random);
        for (int repair = 0; repair < Repairs && recipe is not null; repair++)
        {
            InputRecord inputs = recipe.Expand(oracle);
            if (reference.Refusal(oracle, inputs) is null)
            {
                return recipe;
            }

            recipe = CasePreparer.Repair(oracle, recipe, random);
        }

        return null;
    }

    private static Rational Integer(Random random) => Rational.Of(new BigInteger(random.Next(1, LargestSmallInteger + 1)));
}
